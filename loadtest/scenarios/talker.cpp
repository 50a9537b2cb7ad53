#include "loadtest/scenarios/talker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "protocol/generated/cpp/conversation.hpp"

namespace stollen::load {

using Json = nlohmann::json;
namespace messages = protocol::conversation;

Talker::Talker(Engine& engine, const RunOptions& options, RunFigures& figures, Totals& totals,
               std::string run, int number)
    : options_(options),
      totals_(totals),
      run_(std::move(run)),
      number_(number),
      user_(engine, options.target_of(number), figures, fmt::format(fmt::runtime(options.account), number),
            options.password, static_cast<std::uint32_t>(number)) {}

void Talker::start(std::function<void()> on_online) {
  user_.start({.on_online = std::move(on_online),
               .on_event =
                   [this](const std::string& stream, std::int64_t n, std::string_view text) {
                     if (room_ != nullptr && stream == room_->stream) saw(n, text);
                   },
               .on_snapshot =
                   [this](const std::string& stream, std::int64_t head, std::optional<std::int64_t> previous,
                          const Json& snapshot) {
                     if (room_ != nullptr && stream == room_->stream) caught_up(head, previous, snapshot);
                   }});
}

void Talker::enter(Room& room) {
  room_ = &room;
  is_follower_ = true;
  user_.follow(room.stream);
}

void Talker::due(SteadyTime intended) {
  waiting_.push_back(intended);
  if (!is_sending_) send();
}

std::uint64_t Talker::missed() const {
  if (!is_follower_) return 0;
  const RoomLedger& truth = room_->truth();
  std::uint64_t count = truth.messages_between(user_.position(room_->stream), truth.head()).size();
  for (const Gap& gap : gaps_) {
    for (const std::int64_t n : truth.messages_between(gap.after, gap.up_to))
      count += gap.seen.contains(n) ? 0 : 1;
  }
  return count;
}

void Talker::pad_with(std::string_view character, std::size_t bytes) {
  padding_ = character;
  message_bytes_ = bytes;
}

void Talker::send() {
  is_sending_ = true;
  const SteadyTime intended = waiting_.front();
  waiting_.pop_front();
  const std::string text = next_text(intended);
  user_.command(messages::SendMessage{.conversation_id = room_->id, .text = text},
                [this, text, intended](const Answer& answer) {
                  is_sending_ = false;
                  if (answer.is_ok()) {
                    totals_.ack.record(std::chrono::steady_clock::now() - intended);
                    room_->ledger.acknowledged(text, answer.ok->at("n").get<std::int64_t>());
                  } else if (totals_.refused++ == 0) {
                    totals_.first_refusal = answer.code;
                  }
                  if (!waiting_.empty()) send();
                });
}

std::string Talker::next_text(SteadyTime intended) {
  std::string text =
      fmt::format("{} {} {} {} ", run_, number_, sequence_++, intended.time_since_epoch().count());
  while (text.size() + padding_.size() <= message_bytes_) text += padding_;
  ++totals_.sent;
  return text;
}

void Talker::say(SteadyTime intended, std::function<void(const Answer&)> done) {
  const std::string text = next_text(intended);
  user_.command_once(messages::SendMessage{.conversation_id = room_->id, .text = text},
                     [this, text, intended, done = std::move(done)](const Answer& answer) {
                       if (answer.is_ok()) {
                         totals_.ack.record(std::chrono::steady_clock::now() - intended);
                         room_->ledger.acknowledged(text, answer.ok->at("n").get<std::int64_t>());
                       } else if (!answer.is_busy && totals_.refused++ == 0) {
                         totals_.first_refusal = answer.code;
                       }
                       done(answer);
                     });
}

void Talker::saw(std::int64_t n, std::string_view frame) {
  const std::string_view text = room_->ledger.saw(n, frame);
  if (text.empty()) return;
  ++totals_.delivered;
  if (!is_measured_) return;
  const auto took = time_since(word_of(text, 3));
  totals_.delivery.record(took);
  int sender = 0;
  const std::string_view user = word_of(text, 1);
  std::from_chars(user.data(), user.data() + user.size(), sender);
  if (options_.node_of(sender) != options_.node_of(number_)) totals_.delivery_to_other_node.record(took);
}

void Talker::caught_up(std::int64_t head, std::optional<std::int64_t> previous, const Json& snapshot) {
  if (!previous) return;  // the beginning: what was before does not concern this run
  gaps_.push_back({*previous, head, {}});
  take_history(gaps_.size() - 1, snapshot.at("messages"), snapshot.at("has_more").get<bool>());
}

void Talker::take_history(std::size_t gap, const Json& page, bool has_more) {
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

}  // namespace stollen::load
