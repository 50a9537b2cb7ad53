#include <fmt/format.h>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {
namespace {

double as_number(std::uint64_t count) {
  return static_cast<double>(count);
}

}  // namespace

void Crowd::judge(Report& report, bool is_settled) {
  learn_from_all();
  const double elapsed =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - talk_began_).count();
  RoomLedger::Verdict sum;
  std::uint64_t own_missed = 0, own_unanswered = 0;
  for (const Room& room : rooms_) {
    const auto verdict = room.truth().judge();
    sum.acknowledged += verdict.acknowledged;
    sum.lost += verdict.lost;
    sum.doubled += verdict.doubled;
    sum.out_of_order += verdict.out_of_order;
    sum.different += verdict.different;
  }
  for (const auto& talker : talkers_) {
    own_missed += talker->missed();
    own_unanswered += talker->unanswered();
  }
  const auto missed = static_cast<std::uint64_t>(this->sum(as_number(own_missed)));
  const auto unanswered = static_cast<std::uint64_t>(this->sum(as_number(own_unanswered)));
  is_settled = this->sum(is_settled ? 0 : 1) == 0;
  report.number("users", size_.users);
  report.number("rooms", size_.rooms);
  report.number("seconds", size_.seconds);
  report.number("rate", size_.rate);
  report.number("sent", as_number(totals_.sent));
  report.number("acknowledged", as_number(sum.acknowledged));
  report.number("delivered", as_number(totals_.delivered));
  if (talk_began_ != SteadyTime{})  // else the scenario has its own way of talking, and its own figures
    report.number("deliveries_per_second", as_number(totals_.delivered) / elapsed);
  report.number("lost", as_number(sum.lost + missed));
  report.number("doubled", as_number(sum.doubled));
  report.number("out_of_order", as_number(sum.out_of_order));
  report.number("different", as_number(sum.different));
  report.number("unanswered", as_number(unanswered));
  report.number("refused", as_number(totals_.refused));
  report.number("busy_answers", as_number(figures_.busy_answers));
  report.number("unknown_answers", as_number(figures_.unknown_answers));
  report.latencies("ack", totals_.ack);
  report.latencies("delivery", totals_.delivery);
  if (totals_.delivery_to_other_node.count() > 0)
    report.latencies("delivery_to_other_node", totals_.delivery_to_other_node);
  report.number("reconnects", as_number(figures_.reconnects));
  report.number("replays", as_number(figures_.replays));
  report.number("resets", as_number(figures_.resets));
  if (figures_.way_back.count() > 0) report.latencies("way_back", figures_.way_back);
  report.number("generator_busy", most(engine_.take_busy_share()));
  report.require(is_settled, "not everybody had seen everything in time after the last message");
  report.require(sum.acknowledged > 0 || size_.rate == 0, "nothing was acknowledged");
  report.require(sum.lost + missed == 0,
                 fmt::format("{} acknowledged messages lost, {} missed by a member", sum.lost, missed));
  report.require(sum.doubled == 0, fmt::format("{} messages came twice", sum.doubled));
  report.require(sum.out_of_order == 0,
                 fmt::format("{} messages out of their sender's order", sum.out_of_order));
  report.require(sum.different == 0,
                 fmt::format("{} numbers showed different things to two members", sum.different));
  report.require(unanswered == 0, fmt::format("{} messages were never answered", unanswered));
  report.require(totals_.refused == 0, fmt::format("{} messages were refused, the first with {}",
                                                   totals_.refused, totals_.first_refusal));
  report.require(figures_.protocol_faults == 0, fmt::format("{} protocol faults; the first: {}",
                                                            figures_.protocol_faults, figures_.first_fault));
}

}  // namespace stollen::load
