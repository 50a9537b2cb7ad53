#include "server/features/account/account_store.hpp"

#include "server/core/new_id.hpp"
#include "server/core/sha256.hpp"
#include "server/features/account/account_rules.hpp"
#include "server/features/account/account_tokens.hpp"

namespace stollen::storage {

using account::PersonRow;
using account::Token;

PersonRow Column<PersonRow>::read(const Row& row, int first) {
  return {.person_id = Column<protocol::PersonId>::read(row, first),
          .email = Column<std::string>::read(row, first + 1),
          .name = Column<std::string>::read(row, first + 2),
          .locale = Column<protocol::Locale>::read(row, first + 3),
          .password_hash = Column<std::optional<std::string>>::read(row, first + 4),
          .verified_at = Column<std::optional<protocol::Timestamp>>::read(row, first + 5),
          .is_moderator = Column<bool>::read(row, first + 6),
          .is_organiser = Column<bool>::read(row, first + 7)};
}

Token Column<Token>::read(const Row& row, int first) {
  return {.email = Column<std::string>::read(row, first),
          .booth_id = Column<std::optional<protocol::BoothId>>::read(row, first + 1),
          .role = Column<std::optional<protocol::BoothRole>>::read(row, first + 2),
          .name = Column<std::optional<std::string>>::read(row, first + 3),
          .locale = Column<std::optional<protocol::Locale>>::read(row, first + 4),
          .password_hash = Column<std::optional<std::string>>::read(row, first + 5)};
}

}  // namespace stollen::storage

namespace stollen::account {

using std::chrono::hours;

std::optional<PersonRow> find_person(Transaction& tx, PersonId person) {
  return tx.one<PersonRow>(
      "SELECT person_id, email, name, locale, password_hash, verified_at, is_moderator, is_organiser "
      "FROM person WHERE person_id = $1 AND deleted_at IS NULL",
      person);
}

std::optional<PersonRow> find_person_by_email(Transaction& tx, std::string_view email) {
  return tx.one<PersonRow>(
      "SELECT person_id, email, name, locale, password_hash, verified_at, is_moderator, is_organiser "
      "FROM person WHERE email = $1 AND deleted_at IS NULL",
      email);
}

std::optional<MailReceiver> mail_receiver(Transaction& tx, PersonId person) {
  auto row = tx.one<std::string, std::string, Locale>(
      "SELECT email, name, locale FROM person WHERE person_id = $1", person);
  if (!row) return std::nullopt;
  auto& [email, name, locale] = *row;
  return MailReceiver{.email = std::move(email), .name = std::move(name), .locale = locale};
}

std::optional<PersonId> person_with_email(Transaction& tx, std::string_view email) {
  return tx.one<PersonId>("SELECT person_id FROM person WHERE email = $1 AND deleted_at IS NULL", email);
}

void insert_person(Transaction& tx, const PersonRow& person) {
  tx.run(
      "INSERT INTO person (person_id, email, name, locale, password_hash, verified_at, is_moderator, "
      "is_organiser, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      person.person_id, person.email, person.name, person.locale, person.password_hash, person.verified_at,
      person.is_moderator, person.is_organiser, tx.now());
}

void update_person(Transaction& tx, const PersonRow& person) {
  tx.run(
      "UPDATE person SET name = $2, locale = $3, password_hash = $4, verified_at = $5, is_moderator = $6, "
      "is_organiser = $7 WHERE person_id = $1",
      person.person_id, person.name, person.locale, person.password_hash, person.verified_at,
      person.is_moderator, person.is_organiser);
}

bool is_name_reserved(Transaction& tx, std::string_view name) {
  if (claims_authority(name)) return true;
  return tx.one<std::int64_t>("SELECT 1 FROM reserved_name WHERE folded = $1 LIMIT 1", fold_name(name))
      .has_value();
}

void reserve_name(Transaction& tx, std::string_view key, std::string_view name) {
  const std::string folded = fold_name(name);
  if (folded.empty()) {
    tx.run("DELETE FROM reserved_name WHERE owner_key = $1", key);
    return;
  }
  tx.run(
      "INSERT INTO reserved_name (owner_key, folded) VALUES ($1, $2) "
      "ON CONFLICT (owner_key) DO UPDATE SET folded = excluded.folded",
      key, folded);
}

// --- Mailed links ---------------------------------------------------------------------------------

namespace {

std::string_view purpose_text(Purpose purpose) {
  switch (purpose) {
    case Purpose::confirm: return "confirm";
    case Purpose::reset: return "reset";
    case Purpose::invitation: break;
  }
  return "invitation";
}

std::chrono::milliseconds lifetime(Purpose purpose) {
  switch (purpose) {
    case Purpose::confirm: return hours{48};
    case Purpose::reset: return hours{1};
    case Purpose::invitation: break;
  }
  return hours{14 * 24};
}

}  // namespace

protocol::Secret insert_token(Transaction& tx, Purpose purpose, const Token& token) {
  protocol::Secret secret = new_token();
  tx.run(
      "INSERT INTO account_token (token_hash, purpose, email, booth_id, role, name, locale, password_hash, "
      "created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      sha256_hex(secret.reveal()), purpose_text(purpose), token.email, token.booth_id, token.role, token.name,
      token.locale, token.password_hash, tx.now(), tx.now() + lifetime(purpose));
  return secret;
}

std::optional<Token> find_token(Transaction& tx, Purpose purpose, const protocol::Secret& token) {
  return tx.one<Token>(
      "SELECT email, booth_id, role, name, locale, password_hash FROM account_token "
      "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND email <> ''",
      sha256_hex(token.reveal()), purpose_text(purpose), tx.now());
}

std::optional<Token> take_token(Transaction& tx, Purpose purpose, const protocol::Secret& token) {
  return tx.one<Token>(
      "DELETE FROM account_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 AND email <> '' "
      "RETURNING email, booth_id, role, name, locale, password_hash",
      sha256_hex(token.reveal()), purpose_text(purpose), tx.now());
}

void delete_tokens(Transaction& tx, Purpose purpose, std::string_view email) {
  tx.run("DELETE FROM account_token WHERE email = $1 AND purpose = $2", email, purpose_text(purpose));
}

std::int64_t count_recent_tokens(Transaction& tx, Purpose purpose, std::string_view email) {
  return *tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM account_token WHERE email = $1 AND purpose = $2 AND created_at > $3", email,
      purpose_text(purpose), tx.now() - hours{1});
}

std::int64_t count_recent_invitations(Transaction& tx, BoothId booth) {
  return *tx.one<std::int64_t>(
      "SELECT COUNT(*) FROM account_token WHERE booth_id = $1 AND purpose = 'invitation' AND created_at > $2",
      booth, tx.now() - hours{1});
}

}  // namespace stollen::account
