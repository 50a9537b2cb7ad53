#include "loadtest/broadcast/member.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "loadtest/command_id.hpp"
#include "loadtest/http_reply.hpp"
#include "protocol/cpp/envelope.hpp"

namespace stollen::load::broadcast {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

// RFC 6455 section 1.3 has this key as the example.
constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view kAnswer = R"({"re":")";
constexpr auto kJoinAgainAfter = 100ms;

template <class Number>
Number number_from(std::string_view text, std::size_t at) {
  Number value{};
  if (at < text.size()) std::from_chars(text.data() + at, text.data() + text.size(), value);
  return value;
}

/// 0 when the key is absent.
std::int64_t number_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  return at == std::string_view::npos ? 0 : number_from<std::int64_t>(text, at + key.size());
}

}  // namespace

Member::Member(Engine& engine, const Target& target, Mode mode, Room& room, Place place, std::uint32_t number,
               std::string cookie, Faults& faults)
    : engine_(engine),
      target_(target),
      mode_(mode),
      room_(room),
      place_(std::move(place)),
      number_(number),
      cookie_(std::move(cookie)),
      faults_(faults),
      socket_(engine, target,
              {.on_open = [this] { send_upgrade(); },
               .on_data = [this](std::string_view bytes) { return on_data(bytes); },
               .on_close = [this] { fault("the connection was lost"); }}) {}

void Member::open(std::function<void()> on_joined) {
  on_joined_ = std::move(on_joined);
  socket_.open();
}

void Member::send_upgrade() {
  socket_.send(fmt::format(
      "GET /socket HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\n{}Upgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\nSec-WebSocket-Protocol: jobfair.1\r\n\r\n",
      target_.origin.substr(target_.origin.find("//") + 2), target_.origin,
      cookie_.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie_), kKey));
}

void Member::send_text(std::string_view text) {
  outgoing_.clear();
  append_frame(outgoing_, Opcode::text, text);
  socket_.send(outgoing_);
}

void Member::send(SteadyTime intended, std::size_t payload_bytes) {
  const std::uint64_t sequence = ++sequence_;
  payload_bytes_ = payload_bytes;
  room_.sends(number_, sequence, intended);
  if (mode_ == Mode::bare) return send_text(room_.payload(number_, sequence, payload_bytes));
  send_command(sequence);
}

void Member::send_command(std::uint64_t sequence) {
  // The payload is plain ASCII without quotes, so it needs no escaping.
  const std::string with =
      mode_ == Mode::hint ? fmt::format(R"({{"conversation_id":"{}"}})", place_.conversation_id)
                          : fmt::format(R"({{"conversation_id":"{}","text":"{}"}})", place_.conversation_id,
                                        room_.payload(number_, sequence, payload_bytes_));
  std::string command;
  protocol::write_command(command, command_id(fmt::format("{}-{}-{}", room_.id_prefix(), number_, sequence)),
                          mode_ == Mode::hint ? "conversation.type" : "conversation.send_message", with);
  send_text(command);
}

std::size_t Member::on_data(std::string_view bytes) {
  std::size_t used = 0;
  if (state_ == State::upgrading) {
    used = on_upgraded(bytes);
    if (used == 0) return 0;
  }
  const SteadyTime now = std::chrono::steady_clock::now();
  ++room_.tally().reads;
  while (used < bytes.size()) {
    std::string_view rest = bytes.substr(used);
    std::size_t size = 0;
    if (state_ == State::live && room_.take_known(position_, rest, now, size)) {
      ++position_;
      used += size;
      continue;
    }
    try {
      const auto frame = parse_frame(rest);
      if (!frame) break;
      used += frame->size;
      on_frame(*frame, rest.substr(0, frame->size), now);
    } catch (const std::exception& error) {
      fault(error.what());
      return bytes.size();
    }
  }
  return used;
}

std::size_t Member::on_upgraded(std::string_view bytes) {
  const auto reply = parse_http_reply(bytes);
  if (!reply) return 0;
  if (reply->status != 101) {
    fault(fmt::format("the upgrade was answered {}", reply->status), reply->body);
    return bytes.size();
  }
  state_ = mode_ == Mode::bare ? State::joining : State::greeting;
  if (mode_ == Mode::bare) join();
  return reply->size;
}

void Member::on_frame(const ServerWebSocketFrame& frame, std::string_view whole, SteadyTime now) {
  if (frame.opcode == Opcode::ping) {
    outgoing_.clear();
    append_frame(outgoing_, Opcode::pong, frame.payload);
    return socket_.send(outgoing_);
  }
  if (frame.opcode != Opcode::text) {
    return fault(fmt::format("got opcode {}", static_cast<int>(frame.opcode)), frame.payload);
  }
  switch (state_) {
    case State::upgrading: return;
    case State::greeting: return on_greeting(frame.payload);
    case State::joining: return on_join_answer(frame.payload);
    case State::live: return on_live_text(frame.payload, whole, now);
  }
}

void Member::on_greeting(std::string_view text) {
  const Json hello = Json::parse(text);
  if (!hello.at("data").contains("person_id")) return fault("is not logged in", text);
  room_.knows_person(number_, hello.at("data").at("person_id").get<std::string>());
  state_ = State::joining;
  join();
}

void Member::join() {
  if (mode_ == Mode::bare) return send_text("JOIN " + place_.stream);
  std::string command;
  protocol::write_command(command, "join", "session.join",
                          fmt::format(R"({{"streams":[{{"stream":"{}"}}]}})", place_.stream));
  send_text(command);
}

void Member::on_join_answer(std::string_view text) {
  if (mode_ == Mode::bare) return text == "OK" ? go_live() : fault("could not join", text);
  if (!text.starts_with(kAnswer)) return;  // a heartbeat
  const Json answer = Json::parse(text);
  if (answer.contains("error")) {
    if (answer.at("error").at("class") != "busy") return fault("could not join", text);
    return engine_.after(kJoinAgainAfter, [this] { join(); });
  }
  const Json& joined = answer.at("ok").at("streams").at(0);
  if (joined.at("outcome") != "reset") return fault("could not join", text.substr(0, 200));
  room_.starts_after(joined.at("head").get<std::int64_t>());
  go_live();
}

void Member::go_live() {
  state_ = State::live;
  on_joined_();
}

void Member::on_live_text(std::string_view text, std::string_view whole, SteadyTime now) {
  if (text.starts_with(kAnswer)) return on_answer(text, now);
  if (text.starts_with(R"({"on":"session.)")) return;  // heartbeats
  room_.take_new(position_++, whole, text, now);
}

void Member::on_answer(std::string_view text, SteadyTime now) {
  const bool is_done = text.find(R"(,"ok":)") != std::string_view::npos;
  const bool is_busy = !is_done && text.find(R"("class":"busy")") != std::string_view::npos;
  if (!is_done && !is_busy) return fault("a command was refused", text);
  if (mode_ == Mode::hint)
    return is_done ? room_.take_own(position_++, number_, now) : fault("a hint was refused", text);
  const std::string_view cid = text.substr(kAnswer.size(), text.find('"', kAnswer.size()) - kAnswer.size());
  const auto sequence = number_from<std::uint64_t>(cid, cid.rfind('-') + 1);
  if (is_done) return room_.acknowledged(number_, sequence, number_after(text, R"("n":)"), now);
  room_.is_delayed(number_, sequence);
  engine_.after(
      std::chrono::milliseconds(std::max<std::int64_t>(number_after(text, R"("retry_after_ms":)"), 1)),
      [this, sequence] { send_command(sequence); });
}

void Member::fault(std::string_view what, std::string_view text) {
  faults_.add(fmt::format("member {} of {}: {} {}", number_, place_.stream, what, text));
}

}  // namespace stollen::load::broadcast
