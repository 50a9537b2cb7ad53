#include "server/app/store.hpp"

#include "server/runtime/post_together.hpp"
#include "server/storage/open_database.hpp"

namespace stollen::app {
namespace {

/// How soon an idle writer notices what others have committed. Where Redis tells of it, this is what is left
/// while it cannot: a second from one node to another, for a query five times a second.
std::chrono::milliseconds look_interval(const config::Settings& settings) {
  return settings.redis.empty() ? storage::DatabaseOptions{}.look_interval : std::chrono::milliseconds(200);
}

}  // namespace

std::unique_ptr<storage::Database> open_store(const config::Settings& settings,
                                              const realtime::Registry& registry, StoreUser user) {
  const DataFolder data{settings.data};
  std::filesystem::create_directories(data.root);
  // The folder holds personal data: nobody else on the machine may read it.
  std::filesystem::permissions(data.root, std::filesystem::perms::owner_all);
  const std::string own = "sqlite:" + data.store().string();
  auto database = storage::open_database(settings.store.empty() ? own : settings.store,
                                         {.readers = static_cast<unsigned>(settings.readers),
                                          .flushes_late = user == StoreUser::server,
                                          .look_interval = look_interval(settings),
                                          .tell_together = [](const std::function<void()>& tell_all) {
                                            const runtime::PostTogether together;
                                            tell_all();
                                          }});
  database->migrate(registry.all_migrations());
  return database;
}

}  // namespace stollen::app
