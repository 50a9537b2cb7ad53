// Everybody wants the same few times at one instant: each seat is given exactly once, and everybody is told
// soon.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <stdexcept>

#include "loadtest/http_exchange.hpp"
#include "loadtest/log_ins.hpp"
#include "loadtest/scenario.hpp"
#include "loadtest/virtual_user.hpp"
#include "protocol/generated/cpp/appointment.hpp"
#include "protocol/generated/cpp/slot.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr std::int64_t kSlotMinutes = 5, kMinuteMs = 60'000, kDayMs = 86'400'000;
constexpr std::size_t kLogInsAtOnce = 8, kSocketsAtOnce = 200;
constexpr int kDaysToTry = 60;
constexpr auto kAnsweredWithin = 2s;
constexpr auto kPatience = 30s;

class BookingRush {
 public:
  explicit BookingRush(const RunOptions& options)
      : options_(options),
        users_(static_cast<std::size_t>(options.users > 0 ? options.users : 1'000)),
        slots_wanted_(options.slots > 0 ? options.slots : 1),
        organiser_(engine_, options.target, figures_, options.organiser, options.password, 1) {}

  Report run() {
    log_in();
    open_slots();
    rush();
    const auto free_seats = seats_left();
    clean_up();
    return report(free_seats);
  }

 private:
  bool wait(const std::function<bool()>& is_done, std::chrono::nanoseconds patience) {
    return engine_.run_until(is_done, std::chrono::steady_clock::now() + patience);
  }

  void log_in() {
    bool is_organiser_in = false;
    organiser_.start({.on_online = [&] { is_organiser_in = true; }, .on_event = {}, .on_snapshot = {}});
    wait([&] { return is_organiser_in || figures_.protocol_faults > 0; }, kPatience);
    if (!is_organiser_in) throw std::runtime_error(fmt::format("{} cannot log in", options_.organiser));
    LogIns log_ins(engine_, options_.target, {.pattern = options_.account, .password = options_.password});
    std::vector<int> numbers(users_);
    std::iota(numbers.begin(), numbers.end(), options_.first_account);
    log_ins.begin(numbers, kLogInsAtOnce);
    wait([&] { return log_ins.is_done(); }, 120s + 200ms * users_);
    std::size_t online = 0;
    const bool all = wait(
        [&] {
          for (; people_.size() < users_ && people_.size() - online < kSocketsAtOnce;) {
            const int number = numbers[people_.size()];
            people_.push_back(std::make_unique<VirtualUser>(
                engine_, options_.target, figures_, fmt::format(fmt::runtime(options_.account), number),
                options_.password, static_cast<std::uint32_t>(number)));
            people_.back()->use_cookie(log_ins.cookie(number));
            people_.back()->start({.on_online = [&online] { ++online; }, .on_event = {}, .on_snapshot = {}});
          }
          return online == users_ || figures_.protocol_faults > 0;
        },
        120s);
    if (!all || figures_.protocol_faults > 0)
      throw std::runtime_error(
          fmt::format("only {} of {} are there: {}", online, users_, figures_.first_fault));
  }

  /// By the organiser; throws for whatever goes wrong.
  template <class Command>
  Json ask(const Command& command) {
    Json ok;
    std::string code;
    bool is_answered = false;
    organiser_.command(command, [&](const Answer& answer) {
      is_answered = true;
      if (answer.is_ok()) ok = *answer.ok;
      code = answer.code;
    });
    wait([&] { return is_answered; }, kPatience);
    if (!is_answered || !code.empty())
      throw std::runtime_error(fmt::format("{}: {}", Command::kName, is_answered ? code : "no answer"));
    return ok;
  }

  void find_member() {
    const auto over_http = [this](std::string_view command, std::string_view with) {
      return Json::parse(call_over_http(engine_, options_.target, command, with, organiser_.cookie()))
          .at("ok");
    };
    for (const Json& card : over_http("booth.list", "{}").at("booths")) {
      const auto slug = card.at("slug").get<std::string>();
      for (const Json& member : over_http("booth.get", Json{{"slug", slug}}.dump()).at("booth").at("team")) {
        if (member.at("role") == "handover") continue;
        booth_ = *protocol::BoothId::parse(card.at("booth_id").get<std::string>());
        member_ = *protocol::PersonId::parse(member.at("person_id").get<std::string>());
        return;
      }
    }
    throw std::runtime_error("no booth of the fair has anybody who takes appointments");
  }

  /// On a day on which the member has nothing else.
  void open_slots() {
    find_member();
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count();
    for (int day = 2; day < kDaysToTry; ++day) {
      const protocol::Timestamp from{(now / kDayMs + day) * kDayMs};
      const protocol::Timestamp to{from.ms + slots_wanted_ * kSlotMinutes * kMinuteMs};
      const Json opened = ask(protocol::slot::Open{
          .booth_id = booth_, .person_id = member_, .windows = {{from, to}}, .minutes = kSlotMinutes});
      std::vector<protocol::SlotId> here;
      for (const Json& slot : ask(protocol::slot::List{.booth_id = booth_}).at("slots")) {
        const auto starts_at = slot.at("starts_at").get<std::int64_t>();
        if (slot.at("person_id") != member_.text() || starts_at < from.ms || starts_at >= to.ms) continue;
        here.push_back(*protocol::SlotId::parse(slot.at("slot_id").get<std::string>()));
      }
      if (opened.at("left_out") == 0) {
        slots_ = std::move(here);
        return;
      }
      if (opened.at("opened") != 0)
        throw std::runtime_error("the member's day is half full; run against a fair of its own");
    }
    throw std::runtime_error("the member has no free day");
  }

  void rush() {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < people_.size(); ++i) {
      VirtualUser& person = *people_[i];
      person.command(protocol::appointment::Book{.slot_id = slots_[i % slots_.size()]},
                     [this, &person, begin](const Answer& answer) {
                       ++answered_;
                       last_answer_ = std::chrono::steady_clock::now() - begin;
                       answer_time_.record(last_answer_);
                       if (answer.code == "slot.taken") ++conflicts_;
                       if (!answer.is_ok()) return;
                       const Json& made = answer.ok->at("appointment");
                       granted_.emplace_back(&person, *protocol::AppointmentId::parse(
                                                          made.at("appointment_id").get<std::string>()));
                     });
    }
    wait([this] { return answered_ == people_.size(); }, kPatience);
  }

  std::int64_t seats_left() {
    std::int64_t left = 0;
    for (const Json& slot : ask(protocol::slot::List{.booth_id = booth_}).at("slots")) {
      const auto id = protocol::SlotId::parse(slot.at("slot_id").get<std::string>());
      if (std::ranges::find(slots_, *id) != slots_.end()) left += slot.at("free_seats").get<std::int64_t>();
    }
    return left;
  }

  /// So that the next run finds the people and the day as they were.
  void clean_up() {
    std::size_t open = granted_.size();
    for (auto& [person, appointment] : granted_)
      person->command(protocol::appointment::Cancel{.appointment_id = appointment},
                      [&open](const Answer&) { --open; });
    wait([&] { return open == 0; }, kPatience);
    ask(protocol::slot::Withdraw{.slot_ids = slots_});
    for (auto& person : people_) person->stop();
    organiser_.stop();
  }

  Report report(std::int64_t free_seats) {
    const std::size_t seats = slots_.size();
    const std::size_t due = std::min(users_, seats);
    Report report("booking_rush");
    report.number("users", static_cast<double>(users_));
    report.number("slots", static_cast<double>(seats));
    report.number("granted", static_cast<double>(granted_.size()));
    report.number("conflicts", static_cast<double>(conflicts_));
    report.number("unanswered", static_cast<double>(users_ - answered_));
    report.number("busy_answers", static_cast<double>(figures_.busy_answers));
    report.number("seconds", std::chrono::duration<double>(last_answer_).count());
    report.latencies("answer", answer_time_);
    report.require(granted_.size() == due,
                   fmt::format("{} seats were given instead of {}", granted_.size(), due));
    report.require(free_seats == static_cast<std::int64_t>(seats - due),
                   fmt::format("the calendar shows {} free seats afterwards", free_seats));
    report.require(answered_ == users_, fmt::format("{} had no answer", users_ - answered_));
    report.require(granted_.size() + conflicts_ == answered_, "somebody was refused for another reason");
    report.require(figures_.protocol_faults == 0, figures_.first_fault);
    report.require_speed(last_answer_ <= kAnsweredWithin, "the last answer took more than two seconds");
    return report;
  }

  const RunOptions& options_;
  const std::size_t users_;
  const std::int64_t slots_wanted_;
  Engine engine_;
  RunFigures figures_;
  VirtualUser organiser_;
  std::vector<std::unique_ptr<VirtualUser>> people_;
  protocol::BoothId booth_;
  protocol::PersonId member_;
  std::vector<protocol::SlotId> slots_;
  std::vector<std::pair<VirtualUser*, protocol::AppointmentId>> granted_;
  std::size_t answered_ = 0, conflicts_ = 0;
  std::chrono::nanoseconds last_answer_{0};
  Histogram answer_time_;
};

}  // namespace

Report run_booking_rush(const RunOptions& options) {
  return BookingRush(options).run();
}

}  // namespace stollen::load
