#pragma once
// What other features may use of the café.
//
// How the stream folds: tables stand in the order of their slugs; `seat_taken` appends to the table's seats,
// `seat_left` removes, `changed` replaces or inserts the whole table, `removed` takes it out. A person who
// changes tables leaves (`seat_left`) before sitting down (`seat_taken`).

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "protocol/generated/cpp/cafe.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "server/features/account/account.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::cafe {

using account::Change;
using storage::Transaction;

/// Commands, the stream `cafe`, migrations, and seats that fall free when somebody is gone.
void attach(realtime::Registry& registry);
std::vector<storage::Migration> migrations();

/// A row of tables.csv, checked. Found again by its slug.
struct TableImport {
  std::string slug;
  protocol::LocalText topic;
  protocol::LocalText about;
  std::string town;
  std::string host;
  int seat_count = 8;  ///< 1 to 8. With fewer seats than people nobody is sent away; the table is full until
                       ///< enough have left.
};
Change upsert_table(Transaction& tx, const TableImport& import);
/// Removes tables whose slug is not given; whoever sits there stands up.
std::size_t remove_missing(Transaction& tx, std::span<const std::string> slugs);

}  // namespace stollen::cafe
