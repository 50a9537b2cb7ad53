#include "server/storage/sqlite/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "server/storage/schema.hpp"

namespace stollen::storage::sqlite {
namespace {

void flush(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0 || fsync(descriptor) != 0) {
    const std::string reason = std::strerror(errno);
    if (descriptor >= 0) close(descriptor);
    throw StoreError(StoreFault::unavailable, "cannot flush " + path + ": " + reason);
  }
  close(descriptor);
}

void copy_store(const SqliteConnection::Options& store, const std::string& file) {
  const int descriptor = open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0)
    throw StoreError(StoreFault::unavailable, "cannot make " + file + ": " + std::strerror(errno));
  close(descriptor);
  const std::array<Parameter, 1> target{Parameter(file)};
  SqliteConnection(store).execute("VACUUM INTO $1", target);
}

}  // namespace

void write_backup(const SqliteConnection::Options& store, const std::string& file) {
  if (std::filesystem::exists(file)) throw StoreError(StoreFault::unavailable, file + " exists already");
  const std::string partial = file + ".partial";
  std::filesystem::remove(partial);
  try {
    copy_store(store, partial);
    {
      SqliteConnection copy({.file = partial});
      renew_epoch(copy);
      copy.checkpoint(SqliteConnection::Checkpoint::truncate);
      copy.run_script("PRAGMA journal_mode = DELETE;");  // one file, nothing beside it
    }
    flush(partial, O_RDWR);
    std::filesystem::rename(partial, file);
    const auto folder = std::filesystem::absolute(file).parent_path();
    flush(folder.string(), O_RDONLY | O_DIRECTORY);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw;
  }
}

}  // namespace stollen::storage::sqlite
