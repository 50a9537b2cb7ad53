#include "server/storage/node_key.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include "server/core/hex.hpp"
#include "server/core/random_bytes.hpp"
#include "server/storage/database.hpp"

namespace stollen::storage {
namespace {

constexpr std::size_t kHexDigits = 2 * std::tuple_size_v<NodeKey>;

std::string random_hex() {
  NodeKey bytes{};
  fill_random(bytes);
  return to_hex(bytes);
}

NodeKey key_of(const std::string& hex) {
  NodeKey key{};
  bool is_sound = hex.size() == kHexDigits;
  for (std::size_t i = 0; is_sound && i < key.size(); ++i) {
    const char* const digits = hex.data() + 2 * i;
    const auto [end, error] = std::from_chars(digits, digits + 2, key.at(i), 16);
    is_sound = error == std::errc{} && end == digits + 2;
  }
  if (!is_sound) throw std::runtime_error("the store's key for its nodes is damaged (table node_key)");
  return key;
}

std::optional<std::string> stored(Transaction& transaction) {
  return transaction.one<std::string>("SELECT secret FROM node_key WHERE id = 1");
}

}  // namespace

NodeKey node_key(Database& database) {
  std::optional<std::string> found;
  database.read([&](Transaction& transaction) { found = stored(transaction); });
  if (!found) {
    database.write([&](Transaction& transaction) {
      // Of two nodes that make one, the first to commit wins.
      transaction.run("INSERT INTO node_key (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
                      random_hex());
      found = stored(transaction);
    });
  }
  return key_of(found.value());
}

}  // namespace stollen::storage
