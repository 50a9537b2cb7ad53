#pragma once

#include <filesystem>

namespace stollen::app {

/// One program at a time works on the store in a data folder: two writers would each think to be the only
/// one. Throws std::runtime_error when another one holds it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace stollen::app
