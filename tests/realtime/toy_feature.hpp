#pragma once

#include <string>
#include <vector>

#include "server/realtime/registry.hpp"

namespace stollen::tests {

/// The smallest feature that shows what realtime promises, on real messages. A conversation's text is a
/// script: "throw", "refuse" and "undeclared" fail that way, "mail" wakes the mail worker, all else is
/// published.
void attach_toy_feature(realtime::Registry& registry);

/// Takes a person's right to a conversation, as a feature would.
void ban(realtime::Transaction& transaction, protocol::PersonId person,
         protocol::ConversationId conversation);

/// Gives a person a name and roles, which LoadRights will find.
void set_person(realtime::Transaction& transaction, protocol::PersonId person, const std::string& name,
                const std::string& role);

/// How often the absence hook ran for a person.
std::int64_t absences(realtime::Transaction& transaction, protocol::PersonId person);

}  // namespace stollen::tests
