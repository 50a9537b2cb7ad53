// Everybody wants the same few times at one instant: each seat is given exactly once, and everybody is told
// soon.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
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
        rushes_wanted_(static_cast<std::size_t>(options.rushes > 0 ? options.rushes : 1)),
        organiser_(engine_, options.target, figures_, options.organiser, options.password, 1) {}

  Report run() {
    log_in();
    find_member();
    // After one that was not answered completely the next would be measured wrongly.
    while (rushes_.size() < rushes_wanted_ && unanswered_ == 0) {
      Rush& one = rushes_.emplace_back();
      open_slots();
      rush(one);
      one.free_seats = seats_left();
      give_back(one);
      unanswered_ = users_ - one.answered;
    }
    for (auto& person : people_) person->stop();
    organiser_.stop();
    return report();
  }

 private:
  struct Rush {
    std::vector<std::pair<VirtualUser*, protocol::AppointmentId>> granted;
    std::size_t answered = 0, conflicts = 0;
    std::int64_t free_seats = 0;
    std::chrono::nanoseconds last_answer{0};
  };

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

  void rush(Rush& one) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < people_.size(); ++i) {
      VirtualUser& person = *people_[i];
      person.command(protocol::appointment::Book{.slot_id = slots_[i % slots_.size()]},
                     [this, &one, &person, begin](const Answer& answer) {
                       ++one.answered;
                       one.last_answer = std::chrono::steady_clock::now() - begin;
                       answer_time_.record(one.last_answer);
                       if (answer.code == "slot.taken") ++one.conflicts;
                       if (!answer.is_ok()) return;
                       const Json& made = answer.ok->at("appointment");
                       one.granted.emplace_back(&person, *protocol::AppointmentId::parse(
                                                             made.at("appointment_id").get<std::string>()));
                     });
    }
    wait([&] { return one.answered == people_.size(); }, kPatience);
  }

  std::int64_t seats_left() {
    std::int64_t left = 0;
    for (const Json& slot : ask(protocol::slot::List{.booth_id = booth_}).at("slots")) {
      const auto id = protocol::SlotId::parse(slot.at("slot_id").get<std::string>());
      if (std::ranges::find(slots_, *id) != slots_.end()) left += slot.at("free_seats").get<std::int64_t>();
    }
    return left;
  }

  /// So that the next rush, and the next run, finds the people and the day as they were.
  void give_back(const Rush& one) {
    std::size_t open = one.granted.size();
    for (const auto& [person, appointment] : one.granted)
      person->command(protocol::appointment::Cancel{.appointment_id = appointment},
                      [&open](const Answer&) { --open; });
    wait([&] { return open == 0; }, kPatience);
    ask(protocol::slot::Withdraw{.slot_ids = slots_});
  }

  Report report() {
    const std::size_t seats = slots_.size();
    const std::size_t due = std::min(users_, seats);
    std::size_t granted = 0, conflicts = 0, uneven = 0;
    std::chrono::nanoseconds slowest{0};
    Histogram rush_time;
    for (const Rush& one : rushes_) {
      granted += one.granted.size();
      conflicts += one.conflicts;
      const bool is_even =
          one.granted.size() == due && one.free_seats == static_cast<std::int64_t>(seats - due);
      uneven += is_even ? 0 : 1;
      slowest = std::max(slowest, one.last_answer);
      rush_time.record(one.last_answer);
    }
    Report report("booking_rush");
    report.number("rushes", static_cast<double>(rushes_.size()));
    report.number("users", static_cast<double>(users_));
    report.number("slots", static_cast<double>(seats));
    report.number("granted", static_cast<double>(granted));
    report.number("conflicts", static_cast<double>(conflicts));
    report.number("unanswered", static_cast<double>(unanswered_));
    report.number("busy_answers", static_cast<double>(figures_.busy_answers));
    report.number("seconds", std::chrono::duration<double>(slowest).count());
    report.latencies("answer", answer_time_);
    if (rushes_wanted_ > 1) report.latencies("rush", rush_time);
    report.require(uneven == 0, fmt::format("in {} of {} rushes another number of seats was given than there "
                                            "were, or shown free afterwards",
                                            uneven, rushes_.size()));
    report.require(unanswered_ == 0, fmt::format("{} had no answer", unanswered_));
    report.require(granted + conflicts + unanswered_ == users_ * rushes_.size(),
                   "somebody was refused for another reason");
    report.require(figures_.protocol_faults == 0, figures_.first_fault);
    report.require_speed(slowest <= kAnsweredWithin, "the last answer took more than two seconds");
    return report;
  }

  const RunOptions& options_;
  const std::size_t users_;
  const std::int64_t slots_wanted_;
  const std::size_t rushes_wanted_;
  Engine engine_;
  RunFigures figures_;
  VirtualUser organiser_;
  std::vector<std::unique_ptr<VirtualUser>> people_;
  protocol::BoothId booth_;
  protocol::PersonId member_;
  std::vector<protocol::SlotId> slots_;
  std::deque<Rush> rushes_;  ///< where they stay: a late answer still finds its own
  std::size_t unanswered_ = 0;
  Histogram answer_time_;
};

}  // namespace

Report run_booking_rush(const RunOptions& options) {
  return BookingRush(options).run();
}

}  // namespace stollen::load
