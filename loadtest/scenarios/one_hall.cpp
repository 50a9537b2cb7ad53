// Two thousand people in one room, ten messages a second: twenty thousand deliveries a second, complete and
// soon.
#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kMostLatency = 250ms;

}  // namespace

Report run_one_hall(const RunOptions& options) {
  Crowd crowd(options, {.users = 2'000, .rooms = 1, .seconds = 30, .rate = 10});
  crowd.log_in_as(std::max(1, crowd.size().users / 4));
  crowd.find_rooms();
  for (auto& talker : crowd.talkers()) {
    talker->user().follow("fair");
    talker->user().follow("hall");
  }
  crowd.join();
  crowd.talk();
  const bool is_settled = crowd.settle();
  Report report("one_hall");
  crowd.judge(report, is_settled);
  report.require_speed(crowd.totals().delivery.percentile(0.99) <= kMostLatency, "deliveries took too long");
  report.require(crowd.figures().reconnects == 0, "connections were lost");
  return report;
}

}  // namespace stollen::load
