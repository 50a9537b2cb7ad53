// Registering, confirming, logging in and out, resetting a password.
#include "server/features/account/account_commands.hpp"

#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/features/account/account_rules.hpp"
#include "server/features/account/account_tokens.hpp"
#include "server/mail/mail.hpp"
#include "server/storage/database.hpp"

namespace stollen::account {
namespace {

/// Links of one kind that an address gets within an hour; more are not sent, and nobody is told.
constexpr std::int64_t kLinksPerHour = 5;

std::string link(const Settings& settings, std::string_view page, const protocol::Secret& token) {
  // Behind the #, so that it reaches no server's log.
  return settings.public_url + "/" + std::string(page) + "#" + token.reveal();
}

}  // namespace

Result<std::string> require_new_name(Transaction& tx, const std::string& wanted, const std::string& current) {
  auto name = clean_name(wanted);
  if (!name) {
    return fail(protocol::session::errors::invalid_field,
                "name must have 2 to 80 characters, a letter among them, no control characters and no link",
                "name");
  }
  if (*name == current) return std::move(*name);
  if (is_name_reserved(tx, *name)) return fail(messages::errors::name_reserved, {}, "name");
  return std::move(*name);
}

Result<std::string> hash_strong_password(const protocol::Secret& password, std::string_view email,
                                         const Settings& settings) {
  if (is_weak_password(password.reveal(), email))
    return fail(messages::errors::weak_password, {}, "password");
  return hash_password(password, settings.hash_memory_bytes);
}

Result<PreparedRegistration> prepare_register(const Settings& settings, const messages::Register& command) {
  auto email = normalise_email(command.email);
  if (!email) return fail(messages::errors::invalid_email, {}, "email");
  auto hash = hash_strong_password(command.password, *email, settings);
  if (!hash) return std::unexpected(hash.error());
  return PreparedRegistration{.email = std::move(*email), .password_hash = std::move(*hash)};
}

Result<messages::Register::Reply> register_(const Settings& settings, Transaction& tx,
                                            const messages::Register& command,
                                            const PreparedRegistration& prepared) {
  auto name = require_new_name(tx, command.name, {});
  if (!name) return std::unexpected(name.error());
  // The answer is the same in all three cases; the mail tells the truth.
  const auto known = find_person_by_email(tx, prepared.email);
  if (count_recent_tokens(tx, Purpose::confirm, prepared.email) >= kLinksPerHour)
    return messages::Register::Reply{};
  if (known && known->password_hash) {
    // Counts this mail; the token itself is sent to nobody.
    insert_token(tx, Purpose::confirm, {.email = prepared.email});
    mail::enqueue(tx, {.to = prepared.email,
                       .text = mail::Text::account_exists,
                       .locale = known->locale,
                       .values = {{"name", known->name}, {"link", settings.public_url + "/log-in"}}});
  } else {
    const auto token = insert_token(tx, Purpose::confirm,
                                    {.email = prepared.email,
                                     .name = *name,
                                     .locale = command.locale,
                                     .password_hash = prepared.password_hash});
    mail::enqueue(tx, {.to = prepared.email,
                       .text = mail::Text::confirm_address,
                       .locale = command.locale,
                       .values = {{"name", *name}, {"link", link(settings, "confirm", token)}}});
  }
  return messages::Register::Reply{};
}

Result<messages::Confirm::Reply> confirm(const Settings& settings, Transaction& tx, const Caller& caller,
                                         const messages::Confirm& command) {
  const auto token = take_token(tx, Purpose::confirm, command.token);
  if (!token) return fail(messages::errors::invalid_token, {}, "token");
  delete_tokens(tx, Purpose::confirm, token->email);
  auto person = find_person_by_email(tx, token->email);
  if (!person) {
    person = PersonRow{.person_id = new_id<PersonId>(), .email = token->email};
    person->name = token->name.value_or("");
    person->locale = token->locale.value_or(Locale::de);
    person->password_hash = token->password_hash;
    person->verified_at = tx.now();
    insert_person(tx, *person);
    log::info("account.confirmed", {{"person", person->person_id}});
  } else if (!person->password_hash) {
    // Imported staff who registered instead of using their invitation: the mailbox is theirs.
    person->password_hash = token->password_hash;
    person->verified_at = tx.now();
    update_person(tx, *person);
  }
  const auto session = start_session(tx, caller, person->person_id, settings);
  return messages::Confirm::Reply{.me = load_me(tx, person->person_id, session)};
}

Result<PreparedLogIn> prepare_log_in(LogInGuard& guard, storage::Database& database, const Caller& caller,
                                     const messages::LogIn& command) {
  const std::string email = normalise_email(command.email).value_or("");
  std::optional<PersonRow> person;
  protocol::Timestamp now{};
  database.read([&](Transaction& tx) {
    person = find_person_by_email(tx, email);
    now = tx.now();
  });
  if (const auto wait = guard.attempts.wait(email, caller.address, now)) {
    auto error = fail(messages::errors::too_many_attempts).error();
    error.retry_after = *wait;
    return std::unexpected(std::move(error));
  }
  const bool may_enter = person && person->verified_at && person->password_hash;
  const bool is_right =
      verify_password(may_enter ? *person->password_hash : guard.dummy_hash, command.password);
  if (!may_enter || !is_right) {
    guard.attempts.note_failure(email, caller.address, now);
    return fail(messages::errors::wrong_credentials);
  }
  guard.attempts.forget_account(email);
  return PreparedLogIn{.person = person->person_id, .password_hash = *person->password_hash};
}

Result<messages::LogIn::Reply> log_in(const Settings& settings, Transaction& tx, const Caller& caller,
                                      const PreparedLogIn& prepared) {
  const auto person = find_person(tx, prepared.person);
  // A reset may have come between.
  if (!person || person->password_hash != prepared.password_hash)
    return fail(messages::errors::wrong_credentials);
  const auto session = start_session(tx, caller, prepared.person, settings);
  return messages::LogIn::Reply{.me = load_me(tx, prepared.person, session)};
}

Result<messages::LogOut::Reply> log_out(Transaction& tx, const Caller& caller, const messages::LogOut&) {
  if (caller.is_logged_in()) end_session(tx, caller.session_id);
  tx.effects().cookie = storage::Effects::Cookie{std::nullopt, 0};
  return messages::LogOut::Reply{};
}

Result<messages::RequestPasswordReset::Reply> request_password_reset(
    const Settings& settings, Transaction& tx, const messages::RequestPasswordReset& command) {
  const std::string email = normalise_email(command.email).value_or("");
  const auto person = find_person_by_email(tx, email);
  if (count_recent_tokens(tx, Purpose::reset, email) >= kLinksPerHour)
    return messages::RequestPasswordReset::Reply{};
  // Unknown addresses cost the same: their token leads nowhere and goes when it expires.
  const auto token = insert_token(tx, Purpose::reset, {.email = email});
  if (!person) return messages::RequestPasswordReset::Reply{};
  mail::enqueue(tx, {.to = email,
                     .text = mail::Text::reset_password,
                     .locale = person->locale,
                     .values = {{"name", person->name}, {"link", link(settings, "reset", token)}}});
  return messages::RequestPasswordReset::Reply{};
}

Result<PreparedPassword> prepare_reset_password(const Settings& settings, storage::Database& database,
                                                const messages::ResetPassword& command) {
  std::optional<Token> token;
  database.read([&](Transaction& tx) { token = find_token(tx, Purpose::reset, command.token); });
  if (!token) return fail(messages::errors::invalid_token, {}, "token");
  auto hash = hash_strong_password(command.password, token->email, settings);
  if (!hash) return std::unexpected(hash.error());
  return PreparedPassword{.password_hash = std::move(*hash)};
}

Result<messages::ResetPassword::Reply> reset_password(const Settings& settings, Transaction& tx,
                                                      const Caller& caller,
                                                      const messages::ResetPassword& command,
                                                      const PreparedPassword& prepared) {
  const auto token = take_token(tx, Purpose::reset, command.token);
  auto person = token ? find_person_by_email(tx, token->email) : std::nullopt;
  if (!person) return fail(messages::errors::invalid_token, {}, "token");
  delete_tokens(tx, Purpose::reset, token->email);
  person->password_hash = prepared.password_hash;
  if (!person->verified_at) person->verified_at = tx.now();
  update_person(tx, *person);
  end_all_sessions(tx, person->person_id);
  const auto session = start_session(tx, caller, person->person_id, settings);
  log::info("account.password_reset", {{"person", person->person_id}});
  return messages::ResetPassword::Reply{.me = load_me(tx, person->person_id, session)};
}

}  // namespace stollen::account
