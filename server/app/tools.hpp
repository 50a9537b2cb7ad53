#pragma once

#include <string>

#include "server/config/settings.hpp"

/// What the binary does besides serving. Each function returns the exit status: 0 done, 1 not possible as
/// asked.
namespace stollen::app {

struct ImportRequest {
  std::string folder;
  bool is_demo = false;
};
int import_folder(const config::Effective& effective, const ImportRequest& request);
int check_folder(const std::string& folder);

struct UserRequest {
  std::string email;
  std::string name;
  std::string role = "visitor";
  std::string password_file;
};
int add_user(const config::Effective& effective, const UserRequest& request);
int list_users(const config::Effective& effective);
int set_user_role(const config::Effective& effective, const UserRequest& request);
int reset_user_password(const config::Effective& effective, const UserRequest& request);

/// Copies a fair from one store into another one that is empty, and compares them.
struct MoveStoreRequest {
  std::string from;
  std::string to;
};
int migrate_store(const MoveStoreRequest& request);

int backup(const config::Effective& effective, const std::string& file);
/// After a copy was put in place: whoever returns starts anew. Not while somebody serves.
int renew_epoch(const config::Effective& effective);

}  // namespace stollen::app
