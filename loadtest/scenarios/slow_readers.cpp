// Twenty clients that stop reading beside twenty that read, and 300 messages of 8 KiB a second. The readers
// must not notice, the server must not keep everything for the others, and these must be complete after they
// return.
#include <fmt/format.h>

#include <algorithm>

#include "loadtest/process_figures.hpp"
#include "loadtest/scenarios/crowd.hpp"
#include "loadtest/server_metrics.hpp"

namespace stollen::load {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kReaders = 20, kSlow = 20;
/// Messages hold at most 4,000 characters; of two octets each, these are 8 KB of text.
constexpr std::string_view kLetter = "ü";
constexpr std::size_t kMessageBytes = 7'900;
constexpr double kMessagesPerSpeaker = 4;  ///< a second: below what every server allows to one connection
constexpr auto kReadersLatency = 100ms;
constexpr double kMostGrowthMib = 24;
constexpr unsigned kTooSlow = 4008;

double resident_mib(int pid) {
  return static_cast<double>(figures_of_process(pid).resident_bytes) / (1024.0 * 1024.0);
}

/// Who reads nothing for long enough after it was closed is cut off, and then never sees the reason. So the
/// server's own count is what tells, where it shows that.
void judge_closes(Report& report, Crowd& crowd, const RunOptions& options,
                  const std::optional<ServerMetrics>& before) {
  const auto closes = crowd.figures().closes.find(kTooSlow);
  const std::uint64_t seen = closes == crowd.figures().closes.end() ? 0 : closes->second;
  report.number("seen_4008", static_cast<double>(seen));
  double closed = static_cast<double>(seen);
  const auto after = read_server_metrics(crowd.engine(), options.target);
  if (before && after) {
    closed = growth(*before, *after, "stollen_net_closed_slow_total");
    report.number("closed_4008", closed);
  }
  report.require(closed >= static_cast<double>(kSlow) && crowd.figures().reconnects >= kSlow,
                 fmt::format("{:.0f} of {} slow readers were closed with 4008", closed, kSlow));
}

/// Speakers come behind readers and slow ones, and do not follow the room themselves.
CrowdSize usual_size(const RunOptions& options) {
  const double rate = options.rate > 0 ? options.rate : 300;
  const auto speakers = static_cast<int>(rate / kMessagesPerSpeaker) + 1;
  return {.users = static_cast<int>(kReaders + kSlow) + speakers, .rooms = 1, .seconds = 10, .rate = rate};
}

}  // namespace

Report run_slow_readers(const RunOptions& options) {
  RunOptions sized = options;
  sized.users = 0;  // follows from the rate
  sized.rooms = 1;
  Crowd crowd(sized, usual_size(options));
  auto& talkers = crowd.talkers();
  crowd.log_in();
  crowd.find_rooms();
  crowd.join(0, kReaders + kSlow);
  for (std::size_t i = kReaders + kSlow; i < talkers.size(); ++i)
    talkers[i]->speak_into(crowd.rooms().front());
  for (auto& talker : talkers) talker->pad_with(kLetter, kMessageBytes);
  for (std::size_t i = kReaders; i < kReaders + kSlow; ++i) {
    talkers[i]->is_measured(false);
    talkers[i]->user().stop_reading();
  }
  crowd.let_speak(kReaders + kSlow, talkers.size() - kReaders - kSlow);

  const auto metrics_before = read_server_metrics(crowd.engine(), options.target);
  const double before = options.server_pid > 0 ? resident_mib(options.server_pid) : 0;
  double most = before;
  SteadyTime looked{};
  crowd.talk([&] {
    if (options.server_pid == 0 || crowd.engine().now() - looked < 100ms) return;
    looked = crowd.engine().now();
    most = std::max(most, resident_mib(options.server_pid));
  });
  for (std::size_t i = kReaders; i < kReaders + kSlow; ++i) talkers[i]->user().read_on();
  const bool is_settled = crowd.settle(120s);

  Report report("slow_readers");
  crowd.judge(report, is_settled);
  judge_closes(report, crowd, options, metrics_before);
  report.require_speed(crowd.totals().delivery.percentile(0.99) <= kReadersLatency,
                       "those who read had to wait for those who do not");
  if (options.server_pid > 0) {
    report.number("server_growth_mib", most - before);
    report.require(most - before <= kMostGrowthMib,
                   fmt::format("the server grew by {:.1f} MiB", most - before));
  }
  return report;
}

}  // namespace stollen::load
