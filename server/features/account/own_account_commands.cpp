// A person's own account: profile and sessions.
#include <algorithm>

#include "protocol/generated/cpp/session.hpp"
#include "server/features/account/account_commands.hpp"
#include "server/features/account/team.hpp"

namespace stollen::account {

Result<messages::GetMe::Reply> get_me(Transaction& tx, const Caller& caller, const messages::GetMe&) {
  if (!caller.is_logged_in()) return messages::GetMe::Reply{};
  return messages::GetMe::Reply{.me = load_me(tx, caller.person_id, caller.session_id)};
}

Result<messages::UpdateProfile::Reply> update_profile(Transaction& tx, const Caller& caller,
                                                      const messages::UpdateProfile& command) {
  auto person = find_person(tx, caller.person_id);
  if (!person) return fail(protocol::session::errors::not_found);
  auto name = require_new_name(tx, command.name, person->name);
  if (!name) return std::unexpected(name.error());
  const bool is_renamed = *name != person->name;
  person->name = std::move(*name);
  person->locale = command.locale;
  update_person(tx, *person);
  if (is_renamed) {
    tell_desks(tx, caller.person_id);
    tx.effects().rights_changed.push_back(caller.person_id);
  }
  return messages::UpdateProfile::Reply{.me = load_me(tx, caller.person_id, caller.session_id)};
}

Result<messages::ListSessions::Reply> list_sessions(Transaction& tx, const Caller& caller,
                                                    const messages::ListSessions&) {
  return messages::ListSessions::Reply{.sessions = sessions_of(tx, caller.person_id, caller.session_id)};
}

Result<messages::EndSession::Reply> end_own_session(Transaction& tx, const Caller& caller,
                                                    const messages::EndSession& command) {
  const auto own = sessions_of(tx, caller.person_id, caller.session_id);
  const bool is_own =
      std::ranges::any_of(own, [&](const auto& session) { return session.session_id == command.session_id; });
  if (!is_own) return fail(protocol::session::errors::not_found, {}, "session_id");
  end_session(tx, command.session_id);
  return messages::EndSession::Reply{};
}

}  // namespace stollen::account
