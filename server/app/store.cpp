#include "server/app/store.hpp"

#include "server/runtime/post_together.hpp"
#include "server/storage/open_database.hpp"

namespace stollen::app {

std::unique_ptr<storage::Database> open_store(const config::Settings& settings,
                                              const realtime::Registry& registry) {
  const DataFolder data{settings.data};
  std::filesystem::create_directories(data.root);
  // The folder holds personal data: nobody else on the machine may read it.
  std::filesystem::permissions(data.root, std::filesystem::perms::owner_all);
  const std::string own = "sqlite:" + data.store().string();
  auto database = storage::open_database(settings.store.empty() ? own : settings.store,
                                         {.readers = static_cast<unsigned>(settings.readers),
                                          .tell_together = [](const std::function<void()>& tell_all) {
                                            const runtime::PostTogether together;
                                            tell_all();
                                          }});
  database->migrate(registry.all_migrations());
  return database;
}

}  // namespace stollen::app
