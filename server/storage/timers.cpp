#include "server/storage/timers.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace stollen::storage {
namespace {

void tell_runner(Transaction& transaction, protocol::Timestamp due) {
  auto& next = transaction.effects().next_timer;
  next = next ? std::min(*next, due) : due;
}

}  // namespace

void set_timer(Transaction& transaction, std::string_view kind, std::string_view subject,
               protocol::Timestamp due) {
  transaction.run(
      "INSERT INTO timer (kind, subject, due_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, tries = 0",
      kind, subject, due);
  tell_runner(transaction, due);
}

void cancel_timer(Transaction& transaction, std::string_view kind, std::string_view subject) {
  transaction.run("DELETE FROM timer WHERE kind = $1 AND subject = $2", kind, subject);
}

std::optional<protocol::Timestamp> timer_due_at(Transaction& transaction, std::string_view kind,
                                                std::string_view subject) {
  return transaction.one<protocol::Timestamp>("SELECT due_at FROM timer WHERE kind = $1 AND subject = $2",
                                              kind, subject);
}

DueTimers due_timers(Transaction& transaction, std::size_t limit) {
  DueTimers timers;
  for (auto& [kind, subject, due] : transaction.all<std::string, std::string, protocol::Timestamp>(
           "SELECT kind, subject, due_at FROM timer ORDER BY due_at, kind, subject LIMIT $1", limit + 1)) {
    if (due > transaction.now() || timers.due.size() == limit) {
      timers.next = due;
      break;
    }
    timers.due.push_back({std::move(kind), std::move(subject)});
  }
  return timers;
}

std::optional<ClaimedTimer> claim_timer(Transaction& transaction, const TimerName& name) {
  const auto row = transaction.one<protocol::Timestamp, std::int64_t>(
      "DELETE FROM timer WHERE kind = $1 AND subject = $2 AND due_at <= $3 RETURNING due_at, tries",
      name.kind, name.subject, transaction.now());
  if (!row) return std::nullopt;
  return ClaimedTimer{.due_at = std::get<0>(*row), .tries = std::get<1>(*row)};
}

void postpone_timer(Transaction& transaction, const TimerName& name, const ClaimedTimer& claimed,
                    std::chrono::milliseconds wait) {
  const protocol::Timestamp due = transaction.now() + wait;
  const auto postponed = transaction.changed(
      "UPDATE timer SET due_at = $4, tries = tries + 1 WHERE kind = $1 AND subject = $2 AND due_at = $3",
      name.kind, name.subject, claimed.due_at, due);
  if (postponed > 0) tell_runner(transaction, due);
}

}  // namespace stollen::storage
