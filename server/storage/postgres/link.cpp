#include "server/storage/postgres/link.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace stollen::storage::postgres {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kConnectPatience{3'000};
constexpr std::chrono::milliseconds kSoon{1'000};

// Said by the server after each opening. Whatever its administrator has set, an acknowledged commit is on the
// disk, nobody waits for long, and a node that is cut off in the middle of its work does not keep the others
// waiting.
constexpr const char* kSettings =
    "SET standard_conforming_strings = on; SET client_min_messages = 'warning'; SET lock_timeout = '3s';"
    "SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '5s';"
    "SET default_transaction_read_only = off;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local');";
// Nobody else waits for a move, and its other side may take its time.
constexpr const char* kSettingsOfMoving =
    "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';";
constexpr const char* kQuestions =
    "SELECT CASE datlocprovider WHEN 'c' THEN datcollate ELSE 'ICU' END, pg_encoding_to_char(encoding)"
    " FROM pg_database WHERE datname = current_database()";

// libpq reports most of what a client needs only by the five characters of SQLSTATE.
StoreFault fault_of(std::string_view state) {
  constexpr std::array<std::string_view, 3> kContended{"40001", "40P01", "55P03"};
  if (std::ranges::find(kContended, state) != kContended.end()) return StoreFault::contended;
  if (state.starts_with("23")) return StoreFault::constraint;
  // No state: the link broke. 08 connection, 25P03 idle too long, 53 resources, 57 operator, 58 system.
  if (state.empty() || (state.starts_with("08") && state != "08P01") || state == "25P03" ||
      state.starts_with("53") || state.starts_with("57") || state.starts_with("58")) {
    return StoreFault::unavailable;
  }
  return StoreFault::broken;
}

int milliseconds_to(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

bool is_failure(ExecStatusType status) {
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

std::string without_line_ends(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

void throw_error(const PGresult* result, std::string_view during) {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? std::string_view{} : field;
  std::string what = without_line_ends(PQresultErrorMessage(result));
  what.append(" (").append(state).append(") in: ").append(during.substr(0, 200));
  // A read-only transaction was told to write: the caller's mistake, as everywhere.
  if (state == "25006") throw std::logic_error("a read unit changes nothing: " + what);
  throw StoreError(fault_of(state), what);
}

void Link::open() {
  if (is_up()) return;
  connection_.reset();
  const char* const name = use_ == LinkUse::serving ? "stollen" : "stollen migrate-store";
  const std::array<const char*, 8> names{
      "dbname",           "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
      "keepalives_count", "application_name", "client_encoding", nullptr};
  const std::array<const char*, 8> values{address_.c_str(), "4000", "5", "2", "3", name, "UTF8", nullptr};
  connection_.reset(PQconnectStartParams(names.data(), values.data(), 1));
  if (connection_ == nullptr) throw StoreError(StoreFault::unavailable, "PostgreSQL: out of memory");
  settle();
}

// Connecting by hand, since PQconnectdb's patience has no bound for a server that accepts and then is silent.
void Link::settle() {
  const auto deadline = SteadyClock::now() + kConnectPatience;
  ask();
  for (PostgresPollingStatusType step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
       step = PQconnectPoll(connection_.get())) {
    if (step == PGRES_POLLING_FAILED) give_up(PQerrorMessage(connection_.get()));
    pollfd ready{.fd = PQsocket(connection_.get()),
                 .events = static_cast<short>(step == PGRES_POLLING_READING ? POLLIN : POLLOUT),
                 .revents = 0};
    if (ready.fd < 0) give_up(PQerrorMessage(connection_.get()));
    if (poll(&ready, 1, milliseconds_to(deadline)) <= 0) give_up_waiting("no answer in 3 s while connecting");
  }
  PQsetnonblocking(connection_.get(), 1);
  std::string settings = kSettings;
  if (use_ == LinkUse::moving) settings.append(kSettingsOfMoving);
  const Result set = query(settings.append(kQuestions));
  const std::string collation = PQgetvalue(set.get(), 0, 0), encoding = PQgetvalue(set.get(), 0, 1);
  const bool sorts_by_code_point = collation == "C" || collation.starts_with("C.") || collation == "POSIX";
  if (sorts_by_code_point && encoding == "UTF8") return;
  close();
  throw StoreError(StoreFault::broken, "the database must sort by code points and hold UTF-8, not " +
                                           collation + " and " + encoding +
                                           "; make it with: createdb --template=template0 --locale=C "
                                           "--encoding=UTF8 NAME");
}

Result Link::query(const std::string& sql, Milliseconds patience) {
  if (!posted_.empty()) {
    // As in a pipeline: one statement, without arguments.
    const int sent =
        PQsendQueryParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0);
    return answer(sent, sql, patience);
  }
  return answer(PQsendQuery(connection_.get(), sql.c_str()), sql, patience);
}

Result Link::answer(int sent, std::string_view during, Milliseconds patience) {
  ask();
  if (sent != 1) give_up(PQerrorMessage(connection_.get()));
  const auto deadline = SteadyClock::now() + (patience == kUsualPatience ? usual_patience_ : patience);
  if (!posted_.empty()) return read_pipeline(during, deadline);
  flush(deadline);
  return read_results(during, deadline);
}

Result Link::read_results(std::string_view during, SteadyClock::time_point deadline) {
  Result last, failed;
  for (;;) {
    wait_for_answer(deadline);
    Result next(PQgetResult(connection_.get()));
    if (next == nullptr) break;
    (is_failure(PQresultStatus(next.get())) ? failed : last) = std::move(next);
  }
  return accept(std::move(last), failed, during);
}

void Link::prepare_to_post() {
  if (posted_.empty() && PQenterPipelineMode(connection_.get()) != 1)
    give_up(PQerrorMessage(connection_.get()));
}

void Link::posted(int sent, std::string_view during) {
  if (sent != 1) give_up(PQerrorMessage(connection_.get()));
  posted_.push_back(during);
}

void Link::settle_posted() {
  if (posted_.empty()) return;
  ask();
  read_pipeline(posted_.back(), SteadyClock::now() + usual_patience_);
}

// Behind the first failure the server skips all up to the sync, so there is at most one.
Result Link::read_pipeline(std::string_view during, SteadyClock::time_point deadline) {
  if (PQpipelineSync(connection_.get()) != 1) give_up(PQerrorMessage(connection_.get()));
  flush(deadline);
  Result last, failed;
  std::size_t answered = 0;
  for (;;) {
    wait_for_answer(deadline);
    Result next(PQgetResult(connection_.get()));
    if (next == nullptr) {
      if (!is_up()) give_up(failed ? PQresultErrorMessage(failed.get()) : PQerrorMessage(connection_.get()));
      ++answered;  // the end of one statement's results
      continue;
    }
    const ExecStatusType status = PQresultStatus(next.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_PIPELINE_ABORTED) continue;
    if (!is_failure(status)) {
      last = std::move(next);
    } else if (failed == nullptr) {
      failed = std::move(next);
      if (answered < posted_.size()) during = posted_[answered];
    }
  }
  posted_.clear();
  if (PQexitPipelineMode(connection_.get()) != 1) give_up(PQerrorMessage(connection_.get()));
  return accept(std::move(last), failed, during);
}

Result Link::accept(Result last, const Result& failed, std::string_view during) {
  if (is_up()) hear();
  if (failed == nullptr && last != nullptr) return last;
  if (!is_up()) give_up(failed ? PQresultErrorMessage(failed.get()) : PQerrorMessage(connection_.get()));
  if (failed == nullptr) give_up("no result");
  throw_error(failed.get(), during);
}

void Link::flush(SteadyClock::time_point deadline) {
  for (;;) {
    const int left = PQflush(connection_.get());
    if (left == 0) return;
    if (left < 0) give_up(PQerrorMessage(connection_.get()));
    // While the server sends it may not read: take what comes.
    pollfd ready{.fd = PQsocket(connection_.get()), .events = POLLIN | POLLOUT, .revents = 0};
    if (poll(&ready, 1, milliseconds_to(deadline)) <= 0) give_up_waiting("the server takes nothing");
    if ((ready.revents & POLLIN) != 0 && PQconsumeInput(connection_.get()) != 1) {
      give_up(PQerrorMessage(connection_.get()));
    }
  }
}

void Link::wait_for_answer(SteadyClock::time_point deadline) {
  while (PQisBusy(connection_.get()) == 1) {
    pollfd ready{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, milliseconds_to(deadline)) <= 0) give_up_waiting("no answer in time");
    // What the server said before it went is in the results.
    if (PQconsumeInput(connection_.get()) != 1) return;
  }
}

// An answer may be owed over several connections: whoever asks anew has not been answered.
void Link::ask() {
  if (asked_at_.load(std::memory_order_relaxed) == 0)
    asked_at_.store(SteadyClock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

std::chrono::nanoseconds Link::silence() const {
  const std::int64_t asked_at = asked_at_.load(std::memory_order_relaxed);
  if (asked_at == 0) return {};
  return SteadyClock::now().time_since_epoch() - std::chrono::nanoseconds(asked_at);
}

void Link::give_up(const std::string& why) {
  // Who says no says so at once. What breaks later, such as by TCP's own patience, was silence.
  if (silence() < kSoon) hear();
  give_up_waiting(why);
}

void Link::give_up_waiting(const std::string& why) {
  const std::string reason = without_line_ends(why);
  close();
  throw StoreError(StoreFault::unavailable, "PostgreSQL: " + reason);
}

}  // namespace stollen::storage::postgres
