// First what the server can do, then three times as much, then half of it. Under the overload it must still
// do nearly its best and answer the rest honestly as busy; afterwards it must be itself again at once.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr double kOverload = 3, kLeastGoodput = 0.8, kAfterwards = 0.5;
constexpr std::size_t kInFlightEach = 8, kListeners = 2;
constexpr auto kRecoveredWithin = 5s;
/// What counts as being itself again, over a whole window.
constexpr auto kWindow = 500ms;
constexpr auto kUsualLatency = 250ms;
constexpr double kGeneratorSaturated = 0.9;

class Overload {
 public:
  explicit Overload(const RunOptions& options)
      : crowd_(options, {.users = 90, .rooms = 1, .seconds = 5, .rate = 0}) {}

  Report run() {
    crowd_.log_in();
    crowd_.find_rooms();
    // The store is to be overloaded, not the generator by what it receives: few listen, all others only
    // speak.
    crowd_.join(0, std::min(kListeners, crowd_.talkers().size()));
    for (std::size_t i = kListeners; i < crowd_.talkers().size(); ++i)
      crowd_.talkers()[i]->speak_into(crowd_.rooms()[i % crowd_.rooms().size()]);
    crowd_.also_tell = [this] { return fmt::format("{} done, {} busy", done_, busy_); };
    const double peak = find_peak();
    const double goodput = flood(peak * kOverload);
    const auto recovered_after = recover(peak * kAfterwards);
    const bool is_settled = crowd_.settle();

    Report report("overload");
    crowd_.judge(report, is_settled);
    report.number("peak_per_second", peak);
    report.number("offered_per_second", peak * kOverload);
    report.number("goodput_per_second", goodput);
    report.number("goodput_share", goodput / peak);
    report.number("told_busy", static_cast<double>(busy_in_flood_));
    report.number("recovery_s",
                  recovered_after ? std::chrono::duration<double>(*recovered_after).count() : -1);
    report.require_speed(
        goodput >= kLeastGoodput * peak,
        fmt::format("under overload {:.0f} messages/s were done, {:.0f} without", goodput, peak));
    report.require_speed(recovered_after && *recovered_after <= kRecoveredWithin,
                         "the server did not recover in time");
    report.require_speed(busiest_generator_ < kGeneratorSaturated, "the generator itself was overloaded");
    for (const auto& [code, count] : crowd_.figures().closes)
      report.number(fmt::format("closed_{}", code), static_cast<double>(count));
    return report;
  }

 private:
  [[nodiscard]] std::chrono::seconds phase() const { return std::chrono::seconds(crowd_.size().seconds); }

  double per_second(std::uint64_t count) const { return static_cast<double>(count) / crowd_.size().seconds; }

  /// Everybody has some messages on their way, all the time.
  double find_peak() {
    is_running_ = true;
    for (std::size_t i = 0; i < kInFlightEach * crowd_.talkers().size(); ++i)
      keep_talking(i % crowd_.talkers().size());
    crowd_.wait_for(1s, "warming up");
    const std::uint64_t before = done_;
    crowd_.wait_for(phase(), "finding the peak");
    is_running_ = false;
    const double peak = per_second(done_ - before);
    crowd_.wait([this] { return open_ == 0; }, 30s, "finding the peak");
    const auto limited = crowd_.figures().refusals.find("session.rate_limited");
    if (limited != crowd_.figures().refusals.end())
      throw std::runtime_error(
          "the server limits each connection before it is loaded: start it with --commands-per-second "
          "1000000 "
          "--commands-burst 1000, or use more --users");
    if (peak <= 0) throw std::runtime_error("no message was acknowledged");
    return peak;
  }

  void keep_talking(std::size_t index) {
    if (!is_running_) return;
    say(index, std::chrono::steady_clock::now(), [this, index](const Answer& answer) {
      if (!answer.is_busy) return keep_talking(index);
      crowd_.engine().after(10ms, [this, index] { keep_talking(index); });
    });
  }

  double flood(double rate) {
    const std::uint64_t done = done_, busy = busy_;
    crowd_.engine().take_busy_share();
    offer(rate, [](SteadyTime, const Answer&) {});
    crowd_.wait_for(phase(), "three times the peak");
    busiest_generator_ = crowd_.engine().take_busy_share();
    busy_in_flood_ = busy_ - busy;
    return per_second(done_ - done);
  }

  /// From the end of the overload to the begin of the first window in which all is as usual.
  std::optional<std::chrono::nanoseconds> recover(double rate) {
    const SteadyTime begin = std::chrono::steady_clock::now();
    last_bad_ = last_answered_ = begin;
    offer(rate, [this](SteadyTime intended, const Answer& answer) {
      const bool is_usual = answer.is_ok() && std::chrono::steady_clock::now() - intended <= kUsualLatency;
      if (!is_usual) last_bad_ = std::max(last_bad_, intended);
      last_answered_ = std::max(last_answered_, intended);
    });
    const bool is_recovered =
        crowd_.wait([&] { return last_answered_ - last_bad_ >= kWindow; }, 30s, "half the peak");
    is_offering_ = false;
    crowd_.wait([this] { return open_ == 0; }, 30s, "half the peak");
    if (!is_recovered) return std::nullopt;
    return last_bad_ - begin;
  }

  void offer(double rate, std::function<void(SteadyTime, const Answer&)> seen) {
    is_offering_ = true;
    const auto step =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / rate));
    offer_next(std::chrono::steady_clock::now(), step, 0, ++offer_, std::move(seen));
  }

  void offer_next(SteadyTime begin, std::chrono::nanoseconds step, std::int64_t index, std::uint64_t offer,
                  std::function<void(SteadyTime, const Answer&)> seen) {
    const SteadyTime intended = begin + step * index;
    crowd_.engine().at(intended, [=, this] {
      if (!is_offering_ || offer != offer_) return;
      say(static_cast<std::size_t>(index) % crowd_.talkers().size(), intended,
          [intended, seen](const Answer& answer) { seen(intended, answer); });
      offer_next(begin, step, index + 1, offer, seen);
    });
  }

  void say(std::size_t index, SteadyTime intended, std::function<void(const Answer&)> done) {
    ++open_;
    crowd_.talkers()[index]->say(intended, [this, done = std::move(done)](const Answer& answer) {
      --open_;
      if (answer.is_ok()) ++done_;
      if (answer.is_busy) ++busy_;
      done(answer);
    });
  }

  Crowd crowd_;
  SteadyTime last_bad_,
      last_answered_;  ///< of the messages after the overload, by the time they were meant for
  bool is_running_ = false, is_offering_ = false;
  double busiest_generator_ = 0;
  std::uint64_t offer_ = 0, open_ = 0, done_ = 0, busy_ = 0, busy_in_flood_ = 0;
};

}  // namespace

Report run_overload(const RunOptions& options) {
  return Overload(options).run();
}

}  // namespace stollen::load
