#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/core/clock.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/database.hpp"

namespace stollen::storage {

struct DatabaseOptions {
  unsigned readers = 2;                     ///< threads for read units, at least 1
  std::size_t queue_limit = 4'096;          ///< units waiting, writing and reading each
  std::size_t batch_limit = 128;            ///< units of one commit
  std::chrono::milliseconds batch_time{5};  ///< a commit takes in no more units after this
  /// Whether units run while a SQLite store brings earlier ones to the disk. Not for processes beside a
  /// server: it sees what they commit a moment before it is there.
  bool flushes_late = true;
  std::chrono::milliseconds longest_wait{250};           ///< expected waiting above which units are refused
  std::chrono::milliseconds probe_interval{1'000};       ///< how often a full disk is tried again
  std::chrono::milliseconds checkpoint_interval{1'000};  ///< how often the log is moved into the file
  std::chrono::milliseconds look_interval{500};  ///< how often an idle writer looks for foreign commits
  /// Called with what tells the units of one commit their outcome: to be run at once, on this thread.
  std::function<void(const std::function<void()>& tell_all)> tell_together{};
  std::string sqlite_vfs{};  ///< for tests that put faults there
};

/// Opens the store at `address`: `sqlite:PATH`, made when it is not there (its folder must be), or
/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?…` (libpq's parameters, also a socket's folder as host).
/// Throws std::invalid_argument when the address is none, StoreError when the store cannot be opened.
std::unique_ptr<Database> open_database(std::string_view address, const DatabaseOptions& options = {},
                                        const Clock& clock = system_clock());

/// The file of a SQLite store's address, empty for PostgreSQL. Throws std::invalid_argument when it is none.
std::string sqlite_file(std::string_view address);

/// A connection for whoever moves a store, and may take longer for it than a server. A file is made when it
/// is not there, unless it is only read.
std::unique_ptr<Connection> open_connection(std::string_view address, bool is_read_only);

}  // namespace stollen::storage
