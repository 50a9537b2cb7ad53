#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/store_error.hpp"

namespace stollen::storage::postgres {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

/// What a link is for. Whoever moves a store is told from those who serve it, and may take longer.
enum class LinkUse : std::uint8_t { serving, moving };

/// A connection of libpq on which nobody waits for ever: whatever the server or the network do, each call
/// ends in time, with a StoreError if need be. After `unavailable` the link is down and may be opened again.
class Link {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit Link(std::string address, LinkUse use = LinkUse::serving)
      : address_(std::move(address)), use_(use), usual_patience_(use == LinkUse::serving ? 4'000 : 60'000) {}

  /// Connects if it is down.
  void open();
  void close() {
    connection_.reset();
    posted_.clear();
  }
  [[nodiscard]] bool is_up() const {
    return connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK;
  }
  /// As the server said last: what was posted since is not in it.
  [[nodiscard]] PGTransactionStatusType transaction_status() const {
    if (connection_ == nullptr) return PQTRANS_UNKNOWN;
    return posted_.empty() ? PQtransactionStatus(connection_.get()) : PQTRANS_INTRANS;
  }

  /// The result of the last of several statements.
  Result query(const std::string& sql, Milliseconds patience = kUsualPatience);
  /// What was sent by one of libpq's functions, whose answer is given: waits for the result. Throws what the
  /// server answered; `during` is told with it.
  Result answer(int sent, std::string_view during, Milliseconds patience = kUsualPatience);

  /// Before something is sent for posted(): it goes out with what follows, and its result is read then.
  void prepare_to_post();
  /// What was sent is not waited for. `during` must live until the next answer.
  void posted(int sent, std::string_view during);
  /// How many were posted since the last answer. Only prepared statements go behind them.
  [[nodiscard]] std::size_t posted_count() const { return posted_.size(); }
  /// Waits for what was posted; throws what it met.
  void settle_posted();
  [[nodiscard]] PGconn* get() const { return connection_.get(); }
  /// For how long the server has owed an answer; zero when it owes none. Any thread.
  [[nodiscard]] std::chrono::nanoseconds silence() const;

  static constexpr Milliseconds kUsualPatience{0};  ///< as the link's use has it

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  void settle();
  void ask();
  void hear() { asked_at_.store(0, std::memory_order_relaxed); }
  Result read_results(std::string_view during, std::chrono::steady_clock::time_point deadline);
  Result read_pipeline(std::string_view during, std::chrono::steady_clock::time_point deadline);
  Result accept(Result last, const Result& failed, std::string_view during);
  void flush(std::chrono::steady_clock::time_point deadline);
  void wait_for_answer(std::chrono::steady_clock::time_point deadline);
  [[noreturn]] void give_up(const std::string& why);
  [[noreturn]] void give_up_waiting(const std::string& why);

  const std::string address_;
  const LinkUse use_;
  const Milliseconds usual_patience_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::atomic<std::int64_t> asked_at_{0};  ///< since when an answer is owed, of the steady clock; 0: none
  std::vector<std::string_view> posted_;
};

/// Throws what a failed result says.
[[noreturn]] void throw_error(const PGresult* result, std::string_view during);

}  // namespace stollen::storage::postgres
