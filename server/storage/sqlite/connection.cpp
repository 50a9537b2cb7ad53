#include "server/storage/sqlite/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "server/core/log.hpp"
#include "server/storage/sqlite/gathering_file.hpp"

namespace stollen::storage::sqlite {
namespace {

StoreFault fault_of(int extended_result) {
  if (extended_result == SQLITE_IOERR_FSYNC || extended_result == SQLITE_IOERR_DIR_FSYNC) {
    return StoreFault::flush_failed;
  }
  switch (extended_result & 0xFF) {
    case SQLITE_CONSTRAINT: return StoreFault::constraint;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN: return StoreFault::unavailable;
    default: return StoreFault::broken;
  }
}

class StatementRow final : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const unsigned char* text = sqlite3_column_text(statement_, column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

// Resets on every way out, so that no read transaction stays open and no bound view outlives its text.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetAtEnd() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  sqlite3_stmt* statement_;
};

int bind_value(sqlite3_stmt* statement, int place, const Parameter::Value& value) {
  struct Visitor {
    sqlite3_stmt* statement;
    int place;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }
    int operator()(NullOf) const { return sqlite3_bind_null(statement, place); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, place, number); }
    int operator()(double number) const { return sqlite3_bind_double(statement, place, number); }
    int operator()(std::string_view text) const {
      const char* begin = text.data() == nullptr ? "" : text.data();
      return sqlite3_bind_text64(statement, place, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const protocol::IdText& id) const {
      return sqlite3_bind_text64(statement, place, id.data(), id.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
  };
  return std::visit(Visitor{statement, place}, value);
}

// The store holds personal data: made readable for its owner alone. SQLite gives -wal and -shm the same
// rights. A file that is there is not opened: closing any descriptor of it would give up all locks that the
// connections of this process hold (POSIX), and the next program to close the store would take itself for the
// last one and remove the log under our feet.
void create_private_file(const std::string& file) {
  const int descriptor = open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);  // if not, SQLite tells why
}

}  // namespace

void throw_error(sqlite3* connection, int result, std::string_view during) {
  const int extended = connection == nullptr ? result : sqlite3_extended_errcode(connection);
  const int code = (extended & 0xFF) == (result & 0xFF) ? extended : result;
  std::string what(connection == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(connection));
  what.append(" (SQLite ").append(std::to_string(code)).append(") in: ").append(during);
  throw StoreError(fault_of(code), what);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* connection, std::string_view sql) : connection_(connection) {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (result != SQLITE_OK) throw_error(connection, result, sql);
  statement_.reset(prepared);
  const int places = sqlite3_bind_parameter_count(prepared);
  for (int place = 1; place <= places; ++place) {
    const char* name = sqlite3_bind_parameter_name(prepared, place);
    const std::string_view text = name == nullptr ? std::string_view{} : name;
    std::size_t number = 0;
    if (text.starts_with('$')) std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (number == 0)
      throw StoreError(StoreFault::broken, "parameters are written $1 … $n in: " + std::string(sql));
    argument_of_place_.push_back(number - 1);
    argument_count_ = std::max(argument_count_, number);
  }
}

bool Statement::is_read_only() const {
  return sqlite3_stmt_readonly(statement_.get()) != 0;
}

void Statement::bind(std::span<const Parameter> arguments) {
  if (arguments.size() != argument_count_) {
    throw StoreError(StoreFault::broken, std::to_string(arguments.size()) + " arguments for " +
                                             std::to_string(argument_count_) +
                                             " parameters in: " + sqlite3_sql(statement_.get()));
  }
  for (std::size_t i = 0; i < argument_of_place_.size(); ++i) {
    const Parameter& argument = arguments[argument_of_place_[i]];
    const int result = bind_value(statement_.get(), static_cast<int>(i) + 1, argument.value());
    if (result != SQLITE_OK) throw_error(connection_, result, sqlite3_sql(statement_.get()));
  }
}

std::int64_t Statement::execute(std::span<const Parameter> arguments, const Connection::RowHandler* on_row) {
  const ResetAtEnd reset(statement_.get());
  bind(arguments);
  const StatementRow row(statement_.get());
  // Statements that change nothing leave the count of an earlier one: compare the total.
  const std::int64_t before = sqlite3_total_changes64(connection_);
  bool wants_more = on_row != nullptr;
  for (;;) {
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_DONE) break;
    if (result != SQLITE_ROW) throw_error(connection_, result, sqlite3_sql(statement_.get()));
    if (wants_more) wants_more = (*on_row)(row);
    // A writing statement is stepped to its end, or it would not have happened; a query is left.
    if (!wants_more && is_read_only()) break;
  }
  return sqlite3_total_changes64(connection_) == before ? 0 : sqlite3_changes64(connection_);
}

void SqliteConnection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

SqliteConnection::SqliteConnection(const Options& options)
    : vfs_(options.vfs), is_read_only_(options.is_read_only) {
  // SQLite counts its memory under a lock of the whole process unless told otherwise before its first use.
  [[maybe_unused]] static const int counts_no_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (!options.is_read_only) create_private_file(options.file);
  // Readers write no log.
  const std::string vfs = options.is_read_only ? options.vfs : gathering_vfs(options.vfs);
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(options.file.c_str(), &opened,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     vfs.empty() ? nullptr : vfs.c_str());
  connection_.reset(opened);
  if (result != SQLITE_OK) throw_error(opened, result, "opening " + options.file);
  sqlite3_busy_timeout(opened, static_cast<int>(options.busy_timeout.count()));
  // Checkpoints are ours to time: an automatic one would stand in the way of a commit.
  run_script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA "
      "wal_autocheckpoint = 0;"
      "PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;"
      "PRAGMA trusted_schema = OFF;");
  if (options.is_read_only) run_script("PRAGMA query_only = ON;");
  data_version_ = read_data_version();
}

std::int64_t SqliteConnection::execute(const Sql& sql, std::span<const Parameter> arguments,
                                       const RowHandler* on_row) {
  Statement& prepared = statement(sql);
  if (is_read_only_ && !prepared.is_read_only()) {
    throw std::logic_error("a read unit changes nothing: " + std::string(sql.text()));
  }
  return prepared.execute(arguments, on_row);
}

Statement& SqliteConnection::statement(const Sql& sql) {
  const auto found = statements_.find(sql.text().data());
  if (found != statements_.end()) return found->second;
  return statements_.emplace(sql.text().data(), Statement(connection_.get(), sql.text())).first->second;
}

void SqliteConnection::scan(const Sql& sql, const RowHandler& on_row) {
  Statement(connection_.get(), sql.text()).execute({}, &on_row);
}

SchemaQueries SqliteConnection::schema_queries() const {
  return {.columns =
              "SELECT m.name, c.name, lower(c.type) FROM sqlite_master m JOIN pragma_table_info(m.name) c "
              "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY m.name, c.name",
          .references =
              "SELECT DISTINCT m.name, f.\"table\" FROM sqlite_master m JOIN "
              "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2",
          // Whoever serves a file has locked its folder.
          .other_users = "SELECT 0"};
}

void SqliteConnection::run_script(const std::string& sql) {
  const int result = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) throw_error(connection_.get(), result, sql.substr(0, 200));
}

void SqliteConnection::roll_back() noexcept {
  try {
    if (is_in_transaction()) execute("ROLLBACK");
  } catch (const StoreError& problem) {
    log::error("storage.rollback_failed", {{"reason", problem.what()}});
  }
}

// SQLite's version of the data as this connection sees it: commits of its own do not change it.
std::int64_t SqliteConnection::read_data_version() {
  std::int64_t version = 0;
  const RowHandler take = [&version](const Row& row) {
    version = row.integer(0);
    return false;
  };
  execute("PRAGMA data_version", {}, &take);
  return version;
}

bool SqliteConnection::see_foreign_commits() {
  const std::int64_t version = read_data_version();
  return std::exchange(data_version_, version) != version;
}

bool SqliteConnection::is_in_transaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

std::int64_t SqliteConnection::total_changes() const {
  return sqlite3_total_changes64(connection_.get());
}

std::unique_ptr<LateFlush> SqliteConnection::flush_late() {
  return sqlite::flush_late(connection_.get(), vfs_);
}

bool SqliteConnection::checkpoint(Checkpoint mode, std::function<void()> has_looked) {
  std::optional<BeforeFlush> look;
  if (has_looked) look.emplace(connection_.get(), std::move(has_looked));
  const int wanted = mode == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  int log_frames = 0;
  int moved_frames = 0;
  const int result = sqlite3_wal_checkpoint_v2(connection_.get(), "main", wanted, &log_frames, &moved_frames);
  if ((result & 0xFF) == SQLITE_BUSY || (result & 0xFF) == SQLITE_LOCKED) return false;
  if (result != SQLITE_OK) throw_error(connection_.get(), result, "checkpoint");
  return log_frames == moved_frames;
}

}  // namespace stollen::storage::sqlite
