#include <fmt/format.h>

#include <algorithm>

#include "loadtest/broadcast/workload.hpp"

namespace stollen::load::broadcast {
namespace {

/// Above this share of a core a generator may be what is measured, unless the server is just as busy.
constexpr double kSaturated = 0.97;

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::bare: return "bare";
    case Mode::hint: return "hint";
    case Mode::durable: return "durable";
  }
  return "";
}

}  // namespace

Report Workload::report(bool is_settled) const {
  Report report("bench");
  report.text("mode", std::string(name_of(options_.mode)));
  report.number("seconds", seconds(end_.at - begin_.at));
  for (const Group& group : groups_) report_group(report, group);
  report_cost(report);
  if (options_.log_ins_at_once > 0) {
    report.number("log_ins_per_second",
                  static_cast<double>(further_log_ins_.duration.count()) / seconds(end_.at - begin_.at));
    report.latencies("log_in", further_log_ins_.duration);
    report.require(further_log_ins_.duration.count() > 0, "nobody logged in beside the talk");
    report.require(further_log_ins_.first_fault().empty(), further_log_ins_.first_fault());
  }
  report.require(faults_.count == 0, fmt::format("{} faults; the first: {}", faults_.count, faults_.first));
  report.require(is_settled, fmt::format("not everything had come to everybody {} s after the last message",
                                         kSettlePatience.count()));
  return report;
}

void Workload::report_group(Report& report, const Group& group) const {
  const std::string prefix = group.options.name.empty() ? "" : group.options.name + "_";
  const double elapsed = seconds(end_.at - begin_.at);
  const Tally& tally = group.tally;
  const auto per = [](std::uint64_t count, double by) {
    return by > 0 ? static_cast<double>(count) / by : 0;
  };
  report.number(prefix + "rooms", group.options.rooms);
  report.number(prefix + "members", group.options.members);
  if (group.options.in_flight > 0) report.number(prefix + "in_flight", group.options.in_flight);
  if (group.options.rate > 0) report.number(prefix + "rate", group.options.rate);
  if (group.options.in_flight == 0 && group.options.rate <= 0) return;
  report.number(prefix + "deliveries_per_second", per(tally.deliveries, elapsed));
  report.number(prefix + "messages_per_second", per(tally.messages, elapsed));
  report.number(prefix + "messages_per_read", per(tally.deliveries, static_cast<double>(tally.reads)));
  report.number(prefix + "frame_bytes", per(tally.frame_bytes, static_cast<double>(tally.events)));
  report.latencies(prefix + "delivery", tally.delivery);
  if (options_.mode == Mode::durable) {
    report.number(prefix + "acks_per_second", per(tally.ack.count(), elapsed));
    report.latencies(prefix + "ack", tally.ack);
    report.number(prefix + "busy_answers", static_cast<double>(tally.busy_answers));
  }
  report.require(tally.messages > 0, "no message came through");
  if (group.options.rate > 0) {
    report.require(per(tally.messages, elapsed) > 0.95 * group.options.rate,
                   fmt::format("{:.0f} messages/s came through of {:.0f} that were sent",
                               per(tally.messages, elapsed), group.options.rate));
  }
}

void Workload::report_cost(Report& report) const {
  const double elapsed = seconds(end_.at - begin_.at);
  const double own = seconds(end_.own_cpu - begin_.own_cpu) / elapsed;
  report.number("generator_cpu", own);
  if (options_.server_pid == 0) return;
  const auto cpu = end_.server.cpu - begin_.server.cpu;
  std::uint64_t deliveries = 0;
  for (const Group& group : groups_) deliveries += group.tally.deliveries;
  report.number("server_cpu", seconds(cpu) / elapsed);
  if (deliveries > 0) {
    report.number("server_cpu_us_per_delivery", seconds(cpu) * 1e6 / static_cast<double>(deliveries));
  }
  const auto grown = [](std::uint64_t after, std::uint64_t before) {
    return static_cast<double>(after > before ? after - before : 0);
  };
  report.number("server_rss_mib", static_cast<double>(end_.server.resident_bytes) / (1024.0 * 1024.0));
  report.number(
      "server_bytes_per_member",
      grown(server_joined_.resident_bytes, server_empty_.resident_bytes) / std::max(member_count_, 1));
  report.require_speed(own <= kSaturated || seconds(cpu) / elapsed > kSaturated,
                       "the generator was the bottleneck: its core was busy, the server's was not");
}

}  // namespace stollen::load::broadcast
