// All sessions are cut at the same moment while people talk. Everybody must be back soon and complete, and
// the store must not be asked for the same thing by each of them.
#include <fmt/format.h>

#include "loadtest/scenarios/crowd.hpp"
#include "loadtest/server_metrics.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kAllBackWithin = 15s;
constexpr double kReadsPerRoom = 2;

/// Reads of the store that are not the look at each caller's log-in, which every upgrade needs.
double reads_for_streams(const ServerMetrics& before, const ServerMetrics& after) {
  return growth(before, after, "stollen_storage_read_wait_seconds_count") -
         growth(before, after, "stollen_net_upgrades_total");
}

}  // namespace

Report run_reconnect_storm(const RunOptions& options) {
  Crowd crowd(options, {.users = 500, .rooms = 3, .seconds = 10, .rate = 10});
  crowd.log_in_as(std::max(1, crowd.size().users / 4));
  crowd.find_rooms();
  crowd.join();
  crowd.begin_to_talk(crowd.size().rate);
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds) / 2, "talking before the storm");
  const auto before = read_server_metrics(crowd.engine(), options.target);
  const SteadyTime cut = std::chrono::steady_clock::now();
  for (auto& talker : crowd.talkers()) talker->user().lose_connection();
  const bool are_all_back =
      crowd.wait([&] { return crowd.online() == crowd.talkers().size(); }, 60s, "coming back");
  const auto took = std::chrono::steady_clock::now() - cut;
  const auto after = read_server_metrics(crowd.engine(), options.target);
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds) / 2, "talking after the storm");
  crowd.stop_talking();
  const bool is_settled = crowd.settle();

  Report report("reconnect_storm");
  crowd.judge(report, is_settled);
  report.number("all_back_s", std::chrono::duration<double>(took).count());
  report.latencies("way_back", crowd.figures().way_back);
  report.require(are_all_back, "not everybody came back");
  report.require_speed(took <= kAllBackWithin,
                       fmt::format("{} of {} were back after {:.1f} s", crowd.online(),
                                   crowd.talkers().size(), std::chrono::duration<double>(took).count()));
  report.require(crowd.figures().reconnects >= crowd.talkers().size(), "not everybody was cut off");
  if (before && after) {
    const double reads = reads_for_streams(*before, *after);
    report.number("store_reads", reads);
    report.require(reads <= kReadsPerRoom * crowd.size().rooms,
                   fmt::format("{:.0f} reads of the store for {} rooms", reads, crowd.size().rooms));
  } else {
    report.text("store_reads", "not shown by the server");
  }
  return report;
}

}  // namespace stollen::load
