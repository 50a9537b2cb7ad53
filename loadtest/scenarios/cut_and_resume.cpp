// Every client's connection breaks each 1 to 5 seconds, in the middle of whatever octets come or go. Nobody
// may lose a message, see one twice or in another order.
#include <random>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kMostOctets = 2'000;
/// Resuming is measured from the loss, so the client's own pause of up to 0.5 s is in it.
constexpr auto kBackWithin = 1500ms;

class Cutter {
 public:
  explicit Cutter(Crowd& crowd) : crowd_(crowd) {}

  void begin() {
    for (std::size_t i = 0; i < crowd_.talkers().size(); ++i) cut_soon(i);
  }
  void end() { is_ended_ = true; }
  [[nodiscard]] std::uint64_t cuts() const { return cuts_; }

 private:
  void cut_soon(std::size_t index) {
    crowd_.engine().after(std::chrono::milliseconds(1'000 + random_() % 4'000), [this, index] {
      if (is_ended_) return;
      // Who is still on the way back cannot be cut: where that takes long, there are fewer cuts.
      if (VirtualUser& user = crowd_.talkers()[index]->user(); user.is_online()) {
        user.lose_connection_after(1 + random_() % kMostOctets);
        ++cuts_;
      }
      cut_soon(index);
    });
  }

  Crowd& crowd_;
  std::minstd_rand random_{20261229};
  bool is_ended_ = false;
  std::uint64_t cuts_ = 0;
};

}  // namespace

Report run_cut_and_resume(const RunOptions& options) {
  Crowd crowd(options, {.users = 60, .rooms = 2, .seconds = 30, .rate = 40});
  crowd.log_in();
  crowd.find_rooms();
  crowd.join();
  Cutter cutter(crowd);
  cutter.begin();
  crowd.talk();
  cutter.end();
  const bool is_settled = crowd.settle();
  Report report("cut_and_resume");
  crowd.judge(report, is_settled);
  const RunFigures& figures = crowd.figures();
  const double cuts = crowd.sum(static_cast<double>(cutter.cuts()));
  report.number("cuts", cuts);
  report.require(static_cast<double>(figures.reconnects) * 2 >= cuts && figures.reconnects > 0,
                 "most cuts did not cut; raise --rate or --seconds");
  report.require_speed(figures.way_back.percentile(0.99) <= kBackWithin, "the way back took too long");
  return report;
}

}  // namespace stollen::load
