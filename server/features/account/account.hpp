#pragma once
// What other features and the command line may use of accounts.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/secret.hpp"
#include "protocol/generated/cpp/account.hpp"
#include "server/core/result.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::account {

using protocol::BoothId;
using protocol::PersonId;
using storage::Transaction;

struct Settings {
  std::string public_url;  ///< `https://host`, without a slash at the end: links in mails begin with it
  std::chrono::hours visitor_session{30 * 24};
  std::chrono::hours staff_session{12};        ///< sliding; people with a role beyond visitor
  std::size_t hash_memory_bytes = 19U << 20U;  ///< argon2id, two passes
};

/// Commands, migrations, authentication and rights.
void attach(realtime::Registry& registry, const Settings& settings);
std::vector<storage::Migration> migrations();

/// How an import changed a thing.
enum class Change { added, updated, unchanged };

// --- People ---------------------------------------------------------------------------------------

/// How the person appears to others now. Of several booths the badge is that of `booth` if the person
/// is in its team, else that of the one joined first. Whoever stores a person's words or seat stores this
/// with them: a later change of name changes nothing that has been said. An unknown person has an empty name.
protocol::Person appearance(Transaction& tx, PersonId person, BoothId booth = {});

/// Whose account has this address, which must have passed normalise_email.
std::optional<PersonId> person_with_email(Transaction& tx, std::string_view email);

/// Where and in which language the person is written to.
struct MailReceiver {
  std::string email;
  std::string name;
  protocol::Locale locale = protocol::Locale::de;
};
/// Nothing for people who are no more.
std::optional<MailReceiver> mail_receiver(Transaction& tx, PersonId person);

/// The person's role in the booth's team, if any.
std::optional<protocol::BoothRole> booth_role(Transaction& tx, PersonId person, BoothId booth);

/// Roles and booths as `user:<id>` shows them.
protocol::RoleSet roles(Transaction& tx, PersonId person);
std::vector<protocol::Role> role_list(protocol::RoleSet roles);
std::vector<protocol::BoothMembership> booths_of(Transaction& tx, PersonId person);

/// A place in a booth's team.
struct TeamPerson {
  PersonId person_id;
  std::string name;
  protocol::BoothRole role = protocol::BoothRole::talk;
  std::string position;
  std::vector<std::string> languages;
  protocol::Duty duty = protocol::Duty::off;
  bool is_duty_by_talk = false;
};
/// The booth's team in the order of person ids.
std::vector<TeamPerson> team(Transaction& tx, BoothId booth);

/// Sets what the person does at the booth now and tells the desk (`conversation.duty_changed`). `is_by_talk`:
/// set because a talk was taken, not by hand. False: no member, or nothing changed.
bool set_duty(Transaction& tx, BoothId booth, PersonId person, protocol::Duty duty, bool is_by_talk);
/// Booths at which the person is on duty.
std::vector<BoothId> duties_of(Transaction& tx, PersonId person);
/// Everybody who is on duty anywhere.
std::vector<PersonId> people_on_duty(Transaction& tx);

/// A secret that travels: 256 random bits as 43 characters of base64url. The store keeps its hash alone.
protocol::Secret new_token();

// --- Booths and names, as far as accounts know them -----------------------------------------------

/// Tells accounts that a booth exists or was renamed; its members' badges and lists follow. The name is
/// reserved.
void ensure_booth(Transaction& tx, BoothId booth, std::string_view slug, std::string_view name);
/// Takes the booth's team apart.
void remove_booth(Transaction& tx, BoothId booth);
/// Nobody may call themselves so, nor anything that looks like it. `key` names the owner of the entry
/// (such as `fair.organiser`): the name set last under a key counts; an empty name lifts it.
void reserve_name(Transaction& tx, std::string_view key, std::string_view name);

// --- Text -----------------------------------------------------------------------------------------

/// Text that a person typed, in Unicode's composed form (NFC) and without spaces around it. Nothing when it
/// holds control characters (line feed and tab are allowed with `allows_lines`) or invisible
/// characters that turn the direction of writing.
std::optional<std::string> clean_text(std::string_view text, bool allows_lines);

// --- Import and command line ----------------------------------------------------------------------

/// Lower-cased, domain in its ASCII form; nothing when it is no address that mail can be sent to.
std::optional<std::string> normalise_email(std::string_view text);

/// argon2id in libsodium's text form. Takes some 30 ms and `memory_bytes`: never on a shard.
std::string hash_password(const protocol::Secret& password, std::size_t memory_bytes = 19U << 20U);

struct StaffImport {
  std::string email;  ///< must pass normalise_email
  std::string name;
  BoothId booth;
  protocol::BoothRole role = protocol::BoothRole::talk;
  std::string position;
  std::vector<std::string> languages;        ///< `de`, `en`, …
  std::optional<std::string> password_hash;  ///< only for the demo: set, and confirmed, if there is none yet
};
/// Whoever has no password yet joins by an invitation (invite_staff). Call after ensure_booth.
Change ensure_staff(Transaction& tx, const StaffImport& import);

struct PersonImport {
  std::string email;
  std::string name;
  protocol::Locale locale = protocol::Locale::de;
  bool is_moderator = false;
  bool is_organiser = false;
  std::optional<std::string> password_hash;
};
/// The address counts as confirmed. Existing people keep their password and name and gain the roles.
Change ensure_person(Transaction& tx, const PersonImport& import);

struct PersonLine {
  PersonId person_id;
  std::string email;
  std::string name;
  protocol::RoleSet roles;
  bool is_confirmed = false;
};
std::vector<PersonLine> list_people(Transaction& tx);
/// False: no such person. Open sessions learn of it.
bool set_roles(Transaction& tx, std::string_view email, bool is_moderator, bool is_organiser);
/// Sets the password, confirms the address and ends all sessions. False: no such person.
bool set_password(Transaction& tx, std::string_view email, const std::string& password_hash);

}  // namespace stollen::account

/// A person stands in five columns: person_id, name, booth_id, booth_name, is_team. Whoever stores how a
/// person appeared uses the same.
template <>
struct stollen::storage::Column<stollen::protocol::Person> {
  static stollen::protocol::Person read(const Row& row, int first) {
    stollen::protocol::Person person;
    person.person_id = Column<stollen::protocol::PersonId>::read(row, first);
    person.name = Column<std::string>::read(row, first + 1);
    person.booth_id = Column<std::optional<stollen::protocol::BoothId>>::read(row, first + 2);
    person.booth_name = Column<std::optional<std::string>>::read(row, first + 3);
    if (Column<bool>::read(row, first + 4)) person.is_team = true;
    return person;
  }
};
