#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "server/config/settings.hpp"
#include "server/realtime/registry.hpp"
#include "server/storage/database.hpp"

namespace stollen::app {

/// Where things lie in the data folder.
struct DataFolder {
  std::filesystem::path root;
  [[nodiscard]] std::filesystem::path store() const { return root / "stollen.sqlite"; }
  [[nodiscard]] std::filesystem::path media() const { return root / "media"; }
};

/// A tool may write beside a server, which sees its commits at once: so they are on the disk by then.
enum class StoreUser : std::uint8_t { server, tool };

/// Makes the folder when it is missing, opens the store and applies the migrations of all features.
std::unique_ptr<storage::Database> open_store(const config::Settings& settings,
                                              const realtime::Registry& registry, StoreUser user);

}  // namespace stollen::app
