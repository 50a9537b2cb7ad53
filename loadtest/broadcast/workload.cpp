#include "loadtest/broadcast/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "loadtest/http_exchange.hpp"

namespace stollen::load::broadcast {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr int kJoinsAtOnce = 100;
constexpr std::size_t kLogInsAtOnce = 4;
constexpr auto kLogInPatience = 20min;
constexpr auto kJoinPatience = 120s;

}  // namespace

Workload::Workload(const WorkloadOptions& options)
    : options_(options),
      run_(fmt::format("b{:08x}", std::random_device{}())),
      log_ins_(engine_, options_.target, options_.accounts),
      further_log_ins_(engine_, options_.target, options_.accounts) {
  for (const GroupOptions& group : options.groups) {
    groups_.emplace_back().options = group;
    member_count_ += group.rooms * group.members;
  }
}

int Workload::account_of(int member) const {
  return 1 + (options_.people > 0 ? member % options_.people : member);
}

Report Workload::run() {
  if (options_.server_pid > 0) server_empty_ = figures_of_process(options_.server_pid);
  if (options_.mode != Mode::bare) log_in();
  make_members();
  join_all();
  if (options_.server_pid > 0) server_joined_ = figures_of_process(options_.server_pid);
  if (options_.log_ins_at_once > 0) {
    std::vector<int> numbers;
    const int first = options_.log_ins_from > 0 ? options_.log_ins_from : account_of(member_count_);
    for (int i = 0; i < 100; ++i) numbers.push_back(first + i);
    further_log_ins_.begin(numbers, static_cast<std::size_t>(options_.log_ins_at_once), true);
  }
  measure();
  further_log_ins_.end();
  return report(settle());
}

void Workload::log_in() {
  if (!options_.cookies_file.empty()) log_ins_.read_cookies(options_.cookies_file);
  std::vector<int> numbers;
  for (int i = 0; i < member_count_; ++i) {
    const int number = account_of(i);
    if (options_.people > 0 && i >= options_.people) break;
    numbers.push_back(number);
  }
  log_ins_.begin(numbers, kLogInsAtOnce);
  engine_.run_until([this] { return log_ins_.is_done(); }, engine_.now() + kLogInPatience);
  if (!log_ins_.first_fault().empty()) throw std::runtime_error(log_ins_.first_fault());
  if (!options_.cookies_file.empty()) log_ins_.write_cookies(options_.cookies_file);
}

std::vector<Member::Place> Workload::find_places() {
  int wanted = 0;
  for (const Group& group : groups_) wanted += group.options.rooms;
  std::vector<Member::Place> places;
  if (options_.mode == Mode::bare) {
    for (int i = 0; i < wanted; ++i) places.push_back({fmt::format("{}-{}", run_, i), {}});
    return places;
  }
  const Json answer = Json::parse(
      call_over_http(engine_, options_.target, "conversation.list_rooms", "{}", log_ins_.cookie(1)));
  for (const Json& room : answer.at("ok").at("rooms")) {
    const auto id = room.at("conversation_id").get<std::string>();
    places.push_back({"conversation:" + id, id});
  }
  if (static_cast<int>(places.size()) < wanted) {
    throw std::runtime_error(
        fmt::format("the fair has {} open rooms, {} are wanted; `stollen-loadtest fair` writes one with more",
                    places.size(), wanted));
  }
  return places;
}

void Workload::make_members() {
  const std::vector<Member::Place> places = find_places();
  std::size_t place = 0;
  int account = 0;
  for (Group& group : groups_) {
    group.turn.resize(static_cast<std::size_t>(group.options.rooms));
    for (int r = 0; r < group.options.rooms; ++r, ++place) {
      const auto size = static_cast<std::size_t>(group.options.members);
      Room& room =
          group.rooms.emplace_back(options_.mode, run_, static_cast<int>(place), size, group.tally, faults_);
      auto& members = group.members.emplace_back();
      for (std::uint32_t m = 0; m < size; ++m, ++account) {
        const std::string cookie =
            options_.mode == Mode::bare ? std::string{} : log_ins_.cookie(account_of(account));
        members.push_back(std::make_unique<Member>(engine_, options_.target, options_.mode, room,
                                                   places[place], m, cookie, faults_));
      }
      if (group.options.in_flight > 0) {
        room.on_complete = [this, &group, index = static_cast<std::size_t>(r)](SteadyTime now) {
          if (is_speaking_) speak(group, index, now);
        };
      }
    }
  }
}

void Workload::join_all() {
  std::vector<Member*> all;
  for (Group& group : groups_) {
    for (auto& room : group.members) {
      for (auto& member : room) all.push_back(member.get());
    }
  }
  const SteadyTime deadline = engine_.now() + kJoinPatience;
  int opened = 0;
  const auto open_more = [&] {
    while (opened < member_count_ && opened - joined_ < kJoinsAtOnce)
      all[static_cast<std::size_t>(opened++)]->open([this] { ++joined_; });
    return joined_ == member_count_ || faults_.count > 0;
  };
  engine_.run_until(open_more, deadline);
  if (faults_.count > 0) throw std::runtime_error(faults_.first);
  if (joined_ < member_count_)
    throw std::runtime_error(fmt::format("only {} of {} members have joined", joined_, member_count_));
}

void Workload::speak(Group& group, std::size_t room, SteadyTime intended) {
  auto& members = group.members[room];
  members[group.turn[room]++ % members.size()]->send(intended,
                                                     static_cast<std::size_t>(options_.payload_bytes));
}

void Workload::begin_to_speak(Group& group) {
  if (group.options.in_flight > 0) {
    for (int i = 0; i < group.options.in_flight; ++i) {
      for (std::size_t room = 0; room < group.rooms.size(); ++room)
        speak(group, room, std::chrono::steady_clock::now());
    }
  } else if (group.options.rate > 0) {
    pace(group, engine_.now(),
         std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::duration<double>(1 / group.options.rate)));
  }
}

void Workload::pace(Group& group, SteadyTime begin, std::chrono::nanoseconds step) {
  const SteadyTime intended = begin + step * group.due;
  engine_.at(intended, [=, this, &group] {
    if (!is_speaking_) return;
    speak(group, static_cast<std::size_t>(group.due++) % group.rooms.size(), intended);
    pace(group, begin, step);
  });
}

Workload::Measured Workload::now_measured() const {
  return {.at = std::chrono::steady_clock::now(),
          .own_cpu = own_cpu(),
          .server = options_.server_pid > 0 ? figures_of_process(options_.server_pid) : ProcessFigures{}};
}

void Workload::wait(double seconds) {
  const auto length =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
  engine_.run_until([this] { return faults_.count > 0; }, std::chrono::steady_clock::now() + length);
}

void Workload::measure() {
  is_speaking_ = true;
  for (Group& group : groups_) begin_to_speak(group);
  wait(options_.warm_up_seconds);
  for (Group& group : groups_) group.tally = Tally{};
  further_log_ins_.duration = Histogram{};
  begin_ = now_measured();
  wait(options_.seconds);
  end_ = now_measured();
  is_speaking_ = false;
}

bool Workload::settle() {
  const auto is_settled = [this] {
    if (faults_.count > 0) return true;
    return std::ranges::all_of(groups_, [](const Group& group) {
      return std::ranges::all_of(
          group.rooms, [](const Room& room) { return room.in_flight() == 0 && room.unanswered() == 0; });
    });
  };
  // What comes from here on is checked, but no longer measured.
  std::vector<Tally> measured;
  for (Group& group : groups_) measured.push_back(group.tally);
  const bool is_done = engine_.run_until(is_settled, std::chrono::steady_clock::now() + kSettlePatience);
  for (std::size_t i = 0; i < measured.size(); ++i) groups_[i].tally = measured[i];
  return is_done;
}

}  // namespace stollen::load::broadcast
