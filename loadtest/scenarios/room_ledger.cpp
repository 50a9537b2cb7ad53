#include "loadtest/scenarios/room_ledger.hpp"

#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace stollen::load {
namespace {

using Json = nlohmann::json;

}  // namespace

std::string_view word_of(std::string_view text, int index) {
  for (; index > 0; --index) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {};
    text.remove_prefix(space + 1);
  }
  return text.substr(0, text.find(' '));
}

std::chrono::nanoseconds time_since(std::string_view word) {
  std::chrono::nanoseconds::rep then = 0;
  std::from_chars(word.data(), word.data() + word.size(), then);
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch().count() - then);
}

RoomLedger::Event& RoomLedger::learn(std::int64_t n, Event event) {
  const auto [found, is_new] = events_.try_emplace(n, std::move(event));
  if (!is_new) {
    // `event` was not moved from when the key was there.
    if (found->second.message_id != event.message_id || found->second.text != event.text)
      ++different_;                                                                 // NOLINT
    if (found->second.frame.empty()) found->second.frame = std::move(event.frame);  // NOLINT
  }
  return found->second;
}

std::string_view RoomLedger::saw(std::int64_t n, std::string_view frame_text) {
  const auto known = events_.find(n);
  Event* event = nullptr;
  if (known != events_.end() && known->second.frame == frame_text) {
    event = &known->second;
  } else {
    const Json frame = Json::parse(frame_text);
    Event seen{.frame = std::string(frame_text), .message_id = {}, .text = {}};
    if (frame.at("on") == "conversation.message") {
      const Json& message = frame.at("data").at("message");
      seen.message_id = message.at("message_id").get<std::string>();
      seen.text = message.at("text").get<std::string>();
    }
    event = &learn(n, std::move(seen));
  }
  return event->text.starts_with(run_) ? std::string_view(event->text) : std::string_view{};
}

void RoomLedger::saw_in_history(const Json& message) {
  learn(message.at("n").get<std::int64_t>(), {.frame = {},
                                              .message_id = message.at("message_id").get<std::string>(),
                                              .text = message.at("text").get<std::string>()});
}

void RoomLedger::acknowledged(const std::string& text, std::int64_t n) {
  acknowledged_[text] = n;
}

void RoomLedger::add(const RoomLedger& other) {
  for (const auto& [n, event] : other.events_) learn(n, event);
  for (const auto& [text, n] : other.acknowledged_) acknowledged_[text] = n;
  different_ += other.different_;
}

RoomLedger::Verdict RoomLedger::judge() const {
  Verdict verdict{.acknowledged = acknowledged_.size(), .different = different_};
  std::map<std::string_view, int> times;
  std::map<std::string, long> newest;  // sender -> number of its newest message
  for (const auto& [n, event] : events_) {
    if (!event.text.starts_with(run_)) continue;
    // "RUN USER SEQUENCE …"; the sent time and the padding follow
    const std::size_t user_end = event.text.find(' ', run_.size() + 1);
    const std::string user = event.text.substr(0, user_end);
    const long sequence = std::strtol(event.text.c_str() + user_end, nullptr, 10);
    ++verdict.messages;
    if (++times[event.text] > 1) ++verdict.doubled;
    auto& last = newest.try_emplace(user, -1).first->second;
    if (sequence <= last) ++verdict.out_of_order;
    last = sequence;
  }
  for (const auto& [text, n] : acknowledged_) {
    const auto found = events_.find(n);
    if (found == events_.end() || found->second.text != text) ++verdict.lost;
  }
  return verdict;
}

std::vector<std::int64_t> RoomLedger::messages_between(std::int64_t after, std::int64_t up_to) const {
  std::vector<std::int64_t> numbers;
  for (auto at = events_.upper_bound(after); at != events_.end() && at->first <= up_to; ++at) {
    if (!at->second.message_id.empty()) numbers.push_back(at->first);
  }
  return numbers;
}

}  // namespace stollen::load
