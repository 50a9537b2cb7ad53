#include "server/app/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <stdexcept>

namespace stollen::app {

FolderLock::FolderLock(const std::filesystem::path& folder) {
  descriptor_ = open((folder / "stollen.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor_ < 0 || flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (descriptor_ >= 0) close(descriptor_);
    throw std::runtime_error(
        fmt::format("another server uses {}; stop it or choose another --data", folder.string()));
  }
}

FolderLock::~FolderLock() {
  close(descriptor_);
}

}  // namespace stollen::app
