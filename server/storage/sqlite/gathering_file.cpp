#include "server/storage/sqlite/gathering_file.hpp"

#include <sqlite3.h>

#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

#include "server/storage/store_error.hpp"

namespace stollen::storage::sqlite {
namespace {

// SQLite's Unix file masks the size of a write with 0x1ffff: more at once would be cut.
constexpr int kMostHeld = 0x1ffff;

struct Vfs : sqlite3_vfs {
  sqlite3_vfs* base = nullptr;
  std::string name;
};

/// A log of one connection, used by one thread at a time. The base's file follows the object.
struct LogFile {
  sqlite3_file file;
  std::unique_ptr<unsigned char[]> held;
  sqlite3_int64 begin;  // of what is held, in the file
  int size;
  bool is_flushed_late;
  bool has_commit;  // since the last flush, and since the log's header
  std::function<void()> before_flush;

  sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] bool continues(int more, sqlite3_int64 offset) const {
    return size > 0 && offset == begin + size && size + more <= kMostHeld;
  }
  /// A failure loses what was held: SQLite takes the transaction back, as it does after a failed write.
  int write_held() {
    const int writing = std::exchange(size, 0);
    return writing == 0 ? SQLITE_OK : base()->pMethods->xWrite(base(), held.get(), writing, begin);
  }
};

LogFile& log_of(sqlite3_file* file) {
  return *reinterpret_cast<LogFile*>(file);
}

using Methods = sqlite3_io_methods;

/// For what must see the file as it would be without us.
template <auto Method, class... Args>
int pass(sqlite3_file* file, Args... args) {
  LogFile& log = log_of(file);
  if (const int result = log.write_held(); result != SQLITE_OK) return result;
  return (log.base()->pMethods->*Method)(log.base(), args...);
}

/// SQLite's file format: the head of a frame has 24 octets, of which 4 to 7 are the store's size in pages if
/// it is the last of a commit, and 0 otherwise. A page is longer.
bool is_head_of_commit(const void* bytes, int size) {
  constexpr int kFrameHead = 24;
  const auto* head = static_cast<const unsigned char*>(bytes);
  return size == kFrameHead && (head[4] | head[5] | head[6] | head[7]) != 0;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  LogFile& log = log_of(file);
  log.has_commit = offset != 0 && (log.has_commit || is_head_of_commit(bytes, size));
  if (!log.continues(size, offset)) {
    if (const int result = log.write_held(); result != SQLITE_OK) return result;
    if (size >= kMostHeld) return log.base()->pMethods->xWrite(log.base(), bytes, size, offset);
    if (log.held == nullptr) log.held.reset(new (std::nothrow) unsigned char[kMostHeld]);
    if (log.held == nullptr) return SQLITE_NOMEM;
    log.begin = offset;
  }
  std::memcpy(log.held.get() + log.size, bytes, static_cast<std::size_t>(size));
  log.size += size;
  return SQLITE_OK;
}

// What a commit asks for is left to others. The log's header asks too: no frame may be on the disk before the
// header that makes old ones behind it invalid. So does a checkpoint, before it moves frames out of the log.
int flush(sqlite3_file* file, int flags) {
  LogFile& log = log_of(file);
  if (log.before_flush) std::exchange(log.before_flush, nullptr)();
  if (const int result = log.write_held(); result != SQLITE_OK) return result;
  const bool is_commit = std::exchange(log.has_commit, false);
  return log.is_flushed_late && is_commit ? SQLITE_OK : log.base()->pMethods->xSync(log.base(), flags);
}

int close(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int written = log.write_held();
  const int closed = log.base()->pMethods->xClose(log.base());
  log.~LogFile();
  return written == SQLITE_OK ? closed : written;
}

const Methods kMethods{
    1,
    &close,
    &pass<&Methods::xRead, void*, int, sqlite3_int64>,
    &write,
    &pass<&Methods::xTruncate, sqlite3_int64>,
    &flush,
    &pass<&Methods::xFileSize, sqlite3_int64*>,
    &pass<&Methods::xLock, int>,
    &pass<&Methods::xUnlock, int>,
    &pass<&Methods::xCheckReservedLock, int*>,
    &pass<&Methods::xFileControl, int, void*>,
    &pass<&Methods::xSectorSize>,
    &pass<&Methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* const base = static_cast<Vfs*>(vfs)->base;
  if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, name, file, flags, out_flags);
  auto* const log = new (file) LogFile{};
  const int result = base->xOpen(base, name, log->base(), flags, out_flags);
  if (result != SQLITE_OK) return result;  // without methods it is not closed
  log->file.pMethods = &kMethods;
  return SQLITE_OK;
}

std::unique_ptr<Vfs> make(const std::string& base_name) {
  sqlite3_vfs* const base = sqlite3_vfs_find(base_name.empty() ? nullptr : base_name.c_str());
  if (base == nullptr) throw std::invalid_argument("SQLite has no virtual file system " + base_name);
  auto made = std::make_unique<Vfs>();
  static_cast<sqlite3_vfs&>(*made) = *base;
  made->base = base;
  made->name = "gathering-" + std::string(base->zName);
  made->zName = made->name.c_str();
  made->szOsFile = static_cast<int>(sizeof(LogFile)) + base->szOsFile;
  made->xOpen = &open_file;
  sqlite3_vfs_register(made.get(), 0);
  return made;
}

/// The log once more, by a handle of its own: another thread may flush it while the connection writes.
class LogFlush final : public LateFlush {
 public:
  LogFlush(sqlite3_vfs* vfs, const char* store)
      : handle_(new char[static_cast<std::size_t>(vfs->szOsFile)]{}) {
    const sqlite3_filename name =
        sqlite3_create_filename(store, "", (std::string(store) + "-wal").c_str(), 0, nullptr);
    if (name == nullptr) throw StoreError(StoreFault::unavailable, "no memory for the name of the log");
    name_ = name;
    const int result = vfs->xOpen(vfs, sqlite3_filename_wal(name_), file(),
                                  SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE, nullptr);
    if (result == SQLITE_OK) return;
    sqlite3_free_filename(name_);
    throw StoreError(StoreFault::unavailable, "the log cannot be opened to flush it: " + std::string(store));
  }
  ~LogFlush() override {
    file()->pMethods->xClose(file());
    sqlite3_free_filename(name_);
  }

  void flush() override {
    const int result = file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL);
    if (result != SQLITE_OK) {
      throw StoreError(StoreFault::flush_failed, "flushing the log: SQLite " + std::to_string(result));
    }
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(handle_.get()); }

  const std::unique_ptr<char[]> handle_;
  sqlite3_filename name_ = nullptr;  // as long as the file, which keeps no copy
};

LogFile& open_log_of(sqlite3* connection) {
  sqlite3_file* log = nullptr;
  const int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (result == SQLITE_OK && log != nullptr && log->pMethods == &kMethods) return log_of(log);
  throw StoreError(StoreFault::broken, "the store's log is not open");
}

}  // namespace

std::string gathering_vfs(const std::string& base) {
  // Kept for ever, as SQLite keeps pointers to them.
  static std::mutex mutex;
  static auto* const known = new std::map<std::string, std::unique_ptr<Vfs>>;
  const std::lock_guard lock(mutex);
  auto& vfs = (*known)[base];
  if (vfs == nullptr) vfs = make(base);
  return vfs->name;
}

std::unique_ptr<LateFlush> flush_late(sqlite3* connection, const std::string& base) {
  LogFile& log = open_log_of(connection);
  auto made = std::make_unique<LogFlush>(sqlite3_vfs_find(base.empty() ? nullptr : base.c_str()),
                                         sqlite3_db_filename(connection, "main"));
  log.is_flushed_late = true;
  return made;
}

BeforeFlush::BeforeFlush(sqlite3* connection, std::function<void()> deed)
    : kept_(&open_log_of(connection).before_flush) {
  *kept_ = std::move(deed);
}

BeforeFlush::~BeforeFlush() {
  *kept_ = nullptr;
}

}  // namespace stollen::storage::sqlite
