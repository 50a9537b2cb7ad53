#include "server/storage/postgres/postgres_connection.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/postgres/arguments.hpp"

namespace stollen::storage::postgres {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kScriptPatience = 60s;
constexpr auto kQuick = 500ms;
constexpr std::size_t kMostPosted = 64;  ///< results that the server may owe
constexpr auto kResolvePatience = 3s;    ///< for what became of a commit

std::int64_t to_integer(std::string_view text) {
  if (text == "t") return 1;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class ResultRow final : public Row {
 public:
  ResultRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) == 1; }
  std::int64_t integer(int column) const override { return to_integer(text(column)); }
  double real(int column) const override { return std::strtod(PQgetvalue(result_, row_, column), nullptr); }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }

 private:
  const PGresult* result_;
  int row_;
};

std::int64_t changed_rows(PGresult* result) {
  return std::string_view(PQcmdStatus(result)).starts_with("SELECT") ? 0 : to_integer(PQcmdTuples(result));
}

}  // namespace

void PostgresConnection::open() {
  if (link_.is_up()) return;
  prepared_.clear();
  link_.open();
}

const PostgresConnection::Prepared& PostgresConnection::prepare(const Sql& sql, const Arguments& arguments) {
  auto& known = prepared_[sql.text().data()];
  const auto found = std::ranges::find(known, arguments.types(), &Prepared::types);
  if (found != known.end()) return *found;
  link_.settle_posted();  // a statement whose preparing is skipped behind a failure would be missing for good
  Prepared fresh{.types = arguments.types(), .name = "s" + std::to_string(++prepared_count_)};
  const std::string text(sql.text());
  link_.answer(
      PQsendPrepare(link_.get(), fresh.name.c_str(), text.c_str(), arguments.count(), fresh.types.data()),
      text);
  return known.emplace_back(std::move(fresh));
}

int PostgresConnection::send(const Prepared& prepared, const Arguments& arguments) {
  return PQsendQueryPrepared(link_.get(), prepared.name.c_str(), arguments.count(), arguments.values(),
                             arguments.lengths(), arguments.formats(), 0);
}

// Not opened again here, nor by post(): what the transaction did so far is gone with its link, and the rest
// of it must not be done alone.
std::int64_t PostgresConnection::execute(const Sql& sql, std::span<const Parameter> parameters,
                                         const RowHandler* on_row) {
  const Arguments arguments(parameters);
  const Prepared& prepared = prepare(sql, arguments);
  const Result result = link_.answer(send(prepared, arguments), sql.text());
  const std::int64_t changed = changed_rows(result.get());
  total_changes_ += changed;
  if (on_row == nullptr) return changed;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    if (!(*on_row)(ResultRow(result.get(), row))) break;
  }
  return changed;
}

void PostgresConnection::scan(const Sql& sql, const RowHandler& on_row) {
  constexpr int kRowsAtOnce = 200;  // of at most 64 KiB each
  link_.query("DECLARE scanned NO SCROLL CURSOR FOR " + std::string(sql.text()));
  const std::string fetch = "FETCH " + std::to_string(kRowsAtOnce) + " FROM scanned";
  for (bool wants_more = true; wants_more;) {
    const Result some = link_.query(fetch);
    const int count = PQntuples(some.get());
    for (int row = 0; row < count && wants_more; ++row) wants_more = on_row(ResultRow(some.get(), row));
    wants_more = wants_more && count == kRowsAtOnce;
  }
  link_.query("CLOSE scanned");
}

SchemaQueries PostgresConnection::schema_queries() const {
  return {.columns =
              "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
              "JOIN information_schema.tables t USING (table_schema, table_name) WHERE table_schema = "
              "current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.column_name",
          .references =
              "SELECT DISTINCT child.relname, parent.relname FROM pg_constraint k JOIN pg_class child ON "
              "child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid WHERE k.contype = 'f' "
              "AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2",
          // Of other roles' sessions a server may hide what they are.
          .other_users =
              "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND "
              "application_name = 'stollen'"};
}

void PostgresConnection::post(const Sql& sql, std::span<const Parameter> parameters) {
  if (link_.posted_count() == kMostPosted) link_.settle_posted();
  const Arguments arguments(parameters);
  const Prepared& prepared = prepare(sql, arguments);
  link_.prepare_to_post();
  link_.posted(send(prepared, arguments), sql.text());
  ++total_changes_;
}

// A link that broke while nobody used it is no failure of whoever comes next. One that is silent is: nobody
// waits for it twice.
Result PostgresConnection::begin(const std::string& sql) {
  const bool was_up = link_.is_up();
  const auto start = SteadyClock::now();
  open();
  try {
    return link_.query(sql);
  } catch (const StoreError&) {
    if (!was_up || link_.is_up() || SteadyClock::now() - start > kQuick) throw;
  }
  open();
  return link_.query(sql);
}

void PostgresConnection::run_script(const std::string& sql) {
  open();
  link_.query("SET statement_timeout = '60s'; " + sql + "\n; SET statement_timeout = '10s'", kScriptPatience);
}

void PostgresConnection::begin_writing() {
  // Each statement sees what was committed before it: behind the pen that is all there will be.
  const Result pen = begin(
      "BEGIN ISOLATION LEVEL READ COMMITTED; UPDATE store SET version = version + 1 WHERE id = 1 "
      "RETURNING version, pg_current_xact_id()");
  version_ = to_integer(PQgetvalue(pen.get(), 0, 0));
  transaction_ = PQgetvalue(pen.get(), 0, 1);
  changes_before_ = total_changes_;
  if (std::exchange(seen_version_, version_ - 1) != version_ - 1) has_foreign_commits_ = true;
}

void PostgresConnection::begin_changing_schema() {
  // Programs that start together on an empty store have no row yet to meet at.
  begin("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(5765765345786)");
}

void PostgresConnection::begin_reading() {
  begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void PostgresConnection::commit() {
  const std::string transaction = std::exchange(transaction_, {});
  if (!transaction.empty() && total_changes_ == changes_before_) {
    link_.query("ROLLBACK");
    return;
  }
  try {
    const Result result = link_.query("COMMIT");
    // The server answers a COMMIT after a failed statement by taking everything back.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw StoreError(StoreFault::broken, "the transaction had failed before its commit");
  } catch (const StoreError& problem) {
    if (link_.is_up() || transaction.empty()) throw;
    log::warn("storage.commit_in_doubt", {{"transaction", transaction}, {"reason", problem.what()}});
    if (!was_committed(transaction)) throw;
  }
  if (!transaction.empty()) seen_version_ = version_;
}

// Asks until the server answers and has made up its mind.
bool PostgresConnection::was_committed(const std::string& transaction) {
  const auto deadline = SteadyClock::now() + kResolvePatience;
  for (;;) {
    try {
      open();
      const Result result = link_.query("SELECT pg_xact_status('" + transaction + "')");
      const std::string_view status = PQgetvalue(result.get(), 0, 0);
      log::info("storage.commit_found", {{"transaction", transaction}, {"status", status}});
      if (status == "committed" || status == "aborted") return status == "committed";
      if (status != "in progress") break;  // too long ago, or another server
    } catch (const StoreError& problem) {
      if (problem.fault() != StoreFault::unavailable) break;
    }
    if (SteadyClock::now() >= deadline) break;
    std::this_thread::sleep_for(50ms);
  }
  throw StoreError(StoreFault::unknown,
                   "the store was lost during a commit and does not tell what became of it");
}

void PostgresConnection::roll_back() noexcept {
  transaction_.clear();
  if (!is_in_transaction()) return;
  try {
    try {
      link_.settle_posted();
    } catch (const StoreError&) {  // all of it is taken back anyway
    }
    link_.query("ROLLBACK");
  } catch (const std::exception& problem) {
    link_.close();  // the server takes back what nobody commits
    log::warn("storage.rollback_failed", {{"reason", problem.what()}});
  }
}

bool PostgresConnection::is_in_transaction() const {
  const auto status = link_.transaction_status();
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool PostgresConnection::see_foreign_commits() {
  if (!is_in_transaction()) {
    open();
    std::int64_t now = seen_version_;
    const RowHandler take = [&now](const Row& row) {
      now = row.integer(0);
      return false;
    };
    execute("SELECT version FROM store", {}, &take);
    if (std::exchange(seen_version_, now) != now) has_foreign_commits_ = true;
  }
  return std::exchange(has_foreign_commits_, false);
}

}  // namespace stollen::storage::postgres
