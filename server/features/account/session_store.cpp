#include <utility>

#include "server/core/new_id.hpp"
#include "server/core/sha256.hpp"
#include "server/features/account/account_store.hpp"
#include "server/features/account/account_tokens.hpp"

namespace stollen::account {
namespace {

constexpr std::int64_t kMostSessions = 50;

std::chrono::milliseconds session_length(Transaction& tx, PersonId person, const Settings& settings) {
  const bool is_staff = roles(tx, person) != protocol::RoleSet{protocol::Role::visitor};
  return is_staff ? settings.staff_session : settings.visitor_session;
}

// The oldest make room, so that a script that logs in again and again cannot fill the store.
void end_oldest_sessions(Transaction& tx, PersonId person) {
  const auto ended = tx.all<SessionId>(
      "DELETE FROM session WHERE session_id IN (SELECT session_id FROM session WHERE person_id = $1 "
      "ORDER BY last_seen_at DESC, session_id DESC LIMIT 1000 OFFSET $2) RETURNING session_id",
      person, kMostSessions);
  auto& effects = tx.effects().ended_sessions;
  effects.insert(effects.end(), ended.begin(), ended.end());
}

}  // namespace

SessionId start_session(Transaction& tx, const realtime::Caller& caller, PersonId person,
                        const Settings& settings) {
  if (caller.is_logged_in()) end_session(tx, caller.session_id);
  const auto session = new_id<SessionId>();
  protocol::Secret token = new_token();
  tx.run(
      "INSERT INTO session (session_id, token_hash, person_id, created_at, last_seen_at, expires_at, device) "
      "VALUES ($1, $2, $3, $4, $4, $5, $6)",
      session, sha256_hex(token.reveal()), person, tx.now(), tx.now() + session_length(tx, person, settings),
      caller.device);
  end_oldest_sessions(tx, person);
  // The cookie outlives a short session: the store decides when it ends, and use prolongs it there.
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(settings.visitor_session).count();
  tx.effects().cookie = storage::Effects::Cookie{std::move(token), age};
  return session;
}

void end_session(Transaction& tx, SessionId session) {
  if (tx.changed("DELETE FROM session WHERE session_id = $1", session) > 0) {
    tx.effects().ended_sessions.push_back(session);
  }
}

void end_all_sessions(Transaction& tx, PersonId person) {
  const auto ended =
      tx.all<SessionId>("DELETE FROM session WHERE person_id = $1 RETURNING session_id", person);
  auto& effects = tx.effects().ended_sessions;
  effects.insert(effects.end(), ended.begin(), ended.end());
}

std::vector<protocol::SessionInfo> sessions_of(Transaction& tx, PersonId person, SessionId current) {
  std::vector<protocol::SessionInfo> sessions;
  for (auto& [id, created, seen, expires, device] :
       tx.all<SessionId, Timestamp, Timestamp, Timestamp, std::string>(
           "SELECT session_id, created_at, last_seen_at, expires_at, device FROM session "
           "WHERE person_id = $1 AND expires_at > $2 ORDER BY created_at DESC, session_id DESC LIMIT 100",
           person, tx.now())) {
    sessions.push_back({.session_id = id,
                        .is_current = id == current,
                        .created_at = created,
                        .last_seen_at = seen,
                        .expires_at = expires,
                        .device = std::move(device)});
  }
  return sessions;
}

protocol::Me load_me(Transaction& tx, PersonId person, SessionId session) {
  const auto row = find_person(tx, person);
  protocol::Me me;
  if (!row) return me;
  me.person_id = person;
  me.session_id = session;
  me.email = row->email;
  me.name = row->name;
  me.locale = row->locale;
  me.roles = role_list(roles(tx, person));
  me.booths = booths_of(tx, person);
  return me;
}

}  // namespace stollen::account
