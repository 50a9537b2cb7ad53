#include "tests/storage/failing_disk.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>

namespace stollen::tests {

std::atomic<int> FailingDisk::writes{0};
std::atomic<int> FailingDisk::flushes{0};
std::atomic<int> FailingDisk::checkpoints{0};

namespace {

std::atomic<FailingDisk::Fault> fault{FailingDisk::Fault::none};
sqlite3_vfs* usual = nullptr;

// The usual file follows the object.
struct File {
  sqlite3_file base;
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& own(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

template <auto Method, class... Args>
int pass(sqlite3_file* file, Args... args) {
  sqlite3_file* inner = own(file).inner();
  return (inner->pMethods->*Method)(inner, args...);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  FailingDisk::writes.fetch_add(1);
  if (fault == FailingDisk::Fault::full) return SQLITE_FULL;
  sqlite3_file* inner = own(file).inner();
  return inner->pMethods->xWrite(inner, bytes, size, offset);
}

int sync(sqlite3_file* file, int flags) {
  FailingDisk::flushes.fetch_add(1);
  fault.wait(FailingDisk::Fault::held_flush);
  if (fault == FailingDisk::Fault::no_flush) return SQLITE_IOERR_FSYNC;
  sqlite3_file* inner = own(file).inner();
  return inner->pMethods->xSync(inner, flags);
}

// SQLite's wal-index format: whoever checkpoints takes lock 1 for themselves, and looks at the log then.
int shm_lock(sqlite3_file* file, int first, int count, int flags) {
  if (first == 1 && flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE)) {
    FailingDisk::checkpoints.fetch_add(1);
    fault.wait(FailingDisk::Fault::held_checkpoint);
  }
  sqlite3_file* inner = own(file).inner();
  return inner->pMethods->xShmLock(inner, first, count, flags);
}

void shm_barrier(sqlite3_file* file) {
  sqlite3_file* inner = own(file).inner();
  inner->pMethods->xShmBarrier(inner);
}

using Methods = sqlite3_io_methods;
const Methods kMethods{
    2,
    &pass<&Methods::xClose>,
    &pass<&Methods::xRead, void*, int, sqlite3_int64>,
    &write,
    &pass<&Methods::xTruncate, sqlite3_int64>,
    &sync,
    &pass<&Methods::xFileSize, sqlite3_int64*>,
    &pass<&Methods::xLock, int>,
    &pass<&Methods::xUnlock, int>,
    &pass<&Methods::xCheckReservedLock, int*>,
    &pass<&Methods::xFileControl, int, void*>,
    &pass<&Methods::xSectorSize>,
    &pass<&Methods::xDeviceCharacteristics>,
    &pass<&Methods::xShmMap, int, int, int, void volatile**>,
    &shm_lock,
    &shm_barrier,
    &pass<&Methods::xShmUnmap, int>,
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  std::memset(static_cast<void*>(file), 0, sizeof(File) + static_cast<std::size_t>(usual->szOsFile));
  const int result = usual->xOpen(usual, name, own(file).inner(), flags, out_flags);
  if (result == SQLITE_OK) own(file).base.pMethods = &kMethods;
  return result;
}

}  // namespace

void FailingDisk::set(Fault wanted) {
  fault = wanted;
  fault.notify_all();
}

void FailingDisk::install() {
  static sqlite3_vfs disk = [] {
    usual = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *usual;
    made.zName = kName;
    made.szOsFile = static_cast<int>(sizeof(File)) + usual->szOsFile;
    made.xOpen = &open_file;
    return made;
  }();
  sqlite3_vfs_register(&disk, 0);
}

}  // namespace stollen::tests
