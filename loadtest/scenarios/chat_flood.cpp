// Many people in few rooms talk at a steady rate. Everybody must see everything once and in order, whatever
// happens to the server meanwhile.
#include <fmt/color.h>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "loadtest/scenario.hpp"
#include "loadtest/scenarios/room_ledger.hpp"
#include "loadtest/virtual_user.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/streams.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;
namespace messages = protocol::conversation;

constexpr std::size_t kMessageBytes = 120;
constexpr auto kLogInPatience = 120s;
constexpr auto kQuiesce = 60s;

struct Room {
  protocol::ConversationId id;
  std::string stream;
  RoomLedger ledger;
};

struct Totals {
  Histogram ack, delivery;
  std::uint64_t sent = 0, delivered = 0, refused = 0;
  std::string first_refusal;
};

/// A range that a member learned from history instead of events, since it was told `reset`.
struct Gap {
  std::int64_t after = 0, up_to = 0;
  std::set<std::int64_t> seen;
};

/// One person: sends its next message when the last one is acknowledged and its time has come.
class Talker {
 public:
  Talker(Engine& engine, const RunOptions& options, RunFigures& figures, Totals& totals, std::string run,
         int number)
      : engine_(engine),
        totals_(totals),
        run_(std::move(run)),
        number_(number),
        user_(engine, options.target, figures, fmt::format(fmt::runtime(options.account), number),
              options.password, static_cast<std::uint32_t>(number)) {}

  void start(std::function<void()> on_online) {
    user_.start(
        {.on_online = std::move(on_online),
         .on_event = [this](const std::string&, std::int64_t n, std::string_view text) { saw(n, text); },
         .on_snapshot = [this](const std::string&, std::int64_t head, std::optional<std::int64_t> previous,
                               const Json& snapshot) { caught_up(head, previous, snapshot); }});
  }
  void enter(Room& room) {
    room_ = &room;
    user_.follow(room.stream);
  }
  void due() {
    waiting_.push_back(engine_.now());
    if (!is_sending_) send();
  }
  [[nodiscard]] bool is_done() const {
    return waiting_.empty() && !is_sending_ && user_.is_online() && user_.unanswered() == 0;
  }
  [[nodiscard]] bool is_level() const {
    return user_.is_online() && user_.position(room_->stream) >= room_->ledger.head();
  }
  [[nodiscard]] std::size_t unanswered() const { return waiting_.size() + (is_sending_ ? 1 : 0); }
  /// Messages of the room that this member never saw.
  [[nodiscard]] std::uint64_t missed() const {
    std::uint64_t count =
        room_->ledger.messages_between(user_.position(room_->stream), room_->ledger.head()).size();
    for (const Gap& gap : gaps_) {
      for (const std::int64_t n : room_->ledger.messages_between(gap.after, gap.up_to))
        count += gap.seen.contains(n) ? 0 : 1;
    }
    return count;
  }
  VirtualUser& user() { return user_; }

 private:
  void send() {
    is_sending_ = true;
    const SteadyTime intended = waiting_.front();
    waiting_.pop_front();
    std::string text =
        fmt::format("{} {} {} {} ", run_, number_, sequence_++, intended.time_since_epoch().count());
    text.resize(std::max(text.size(), kMessageBytes), 'x');
    ++totals_.sent;
    user_.command(messages::SendMessage{.conversation_id = room_->id, .text = text},
                  [this, text, intended](const Answer& answer) {
                    is_sending_ = false;
                    if (answer.is_ok()) {
                      totals_.ack.record(engine_.now() - intended);
                      room_->ledger.acknowledged(text, answer.ok->at("n").get<std::int64_t>());
                    } else if (totals_.refused++ == 0) {
                      totals_.first_refusal = answer.code;
                    }
                    if (!waiting_.empty()) send();
                  });
  }

  void saw(std::int64_t n, std::string_view frame) {
    const std::string_view text = room_->ledger.saw(n, frame);
    if (text.empty()) return;
    ++totals_.delivered;
    // "RUN USER SEQUENCE SENT …"
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) at = text.find(' ', at) + 1;
    const auto sent = std::strtoll(text.data() + at, nullptr, 10);
    totals_.delivery.record(std::chrono::nanoseconds(engine_.now().time_since_epoch().count() - sent));
  }

  void caught_up(std::int64_t head, std::optional<std::int64_t> previous, const Json& snapshot) {
    if (!previous) return;  // the beginning: what was before does not concern this run
    gaps_.push_back({*previous, head, {}});
    take_history(gaps_.size() - 1, snapshot.at("messages"), snapshot.at("has_more").get<bool>());
  }

  void take_history(std::size_t gap, const Json& page, bool has_more) {
    std::int64_t oldest = 0;
    for (const Json& message : page) {
      const auto n = message.at("n").get<std::int64_t>();
      if (oldest == 0) oldest = n;
      if (n <= gaps_[gap].after) continue;
      room_->ledger.saw_in_history(message);
      gaps_[gap].seen.insert(n);
    }
    if (!has_more || oldest <= gaps_[gap].after + 1) return;
    user_.command(messages::ListMessages{.conversation_id = room_->id, .before_n = oldest, .limit = 100},
                  [this, gap](const Answer& answer) {
                    if (answer.is_ok())
                      take_history(gap, answer.ok->at("messages"), answer.ok->at("has_more").get<bool>());
                  });
  }

  Engine& engine_;
  Totals& totals_;
  const std::string run_;
  const int number_;
  VirtualUser user_;
  Room* room_ = nullptr;
  std::deque<SteadyTime> waiting_;
  bool is_sending_ = false;
  std::uint64_t sequence_ = 0;
  std::vector<Gap> gaps_;
};

class ChatFlood {
 public:
  explicit ChatFlood(const RunOptions& options)
      : options_(options),
        run_(fmt::format("lt{:08x}", std::random_device{}())),
        users_(options.users > 0 ? options.users : 200),
        rooms_wanted_(options.rooms > 0 ? options.rooms : 1),
        seconds_(options.seconds > 0 ? options.seconds : 60),
        rate_(options.rate > 0 ? options.rate : std::min(100.0, 0.5 * users_)) {
    for (int i = 1; i <= users_; ++i) {
      talkers_.push_back(std::make_unique<Talker>(engine_, options_, figures_, totals_, run_, i));
    }
  }

  Report run() {
    log_in();
    find_rooms();
    join();
    const SteadyTime begin = engine_.now();
    talk(begin);
    const bool is_settled = settle();
    return report(is_settled, begin);
  }

 private:
  void log_in() {
    for (auto& talker : talkers_) talker->start([this] { ++online_; });
    const bool all = wait([this] { return online_ == users_ || figures_.protocol_faults > 0; },
                          kLogInPatience, "logging in");
    if (figures_.protocol_faults > 0) throw std::runtime_error(figures_.first_fault);
    if (!all)
      throw std::runtime_error(fmt::format("only {} of {} users are logged in after {} s", online_, users_,
                                           kLogInPatience.count()));
  }

  void find_rooms() {
    bool has_answer = false;
    talkers_.front()->user().command(messages::ListRooms{}, [&](const Answer& answer) {
      has_answer = true;
      if (!answer.is_ok()) return;
      for (const Json& room : answer.ok->at("rooms")) {
        if (static_cast<int>(rooms_.size()) == rooms_wanted_) break;
        const auto id = *protocol::ConversationId::parse(room.at("conversation_id").get<std::string>());
        rooms_.push_back({id, protocol::ConversationStream::name(id), RoomLedger(run_)});
      }
    });
    wait([&] { return has_answer; }, 30s, "finding rooms");
    if (static_cast<int>(rooms_.size()) < rooms_wanted_) {
      throw std::runtime_error(
          fmt::format("the fair has {} open rooms; use --rooms {} at most", rooms_.size(), rooms_.size()));
    }
  }

  void join() {
    for (std::size_t i = 0; i < talkers_.size(); ++i) talkers_[i]->enter(rooms_[i % rooms_.size()]);
    const bool all = wait(
        [this] {
          return std::ranges::all_of(talkers_, [](const auto& talker) { return talker->user().is_online(); });
        },
        60s, "joining");
    if (!all) throw std::runtime_error("not all users could join their room");
    // One round trip behind the joins, so that all positions are known before the first message.
    std::size_t answered = 0;
    for (auto& talker : talkers_)
      talker->user().command(messages::ListRooms{}, [&answered](const Answer&) { ++answered; });
    wait([&] { return answered == talkers_.size(); }, 60s, "joining");
  }

  void talk(SteadyTime begin) {
    const auto step =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / rate_));
    const auto count = static_cast<std::int64_t>(rate_ * seconds_);
    schedule(begin, step, 0, count);
    wait([this, count] { return scheduled_ == count; }, std::chrono::seconds(seconds_) + 5s, "talking");
  }

  void schedule(SteadyTime begin, std::chrono::nanoseconds step, std::int64_t index, std::int64_t count) {
    if (index == count) return;
    engine_.at(begin + step * index, [=, this] {
      talkers_[static_cast<std::size_t>(index) % talkers_.size()]->due();
      ++scheduled_;
      schedule(begin, step, index + 1, count);
    });
  }

  bool settle() {
    return wait(
        [this] {
          return std::ranges::all_of(
              talkers_, [](const auto& talker) { return talker->is_done() && talker->is_level(); });
        },
        kQuiesce, "waiting for the last message");
  }

  bool wait(const std::function<bool()>& is_done, std::chrono::nanoseconds patience, std::string_view doing) {
    const SteadyTime deadline = engine_.now() + patience;
    while (!is_done()) {
      if (engine_.now() >= deadline) return false;
      engine_.run_until(is_done, std::min(deadline, engine_.now() + 1s));
      progress(doing);
    }
    return true;
  }

  void progress(std::string_view doing) {
    if (!options_.shows_progress) return;
    const auto millis = [](std::chrono::microseconds time) {
      return static_cast<double>(time.count()) / 1000;
    };
    fmt::print(stderr,
               "{:<30} {:>5} online  {:>8} sent  {:>10} delivered  ack p99 {:>7.1f} ms  delivery p99 "
               "{:>7.1f} ms  {:>4} reconnects  {:>3} faults\n",
               doing,
               std::ranges::count_if(talkers_, [](const auto& talker) { return talker->user().is_online(); }),
               totals_.sent, totals_.delivered, millis(totals_.ack.percentile(0.99)),
               millis(totals_.delivery.percentile(0.99)), figures_.reconnects, figures_.protocol_faults);
  }

  Report report(bool is_settled, SteadyTime begin) {
    const auto elapsed = std::chrono::duration<double>(engine_.now() - begin).count();
    RoomLedger::Verdict sum;
    std::uint64_t missed = 0, unanswered = 0;
    for (const Room& room : rooms_) {
      const auto verdict = room.ledger.judge();
      sum.messages += verdict.messages;
      sum.acknowledged += verdict.acknowledged;
      sum.lost += verdict.lost;
      sum.doubled += verdict.doubled;
      sum.out_of_order += verdict.out_of_order;
      sum.different += verdict.different;
    }
    for (const auto& talker : talkers_) {
      missed += talker->missed();
      unanswered += talker->unanswered();
    }
    Report report("chat_flood");
    report.number("users", users_);
    report.number("rooms", rooms_wanted_);
    report.number("seconds", seconds_);
    report.number("rate", rate_);
    report.number("sent", static_cast<double>(totals_.sent));
    report.number("acknowledged", static_cast<double>(sum.acknowledged));
    report.number("delivered", static_cast<double>(totals_.delivered));
    report.number("deliveries_per_second", static_cast<double>(totals_.delivered) / elapsed);
    report.number("lost", static_cast<double>(sum.lost + missed));
    report.number("doubled", static_cast<double>(sum.doubled));
    report.number("out_of_order", static_cast<double>(sum.out_of_order));
    report.number("different", static_cast<double>(sum.different));
    report.number("unanswered", static_cast<double>(unanswered));
    report.number("refused", static_cast<double>(totals_.refused));
    report.latencies("ack", totals_.ack);
    report.latencies("delivery", totals_.delivery);
    report.number("reconnects", static_cast<double>(figures_.reconnects));
    report.number("replays", static_cast<double>(figures_.replays));
    report.number("resets", static_cast<double>(figures_.resets));
    report.number("generator_busy", engine_.take_busy_share());
    report.require(is_settled, "not everybody had seen everything within 60 s after the last message");
    report.require(sum.acknowledged > 0, "nothing was acknowledged");
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
    report.require(
        figures_.protocol_faults == 0,
        fmt::format("{} protocol faults; the first: {}", figures_.protocol_faults, figures_.first_fault));
    return report;
  }

  const RunOptions& options_;
  Engine engine_;
  RunFigures figures_;
  Totals totals_;
  const std::string run_;
  const int users_, rooms_wanted_, seconds_;
  const double rate_;
  std::deque<Room> rooms_;
  std::vector<std::unique_ptr<Talker>> talkers_;
  int online_ = 0;
  std::int64_t scheduled_ = 0;
};

}  // namespace

Report run_chat_flood(const RunOptions& options) {
  return ChatFlood(options).run();
}

}  // namespace stollen::load
