#pragma once
// What other features may use of conversations.
//
// How the streams fold (snapshot + events = fresh snapshot; the client's reducers do the same):
// - A person appears in a message, a member list or a summary as they appeared when they spoke, joined
//   or took the talk. Changing one's name changes nothing that is already there.
// - conversation: `message` appends, the newest 50 are kept and has_more is set when one falls out.
//   `message_deleted` empties text and reactions and sets is_deleted; edited_at stays. Reactions stand in
//   the order of first use, people in the order in which they reacted; an empty kind disappears.
//   Events about messages that are no longer held change nothing. members: in the order of joining;
//   member_joined of somebody who is there replaces the entry in its place. member_left also drops the
//   read mark. read_marks: in the order of person_id as text, without marks at 0. `state_changed` without
//   owner keeps the owner.
// - user: `listed` replaces the entry; order: last_at descending, then conversation_id descending; the
//   first 200 are kept. `unlisted` takes it out. A talk is listed for its visitor and its owner, a round for
//   all its members.
// - booth:<id>:staff: `desk_changed` replaces the entry; order: waiting by opened_at, active by opened_at,
// closed by
//   last_at descending; ties by conversation_id in the same direction. The first 50 closed ones and the
//   first 200 in all are kept. team: in the order of person_id; `duty_changed` replaces or inserts.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "protocol/generated/cpp/slot.hpp"
#include "server/features/account/account.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::conversation {

using account::Change;
using protocol::ConversationId;
using protocol::PersonId;
using storage::Transaction;

/// Commands, the streams of people, conversations and desks, and migrations.
void attach(realtime::Registry& registry);
std::vector<storage::Migration> migrations();

/// A row of rooms.csv. Found again by its slug.
struct RoomImport {
  std::string slug;
  int position = 0;  ///< in the list of rooms
  protocol::LocalText title;
  protocol::LocalText about;
};
Change ensure_room(Transaction& tx, const RoomImport& import);

// --- For the café ---------------------------------------------------------------------------------

/// A new chat of a table. `title` is what its members see.
ConversationId create_table_chat(Transaction& tx, std::string_view title);
/// Takes part from now on; publishes `member_joined`. Nothing happens when the person is a member.
void add_member(Transaction& tx, ConversationId conversation, const protocol::Person& person);
/// Publishes `member_left` and takes the person's sessions off the stream.
void remove_member(Transaction& tx, ConversationId conversation, PersonId person);

// --- For appointments -----------------------------------------------------------------------------

struct AppointmentTalk {
  protocol::BoothId booth_id;
  std::string booth_slug;
  std::string booth_name;
  protocol::Person visitor;
  PersonId member;  ///< nil: whoever of the team takes it
  std::optional<protocol::JobId> job_id;
  std::optional<std::string> reason;
};
struct OpenedTalk {
  ConversationId id;
  std::int64_t n = 0;  ///< of its newest event, for `heard_since`
};
/// The visitor's open talk with the booth goes on, or a new one about the job begins, with the reason as the
/// visitor's words. The member has it, unless a colleague has; nobody counts as talking by that.
OpenedTalk open_for_appointment(Transaction& tx, const AppointmentTalk& wanted);
bool is_open(Transaction& tx, ConversationId conversation);

/// A group round is one talk for everybody who has a seat in its slot.
struct RoundTalk {
  protocol::SlotId slot_id;
  protocol::BoothId booth_id;
  std::string booth_slug;
  std::string booth_name;
  std::string title;  ///< what the round is about, or the booth's name
  PersonId member;    ///< has it, if still in the booth's team; else whoever of the team takes it
};
/// The round's talk that is open, or a new one without anybody but its owner.
ConversationId open_for_round(Transaction& tx, const RoundTalk& wanted);
/// Nothing before it opened and after it was closed.
std::optional<ConversationId> open_round(Transaction& tx, protocol::SlotId slot);
/// Takes part from now on, and has it in their list; returns the number of the newest event. Nothing happens
/// when the person is a member.
std::int64_t join_round(Transaction& tx, ConversationId round, const protocol::Person& person);
/// Takes part no more and cannot read it any longer.
void leave_round(Transaction& tx, ConversationId round, PersonId person);

/// Who has written in a talk behind an event's number.
struct Heard {
  bool visitor = false;
  bool team = false;
};
Heard heard_since(Transaction& tx, ConversationId conversation, PersonId visitor, std::int64_t n);

}  // namespace stollen::conversation
