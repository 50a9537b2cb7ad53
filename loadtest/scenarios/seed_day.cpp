// The day of a small fair, compressed: visitors come, open talks with booths whose people race for them, sit
// down in the café, meet in a room; all watch the hall.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "loadtest/http_exchange.hpp"
#include "loadtest/scenarios/seed_people.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr int kStaffPerBooth = 2;
constexpr auto kMostAckTime = 100ms;

/// E-mail addresses by booth, at most two each, of those who may take talks.
std::map<std::string, std::vector<std::string>> read_staff(const std::string& file) {
  std::ifstream lines(file);
  if (file.empty() || !lines)
    throw std::runtime_error(
        "--staff: give the table of the booths' teams, such as staff.csv of the fair folder");
  std::map<std::string, std::vector<std::string>> staff;
  std::string line, email, name, booth, role;
  std::getline(lines, line);
  if (!line.starts_with("email,name,booth,role"))
    throw std::runtime_error(
        fmt::format("--staff: {} must begin with the columns email,name,booth,role", file));
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::getline(cells, email, ',');
    std::getline(cells, name, ',');
    std::getline(cells, booth, ',');
    std::getline(cells, role, ',');
    auto& team = staff[booth];
    if ((role == "lead" || role == "talk") && team.size() < kStaffPerBooth) team.push_back(email);
  }
  return staff;
}

class Day {
 public:
  explicit Day(const RunOptions& options)
      : day_{.engine = engine_, .options = options, .run = fmt::format("lt{:08x}", std::random_device{}())},
        users_(options.users > 0 ? options.users : 250),
        seconds_(options.seconds > 0 ? options.seconds : 60) {}

  Report run() {
    open_booths(read_staff(day_.options.staff_file));
    let_visitors_come();
    const SteadyTime end = engine_.now() + std::chrono::seconds(seconds_) + 1s;
    wait([&] { return engine_.now() >= end; }, std::chrono::seconds(seconds_) + 5s, "the fair is on");
    const bool is_settled = wait([this] { return are_all_level(); }, 60s, "the last words");
    return report(is_settled);
  }

 private:
  Json ask(std::string_view command) {
    return Json::parse(call_over_http(engine_, day_.options.target, command, "{}", cookie_)).at("ok");
  }

  void open_booths(const std::map<std::string, std::vector<std::string>>& staff) {
    for (const Json& booth : ask("booth.list").at("booths")) {
      const auto id = *protocol::BoothId::parse(booth.at("booth_id").get<std::string>());
      const auto team = staff.find(booth.at("slug").get<std::string>());
      if (team == staff.end() || team->second.empty()) continue;
      booths_.push_back(id);
      for (const std::string& email : team->second)
        staff_.push_back(std::make_unique<SeedStaff>(day_, email, id, static_cast<int>(staff_.size())));
    }
    if (booths_.empty()) throw std::runtime_error("--staff: none of its booths stands at this fair");
    std::size_t online = 0;
    for (auto& person : staff_) person->start([&online] { ++online; });
    if (!wait([&] { return online == staff_.size() || day_.figures.protocol_faults > 0; }, 120s,
              "booths open") ||
        day_.figures.protocol_faults > 0)
      throw std::runtime_error("the booths' people could not log in: " + day_.figures.first_fault);
    for (auto& person : staff_) person->open_booth();
  }

  /// Spread over the first third of the day; everybody who is in begins at once.
  void let_visitors_come() {
    for (int i = 0; i < users_; ++i)
      visitors_.push_back(std::make_unique<SeedVisitor>(day_, day_.options.first_account + i));
    std::size_t in = 0;
    visitors_.front()->start([&in] { ++in; });
    if (!wait([&] { return in == 1 || day_.figures.protocol_faults > 0; }, 30s, "the first visitor comes") ||
        day_.figures.protocol_faults > 0)
      throw std::runtime_error("the first visitor could not log in: " + day_.figures.first_fault);
    cookie_ = visitors_.front()->user().cookie();
    for (const Json& table : ask("cafe.list").at("tables"))
      tables_.push_back(*protocol::TableId::parse(table.at("table_id").get<std::string>()));
    const Json rooms = ask("conversation.list_rooms").at("rooms");
    const auto first = static_cast<std::size_t>(day_.options.first_room) - 1;
    if (first >= rooms.size())
      throw std::runtime_error(fmt::format("the fair has {} open rooms", rooms.size()));
    room_ = *protocol::ConversationId::parse(rooms.at(first).at("conversation_id").get<std::string>());
    begin_day(0, seconds_);
    for (std::size_t i = 1; i < visitors_.size(); ++i) {
      const double comes = static_cast<double>(i) / static_cast<double>(visitors_.size()) * seconds_ / 3;
      engine_.after(std::chrono::nanoseconds(static_cast<std::int64_t>(comes * 1e9)), [this, i, comes] {
        visitors_[i]->start([this, i, comes] { begin_day(i, seconds_ - comes); });
      });
    }
  }

  void begin_day(std::size_t visitor, double seconds) {
    ++came_;
    visitors_[visitor]->live_through(booths_[visitor % booths_.size()], tables_, room_, seconds);
  }

  /// Who was let in late begins their talk late.
  bool are_all_level() {
    const auto is_level = [](const auto& person) { return person->is_level(); };
    return came_ == visitors_.size() && day_.talks == visitors_.size() &&
           std::ranges::all_of(visitors_, is_level) && std::ranges::all_of(staff_, is_level);
  }

  bool wait(const std::function<bool()>& is_done, std::chrono::nanoseconds patience, std::string_view doing) {
    const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
    while (!is_done()) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      engine_.run_until(is_done, std::min(deadline, std::chrono::steady_clock::now() + 1s));
      if (!day_.options.shows_progress) continue;
      fmt::print(
          stderr,
          "{:<24} {:>4} visitors  {:>4} talks  {:>4} seats  {:>6} sent  ack p99 {:>6.1f} ms  {} faults\n",
          doing, came_, day_.talks, day_.seats, day_.sent,
          static_cast<double>(day_.ack.percentile(0.99).count()) / 1000, day_.figures.protocol_faults);
    }
    return true;
  }

  Report report(bool is_settled) {
    Report report("seed_day");
    RoomLedger::Verdict sum;
    std::uint64_t missed = 0;
    for (const auto& [stream, ledger] : day_.ledgers) {
      const auto verdict = ledger.judge();
      sum.lost += verdict.lost;
      sum.doubled += verdict.doubled;
      sum.out_of_order += verdict.out_of_order;
      sum.different += verdict.different;
    }
    for (const auto& visitor : visitors_) missed += visitor->missed();
    for (const auto& person : staff_) missed += person->missed();
    const std::pair<const char*, std::uint64_t> figures[] = {{"visitors", came_},
                                                             {"booths", booths_.size()},
                                                             {"staff", staff_.size()},
                                                             {"talks", day_.talks},
                                                             {"taken", day_.takes},
                                                             {"races_lost", day_.lost_takes},
                                                             {"seats", day_.seats},
                                                             {"full_tables", day_.full_tables},
                                                             {"sent", day_.sent},
                                                             {"acknowledged", day_.acknowledged},
                                                             {"lost", sum.lost + missed},
                                                             {"doubled", sum.doubled},
                                                             {"out_of_order", sum.out_of_order},
                                                             {"different", sum.different},
                                                             {"refused", day_.refused},
                                                             {"busy_answers", day_.figures.busy_answers},
                                                             {"reconnects", day_.figures.reconnects}};
    for (const auto& [name, value] : figures) report.number(name, static_cast<double>(value));
    report.latencies("ack", day_.ack);
    report.latencies("delivery", day_.delivery);
    if (day_.delivery_to_other_node.count() > 0)
      report.latencies("delivery_to_other_node", day_.delivery_to_other_node);
    report.latencies("first_answer", day_.answer_time);
    report.require(is_settled, "not everybody had come and seen everything in time");
    report.require(sum.lost + missed == 0, fmt::format("{} messages lost, {} missed", sum.lost, missed));
    report.require(sum.doubled + sum.out_of_order + sum.different == 0,
                   "messages doubled, reordered or different");
    report.require(day_.talks == visitors_.size(),
                   fmt::format("{} of {} talks began", day_.talks, visitors_.size()));
    report.require(day_.takes <= day_.talks, "a talk was taken twice");
    report.require(day_.takes > 0 && day_.lost_takes > 0, "there was no race for a talk");
    report.require(day_.refused == 0,
                   fmt::format("{} refusals, the first {}", day_.refused, day_.first_refusal));
    report.require(day_.figures.protocol_faults == 0, day_.figures.first_fault);
    report.require_speed(day_.ack.percentile(0.99) <= kMostAckTime, "acknowledgements took too long");
    return report;
  }

  Engine engine_;
  SeedDay day_;
  const int users_, seconds_;
  std::string cookie_;
  std::vector<protocol::BoothId> booths_;
  std::vector<protocol::TableId> tables_;
  protocol::ConversationId room_{};
  std::vector<std::unique_ptr<SeedStaff>> staff_;
  std::vector<std::unique_ptr<SeedVisitor>> visitors_;
  std::size_t came_ = 0;
};

}  // namespace

Report run_seed_day(const RunOptions& options) {
  return Day(options).run();
}

}  // namespace stollen::load
