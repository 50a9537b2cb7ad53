#include "loadtest/virtual_user.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "loadtest/command_id.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

// RFC 6455 section 1.3 has this key and its answer as the example.
constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
constexpr int kMostTimesUnknown = 20;

/// Text between a key and the next quote, without parsing the frame; frames begin with their envelope.
std::string_view quoted_after(std::string_view text, std::string_view key) {
  const std::size_t at = text.substr(0, 256).find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + key.size();
  return text.substr(begin, text.find('"', begin) - begin);
}

}  // namespace

VirtualUser::VirtualUser(Engine& engine, const Target& target, RunFigures& figures, std::string email,
                         std::string password, std::uint32_t seed)
    : engine_(engine),
      target_(target),
      figures_(figures),
      email_(std::move(email)),
      password_(std::move(password)),
      socket_(engine, target,
              {.on_open = [this] { on_open(); },
               .on_data = [this](std::string_view bytes) { return on_data(bytes); },
               .on_close = [this] { on_lost(); }}),
      run_(std::random_device{}()),
      random_(seed + 1) {}

void VirtualUser::start(Handlers handlers) {
  handlers_ = std::move(handlers);
  connect();
}

void VirtualUser::stop() {
  ++generation_;
  state_ = State::idle;
  socket_.close();
}

std::int64_t VirtualUser::position(const std::string& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second.last.value_or(0);
}

void VirtualUser::connect() {
  ++generation_;
  state_ = cookie_.empty() ? State::logging_in : State::upgrading;
  ++figures_.connects;
  socket_.open();
}

void VirtualUser::on_open() {
  if (state_ == State::upgrading) return send_upgrade();
  const std::string body = Json{{"email", email_}, {"password", password_}}.dump();
  socket_.send(
      fmt::format("POST /api/v1/account.log_in HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\n"
                  "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                  target_.origin.substr(target_.origin.find("//") + 2), target_.origin, body.size(), body));
}

void VirtualUser::send_upgrade() {
  socket_.send(
      fmt::format("GET /socket HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nCookie: {}\r\nUpgrade: websocket\r\n"
                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n"
                  "Sec-WebSocket-Protocol: jobfair.1\r\n\r\n",
                  target_.origin.substr(target_.origin.find("//") + 2), target_.origin, cookie_, kKey));
}

std::size_t VirtualUser::on_data(std::string_view bytes) {
  std::size_t used = 0;
  const std::uint64_t generation = generation_;
  while (used < bytes.size()) {
    if (state_ == State::logging_in || state_ == State::upgrading) {
      const std::size_t taken = on_http(bytes.substr(used));
      if (taken == 0 || generation != generation_) return used + taken;
      used += taken;
      continue;
    }
    try {
      const auto frame = parse_frame(bytes.substr(used));
      if (!frame) return used;
      used += frame->size;
      on_frame(*frame);
    } catch (const std::exception& error) {
      figures_.fault(fmt::format("{}: {}", email_, error.what()));
      on_lost();
    }
    if (generation != generation_) return used;
  }
  return used;
}

std::size_t VirtualUser::on_http(std::string_view bytes) {
  const auto reply = parse_http_reply(bytes);
  if (!reply) return 0;
  if (state_ == State::upgrading && reply->status == 101) {
    if (reply->header("sec-websocket-accept") != kAccept) figures_.fault("wrong Sec-WebSocket-Accept");
    state_ = State::joining;
    join_all();
  } else if (state_ == State::logging_in) {
    on_log_in(*reply);
  } else {
    if (reply->status == 401) cookie_.clear();
    if (reply->status < 500 && reply->status != 429 && reply->status != 401) {
      figures_.fault(fmt::format("{}: the upgrade was answered {} {}", email_, reply->status,
                                 reply->body.substr(0, 200)));
    }
    on_lost(500ms);
  }
  return reply->size;
}

void VirtualUser::on_log_in(const HttpReply& reply) {
  if (reply.status == 200) {
    const std::string_view set = reply.header("set-cookie");
    cookie_ = set.substr(0, set.find(';'));
    state_ = State::upgrading;
    send_upgrade();
    return;
  }
  if (reply.status == 503 || reply.status == 429) {
    ++figures_.refused_log_ins;
    return on_lost(200ms);
  }
  figures_.fault(
      fmt::format("log-in of {} was answered {}: {}", email_, reply.status, reply.body.substr(0, 200)));
  stop();
}

void VirtualUser::on_frame(const ServerWebSocketFrame& frame) {
  switch (frame.opcode) {
    case Opcode::text: return on_text(frame.payload);
    case Opcode::ping: {
      scratch_.clear();
      append_frame(scratch_, Opcode::pong, frame.payload);
      return socket_.send(scratch_);
    }
    case Opcode::pong: return;
    case Opcode::close: {
      const Farewell farewell = read_farewell(frame.payload);
      ++figures_.closes[farewell.code];
      if (farewell.code >= 4500 || (farewell.code >= 1002 && farewell.code <= 1010 && farewell.code != 1005 &&
                                    farewell.code != 1006)) {
        figures_.fault(fmt::format("{}: closed with {} {}", email_, farewell.code, farewell.reason));
      }
      return on_lost({}, farewell.wait);
    }
    default: figures_.fault(fmt::format("{}: opcode {}", email_, static_cast<int>(frame.opcode)));
  }
}

void VirtualUser::on_text(std::string_view text) {
  if (text.starts_with(R"({"re":)")) return on_answer(text);
  const std::string_view stream = quoted_after(text, R"("in":")");
  if (stream.empty()) {
    // hello, heartbeat, or the end of a right
    if (text.starts_with(R"({"on":"session.left")"))
      std::erase_if(streams_, [left = quoted_after(text, R"("stream":")")](const auto& each) {
        return each.first == left;
      });
    return;
  }
  const std::size_t at = text.substr(0, 256).find(R"("n":)");
  std::int64_t n = 0;
  if (at != std::string_view::npos) std::from_chars(text.data() + at + 4, text.data() + text.size(), n);
  if (n > 0) on_event(text, stream, n);
}

void VirtualUser::on_event(std::string_view text, std::string_view stream, std::int64_t n) {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  Position& position = found->second;
  if (!position.is_live || n <= *position.last) return;
  if (n != *position.last + 1) {
    figures_.fault(fmt::format("{}: {} jumped from {} to {}", email_, stream, *position.last, n));
    position.is_live = false;
    return join_all();
  }
  position.last = n;
  if (handlers_.on_event) handlers_.on_event(found->first, n, text);
}

/// What there may be tens of thousands of in a second is not worth a parser. False: it is something else.
bool VirtualUser::take_final_busy(std::string_view text) {
  const std::string_view cid = quoted_after(text, R"({"re":")");
  if (!text.substr(std::min(text.size(), cid.size() + 8)).starts_with(R"(,"error":{"code":"session.busy")"))
    return false;
  const auto found = pending_.find(cid);
  if (found == pending_.end() || found->second.busy != Busy::is_final) return false;
  ++figures_.refusals["session.busy"];
  ++figures_.busy_answers;
  const auto done = std::move(found->second.done);
  pending_.erase(found);
  if (done) done({.ok = nullptr, .code = "session.busy", .is_busy = true});
  return true;
}

void VirtualUser::on_answer(std::string_view text) {
  if (take_final_busy(text)) return;
  auto frame = protocol::parse_server_frame(text);
  if (!frame)
    return figures_.fault(fmt::format("{}: {} {}", email_, frame.error().field, frame.error().message));
  if (frame->kind == protocol::ServerFrame::Kind::error) ++figures_.refusals[frame->code];
  if (frame->cid.starts_with("join")) return on_join_answer(*frame);
  const auto found = pending_.find(frame->cid);
  if (found == pending_.end()) return;  // the answer to a repeat of what was answered already
  if (frame->kind == protocol::ServerFrame::Kind::error && frame->error_class == protocol::ErrorClass::busy) {
    ++figures_.busy_answers;
    if (found->second.busy == Busy::is_waited_for)
      return answer_slowly(frame->cid, std::chrono::milliseconds(frame->retry_after_ms.value_or(200)));
  }
  // Perhaps done, perhaps not: the same id finds out. Not for ever, since a handler may fail each time.
  if (frame->kind == protocol::ServerFrame::Kind::error &&
      frame->error_class == protocol::ErrorClass::unknown && found->second.busy == Busy::is_waited_for &&
      found->second.times_unknown++ < kMostTimesUnknown) {
    ++figures_.unknown_answers;
    return answer_slowly(frame->cid, 500ms);
  }
  const auto done = std::move(found->second.done);
  pending_.erase(found);
  Answer answer;
  if (frame->kind == protocol::ServerFrame::Kind::reply) answer.ok = &frame->body.value();
  answer.code = frame->code;
  answer.is_busy =
      frame->kind == protocol::ServerFrame::Kind::error && frame->error_class == protocol::ErrorClass::busy;
  if (done) done(answer);
}

void VirtualUser::on_join_answer(const protocol::ServerFrame& frame) {
  std::uint64_t number = 0;
  std::from_chars(frame.cid.data() + 4, frame.cid.data() + frame.cid.size(), number);
  for (auto& [name, position] : streams_) {
    if (position.asked_by == number) position.asked_by = 0;
  }
  if (frame.kind == protocol::ServerFrame::Kind::reply) return on_joined(frame.body.value().at("streams"));
  const std::chrono::milliseconds wait(frame.retry_after_ms.value_or(500));
  if (frame.error_class != protocol::ErrorClass::busy) return on_lost(wait);
  ++figures_.busy_answers;
  engine_.after(wait, [this, generation = generation_] {
    if (generation == generation_) join_all();
  });
}

void VirtualUser::answer_slowly(const std::string& cid, std::chrono::milliseconds wait) {
  engine_.after(wait, [this, cid, generation = generation_] {
    const auto found = pending_.find(cid);
    if (generation == generation_ && state_ == State::online && found != pending_.end())
      send_text(found->second.frame);
  });
}

std::string VirtualUser::next_cid() {
  return command_id(fmt::format("{:08x}-{}", ++next_cid_, run_));
}

void VirtualUser::submit(std::string_view name, std::string with, std::function<void(const Answer&)> done,
                         Busy busy) {
  const std::string cid = next_cid();
  std::string frame;
  protocol::write_command(frame, cid, name, with);
  if (state_ == State::online) send_text(frame);
  pending_.emplace(cid, Pending{std::move(frame), std::move(done), busy});
}

void VirtualUser::shout(std::string_view name, std::string_view with) {
  std::string frame;
  protocol::write_command(frame, next_cid(), name, with);
  if (state_ == State::online) send_text(frame);
}

void VirtualUser::follow(const std::string& stream) {
  if (!streams_.try_emplace(stream).second) return;
  if (state_ == State::online) join_all();
}

void VirtualUser::join_all() {
  const std::uint64_t number = ++next_cid_;
  Json streams = Json::array();
  for (auto& [name, position] : streams_) {
    if (position.is_live || position.asked_by != 0) continue;
    position.asked_by = number;
    Json wish{{"stream", name}};
    if (position.last) {
      wish["epoch"] = position.epoch;
      wish["last"] = *position.last;
    }
    streams.push_back(std::move(wish));
  }
  if (streams.empty()) return on_joined(streams);
  std::string frame;
  protocol::write_command(frame, fmt::format("join{}", number), "session.join",
                          Json{{"streams", streams}}.dump());
  send_text(frame);
}

void VirtualUser::on_joined(const Json& streams) {
  for (const Json& joined : streams) {
    const auto found = streams_.find(joined.at("stream").get<std::string>());
    if (found == streams_.end()) continue;
    Position& position = found->second;
    const auto outcome = joined.at("outcome").get<std::string>();
    if (outcome == "denied") {
      figures_.fault(fmt::format("{}: {} was denied", email_, found->first));
      continue;
    }
    const auto head = joined.at("head").get<std::int64_t>();
    position.epoch = joined.at("epoch").get<std::string>();
    position.is_live = true;
    if (outcome == "replayed") {
      ++figures_.replays;
      for (const Json& event : joined.at("events"))
        on_event(event.dump(), found->first, event.at("n").get<std::int64_t>());
      if (*position.last != head)
        figures_.fault(fmt::format("{}: {} replayed up to {}, its head is {}", email_, found->first,
                                   *position.last, head));
    } else {
      const auto previous = position.last;
      if (previous) ++figures_.resets;
      position.last = head;
      if (handlers_.on_snapshot) handlers_.on_snapshot(found->first, head, previous, joined.at("snapshot"));
    }
  }
  if (state_ != State::joining) return;
  state_ = State::online;
  failures_ = 0;
  if (const auto lost_at = std::exchange(lost_at_, std::nullopt))
    figures_.way_back.record(std::chrono::steady_clock::now() - *lost_at);
  for (const auto& [cid, pending] : pending_) send_text(pending.frame);
  if (!was_online_) {
    was_online_ = true;
    if (handlers_.on_online) handlers_.on_online();
  }
}

void VirtualUser::send_text(std::string_view text) {
  scratch_.clear();
  append_frame(scratch_, Opcode::text, text);
  socket_.send(scratch_);
}

/// What is sent once is not sent again with the next connection either: whether it was done stays unknown.
void VirtualUser::give_up_once_commands() {
  std::vector<std::function<void(const Answer&)>> given_up;
  std::erase_if(pending_, [&](auto& each) {
    if (each.second.busy == Busy::is_waited_for) return false;
    given_up.push_back(std::move(each.second.done));
    return true;
  });
  for (const auto& done : given_up) done({.ok = nullptr, .code = "connection lost", .is_busy = true});
}

void VirtualUser::on_lost(std::chrono::milliseconds at_least,
                          std::optional<std::chrono::milliseconds> wished) {
  if (state_ == State::idle || state_ == State::waiting) return;
  if (state_ == State::online) {
    ++figures_.reconnects;
    lost_at_ = std::chrono::steady_clock::now();
  }
  state_ = State::waiting;
  ++generation_;
  socket_.close();
  for (auto& [name, position] : streams_) {
    position.is_live = false;
    position.asked_by = 0;
  }
  give_up_once_commands();
  // What the server asks for, else full jitter, 0.5 s doubled up to 30 s, as every client does it.
  const auto longest = std::min<std::int64_t>(30'000, 500LL << std::min(failures_++, 6));
  const auto jitter = std::chrono::milliseconds(random_() % static_cast<std::uint64_t>(longest));
  const auto wait = wished.value_or(at_least + jitter);
  engine_.after(wait, [this, generation = generation_] {
    if (generation == generation_ && state_ == State::waiting) connect();
  });
}

}  // namespace stollen::load
