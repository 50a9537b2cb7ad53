// All sessions are cut at the same moment while people talk. Everybody must be back soon and complete, and
// the store must not be asked for the same thing by each of them.
#include <fmt/format.h>

#include <algorithm>

#include "loadtest/scenarios/crowd.hpp"
#include "loadtest/server_metrics.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr double kAllBackWithinSeconds = 15;
/// A shard that reads a room keeps what it read for all who come back to it; so with more than two shards
/// each of them may read a room once.
constexpr double kReadsPerRoom = 2;
/// With fewer, those who come back are not so many that reading for each of them would matter.
constexpr std::size_t kStorm = 400;
constexpr double kReturnsPerRightsRead = 2;

/// Of the rooms themselves: what was missed, or a snapshot.
double reads_of_rooms(const ServerMetrics& before, const ServerMetrics& after) {
  return growth(before, after, R"(stollen_realtime_stream_reads_total{what="events"})") +
         growth(before, after, R"(stollen_realtime_stream_reads_total{what="snapshot"})");
}

double shards_of(const ServerMetrics& metrics) {
  return static_cast<double>(std::ranges::count_if(
      metrics, [](const auto& each) { return each.first.starts_with("stollen_net_shard_places{"); }));
}

/// Of the whole server: beside others the figures say nothing about this crowd, and are told only.
void judge_reads(Report& report, const Crowd& crowd, const RunOptions& options, const ServerMetrics& before,
                 const ServerMetrics& after) {
  const auto returns = static_cast<std::size_t>(crowd.size().users);
  constexpr std::string_view kRights = "stollen_realtime_join_reads_total";
  if (!after.contains(kRights)) return report.require(false, "the server does not count its reads");
  const double rooms = reads_of_rooms(before, after);
  const double rights = growth(before, after, kRights);
  const double per_room = std::max(kReadsPerRoom, shards_of(after));
  report.number("server_shards", shards_of(after));
  report.number("room_reads", rooms);
  report.number("rights_reads", rights);
  if (options.is_beside_others) return;
  report.require(rooms <= per_room * crowd.size().rooms,
                 fmt::format("{} rooms were read {:.0f} times", crowd.size().rooms, rooms));
  report.require(returns < kStorm || rights * kReturnsPerRightsRead <= static_cast<double>(returns),
                 fmt::format("rights were read {:.0f} times for {} who came back", rights, returns));
}

}  // namespace

Report run_reconnect_storm(const RunOptions& options) {
  Crowd crowd(options, {.users = 500, .rooms = 3, .seconds = 10, .rate = 10});
  const auto users = static_cast<std::size_t>(crowd.size().users);
  crowd.log_in_as(std::max(1, crowd.size().users / 4));
  crowd.find_rooms();
  crowd.join();
  crowd.begin_to_talk(crowd.size().rate);
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds) / 2, "talking before the storm");
  const auto before = read_server_metrics(crowd.engine(), options.target);
  crowd.meet();
  const SteadyTime cut = std::chrono::steady_clock::now();
  for (auto& talker : crowd.talkers()) talker->user().lose_connection();
  crowd.wait([&] { return crowd.online() == crowd.talkers().size(); }, 60s, "coming back");
  const double took =
      crowd.most(std::chrono::duration<double>(std::chrono::steady_clock::now() - cut).count());
  const double back = crowd.sum(static_cast<double>(crowd.online()));
  const auto after = read_server_metrics(crowd.engine(), options.target);
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds) / 2, "talking after the storm");
  crowd.stop_talking();
  const bool is_settled = crowd.settle();

  Report report("reconnect_storm");
  crowd.judge(report, is_settled);
  report.number("all_back_s", took);
  report.require(back == crowd.size().users, "not everybody came back");
  report.require_speed(took <= kAllBackWithinSeconds,
                       fmt::format("{:.0f} of {} were back after {:.1f} s", back, crowd.size().users, took));
  report.require(crowd.figures().reconnects >= users, "not everybody was cut off");
  if (before && after) {
    judge_reads(report, crowd, options, *before, *after);
  } else {
    report.text("room_reads", "not shown by the server");
  }
  return report;
}

}  // namespace stollen::load
