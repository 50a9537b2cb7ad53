#include "loadtest/scenarios/seed_people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "protocol/generated/cpp/booth.hpp"
#include "protocol/generated/cpp/cafe.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/streams.hpp"

namespace stollen::load {
namespace {

using Json = nlohmann::json;
namespace messages = protocol::conversation;

constexpr std::string_view kMessage = R"({"on":"conversation.message")";
constexpr int kWordsInATalk = 5;

}  // namespace

std::chrono::nanoseconds SeedDay::up_to(double seconds) {
  return std::chrono::nanoseconds(
      static_cast<std::int64_t>(std::uniform_real_distribution(0.0, std::max(seconds, 0.001))(random) * 1e9));
}

SeedPerson::SeedPerson(SeedDay& day, const std::string& email, std::string mark, std::uint32_t seed)
    : day_(day),
      node_(day.options.node_of(static_cast<int>(seed))),
      mark_(std::move(mark)),
      user_(day.engine, day.options.target_of(static_cast<int>(seed)), day.figures, email,
            day.options.password, seed) {}

void SeedPerson::start(std::function<void()> on_online) {
  user_.start({.on_online = std::move(on_online),
               .on_event =
                   [this](const std::string& stream, std::int64_t n, std::string_view text) {
                     if (stream.starts_with("conversation:")) hear(day_.ledger(stream).saw(n, text));
                     on_event(stream, text);
                   },
               .on_snapshot =
                   [this](const std::string& stream, std::int64_t head, std::optional<std::int64_t>,
                          const Json& shown) {
                     if (!stream.starts_with("conversation:")) return;
                     joined_at_.try_emplace(stream, head);
                     for (const Json& message : shown.at("messages"))
                       day_.ledger(stream).saw_in_history(message);
                   }});
}

/// A message of this run: "RUN USER SEQUENCE SENT NODE …".
void SeedPerson::hear(std::string_view text) {
  const std::string_view sent = word_of(text, 3), node = word_of(text, 4);
  if (sent.empty() || node.empty()) return;
  const auto took = time_since(sent);
  day_.delivery.record(took);
  if (node != std::to_string(node_)) day_.delivery_to_other_node.record(took);
}

bool SeedPerson::is_level() const {
  if (!user_.is_online() || user_.unanswered() > 0 || !unsaid_.empty()) return false;
  for (const auto& [stream, head] : joined_at_) {
    if (user_.follows(stream) && user_.position(stream) < day_.ledger(stream).head()) return false;
  }
  return true;
}

std::uint64_t SeedPerson::missed() const {
  std::uint64_t count = 0;
  for (const auto& [stream, head] : joined_at_) {
    if (!user_.follows(stream)) continue;  // stood up from the table
    count += day_.ledger(stream).messages_between(user_.position(stream), day_.ledger(stream).head()).size();
  }
  return count;
}

void SeedPerson::follow_conversation(const protocol::ConversationId& id) {
  user_.follow(protocol::ConversationStream::name(id));
}

void SeedPerson::say(const protocol::ConversationId& id) {
  unsaid_.emplace_back(id, std::chrono::steady_clock::now());
  if (!is_speaking_) speak();
}

/// One after the other, as every client does: who is told "busy" must not be overtaken by their own next
/// word.
void SeedPerson::speak() {
  is_speaking_ = !unsaid_.empty();
  if (!is_speaking_) return;
  const auto [id, intended] = unsaid_.front();
  unsaid_.pop_front();
  std::string text = fmt::format("{} {} {} {} {} ", day_.run, mark_, sequence_++,
                                 intended.time_since_epoch().count(), node_);
  text.resize(120, 'x');
  ++day_.sent;
  user_.command(messages::SendMessage{.conversation_id = id, .text = text},
                [this, id, text, intended](const Answer& answer) {
                  // Who has stood up may no longer speak at the table; the last word may come after the end.
                  expect(answer, {"session.not_found", "conversation.closed"});
                  if (answer.is_ok()) {
                    ++day_.acknowledged;
                    day_.ack.record(std::chrono::steady_clock::now() - intended);
                    day_.ledger(protocol::ConversationStream::name(id))
                        .acknowledged(text, answer.ok->at("n").get<std::int64_t>());
                  }
                  speak();
                });
}

void SeedPerson::expect(const Answer& answer, std::initializer_list<std::string_view> possible_errors) {
  if (answer.is_ok() || std::ranges::find(possible_errors, answer.code) != possible_errors.end()) return;
  if (day_.refused++ == 0) day_.first_refusal = answer.code;
}

SeedVisitor::SeedVisitor(SeedDay& day, int number)
    : SeedPerson(day, fmt::format(fmt::runtime(day.options.account), number), fmt::format("v{}", number),
                 static_cast<std::uint32_t>(number)) {
  for (const char* stream : {"fair", "hall", "cafe"}) user().follow(stream);
}

void SeedVisitor::live_through(const protocol::BoothId& booth, const std::vector<protocol::TableId>& tables,
                               const protocol::ConversationId& room, double seconds) {
  follow_conversation(room);
  day_.engine.after(day_.up_to(seconds * 0.3), [=, this] { talk(booth, seconds * 0.5); });
  day_.engine.after(day_.up_to(seconds * 0.8), [=, this] { say(room); });
  if (tables.empty()) return;
  const protocol::TableId table = tables[day_.random() % tables.size()];
  day_.engine.after(day_.up_to(seconds * 0.6), [=, this] { have_coffee(table, seconds * 0.3); });
}

void SeedVisitor::talk(const protocol::BoothId& booth, double seconds) {
  began_ = std::chrono::steady_clock::now();
  user().command(
      messages::Open{.booth_id = booth, .text = "Guten Tag, haben Sie Arbeit für mich?"},
      [=, this](const Answer& answer) {
        expect(answer);
        if (!answer.is_ok()) return;
        ++day_.talks;
        const auto id = *protocol::ConversationId::parse(answer.ok->at("conversation_id").get<std::string>());
        talk_ = protocol::ConversationStream::name(id);
        follow_conversation(id);
        for (int i = 0; i < kWordsInATalk; ++i)
          day_.engine.after(day_.up_to(seconds * 0.9), [=, this] { say(id); });
        day_.engine.after(std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9)), [=, this] {
          user().command(messages::Close{.conversation_id = id},
                         [this](const Answer& closed) { expect(closed); });
        });
      });
}

void SeedVisitor::have_coffee(const protocol::TableId& table, double seconds) {
  user().command(protocol::cafe::Sit{.table_id = table}, [=, this](const Answer& answer) {
    expect(answer, {"cafe.table_full"});
    if (!answer.is_ok()) return void(++day_.full_tables);
    ++day_.seats;
    const auto id = *protocol::ConversationId::parse(answer.ok->at("conversation_id").get<std::string>());
    follow_conversation(id);
    day_.engine.after(day_.up_to(seconds / 2), [=, this] { say(id); });
    day_.engine.after(
        std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 5e8)) + day_.up_to(seconds / 2), [this] {
          user().command(protocol::cafe::StandUp{},
                         [this](const Answer& stood) { expect(stood, {"cafe.not_seated"}); });
        });
  });
}

void SeedVisitor::on_event(const std::string& stream, std::string_view text) {
  if (is_answered_ || stream != talk_ || !text.starts_with(kMessage)) return;
  if (text.find(fmt::format("{} s", day_.run)) == std::string_view::npos) return;
  is_answered_ = true;
  day_.answer_time.record(std::chrono::steady_clock::now() - began_);
}

SeedStaff::SeedStaff(SeedDay& day, const std::string& email, const protocol::BoothId& booth, int number)
    : SeedPerson(day, email, fmt::format("s{}", number), static_cast<std::uint32_t>(10'000 + number)),
      booth_(booth) {
  user().follow("hall");
  user().follow(protocol::BoothStaffStream::name(booth));
}

void SeedStaff::open_booth() {
  user().command(protocol::booth::SetDuty{.booth_id = booth_, .duty = protocol::Duty::free},
                 [this](const Answer& answer) { expect(answer); });
}

void SeedStaff::on_event(const std::string& stream, std::string_view text) {
  if (stream == protocol::BoothStaffStream::name(booth_) &&
      text.starts_with(R"({"on":"conversation.desk_changed")")) {
    const Json entry = Json::parse(text).at("data").at("conversation");
    const auto name = entry.at("conversation_id").get<std::string>();
    if (!seen_.insert(name).second) return;
    const auto id = *protocol::ConversationId::parse(name);
    follow_conversation(id);
    if (entry.at("state") == "waiting") take(id);
    return;
  }
  // The owner answers every word of the visitor.
  if (!own_.contains(stream) || !text.starts_with(kMessage)) return;
  if (text.find(fmt::format("{} v", day_.run)) != std::string_view::npos)
    say(*protocol::ConversationStream::parse(stream));
}

void SeedStaff::take(const protocol::ConversationId& id) {
  user().command(messages::Take{.conversation_id = id}, [=, this](const Answer& answer) {
    expect(answer, {"conversation.already_taken"});
    if (!answer.is_ok()) return void(++day_.lost_takes);
    ++day_.takes;
    own_.insert(protocol::ConversationStream::name(id));
    say(id);
  });
}

}  // namespace stollen::load
