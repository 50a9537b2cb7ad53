#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/storage/transaction.hpp"

namespace stollen::storage {

/// Which nodes live and who is present at which of them, for a store that nodes share. A node is named by
/// Database::origin(). Everything that changes it runs in write units, which all nodes see in one order.

struct NodeBeat {
  std::string origin;
  std::int64_t beat = 0;
  [[nodiscard]] bool has_gone() const { return beat < 0; }
};

/// False: the node is not among the living (any more), and what it had noted has gone to others.
bool raise_beat(Transaction& transaction, std::string_view origin);
[[nodiscard]] bool is_living(Transaction& transaction, std::string_view origin);
/// Makes the node one of the living.
void enter_node(Transaction& transaction, std::string_view origin);
/// Leaves the node's people to whoever takes them over.
void leave_node(Transaction& transaction, std::string_view origin);
std::vector<NodeBeat> other_nodes(Transaction& transaction, std::string_view origin);

/// From here on these people are waited for by this node. Those who are noted already stay so.
void note_present(Transaction& transaction, std::span<const protocol::PersonId> people,
                  std::string_view origin);
std::vector<protocol::PersonId> people_at(Transaction& transaction, std::string_view origin);
/// At any node, be it a dead one whose people nobody has taken over yet.
std::unordered_set<protocol::PersonId> people_anywhere(Transaction& transaction);

enum class Departure {
  taken_over,  ///< this node had no say any more; whoever has taken the person over waits for them
  elsewhere,   ///< another node has them
  absent,      ///< no node has them: this one, and no other, does what has to be done then
};
/// Ends the waiting of this node for the person.
Departure depart(Transaction& transaction, protocol::PersonId person, std::string_view origin);

/// Takes a node off the living and its people over, if it has not raised its beat meanwhile and nobody was
/// faster. Nothing then.
std::optional<std::vector<protocol::PersonId>> take_over(Transaction& transaction, const NodeBeat& from,
                                                         std::string_view origin);

}  // namespace stollen::storage
