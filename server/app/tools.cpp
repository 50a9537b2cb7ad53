#include "server/app/tools.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "server/app/demo.hpp"
#include "server/app/features.hpp"
#include "server/app/folder_lock.hpp"
#include "server/app/store.hpp"
#include "server/core/clock.hpp"
#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/features/account/account.hpp"
#include "server/import/import.hpp"

namespace stollen::app {
namespace {

/// A store as the server would open it, without the server.
struct OpenStore {
  explicit OpenStore(const config::Effective& effective) {
    log::set_level(log::Level::warn);  // people read what a tool prints
    attach_features(registry, effective.settings);
    database = open_store(effective.settings, registry, StoreUser::tool);
  }
  ~OpenStore() { database->stop(); }

  realtime::Registry registry;
  std::unique_ptr<storage::Database> database;
};

int refuse(std::string_view sentence) {
  std::cerr << "stollen: " << sentence << '\n';
  return 1;
}

int tell(const std::vector<import::Fault>& faults) {
  for (const auto& fault : faults) std::cerr << fault.text() << '\n';
  std::cerr << fmt::format("{} {}; nothing was imported\n", faults.size(),
                           faults.size() == 1 ? "fault" : "faults");
  return 1;
}

std::string made_password() {
  // 16 characters of 5 bits from the system's generator
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789+";
  const auto first = new_id_bytes(), second = new_id_bytes();
  std::string password;
  for (std::size_t i = 0; i < 8; ++i) {
    password.push_back(kLetters[first[8 + i] % kLetters.size()]);
    password.push_back(kLetters[second[8 + i] % kLetters.size()]);
  }
  return password;
}

std::optional<std::string> read_password(const std::string& file) {
  std::ostringstream content;
  if (file == "-") {
    content << std::cin.rdbuf();
  } else {
    std::ifstream stream(file);
    if (!stream) return std::nullopt;
    content << stream.rdbuf();
  }
  std::string password = content.str();
  while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
  return password;
}

/// The hash of the password given or made; prints a made one.
std::optional<std::string> password_hash(const config::Effective& effective, const UserRequest& request) {
  std::string password;
  if (request.password_file.empty()) {
    password = made_password();
    std::cout << "password: " << password << '\n';
  } else if (auto given = read_password(request.password_file)) {
    password = std::move(*given);
  } else {
    refuse(fmt::format("cannot read {}", request.password_file));
    return std::nullopt;
  }
  if (password.size() < 10 || password.size() > 128) {
    refuse("the password must have 10 to 128 characters");
    return std::nullopt;
  }
  return account::hash_password(protocol::Secret(password),
                                static_cast<std::size_t>(effective.settings.hash_memory_kib) * 1024);
}

}  // namespace

int check_folder(const std::string& folder) {
  std::vector<import::Fault> faults;
  const auto fair = import::read_fair_folder(folder, system_clock().now(), faults);
  if (!faults.empty()) {
    for (const auto& fault : faults) std::cerr << fault.text() << '\n';
    std::cerr << fmt::format("{} {}\n", faults.size(), faults.size() == 1 ? "fault" : "faults");
    return 1;
  }
  std::cout << fmt::format("sound: {} exhibitors, {} jobs, {} staff, {} tables, {} rooms, {} pictures\n",
                           fair.booths.size(), fair.jobs.size(), fair.staff.size(), fair.tables.size(),
                           fair.rooms.size(), fair.media.size());
  return 0;
}

int import_folder(const config::Effective& effective, const ImportRequest& request) {
  std::vector<import::Fault> faults;
  const auto fair = import::read_fair_folder(request.folder, system_clock().now(), faults);
  if (!faults.empty()) return tell(faults);
  import::ImportOptions options{.media_folder = DataFolder{effective.settings.data}.media(),
                                .shows_mail = effective.settings.smtp_url.empty()};
  if (request.is_demo) {
    options.demo_password_hash = account::hash_password(protocol::Secret(std::string(kDemoPassword)));
    options.demo_guests = kDemoGuests;
  }
  OpenStore store(effective);
  std::cout << import::import_fair_folder(*store.database, fair, options).text();
  return 0;
}

int add_user(const config::Effective& effective, const UserRequest& request) {
  const auto email = account::normalise_email(request.email);
  if (!email) return refuse(fmt::format("--email: \"{}\" is no e-mail address", request.email));
  OpenStore store(effective);
  const auto hash = password_hash(effective, request);
  if (!hash) return 1;
  account::Change change{};
  store.database->write([&](storage::Transaction& tx) {
    change = account::ensure_person(tx, {.email = *email,
                                         .name = request.name,
                                         .is_moderator = request.role == "moderator",
                                         .is_organiser = request.role == "organiser",
                                         .password_hash = *hash});
  });
  if (change != account::Change::added) {
    return refuse(
        fmt::format("{} has an account already and keeps its password; `stollen user role` and "
                    "`stollen user reset-password` change it",
                    *email));
  }
  std::cout << fmt::format("added {} as {}\n", *email, request.role);
  return 0;
}

int list_users(const config::Effective& effective) {
  OpenStore store(effective);
  std::vector<account::PersonLine> people;
  store.database->read([&](storage::Transaction& tx) { people = account::list_people(tx); });
  for (const auto& person : people) {
    std::string roles;
    for (const protocol::Role role : account::role_list(person.roles)) {
      roles += fmt::format("{}{}", roles.empty() ? "" : ",", to_text(role));
    }
    std::cout << fmt::format("{:<44} {:<32} {:<22} {}\n", person.email, person.name, roles,
                             person.is_confirmed ? "confirmed" : "unconfirmed");
  }
  std::cout << fmt::format("{} people\n", people.size());
  return 0;
}

int set_user_role(const config::Effective& effective, const UserRequest& request) {
  OpenStore store(effective);
  bool is_known = false;
  store.database->write([&](storage::Transaction& tx) {
    is_known = account::set_roles(tx, account::normalise_email(request.email).value_or(request.email),
                                  request.role == "moderator", request.role == "organiser");
  });
  if (!is_known) return refuse(fmt::format("there is no account for {}", request.email));
  std::cout << fmt::format("{} is {} now\n", request.email, request.role);
  return 0;
}

int reset_user_password(const config::Effective& effective, const UserRequest& request) {
  OpenStore store(effective);
  const auto hash = password_hash(effective, request);
  if (!hash) return 1;
  bool is_known = false;
  store.database->write([&](storage::Transaction& tx) {
    is_known =
        account::set_password(tx, account::normalise_email(request.email).value_or(request.email), *hash);
  });
  if (!is_known) return refuse(fmt::format("there is no account for {}", request.email));
  std::cout << fmt::format("{} has a new password; all sessions are ended\n", request.email);
  return 0;
}

int backup(const config::Effective& effective, const std::string& file) {
  if (!effective.settings.store.empty())
    return refuse(
        "a PostgreSQL store is copied by its own tools: pg_dump --format=custom --file=FILE DATABASE; "
        "docs/operations.md says what to do when it is restored");
  if (std::filesystem::exists(file))
    return refuse(fmt::format("{} exists already; choose another name", file));
  OpenStore store(effective);
  store.database->backup(file);
  std::cout << fmt::format("{}: {} bytes\n", file, std::filesystem::file_size(file));
  return 0;
}

int renew_epoch(const config::Effective& effective) {
  const DataFolder data{effective.settings.data};
  std::optional<FolderLock> lock;
  if (effective.settings.store.empty()) {
    if (!std::filesystem::exists(data.store()))
      return refuse(fmt::format("--data: there is no store in {}", data.root.string()));
    lock.emplace(data.root);
  }
  OpenStore store(effective);
  store.database->renew_epoch();
  std::cout << "the store has a new epoch: everybody who comes back starts anew\n";
  return 0;
}

}  // namespace stollen::app
