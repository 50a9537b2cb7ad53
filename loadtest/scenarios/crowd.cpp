#include "loadtest/scenarios/crowd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <stdexcept>

#include "loadtest/http_exchange.hpp"
#include "loadtest/log_ins.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/streams.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;
namespace messages = protocol::conversation;

/// A password's hash is slow on purpose.
constexpr auto kLogInPatience = 120s;
constexpr auto kLogInPatienceEach = 200ms;
constexpr std::size_t kLogInsAtOnce = 8;
std::string random_mark() {
  return fmt::format("lt{:08x}", std::random_device{}());
}

}  // namespace

Crowd::Crowd(const RunOptions& options, const CrowdSize& usual)
    : options_(options),
      run_(options.shared != nullptr ? options.shared->mark() : random_mark()),
      size_{.users = options.users > 0 ? options.users : usual.users,
            .rooms = options.rooms > 0 ? options.rooms : usual.rooms,
            .seconds = options.seconds > 0 ? options.seconds : usual.seconds,
            .rate = options.rate > 0 ? options.rate : usual.rate} {
  if (size_.users < threads()) {
    throw std::runtime_error(
        fmt::format("--shards-of-load: {} threads cannot share {} users", threads(), size_.users));
  }
  const int first = options_.first_account + before_part_of(size_.users);
  for (int i = 0; i < part_of(size_.users); ++i)
    talkers_.push_back(std::make_unique<Talker>(engine_, options_, figures_, totals_, run_, first + i));
  speakers_ = talkers_.size();
}

void Crowd::let_speak(std::size_t first, std::size_t count) {
  first_speaker_ = first;
  speakers_ = count;
}

void Crowd::log_in() {
  for (auto& talker : talkers_) talker->start([this] { ++online_first_; });
  require_logged_in(wait([this] { return online_first_ == talkers_.size() || figures_.protocol_faults > 0; },
                         kLogInPatience + kLogInPatienceEach * size_.users, "logging in"));
}

void Crowd::log_in_as(int accounts) {
  LogIns log_ins(engine_, options_.target, {.pattern = options_.account, .password = options_.password});
  accounts = std::clamp(accounts, threads(), size_.users);
  std::vector<int> numbers(static_cast<std::size_t>(part_of(accounts)));
  std::iota(numbers.begin(), numbers.end(), options_.first_account + before_part_of(accounts));
  log_ins.begin(numbers, kLogInsAtOnce);
  wait([&] { return log_ins.is_done(); }, kLogInPatience + kLogInPatienceEach * accounts, "logging in");
  // In waves: a listener's backlog is no place for thousands.
  std::size_t opened = 0;
  const bool all = wait(
      [&] {
        for (; opened < talkers_.size() && opened - online_first_ < 200; ++opened) {
          talkers_[opened]->user().use_cookie(log_ins.cookie(numbers[opened % numbers.size()]));
          talkers_[opened]->start([this] { ++online_first_; });
        }
        return online_first_ == talkers_.size() || figures_.protocol_faults > 0;
      },
      kLogInPatience, "opening sockets");
  require_logged_in(all);
}

void Crowd::require_logged_in(bool all) {
  if (figures_.protocol_faults > 0) throw std::runtime_error(figures_.first_fault);
  if (!all)
    throw std::runtime_error(
        fmt::format("only {} of {} users are logged in", online_first_, talkers_.size()));
}

void Crowd::find_rooms() {
  const Json answer = Json::parse(call_over_http(engine_, options_.target, "conversation.list_rooms", "{}",
                                                 talkers_.front()->user().cookie()));
  int number = 0;
  for (const Json& room : answer.at("ok").at("rooms")) {
    if (++number < options_.first_room) continue;
    if (static_cast<int>(rooms_.size()) == size_.rooms) break;
    const auto id = *protocol::ConversationId::parse(room.at("conversation_id").get<std::string>());
    rooms_.push_back(
        {.id = id, .stream = protocol::ConversationStream::name(id), .ledger = RoomLedger(run_)});
  }
  if (static_cast<int>(rooms_.size()) < size_.rooms)
    throw std::runtime_error(
        fmt::format("the fair has {} open rooms; from number {} on, use --rooms {} at most", number,
                    options_.first_room, rooms_.size()));
}

void Crowd::join() {
  join(0, talkers_.size());
  meet();
}

void Crowd::join(std::size_t first, std::size_t count) {
  // In waves, and until all positions are known: what is said before is no part of what a member must see.
  std::size_t entered = 0, joined = 0;
  const bool all = wait(
      [&] {
        for (; entered < count && entered - joined < 200; ++entered)
          talkers_[first + entered]->enter(rooms_[entered % rooms_.size()]);
        while (joined < entered && talkers_[first + joined]->has_entered()) ++joined;
        return joined == count;
      },
      120s, "joining");
  if (!all) throw std::runtime_error("not all users could join their room");
}

void Crowd::begin_to_talk(double rate) {
  meet();
  talk_began_ = std::chrono::steady_clock::now();
  // The threads speak in turn, as the users of one do.
  const auto step =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / rate));
  schedule(talk_began_ + step * options_.shard, step * threads(), 0, ++talking_);
}

void Crowd::stop_talking() {
  ++talking_;
}

void Crowd::schedule(SteadyTime begin, std::chrono::nanoseconds step, std::int64_t index,
                     std::uint64_t generation) {
  const SteadyTime intended = begin + step * index;
  engine_.at(intended, [=, this] {
    if (generation != talking_) return;
    talkers_[first_speaker_ + static_cast<std::size_t>(index) % speakers_]->due(intended);
    schedule(begin, step, index + 1, generation);
  });
}

void Crowd::talk(const std::function<void()>& meanwhile) {
  begin_to_talk(size_.rate);
  const SteadyTime end = std::chrono::steady_clock::now() + std::chrono::seconds(size_.seconds);
  wait(
      [&] {
        if (meanwhile) meanwhile();
        return engine_.now() >= end;
      },
      std::chrono::seconds(size_.seconds) + 5s, "talking");
  stop_talking();
}

bool Crowd::settle(std::chrono::seconds patience) {
  const auto all = [this](const auto& is_so) {
    return [this, is_so] { return std::ranges::all_of(talkers_, is_so); };
  };
  constexpr std::string_view kDoing = "waiting for the last message";
  if (options_.shared != nullptr) {
    // What is the last message is known when all have sent theirs.
    wait(all([](const auto& talker) { return talker->is_done(); }), patience, kDoing);
    for (std::size_t i = 0; i < rooms_.size(); ++i) options_.shared->raise_head(i, rooms_[i].ledger.head());
    meet();
    for (std::size_t i = 0; i < rooms_.size(); ++i) rooms_[i].ledger.reaches(options_.shared->head(i));
  }
  return wait(all([](const auto& talker) { return talker->is_done() && talker->is_level(); }), patience,
              kDoing);
}

std::size_t Crowd::online() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(talkers_, [](const auto& talker) { return talker->is_online(); }));
}

bool Crowd::wait(const std::function<bool()>& is_done, std::chrono::nanoseconds patience,
                 std::string_view doing) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
  while (!is_done()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    engine_.run_until(is_done, std::min(deadline, std::chrono::steady_clock::now() + 1s));
    progress(doing);
  }
  return true;
}

void Crowd::wait_for(std::chrono::nanoseconds time, std::string_view doing) {
  wait([] { return false; }, time, doing);
}

void Crowd::progress(std::string_view doing) {
  if (!options_.shows_progress) return;
  const auto millis = [](std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1000; };
  fmt::print(
      stderr,
      "{:<30} {:>5} online  {:>8} sent  {:>10} delivered  ack p99 {:>7.1f} ms  delivery p99 {:>7.1f} ms  "
      "{:>4} reconnects  {:>3} faults  {}\n",
      doing, online(), totals_.sent, totals_.delivered, millis(totals_.ack.percentile(0.99)),
      millis(totals_.delivery.percentile(0.99)), figures_.reconnects, figures_.protocol_faults,
      also_tell ? also_tell() : std::string{});
}

}  // namespace stollen::load
