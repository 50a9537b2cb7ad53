// Staff join a booth's team by a mailed invitation.
#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/features/account/account_commands.hpp"
#include "server/features/account/team.hpp"
#include "server/mail/mail.hpp"
#include "server/storage/database.hpp"

namespace stollen::account {
namespace {

constexpr std::int64_t kInvitationsPerHour = 50;

std::optional<std::string> booth_name(Transaction& tx, BoothId booth) {
  return tx.one<std::string>("SELECT name FROM team WHERE booth_id = $1", booth);
}

bool may_invite(Transaction& tx, const Caller& caller, BoothId booth) {
  return caller.roles.contains(protocol::Role::organiser) ||
         booth_role(tx, caller.person_id, booth) == protocol::BoothRole::lead;
}

/// Whoever has a password keeps it; the invited address is proved by the link.
bool has_account(const std::optional<PersonRow>& person) {
  return person && person->password_hash.has_value();
}

Error missing(std::string_view field) {
  return fail(protocol::session::errors::invalid_field, std::string(field) + " is needed for a new account",
              std::string(field))
      .error();
}

}  // namespace

Result<messages::InviteStaff::Reply> invite_staff(const Settings& settings, Transaction& tx,
                                                  const Caller& caller,
                                                  const messages::InviteStaff& command) {
  const auto booth = booth_name(tx, command.booth_id);
  if (!booth || !may_invite(tx, caller, command.booth_id)) {
    return fail(protocol::session::errors::not_found, {}, "booth_id");
  }
  const auto email = normalise_email(command.email);
  if (!email) return fail(messages::errors::invalid_email, {}, "email");
  const auto person = find_person_by_email(tx, *email);
  if (has_account(person) && booth_role(tx, person->person_id, command.booth_id)) {
    return fail(messages::errors::already_member, {}, "email");
  }
  if (count_recent_invitations(tx, command.booth_id) >= kInvitationsPerHour) {
    auto error = fail(protocol::session::errors::rate_limited).error();
    error.retry_after = std::chrono::minutes(10);
    return std::unexpected(std::move(error));
  }
  const auto token = insert_token(tx, Purpose::invitation,
                                  {.email = *email, .booth_id = command.booth_id, .role = command.role});
  mail::enqueue(tx, {.to = *email,
                     .text = mail::Text::invitation,
                     .locale = person ? person->locale : Locale::de,
                     .values = {{"booth", *booth},
                                {"inviter", caller.name},
                                {"link", settings.public_url + "/invitation#" + token.reveal()}}});
  log::info("account.staff_invited", {{"booth", command.booth_id}, {"by", caller.person_id}});
  return messages::InviteStaff::Reply{};
}

Result<messages::GetInvitation::Reply> get_invitation(Transaction& tx, const Caller&,
                                                      const messages::GetInvitation& command) {
  const auto token = find_token(tx, Purpose::invitation, command.token);
  auto booth = token && token->booth_id ? booth_name(tx, *token->booth_id) : std::nullopt;
  if (!booth) return fail(messages::errors::invalid_token, {}, "token");
  return messages::GetInvitation::Reply{.booth_name = std::move(*booth),
                                        .role = token->role.value_or(protocol::BoothRole::talk),
                                        .email = token->email,
                                        .has_account = has_account(find_person_by_email(tx, token->email))};
}

Result<PreparedPassword> prepare_accept_invitation(const Settings& settings, storage::Database& database,
                                                   const messages::AcceptInvitation& command) {
  std::optional<Token> token;
  std::optional<PersonRow> person;
  database.read([&](Transaction& tx) {
    token = find_token(tx, Purpose::invitation, command.token);
    if (token) person = find_person_by_email(tx, token->email);
  });
  if (!token) return fail(messages::errors::invalid_token, {}, "token");
  if (has_account(person)) return PreparedPassword{};
  if (!command.password) return std::unexpected(missing("password"));
  auto hash = hash_strong_password(*command.password, token->email, settings);
  if (!hash) return std::unexpected(hash.error());
  return PreparedPassword{.password_hash = std::move(*hash)};
}

Result<messages::AcceptInvitation::Reply> accept_invitation(const Settings& settings, Transaction& tx,
                                                            const Caller& caller,
                                                            const messages::AcceptInvitation& command,
                                                            const PreparedPassword& prepared) {
  const auto token = take_token(tx, Purpose::invitation, command.token);
  if (!token || !token->booth_id || !booth_name(tx, *token->booth_id)) {
    return fail(messages::errors::invalid_token, {}, "token");
  }
  auto person = find_person_by_email(tx, token->email);
  if (!has_account(person)) {
    if (!command.name && !person) return std::unexpected(missing("name"));
    if (!prepared.password_hash) return std::unexpected(missing("password"));
    const bool is_new = !person.has_value();
    if (is_new) person = PersonRow{.person_id = new_id<PersonId>(), .email = token->email};
    if (command.name) {
      auto name = require_new_name(tx, *command.name, person->name);
      if (!name) return std::unexpected(name.error());
      person->name = std::move(*name);
    }
    person->password_hash = prepared.password_hash;
    person->verified_at = tx.now();
    is_new ? insert_person(tx, *person) : update_person(tx, *person);
  }
  const bool has_joined = join_team(tx, {.booth = *token->booth_id,
                                         .person = person->person_id,
                                         .role = token->role.value_or(protocol::BoothRole::talk)});
  // The organiser's import had entered them; now they have come, perhaps under another name.
  if (!has_joined) tell_desks(tx, person->person_id);
  const auto session = start_session(tx, caller, person->person_id, settings);
  return messages::AcceptInvitation::Reply{.me = load_me(tx, person->person_id, session)};
}

}  // namespace stollen::account
