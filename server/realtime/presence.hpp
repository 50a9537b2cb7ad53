#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::realtime {

/// Who has a session open on this node, over all shards and tabs. A mutex serves: it is taken when a session
/// opens or closes, never for a message. Its order is the point: whoever returns before the absence unit
/// looked is present in it, and whoever returns later sends commands that the one writer runs later.
class Presence {
 public:
  /// The time after a person's last session has gone, or of a person who was present before a restart.
  struct Lease {
    protocol::PersonId person;
    std::uint64_t generation = 0;
  };

  /// False when the person has `limit` sessions already; nothing is counted then.
  [[nodiscard]] bool arrive(protocol::PersonId person, std::size_t limit);
  /// A lease when this was the last session.
  [[nodiscard]] std::optional<Lease> leave(protocol::PersonId person);
  /// For people whom the store believes present; none when they are here already.
  [[nodiscard]] std::optional<Lease> watch(protocol::PersonId person);
  /// Whether nobody came since the lease began.
  [[nodiscard]] bool is_absent(const Lease& lease) const;
  /// The absence was dealt with.
  void forget(const Lease& lease);
  [[nodiscard]] std::size_t people() const;

 private:
  struct Entry {
    std::size_t sessions = 0;
    std::uint64_t generation = 0;  ///< of the running lease, when there are no sessions
  };
  mutable std::mutex mutex_;
  std::unordered_map<protocol::PersonId, Entry> people_;
  std::uint64_t last_generation_ = 0;
};

}  // namespace stollen::realtime
