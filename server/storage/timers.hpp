#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/transaction.hpp"

namespace stollen::storage {

/// Durable timers: set in the transaction that wants something to happen later, and done once, over restarts
/// and over several nodes, by the function that the kind's feature gave to realtime::Registry::timer.
///
/// `kind` is constant text such as `appointment.remind`, `subject` the id of what it is about; together they
/// name one timer. Setting it again moves it. Sets Effects::next_timer, so that the runner knows at once.
void set_timer(Transaction& transaction, std::string_view kind, std::string_view subject,
               protocol::Timestamp due);
/// Nothing happens when there is none.
void cancel_timer(Transaction& transaction, std::string_view kind, std::string_view subject);
/// When it is due, if it is set.
std::optional<protocol::Timestamp> timer_due_at(Transaction& transaction, std::string_view kind,
                                                std::string_view subject);

// What the runner uses.

struct TimerName {
  std::string kind;
  std::string subject;
};
struct DueTimers {
  std::vector<TimerName> due;               ///< at most the limit, those due first in front
  std::optional<protocol::Timestamp> next;  ///< of the first that is not in `due`
};
DueTimers due_timers(Transaction& transaction, std::size_t limit);

struct ClaimedTimer {
  protocol::Timestamp due_at;
  std::int64_t tries = 0;  ///< in vain, so far
};
/// Takes a timer that is due at tx.now() away: whoever gets it does what it is for, in this transaction.
/// Nothing when it was taken, moved or cancelled.
std::optional<ClaimedTimer> claim_timer(Transaction& transaction, const TimerName& name);
/// After a claim that was rolled back: the timer is due again after `wait`, unless it was moved meanwhile.
void postpone_timer(Transaction& transaction, const TimerName& name, const ClaimedTimer& claimed,
                    std::chrono::milliseconds wait);

}  // namespace stollen::storage
