// What the feature brings: commands bound to what start-up knows, sessions, rights, housekeeping.
#include "server/features/account/account.hpp"

#include <memory>
#include <mutex>
#include <unordered_map>

#include "server/features/account/account_commands.hpp"
#include "server/features/account/account_tokens.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::account {
namespace {

using namespace std::chrono_literals;

/// When sessions were last used, kept here until housekeeping writes it down: reading a page must not write.
class SessionUse {
 public:
  void note(SessionId session, protocol::Timestamp now) {
    const std::lock_guard lock(mutex_);
    used_[session] = now;
  }
  std::unordered_map<SessionId, protocol::Timestamp> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(used_, {});
  }

 private:
  std::mutex mutex_;
  std::unordered_map<SessionId, protocol::Timestamp> used_;
};

std::optional<Caller> authenticate(SessionUse& use, Transaction& tx, std::string_view hash) {
  const auto found = tx.one<SessionId, PersonId, std::string, Locale>(
      "SELECT s.session_id, p.person_id, p.name, p.locale FROM session s JOIN person p ON p.person_id = "
      "s.person_id "
      "WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.deleted_at IS NULL",
      hash, tx.now());
  if (!found) return std::nullopt;
  Caller caller;
  std::tie(caller.session_id, caller.person_id, caller.name, caller.locale) = *found;
  caller.roles = roles(tx, caller.person_id);
  use.note(caller.session_id, tx.now());
  return caller;
}

std::optional<std::pair<protocol::RoleSet, std::string>> load_rights(Transaction& tx, PersonId person) {
  const auto row = find_person(tx, person);
  if (!row) return std::nullopt;
  return std::pair{roles(tx, person), row->name};
}

/// Use prolongs a session by its own length.
void write_use(SessionUse& use, Transaction& tx) {
  for (const auto& [session, at] : use.take()) {
    tx.run(
        "UPDATE session SET expires_at = expires_at + ($2 - last_seen_at), last_seen_at = $2 "
        "WHERE session_id = $1 AND last_seen_at < $2",
        session, at);
  }
}

void end_expired(Transaction& tx) {
  const auto ended =
      tx.all<SessionId>("DELETE FROM session WHERE expires_at <= $1 RETURNING session_id", tx.now());
  auto& effects = tx.effects().ended_sessions;
  effects.insert(effects.end(), ended.begin(), ended.end());
  tx.run("DELETE FROM account_token WHERE expires_at <= $1", tx.now());
}

void attach_entrance(realtime::Registry& registry, const Settings& settings) {
  const auto guard = std::make_shared<LogInGuard>();
  guard->dummy_hash = hash_password(new_token(), settings.hash_memory_bytes);
  registry.command<messages::Register>(
      [settings](storage::Database&, const Caller&, const messages::Register& command) {
        return prepare_register(settings, command);
      },
      [settings](Transaction& tx, const Caller&, const messages::Register& command,
                 const PreparedRegistration& prepared) {
        return register_(settings, tx, command, prepared);
      });
  registry.command<messages::Confirm>(
      [settings](Transaction& tx, const Caller& caller, const messages::Confirm& command) {
        return confirm(settings, tx, caller, command);
      });
  registry.command<messages::LogIn>(
      [guard](storage::Database& database, const Caller& caller, const messages::LogIn& command) {
        return prepare_log_in(*guard, database, caller, command);
      },
      [settings](Transaction& tx, const Caller& caller, const messages::LogIn&,
                 const PreparedLogIn& prepared) { return log_in(settings, tx, caller, prepared); });
  registry.command<messages::LogOut>(log_out);
  registry.command<messages::RequestPasswordReset>(
      [settings](Transaction& tx, const Caller&, const messages::RequestPasswordReset& command) {
        return request_password_reset(settings, tx, command);
      });
  registry.command<messages::ResetPassword>(
      [settings](storage::Database& database, const Caller&, const messages::ResetPassword& command) {
        return prepare_reset_password(settings, database, command);
      },
      [settings](Transaction& tx, const Caller& caller, const messages::ResetPassword& command,
                 const PreparedPassword& prepared) {
        return reset_password(settings, tx, caller, command, prepared);
      });
}

void attach_invitations(realtime::Registry& registry, const Settings& settings) {
  registry.command<messages::InviteStaff>(
      [settings](Transaction& tx, const Caller& caller, const messages::InviteStaff& command) {
        return invite_staff(settings, tx, caller, command);
      });
  registry.command<messages::GetInvitation>(get_invitation);
  registry.command<messages::AcceptInvitation>(
      [settings](storage::Database& database, const Caller&, const messages::AcceptInvitation& command) {
        return prepare_accept_invitation(settings, database, command);
      },
      [settings](Transaction& tx, const Caller& caller, const messages::AcceptInvitation& command,
                 const PreparedPassword& prepared) {
        return accept_invitation(settings, tx, caller, command, prepared);
      });
}

}  // namespace

void attach(realtime::Registry& registry, const Settings& settings) {
  registry.migrations(migrations());
  attach_entrance(registry, settings);
  attach_invitations(registry, settings);
  registry.command<messages::GetMe>(get_me);
  registry.command<messages::UpdateProfile>(update_profile);
  registry.command<messages::ListSessions>(list_sessions);
  registry.command<messages::EndSession>(end_own_session);

  const auto use = std::make_shared<SessionUse>();
  registry.authentication(
      [use](Transaction& tx, std::string_view hash) { return authenticate(*use, tx, hash); });
  registry.rights(load_rights);
  registry.every("account.write_use", 60s, [use](Transaction& tx) {
    write_use(*use, tx);
    end_expired(tx);
  });
}

}  // namespace stollen::account
