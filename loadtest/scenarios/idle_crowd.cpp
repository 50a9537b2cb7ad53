// Very many people who are logged in, in rooms, and only listen: what a session costs, and heartbeats.
#include <fmt/format.h>

#include "loadtest/process_figures.hpp"
#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr int kSessionsPerAccount = 4;
constexpr double kMostBytesPerSession = 8 * 1024;
constexpr double kMostCoreShare = 0.10;

}  // namespace

Report run_idle_crowd(const RunOptions& options) {
  Crowd crowd(options, {.users = 10'000, .rooms = 3, .seconds = 60, .rate = 0});
  const auto server = [&] {
    return options.server_pid > 0 ? figures_of_process(options.server_pid) : ProcessFigures{};
  };
  // Before the log-ins: their hashing makes the server's heap no smaller afterwards, so it counts for the
  // sessions.
  const ProcessFigures before = server();
  crowd.log_in_as((crowd.size().users + kSessionsPerAccount - 1) / kSessionsPerAccount);
  crowd.find_rooms();
  crowd.join();
  const ProcessFigures joined = server();
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds), "listening");
  const ProcessFigures after = server();
  const bool is_settled = crowd.settle();

  Report report("idle_crowd");
  crowd.judge(report, is_settled);
  report.require(crowd.figures().reconnects == 0, "connections were lost");
  report.require(crowd.sum(static_cast<double>(crowd.online())) == crowd.size().users,
                 "not everybody is there at the end");
  if (options.server_pid == 0) return report;
  const double grown = static_cast<double>(after.resident_bytes) - static_cast<double>(before.resident_bytes);
  const double share = std::chrono::duration<double>(after.cpu - joined.cpu).count() / crowd.size().seconds;
  report.number("server_bytes_per_session", grown / crowd.size().users);
  report.number("server_core_share", share);
  report.require(grown / crowd.size().users <= kMostBytesPerSession,
                 fmt::format("a session costs {:.0f} bytes", grown / crowd.size().users));
  report.require_speed(share <= kMostCoreShare,
                       fmt::format("listening costs {:.0f} % of a core", share * 100));
  return report;
}

}  // namespace stollen::load
