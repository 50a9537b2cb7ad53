#include "tests/support/test_store.hpp"

#include <cstdlib>
#include <map>
#include <stdexcept>
#include <utility>

#include "protocol/cpp/id.hpp"
#include "server/core/new_id.hpp"
#include "server/core/sha256.hpp"
#include "server/storage/postgres/link.hpp"

namespace stollen::tests {
namespace {

using storage::postgres::Link;

const char* server() {
  return std::getenv("STOLLEN_TEST_STORE");
}

/// One connection for all that tests have to say besides their stores; it does not look like a server's.
std::string ask_server(const std::string& sql) {
  static Link link(server(), storage::postgres::LinkUse::moving);
  link.open();
  const auto answer = link.query(sql, std::chrono::seconds(20));
  return PQntuples(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : std::string{};
}

/// Tables, their columns, keys, checks, indexes and triggers, and the migrations that count as applied.
std::string look_of(const std::string& schema) {
  return ask_server(
      "SELECT md5(string_agg(what, ';' ORDER BY what)) FROM ("
      "SELECT oid || relname || relnatts || relchecks AS what FROM pg_class WHERE relnamespace = '" +
      schema + "'::regnamespace UNION ALL SELECT oid || conname FROM pg_constraint WHERE connamespace = '" +
      schema +
      "'::regnamespace UNION ALL SELECT oid || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN "
      "(SELECT oid FROM pg_class WHERE relnamespace = '" +
      schema +
      "'::regnamespace) UNION ALL SELECT attrelid || attname || attnum FROM pg_attribute WHERE attrelid IN "
      "(SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = '" +
      schema + "'::regnamespace) UNION ALL SELECT feature || number || text_mark FROM " + schema +
      ".migration) AS all_of_it");
}

/// Nothing is left but what says that the migrations are applied. Large tables are made anew, small ones are
/// quicker emptied.
void empty_tables(const std::string& schema) {
  ask_server(
      "DO $$ DECLARE name text; BEGIN PERFORM set_config('session_replication_role', 'replica', true);"
      "FOR name IN SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
      "WHERE schemaname = '" +
      schema +
      "' AND tablename <> 'migration' LOOP "
      "IF pg_relation_size(name::regclass) > 100000 THEN EXECUTE 'TRUNCATE ' || name || ' CASCADE';"
      "ELSE EXECUTE 'DELETE FROM ' || name; END IF; END LOOP; END $$");
}

void drop_schema(const std::string& schema) {
  ask_server("DROP SCHEMA " + schema + " CASCADE");
}

/// Schemas that no test uses at the moment, by the migrations that made them.
class LeftSchemas {
 public:
  struct Schema {
    std::string name;
    std::string look;
  };
  ~LeftSchemas() {
    for (const auto& [migrations, schema] : left_) {
      try {
        drop_schema(schema.name);
      } catch (const std::exception&) {  // the server went first
      }
    }
  }
  std::string take(const std::string& migrations) {
    const auto found = left_.find(migrations);
    if (found == left_.end()) return {};
    const Schema schema = found->second;
    left_.erase(found);
    empty_tables(schema.name);
    return schema.name;
  }
  void leave(const std::string& migrations, Schema schema) {
    if (look_of(schema.name) == schema.look) {
      left_.emplace(migrations, std::move(schema));
    } else {
      drop_schema(schema.name);
    }
  }

 private:
  std::multimap<std::string, Schema> left_;
};

LeftSchemas& left_schemas() {
  ask_server("SELECT 1");  // its connection has to be there longer
  static LeftSchemas left;
  return left;
}

std::string name_of(std::span<const storage::Migration> migrations) {
  std::string text;
  for (const auto& migration : migrations)
    text.append(migration.feature).append(std::to_string(migration.number)).append(migration.sql);
  return sha256_hex(text);
}

}  // namespace

TestPlace::TestPlace(StoreKind kind) : address_("sqlite:" + file()) {
  find_address(kind);
}

TestPlace::TestPlace(StoreKind kind, std::span<const storage::Migration> migrations)
    : migrations_(name_of(migrations)), address_("sqlite:" + file()) {
  find_address(kind);
}

void TestPlace::find_address(StoreKind kind) {
  if (kind == StoreKind::file || (kind == StoreKind::usual && !is_shared_server())) return;
  if (!is_shared_server()) throw std::logic_error("STOLLEN_TEST_STORE names no server");
  if (!migrations_.empty()) schema_ = left_schemas().take(migrations_);
  if (schema_.empty()) {
    const auto name = protocol::id_text(new_id_bytes());
    schema_ = "test_" + std::string(name.begin(), name.end());
    ask_server("CREATE SCHEMA " + schema_);
  }
  const std::string base = server();
  address_ = base + (base.contains('?') ? "&" : "?") + "options=-csearch_path%3D" + schema_;
}

TestPlace::~TestPlace() {
  if (schema_.empty()) return;
  if (look_.empty()) {
    drop_schema(schema_);
  } else {
    left_schemas().leave(migrations_, {.name = schema_, .look = look_});
  }
}

void TestPlace::keep_for_others() {
  if (is_shared()) look_ = look_of(schema_);
}

std::string TestPlace::everything_on_server() const {
  Link link(address_);
  link.open();
  const auto tables = link.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema_ + "'");
  std::string all;
  for (int table = 0; table < PQntuples(tables.get()); ++table) {
    const std::string name = PQgetvalue(tables.get(), table, 0);
    const auto rows = link.query("SELECT t::text FROM \"" + name + "\" t");
    for (int row = 0; row < PQntuples(rows.get()); ++row)
      all.append(PQgetvalue(rows.get(), row, 0)).push_back('\n');
  }
  return all;
}

bool TestPlace::is_shared_server() {
  return server() != nullptr;
}

}  // namespace stollen::tests
