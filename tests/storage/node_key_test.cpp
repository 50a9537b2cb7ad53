#include "server/storage/node_key.hpp"

#include <future>

#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

using storage::NodeKey;
using storage::Transaction;

TEST_CASE("all nodes of a store get the same key, also those that ask at once, and other stores another",
          "[storage]") {
  const TestStore store;
  const auto beside = storage::open_database(store.address());
  auto first = std::async(std::launch::async, [&] { return storage::node_key(*store); });
  auto second = std::async(std::launch::async, [&] { return storage::node_key(*beside); });
  const NodeKey key = first.get();
  CHECK(key == second.get());
  CHECK(key == storage::node_key(*store));
  CHECK(key != NodeKey{});
  CHECK(key != storage::node_key(*TestStore()));
  beside->stop();
}

TEST_CASE("a damaged key is not used", "[storage]") {
  const TestStore store;
  static_cast<void>(storage::node_key(*store));
  store->write([](Transaction& tx) { tx.run("UPDATE node_key SET secret = 'zz' || substr(secret, 3)"); });
  CHECK_THROWS_WITH(storage::node_key(*store), "the store's key for its nodes is damaged (table node_key)");
  store->write([](Transaction& tx) { tx.run("UPDATE node_key SET secret = 'abc'"); });
  CHECK_THROWS_WITH(storage::node_key(*store), "the store's key for its nodes is damaged (table node_key)");
}

}  // namespace stollen::tests
