#include "server/features/conversation/conversation_lists.hpp"

#include <algorithm>

#include "protocol/generated/cpp/streams.hpp"
#include "server/features/conversation/message_store.hpp"

namespace stollen::conversation {
namespace {

using protocol::ConversationSummary;
using protocol::Timestamp;
namespace messages = protocol::conversation;
using Text = std::string;
using MaybeText = std::optional<std::string>;

/// The columns that a summary is made of; the last is how far the reader, $1, has read or spoken.
#define STOLLEN_SUMMARY_COLUMNS                                                                  \
  "c.id, c.kind, c.state, c.title, c.booth_id, c.booth_slug, c.booth_name, c.visitor, c.owner, " \
  "c.job_title, c.opened_at, c.last_n, c.last_text, c.last_at, "                                 \
  "COALESCE((SELECT CASE WHEN r.own_n > r.n THEN r.own_n ELSE r.n END FROM read_mark r "         \
  "WHERE r.conversation_id = c.id AND r.person_id = $1), 0) "                                    \
  "FROM conversation c "

using SummaryRow =
    std::tuple<ConversationId, Text, Text, Text, std::optional<BoothId>, MaybeText, MaybeText, MaybeText,
               MaybeText, MaybeText, Timestamp, std::int64_t, Text, Timestamp, std::int64_t>;

ConversationSummary to_summary(SummaryRow& row) {
  auto& [id, kind, state, title, booth, booth_slug, booth_name, visitor, owner, job_title, opened_at, last_n,
         last_text, last_at, read_n] = row;
  ConversationSummary summary{.conversation_id = id,
                              .kind = protocol::from_text<ConversationKind>(kind).value(),
                              .state = protocol::from_text<ConversationState>(state).value(),
                              .title = std::move(title),
                              .booth_id = booth,
                              .booth_slug = std::move(booth_slug),
                              .booth_name = std::move(booth_name),
                              .job_title = std::move(job_title),
                              .opened_at = opened_at,
                              .last_n = last_n,
                              .last_text = std::move(last_text),
                              .last_at = last_at,
                              .read_n = read_n};
  if (visitor) summary.visitor = read_person(*visitor);
  if (owner) summary.owner = read_person(*owner);
  return summary;
}

std::vector<ConversationSummary> to_summaries(std::vector<SummaryRow> rows) {
  std::vector<ConversationSummary> summaries;
  summaries.reserve(rows.size());
  for (auto& row : rows) summaries.push_back(to_summary(row));
  return summaries;
}

template <class... Args>
std::vector<SummaryRow> summary_rows(Transaction& tx, storage::Sql sql, const Args&... args) {
  return tx.all<ConversationId, Text, Text, Text, std::optional<BoothId>, MaybeText, MaybeText, MaybeText,
                MaybeText, MaybeText, Timestamp, std::int64_t, Text, Timestamp, std::int64_t>(sql, args...);
}

/// The entry as the person sees it; a nil person: as the desk does, without a read mark.
std::optional<ConversationSummary> summary_for(Transaction& tx, ConversationId id, PersonId person) {
  auto rows = summary_rows(tx, "SELECT " STOLLEN_SUMMARY_COLUMNS "WHERE c.id = $2", person, id);
  if (rows.empty()) return std::nullopt;
  return to_summary(rows.front());
}

// For an event of the past: a later one tells the entry's true state. It must not quote the newest message,
// since it would not be found when that is deleted.
ConversationSummary wordless_summary(Transaction& tx, ConversationId id, PersonId person) {
  auto summary = summary_for(tx, id, person).value();
  summary.last_text.clear();
  return summary;
}

using ReadUpTo = std::pair<PersonId, std::int64_t>;

/// How far people have read or spoken.
std::vector<ReadUpTo> read_up_to(Transaction& tx, ConversationId id) {
  std::vector<ReadUpTo> marks;
  for (const auto& [person, n] : tx.all<PersonId, std::int64_t>(
           "SELECT person_id, CASE WHEN own_n > n THEN own_n ELSE n END FROM read_mark "
           "WHERE conversation_id = $1",
           id)) {
    marks.emplace_back(person, n);
  }
  return marks;
}

/// In whose lists it stands: a talk in the visitor's and the owner's, a round in everybody's who takes part.
std::vector<PersonId> listed_for(Transaction& tx, const Conversation& conversation) {
  if (conversation.kind == ConversationKind::round) return member_ids(tx, conversation.id);
  if (conversation.kind != ConversationKind::talk) return {};
  std::vector<PersonId> people{conversation.visitor_id};
  if (conversation.owner_id && conversation.owner_id != conversation.visitor_id)
    people.push_back(conversation.owner_id);
  return people;
}

void publish_listed(Transaction& tx, const Conversation& conversation, PersonId person,
                    std::string_view subject) {
  auto summary = summary_for(tx, conversation.id, person);
  if (!summary) return;
  tx.publish(protocol::UserStream::name(person), messages::ListedEvent{.conversation = std::move(*summary)},
             subject);
}

}  // namespace

std::vector<ConversationSummary> talks_of(Transaction& tx, PersonId person) {
  return to_summaries(summary_rows(tx,
                                   "SELECT " STOLLEN_SUMMARY_COLUMNS
                                   "WHERE c.id IN (SELECT t.id FROM conversation t WHERE t.kind = 'talk' "
                                   "AND (t.visitor_id = $1 OR t.owner_id = $1) "
                                   "UNION ALL SELECT r.id FROM conversation_member m JOIN conversation r "
                                   "ON r.id = m.conversation_id WHERE m.person_id = $1 AND r.kind = 'round') "
                                   "ORDER BY c.last_at DESC, c.id DESC LIMIT 200",
                                   person));
}

std::vector<ConversationSummary> talks_at(Transaction& tx, BoothId booth) {
  const PersonId nobody;
  std::vector<ConversationSummary> talks;
  const auto append = [&talks](std::vector<SummaryRow> rows) {
    for (auto& row : rows) {
      if (talks.size() < 200) talks.push_back(to_summary(row));
    }
  };
  append(summary_rows(tx,
                      "SELECT " STOLLEN_SUMMARY_COLUMNS
                      "WHERE c.booth_id = $2 AND c.state = 'waiting' ORDER BY c.opened_at, c.id LIMIT 200",
                      nobody, booth));
  append(summary_rows(tx,
                      "SELECT " STOLLEN_SUMMARY_COLUMNS
                      "WHERE c.booth_id = $2 AND c.state = 'active' ORDER BY c.opened_at, c.id LIMIT 200",
                      nobody, booth));
  append(
      summary_rows(tx,
                   "SELECT " STOLLEN_SUMMARY_COLUMNS
                   "WHERE c.booth_id = $2 AND c.state = 'closed' ORDER BY c.last_at DESC, c.id DESC LIMIT 50",
                   nobody, booth));
  return talks;
}

// People's entries differ in the read mark alone: the rest is read once.
void publish_lists(Transaction& tx, const Conversation& conversation, std::string_view subject) {
  if (!is_at_booth(conversation.kind)) return;
  auto entry = summary_for(tx, conversation.id, PersonId{});
  if (!entry) return;
  const auto marks = read_up_to(tx, conversation.id);
  const auto publish_to = [&](PersonId person) {
    const auto mark = std::ranges::find(marks, person, &ReadUpTo::first);
    messages::ListedEvent event{.conversation = *entry};
    event.conversation.read_n = mark == marks.end() ? 0 : mark->second;
    tx.publish(protocol::UserStream::name(person), event, subject);
  };
  for (const PersonId person : listed_for(tx, conversation)) publish_to(person);
  tx.publish(protocol::BoothStaffStream::name(conversation.booth_id),
             messages::DeskChangedEvent{.conversation = std::move(*entry)}, subject);
}

void publish_own_list(Transaction& tx, const Conversation& conversation, PersonId person) {
  const auto people = listed_for(tx, conversation);
  if (std::ranges::find(people, person) == people.end()) return;
  // The entry quotes the newest message, so it goes when that goes.
  publish_listed(tx, conversation, person,
                 conversation.last_message ? conversation.last_message.text() : std::string{});
}

void redact_message(Transaction& tx, MessageId id) {
  const auto stored = find_message(tx, id);
  if (!stored) return;
  protocol::Message original = stored->message;
  original.edited_at.reset();  // as it was when it was sent, without its words
  for (const auto& place : tx.events_about(id.text())) {
    if (place.name == messages::MessageEvent::kName) {
      tx.redact(place, messages::MessageEvent{.message = original});
    } else if (place.name == messages::MessageEditedEvent::kName) {
      tx.redact(place,
                messages::MessageEditedEvent{
                    .message_id = id, .text = "", .edited_at = stored->message.edited_at.value_or(tx.now())});
    } else if (const auto person = protocol::UserStream::parse(place.stream)) {
      tx.redact(place, messages::ListedEvent{.conversation =
                                                 wordless_summary(tx, stored->conversation_id, *person)});
    } else if (protocol::BoothStaffStream::parse(place.stream)) {
      tx.redact(place, messages::DeskChangedEvent{.conversation =
                                                      wordless_summary(tx, stored->conversation_id, {})});
    }
  }
}

#undef STOLLEN_SUMMARY_COLUMNS

}  // namespace stollen::conversation
