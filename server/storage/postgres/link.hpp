#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "server/storage/store_error.hpp"

namespace stollen::storage::postgres {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

/// A connection of libpq on which nobody waits for ever: whatever the server or the network do, each call
/// ends in time, with a StoreError if need be. After `unavailable` the link is down and may be opened again.
class Link {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit Link(std::string address) : address_(std::move(address)) {}

  /// Connects if it is down.
  void open();
  void close() { connection_.reset(); }
  [[nodiscard]] bool is_up() const {
    return connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK;
  }
  [[nodiscard]] PGTransactionStatusType transaction_status() const {
    return connection_ == nullptr ? PQTRANS_UNKNOWN : PQtransactionStatus(connection_.get());
  }

  /// The result of the last of several statements.
  Result query(const std::string& sql, Milliseconds patience = kPatience);
  /// What was sent by one of libpq's functions, whose answer is given: waits for the result. Throws what the
  /// server answered; `during` is told with it.
  Result answer(int sent, std::string_view during, Milliseconds patience = kPatience);
  [[nodiscard]] PGconn* get() const { return connection_.get(); }
  /// For how long the server has owed an answer; zero when it owes none. Any thread.
  [[nodiscard]] std::chrono::nanoseconds silence() const;

  static constexpr Milliseconds kPatience{4'000};

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  void settle();
  void ask();
  void hear() { asked_at_.store(0, std::memory_order_relaxed); }
  void flush(std::chrono::steady_clock::time_point deadline);
  void wait_for_answer(std::chrono::steady_clock::time_point deadline);
  [[noreturn]] void give_up(const std::string& why);
  [[noreturn]] void give_up_waiting(const std::string& why);

  const std::string address_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::atomic<std::int64_t> asked_at_{0};  ///< since when an answer is owed, of the steady clock; 0: none
};

/// Throws what a failed result says.
[[noreturn]] void throw_error(const PGresult* result, std::string_view during);

}  // namespace stollen::storage::postgres
