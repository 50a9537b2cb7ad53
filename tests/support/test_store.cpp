#include "tests/support/test_store.hpp"

#include <cstdlib>

#include "server/storage/postgres/link.hpp"

namespace stollen::tests {
namespace {

const char* server() {
  return std::getenv("STOLLEN_TEST_STORE");
}

void tell_server(const std::string& sql) {
  storage::postgres::Link link(server());
  link.open();
  link.query(sql, std::chrono::seconds(20));
}

}  // namespace

TestPlace::TestPlace() : address_("sqlite:" + file()) {
  if (!is_shared_server()) return;
  static std::atomic<int> count{0};
  schema_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(count++);
  tell_server("CREATE SCHEMA " + schema_);
  const std::string base = server();
  address_ = base + (base.contains('?') ? "&" : "?") + "options=-csearch_path%3D" + schema_;
}

TestPlace::~TestPlace() {
  if (!schema_.empty()) tell_server("DROP SCHEMA " + schema_ + " CASCADE");
}

std::string TestPlace::everything_on_server() const {
  storage::postgres::Link link(address_);
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
