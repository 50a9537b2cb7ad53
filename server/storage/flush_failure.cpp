#include "server/storage/flush_failure.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/core/clock.hpp"
#include "server/core/log.hpp"

namespace stollen::storage {

void end_process_after_failed_flush(std::string_view reason) noexcept {
  std::string line = log::format_line(
      system_clock().now(), log::Level::error, "storage.flush_failed",
      {{"reason", reason},
       {"consequence", "the disk did not take what was written; ending, so that a restart recovers"}});
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  std::_Exit(70);  // EX_SOFTWARE; no destructors: they would write
}

}  // namespace stollen::storage
