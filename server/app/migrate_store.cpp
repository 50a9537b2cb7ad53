// `stollen migrate-store`: a fair goes from a file to PostgreSQL, or back.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <iostream>
#include <set>

#include "server/app/features.hpp"
#include "server/app/folder_lock.hpp"
#include "server/app/tools.hpp"
#include "server/core/clock.hpp"
#include "server/core/log.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/move.hpp"
#include "server/storage/open_database.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::app {
namespace {

/// Keeps servers away from the folders of those stores that are files.
void lock_folders(const MoveStoreRequest& request, std::deque<FolderLock>& locks) {
  std::set<std::filesystem::path> folders;
  for (const std::string* address : {&request.from, &request.to}) {
    const std::filesystem::path file = storage::sqlite_file(*address);
    if (file.empty()) continue;
    const auto folder = std::filesystem::absolute(file).parent_path();
    if (!std::filesystem::is_directory(folder))
      throw std::invalid_argument(fmt::format("there is no folder {}", folder.string()));
    if (address == &request.from && !std::filesystem::exists(file))
      throw std::invalid_argument(fmt::format("--from: there is no file {}", file.string()));
    folders.insert(std::filesystem::canonical(folder));
  }
  for (const auto& folder : folders) locks.emplace_back(folder);
}

void tell(const std::vector<storage::MovedTable>& tables) {
  constexpr std::size_t kShownDigits = 16;
  std::cout << fmt::format("{:<24} {:>12} {:>12}  {:<16}  {}\n", "table", "rows", "rows there", "hash", "");
  std::uint64_t rows = 0;
  for (const auto& table : tables) {
    rows += table.from.rows();
    std::cout << fmt::format("{:<24} {:>12} {:>12}  {:<16}  {}\n", table.name, table.from.rows(),
                             table.to.rows(), table.from.hash().substr(0, kShownDigits),
                             table.is_equal() ? "equal" : "DIFFERENT");
  }
  std::cout << fmt::format("{} tables, {} rows\n", tables.size(), rows);
}

}  // namespace

int migrate_store(const MoveStoreRequest& request) {
  log::set_level(log::Level::warn);
  realtime::Registry registry;
  attach_features(registry, config::Settings{});
  const auto migrations = registry.all_migrations();
  const bool has_terminal = isatty(STDERR_FILENO) == 1;
  std::vector<storage::MovedTable> tables;
  try {
    std::deque<FolderLock> locks;
    lock_folders(request, locks);
    storage::MoveRequest move{.from = request.from, .to = request.to, .migrations = migrations};
    if (has_terminal) {
      move.on_progress = [](std::string_view table, std::uint64_t rows) {
        std::cerr << fmt::format("\r\033[K{}: {} rows", table, rows) << std::flush;
      };
    }
    tables = storage::move_store(move, system_clock());
  } catch (const std::exception& problem) {
    std::cerr << (has_terminal ? "\r\033[K" : "") << "stollen: " << problem.what() << '\n';
    return 1;
  }
  if (has_terminal) std::cerr << "\r\033[K";
  tell(tables);
  if (std::ranges::all_of(tables, &storage::MovedTable::is_equal)) return 0;
  std::cerr << "stollen: what was read back is not what was written; the target holds nothing, and is not "
               "served from\n";
  return 1;
}

}  // namespace stollen::app
