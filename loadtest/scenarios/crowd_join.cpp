// The opening minute: people come one after the other, each with a log-in, a socket and the streams that a
// browser joins, while those who are there talk already.
#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kInWithin = 10s;
constexpr auto kMostLatency = 100ms;  ///< of the chat, whatever the hashing costs
constexpr std::size_t kHosts = 10;

}  // namespace

Report run_crowd_join(const RunOptions& options) {
  RunOptions sized = options;
  sized.users = (options.users > 0 ? options.users : 250) + static_cast<int>(kHosts);
  Crowd crowd(sized, {.users = sized.users, .rooms = 1, .seconds = 60, .rate = 10});
  auto& talkers = crowd.talkers();
  std::size_t hosts = 0;
  for (std::size_t i = 0; i < kHosts; ++i) talkers[i]->start([&hosts] { ++hosts; });
  crowd.wait([&] { return hosts == kHosts || crowd.figures().protocol_faults > 0; }, 30s, "the hosts come");
  if (crowd.figures().protocol_faults > 0) throw std::runtime_error(crowd.figures().first_fault);
  crowd.find_rooms();
  crowd.join(0, kHosts);
  crowd.let_speak(0, kHosts);

  Histogram arrival;
  const auto guests = talkers.size() - kHosts;
  const SteadyTime opening = std::chrono::steady_clock::now();
  const std::chrono::nanoseconds step =
      std::chrono::nanoseconds(std::chrono::seconds(crowd.size().seconds)) / guests;
  for (std::size_t i = 0; i < guests; ++i) {
    const SteadyTime comes = opening + step * i;
    crowd.engine().at(comes, [&, i, comes] {
      Talker& guest = *talkers[kHosts + i];
      for (const char* stream : {"fair", "hall", "cafe"}) guest.user().follow(stream);
      guest.enter(crowd.rooms()[i % crowd.rooms().size()]);
      guest.start([&arrival, comes] { arrival.record(std::chrono::steady_clock::now() - comes); });
    });
  }
  crowd.also_tell = [&] { return std::to_string(arrival.count()) + " came in"; };
  crowd.talk();
  const bool are_all_in =
      crowd.wait([&] { return arrival.count() == guests; }, std::chrono::minutes(2), "the last come in");
  const bool is_settled = crowd.settle();

  Report report("crowd_join");
  crowd.judge(report, is_settled);
  report.number("came_in", static_cast<double>(arrival.count()));
  report.number("log_ins_asked_again", static_cast<double>(crowd.figures().refused_log_ins));
  report.latencies("arrival", arrival);
  report.require(are_all_in, "not everybody came in");
  report.require_speed(arrival.maximum() <= kInWithin, "somebody stood at the entrance too long");
  report.require_speed(crowd.totals().delivery.percentile(0.99) <= kMostLatency,
                       "the chat waited for the entrance");
  return report;
}

}  // namespace stollen::load
