// One client sends commands as fast as it can. The others may hardly feel it; it is told that it is too fast,
// and then closed with 4029, as often as it comes back.
#include <fmt/format.h>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr auto kMostHarm = 20ms;
constexpr unsigned kTooManyCommands = 4029;
constexpr int kCommandsPerBurst = 50;
constexpr auto kBetweenBursts = 1ms;

class Flooder {
 public:
  Flooder(Crowd& crowd, const RunOptions& options)
      : crowd_(crowd),
        user_(crowd.engine(), options.target, figures,
              fmt::format(fmt::runtime(options.account), options.first_account + crowd.size().users),
              options.password, 1) {}

  void log_in() {
    bool is_in = false;
    user_.start({.on_online = [&] { is_in = true; }, .on_event = {}, .on_snapshot = {}});
    crowd_.wait([&] { return is_in; }, 30s, "the flooder logs in");
  }
  void begin() {
    if (is_ended_) return;
    const std::string with =
        fmt::format(R"({{"conversation_id":"{}","text":"flood"}})", crowd_.rooms().front().id.text());
    for (int i = 0; i < kCommandsPerBurst && user_.is_online(); ++i, ++shouts)
      user_.shout("conversation.send_message", with);
    crowd_.engine().after(kBetweenBursts, [this] { begin(); });
  }
  void end() {
    is_ended_ = true;
    user_.stop();
  }

  RunFigures figures;
  std::uint64_t shouts = 0;

 private:
  Crowd& crowd_;
  VirtualUser user_;
  bool is_ended_ = false;
};

}  // namespace

Report run_flooder(const RunOptions& options) {
  Crowd crowd(options, {.users = 50, .rooms = 1, .seconds = 10, .rate = 20});
  crowd.log_in();
  crowd.find_rooms();
  crowd.join();
  Flooder flooder(crowd, options);
  flooder.log_in();

  crowd.begin_to_talk(crowd.size().rate);
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds), "talking in peace");
  const Totals peace = crowd.totals();
  crowd.totals().ack = crowd.totals().delivery = Histogram{};
  flooder.begin();
  crowd.wait_for(std::chrono::seconds(crowd.size().seconds), "talking beside the flooder");
  flooder.end();
  crowd.stop_talking();
  const bool is_settled = crowd.settle();

  Report report("flooder");
  crowd.judge(report, is_settled);
  const std::uint64_t told = flooder.figures.refusals["session.rate_limited"];
  const std::uint64_t closed = flooder.figures.closes[kTooManyCommands];
  report.latencies("peace_delivery", peace.delivery);
  report.number("flood_commands", static_cast<double>(flooder.shouts));
  report.number("flood_told", static_cast<double>(told));
  report.number("flood_closed_4029", static_cast<double>(closed));
  report.require_speed(
      crowd.totals().delivery.percentile(0.99) <= peace.delivery.percentile(0.99) + kMostHarm,
      "the others felt the flooder");
  report.require(told > 0, "the flooder was never told that it is too fast");
  report.require(closed > 0, "the flooder was never closed with 4029");
  report.require(crowd.figures().reconnects == 0, "others lost their connection");
  return report;
}

}  // namespace stollen::load
