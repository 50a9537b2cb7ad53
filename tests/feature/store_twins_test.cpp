// The same day at the fair, whatever the store.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "server/storage/move.hpp"
#include "server/storage/open_database.hpp"
#include "server/storage/table_digest.hpp"
#include "tests/feature/command_mix.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using storage::Cell;
using storage::Table;
using storage::TableDigest;

constexpr int kSteps = 300;
constexpr int kMostSteps = 2'000;

std::uint32_t seed() {
  return Catch::rngSeed() != 0 ? Catch::rngSeed() : 1;
}

/// Which commands of the definitions went well.
std::set<std::string> successes(const CommandMix& mix) {
  std::set<std::string> names;
  for (const std::string& line : mix.log()) {
    if (line.ends_with(" ok")) names.insert(line.substr(0, line.size() - 3));
  }
  return names;
}

template <class... Commands>
std::set<std::string> writing_commands(std::tuple<Commands...>*) {
  std::set<std::string> names;
  ((Commands::kTraits.kind == protocol::CommandKind::write ? void(names.emplace(Commands::kName)) : void()),
   ...);
  return names;
}

bool is_word_character(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_' || character == '-';
}
bool is_id_character(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z');
}

/// The text with each longest run of `belongs` replaced by what `rename` makes of it.
template <class Belongs, class Rename>
std::string replace_runs(std::string_view text, Belongs belongs, Rename rename) {
  std::string replaced;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && belongs(text[end])) ++end;
    if (end > at) replaced += rename(std::string(text.substr(at, end - at)));
    if (end < text.size()) replaced.push_back(text[end]);
    at = end + 1;
  }
  return replaced;
}

/// All rows of a store, without what is random in each of them: secrets are no more than that, and ids are
/// numbered.
class Picture {
 public:
  explicit Picture(const std::string& address) {
    const auto connection = storage::open_connection(address, true);
    connection->begin_reading();
    for (const Table& table : storage::read_tables(*connection)) read(*connection, table);
    connection->roll_back();
    // Ids grow in the order in which they were made: the same one has the same place in both stores.
    std::set<std::string> ids;
    each_text([&ids](std::string& text) {
      replace_runs(text, is_id_character, [&ids](std::string word) {
        if (word.size() == kIdLength) ids.insert(word);
        return word;
      });
    });
    std::map<std::string, std::string> names;
    for (const std::string& id : ids) names[id] = "#" + std::to_string(names.size());
    each_text([&names](std::string& text) {
      text = replace_runs(text, is_id_character, [&names](std::string word) {
        const auto name = names.find(word);
        return name == names.end() ? word : name->second;
      });
    });
  }

  [[nodiscard]] std::map<std::string, std::string> hashes() const {
    std::map<std::string, std::string> found;
    for (const auto& [name, content] : tables_) {
      TableDigest digest;
      for (const auto& row : content.rows) digest.add(row, content.table);
      found[name] = digest.hash();
    }
    return found;
  }
  /// In an order that both stores have.
  [[nodiscard]] std::vector<std::string> lines(const std::string& name) const {
    std::vector<std::string> lines;
    for (const auto& row : tables_.at(name).rows) {
      std::string line;
      for (const Cell& cell : row)
        line += (cell.is_null        ? "NULL"
                 : cell.text.empty() ? std::to_string(cell.integer)
                                     : cell.text) +
                " | ";
      lines.push_back(line);
    }
    std::ranges::sort(lines);
    return lines;
  }
  [[nodiscard]] std::size_t row_count(const std::string& name) const { return tables_.at(name).rows.size(); }

 private:
  static constexpr std::size_t kIdLength = 26;
  static constexpr std::size_t kShortestSecret = 40;

  struct Content {
    Table table;
    std::vector<std::vector<Cell>> rows;
  };

  void read(storage::Connection& connection, const Table& table) {
    // Of the store itself, not of the fair.
    static const std::set<std::string> kOwn{"migration", "store", "unfinished_move"};
    if (kOwn.contains(table.name)) return;
    Content& content = tables_[table.name];
    content.table = table;
    const storage::Connection::RowHandler take = [&](const storage::Row& row) {
      storage::read_cells(row, content.table, content.rows.emplace_back());
      for (std::size_t i = 0; i < content.table.columns.size(); ++i)
        hide_secrets(content.rows.back()[i].text, content.table.columns[i].name);
      return true;
    };
    connection.scan(storage::Sql::made_of_names(storage::select_all(table)), take);
  }

  static void hide_secrets(std::string& text, const std::string& column) {
    if (column.ends_with("_hash") || column == "secret" || column == "origin") {
      if (!text.empty()) text = "secret";
      return;
    }
    // A calendar's long lines are folded.
    for (auto fold = text.find("\r\n "); fold != std::string::npos; fold = text.find("\r\n "))
      text.erase(fold, 3);
    text = replace_runs(text, is_word_character, [](std::string word) {
      return word.size() < kShortestSecret ? word : std::string("secret");
    });
  }

  template <class Change>
  void each_text(Change change) {
    for (auto& [name, content] : tables_) {
      for (auto& row : content.rows) {
        for (Cell& cell : row) change(cell.text);
      }
    }
  }

  std::map<std::string, Content> tables_;
};

/// The first lines that only one of them has.
std::string difference(const std::vector<std::string>& lines, const std::vector<std::string>& others) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> only;
  std::ranges::set_difference(lines, others, std::back_inserter(only));
  std::string text;
  for (std::size_t i = 0; i < std::min(only.size(), kShown); ++i) text += "\n  " + only[i];
  return text + "\n  of " + std::to_string(only.size());
}

void compare(const Picture& one, const Picture& other) {
  const auto hashes = one.hashes(), others = other.hashes();
  CHECK(hashes.size() == others.size());
  for (const auto& [name, hash] : hashes) {
    INFO(name << ", only in the file:" << difference(one.lines(name), other.lines(name))
              << "\nonly on the server:" << difference(other.lines(name), one.lines(name)));
    CHECK(others.at(name) == hash);
  }
}

}  // namespace

TEST_CASE("a day at the fair with all its commands ends in the same state on both databases", "[.postgres]") {
  BookingDesk file(StoreKind::file), shared(StoreKind::shared);
  CommandMix on_file(file, seed()), on_server(shared, seed());
  // What never goes well is not compared: the day goes on until all has.
  auto missing = writing_commands(static_cast<protocol::AllCommands*>(nullptr));
  for (int step = 0; step < kMostSteps && (step < kSteps || !missing.empty()); ++step) {
    on_file.step();
    on_server.step();
    INFO("seed " << seed() << ", step " << step);
    REQUIRE(on_file.log() == on_server.log());
    for (const std::string& done : successes(on_file)) missing.erase(done);
  }
  CHECK(missing == std::set<std::string>{});
  file.store->stop();
  shared.store->stop();
  const Picture one(file.store_owner->address()), other(shared.store_owner->address());
  compare(one, other);
  CHECK(one.row_count("message") > 20);
}

TEST_CASE("a whole fair goes into another store and back, and is the same") {
  BookingDesk desk(StoreKind::file);
  CommandMix mix(desk, seed());
  for (int step = 0; step < kSteps / 2; ++step) mix.step();
  desk.store->stop();
  const TestPlace there, back(StoreKind::file);
  const auto migrations = desk.registry.all_migrations();
  const auto first = storage::move_store(
      {.from = desk.store_owner->address(), .to = there.address(), .migrations = migrations}, system_clock());
  const auto second = storage::move_store(
      {.from = there.address(), .to = back.address(), .migrations = migrations}, system_clock());
  REQUIRE(first.size() == second.size());
  std::map<std::string, std::uint64_t> rows;
  for (std::size_t i = 0; i < first.size(); ++i) {
    INFO(first[i].name);
    CHECK(first[i].is_equal());
    CHECK(second[i].is_equal());
    CHECK(first[i].from == second[i].to);
    rows[first[i].name] = first[i].from.rows();
  }
  for (const char* table :
       {"appointment", "message", "conversation", "outgoing_mail", "seat", "timer", "event"}) {
    INFO(table);
    CHECK(rows[table] > 0);
  }
}

}  // namespace stollen::tests
