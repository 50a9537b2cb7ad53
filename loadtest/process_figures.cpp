#include "loadtest/process_figures.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace stollen::load {

ProcessFigures figures_of_process(int pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(file, line))
    throw std::runtime_error(fmt::format("--server-pid: there is no process {}", pid));
  // The name stands in brackets and may hold anything; then come the state and, as fields 14 and 15, the
  // times, as field 24 the pages: proc(5).
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::uint64_t user = 0, system = 0, pages = 0;
  std::string skipped;
  for (int field = 3; field <= 24 && fields; ++field) {
    if (field == 14) {
      fields >> user;
    } else if (field == 15) {
      fields >> system;
    } else if (field == 24) {
      fields >> pages;
    } else {
      fields >> skipped;
    }
  }
  const auto tick = std::chrono::nanoseconds(1'000'000'000 / sysconf(_SC_CLK_TCK));
  return {.cpu = tick * static_cast<std::int64_t>(user + system),
          .resident_bytes = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE))};
}

std::chrono::nanoseconds own_cpu() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace stollen::load
