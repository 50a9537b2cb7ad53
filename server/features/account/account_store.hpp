#pragma once
// Rows of people, sessions and mailed links.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/secret.hpp"
#include "protocol/generated/cpp/account.hpp"
#include "server/features/account/account.hpp"
#include "server/realtime/caller.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::account {

using protocol::Locale;
using protocol::SessionId;
using protocol::Timestamp;

struct PersonRow {
  PersonId person_id;
  std::string email;
  std::string name;
  Locale locale = Locale::de;
  std::optional<std::string> password_hash;
  std::optional<Timestamp> verified_at;
  bool is_moderator = false;
  bool is_organiser = false;
};
std::optional<PersonRow> find_person(Transaction& tx, PersonId person);
std::optional<PersonRow> find_person_by_email(Transaction& tx, std::string_view email);
void insert_person(Transaction& tx, const PersonRow& person);
void update_person(Transaction& tx, const PersonRow& person);

bool is_name_reserved(Transaction& tx, std::string_view name);

/// What a mailed link is for.
enum class Purpose { confirm, reset, invitation };
struct Token {
  std::string email;
  std::optional<BoothId> booth_id;
  std::optional<protocol::BoothRole> role;
  std::optional<std::string> name;
  std::optional<Locale> locale;
  std::optional<std::string> password_hash;
};
/// The token for the link; only its hash is stored.
protocol::Secret insert_token(Transaction& tx, Purpose purpose, const Token& token);
std::optional<Token> find_token(Transaction& tx, Purpose purpose, const protocol::Secret& token);
/// Finds and uses up: at most one caller ever gets it.
std::optional<Token> take_token(Transaction& tx, Purpose purpose, const protocol::Secret& token);
void delete_tokens(Transaction& tx, Purpose purpose, std::string_view email);
/// Links of this kind sent to the address in the last hour.
std::int64_t count_recent_tokens(Transaction& tx, Purpose purpose, std::string_view email);
std::int64_t count_recent_invitations(Transaction& tx, BoothId booth);

/// Logs in: a new session under a new token, set as cookie. A session that the caller came with ends, so
/// that nobody can plant one.
SessionId start_session(Transaction& tx, const realtime::Caller& caller, PersonId person,
                        const Settings& settings);
void end_session(Transaction& tx, SessionId session);
void end_all_sessions(Transaction& tx, PersonId person);
std::vector<protocol::SessionInfo> sessions_of(Transaction& tx, PersonId person, SessionId current);

/// The caller's own account, after a log-in or change.
protocol::Me load_me(Transaction& tx, PersonId person, SessionId session);

}  // namespace stollen::account

template <>
struct stollen::storage::Column<stollen::account::PersonRow> {
  static stollen::account::PersonRow read(const Row& row, int first);
};
template <>
struct stollen::storage::Column<stollen::account::Token> {
  static stollen::account::Token read(const Row& row, int first);
};
