#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::realtime {

/// Who has a session open on this node, over all shards and tabs. A mutex serves: it is taken when a session
/// opens or closes, never for a message. Its order is the point: whoever returns before the absence unit
/// looked is present in it, and whoever returns later sends commands that the one writer runs later.
///
/// Where nodes share the store it also knows whom the store has not been told of yet (NodeLease does that).
class Presence {
 public:
  /// The time after a person's last session has gone, or of a person who was present before a restart.
  struct Lease {
    protocol::PersonId person;
    std::uint64_t generation = 0;
  };
  enum class Arrival {
    refused,  ///< the person has as many sessions as allowed; nothing is counted
    known,
    untold,  ///< the store has to be told, before any command of this session
  };

  explicit Presence(bool is_shared) : is_shared_(is_shared) {}

  [[nodiscard]] Arrival arrive(protocol::PersonId person, std::size_t limit);
  /// A lease when this was the last session.
  [[nodiscard]] std::optional<Lease> leave(protocol::PersonId person);
  /// For people whom the store believes present here; none when they are here already.
  [[nodiscard]] std::optional<Lease> watch(protocol::PersonId person);
  /// Whether nobody came since the lease began.
  [[nodiscard]] bool is_absent(const Lease& lease) const;
  /// Likewise; if so, whoever comes from now on is new to the store. In the unit that tells it of the
  /// absence.
  [[nodiscard]] bool begin_end(const Lease& lease);
  /// That unit has not been stored: the lease goes on.
  void take_end_back(const Lease& lease);
  /// The absence was dealt with.
  void forget(const Lease& lease);
  [[nodiscard]] std::size_t people() const;

  /// Whom the store has to be told of, once.
  [[nodiscard]] std::vector<protocol::PersonId> take_untold();
  /// Everybody whom the store should know here, in order; nobody is untold afterwards.
  [[nodiscard]] std::vector<protocol::PersonId> everybody();

 private:
  struct Entry {
    std::size_t sessions = 0;
    std::uint64_t generation = 0;  ///< of the running lease, when there are no sessions
    bool is_told = false;          ///< the store knows, or a unit that tells it is under way
  };
  [[nodiscard]] bool holds(const Lease& lease) const;

  const bool is_shared_;
  mutable std::mutex mutex_;
  std::unordered_map<protocol::PersonId, Entry> people_;
  std::vector<protocol::PersonId> untold_;
  std::uint64_t last_generation_ = 0;
};

}  // namespace stollen::realtime
