#pragma once
// The commands as plain functions; account.cpp binds what start-up knows.

#include "protocol/generated/cpp/account.hpp"
#include "server/core/new_id.hpp"
#include "server/core/result.hpp"
#include "server/features/account/account_store.hpp"
#include "server/features/account/failed_attempts.hpp"
#include "server/realtime/caller.hpp"

namespace stollen::storage {
class Database;
}

namespace stollen::account {

using realtime::Caller;
namespace messages = protocol::account;

/// A display name that is free to be used; `current` may be kept.
Result<std::string> require_new_name(Transaction& tx, const std::string& wanted, const std::string& current);
Result<std::string> hash_strong_password(const protocol::Secret& password, std::string_view email,
                                         const Settings& settings);

struct PreparedRegistration {
  std::string email;
  std::string password_hash;
};
struct PreparedLogIn {
  PersonId person;
  std::string password_hash;  ///< the one that was right
};
/// What log-ins have in common.
struct LogInGuard {
  FailedAttempts attempts{FailedAttempts::Limits{}};
  std::string dummy_hash;  ///< of no password: checked for unknown addresses, so that they take as long
};
struct PreparedPassword {
  std::optional<std::string> password_hash;
};

// entrance_commands.cpp
Result<PreparedRegistration> prepare_register(const Settings& settings, const messages::Register& command);
Result<messages::Register::Reply> register_(const Settings& settings, Transaction& tx,
                                            const messages::Register& command,
                                            const PreparedRegistration& prepared);
Result<messages::Confirm::Reply> confirm(const Settings& settings, Transaction& tx, const Caller& caller,
                                         const messages::Confirm& command);
Result<PreparedLogIn> prepare_log_in(LogInGuard& guard, storage::Database& database, const Caller& caller,
                                     const messages::LogIn& command);
Result<messages::LogIn::Reply> log_in(const Settings& settings, Transaction& tx, const Caller& caller,
                                      const PreparedLogIn& prepared);
Result<messages::LogOut::Reply> log_out(Transaction& tx, const Caller& caller,
                                        const messages::LogOut& command);
Result<messages::RequestPasswordReset::Reply> request_password_reset(
    const Settings& settings, Transaction& tx, const messages::RequestPasswordReset& command);
Result<PreparedPassword> prepare_reset_password(const Settings& settings, storage::Database& database,
                                                const messages::ResetPassword& command);
Result<messages::ResetPassword::Reply> reset_password(const Settings& settings, Transaction& tx,
                                                      const Caller& caller,
                                                      const messages::ResetPassword& command,
                                                      const PreparedPassword& prepared);

// own_account_commands.cpp
Result<messages::GetMe::Reply> get_me(Transaction& tx, const Caller& caller, const messages::GetMe& command);
Result<messages::UpdateProfile::Reply> update_profile(Transaction& tx, const Caller& caller,
                                                      const messages::UpdateProfile& command);
Result<messages::ListSessions::Reply> list_sessions(Transaction& tx, const Caller& caller,
                                                    const messages::ListSessions& command);
Result<messages::EndSession::Reply> end_own_session(Transaction& tx, const Caller& caller,
                                                    const messages::EndSession& command);

// invitation_commands.cpp
Result<messages::InviteStaff::Reply> invite_staff(const Settings& settings, Transaction& tx,
                                                  const Caller& caller, const messages::InviteStaff& command);
Result<messages::GetInvitation::Reply> get_invitation(Transaction& tx, const Caller& caller,
                                                      const messages::GetInvitation& command);
Result<PreparedPassword> prepare_accept_invitation(const Settings& settings, storage::Database& database,
                                                   const messages::AcceptInvitation& command);
Result<messages::AcceptInvitation::Reply> accept_invitation(const Settings& settings, Transaction& tx,
                                                            const Caller& caller,
                                                            const messages::AcceptInvitation& command,
                                                            const PreparedPassword& prepared);

}  // namespace stollen::account
