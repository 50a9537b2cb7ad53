#include "tests/realtime/toy_feature.hpp"

#include <stdexcept>

#include "protocol/generated/cpp/account.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/core/new_id.hpp"

namespace stollen::tests {
namespace {

using protocol::ConversationId;
using protocol::PersonId;
using realtime::Caller;
using realtime::Live;
using realtime::Transaction;
namespace talk = protocol::conversation;

constexpr std::string_view kTables =
    "CREATE TABLE toy_ban (person TEXT NOT NULL, conversation TEXT NOT NULL);"
    "CREATE TABLE toy_person (person TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL);"
    "CREATE TABLE toy_absence (person TEXT NOT NULL);"
    "CREATE TABLE toy_tick (at BIGINT NOT NULL);";

bool is_banned(Transaction& transaction, PersonId person, ConversationId conversation) {
  return transaction
      .one<std::int64_t>("SELECT 1 FROM toy_ban WHERE person = $1 AND conversation = $2", person,
                         conversation)
      .has_value();
}

Result<talk::SendMessage::Reply> send_message(Transaction& transaction, const Caller& caller,
                                              const talk::SendMessage& command) {
  const std::string stream = protocol::ConversationStream::name(command.conversation_id);
  protocol::Message message;
  message.message_id = new_id<protocol::MessageId>();
  message.n = transaction.next_number(stream);
  message.author.person_id = caller.person_id;
  message.text = command.text;
  message.sent_at = transaction.now();
  transaction.publish_as(stream, message.n, talk::MessageEvent{.message = message});
  // After the effects, so that a failure has something to leave behind.
  if (command.text == "throw") throw std::runtime_error("the tablecloth is on fire");
  if (command.text == "refuse") return fail(talk::errors::closed);
  if (command.text == "undeclared") return fail(talk::errors::not_author);
  if (command.text == "mail") transaction.effects().has_mail = true;
  return talk::SendMessage::Reply{.message_id = message.message_id, .n = message.n};
}

Result<talk::Type::Reply> type(Live& live, const Caller& caller, const talk::Type& command) {
  const std::string stream = protocol::ConversationStream::name(command.conversation_id);
  if (!live.is_joined(stream)) return fail(protocol::session::errors::not_joined);
  live.hint(stream, talk::TypingEvent{.person_id = caller.person_id, .name = live.caller_name()});
  return talk::Type::Reply{};
}

Result<protocol::ConversationSnapshot> read_conversation(Transaction& transaction, const Caller& caller,
                                                         const ConversationId& conversation) {
  if (is_banned(transaction, caller.person_id, conversation))
    return fail(protocol::session::errors::not_found);
  protocol::ConversationSnapshot snapshot;
  snapshot.conversation_id = conversation;
  snapshot.title = std::to_string(transaction.head(protocol::ConversationStream::name(conversation)));
  return snapshot;
}

Result<std::string> prepare_log_in(storage::Database& database, const Caller&,
                                   const protocol::account::LogIn& command) {
  std::string epoch;
  database.read([&epoch](Transaction& transaction) { epoch = transaction.epoch(); });
  if (command.email == "nobody") return fail(protocol::account::errors::wrong_credentials);
  return command.password.reveal() + " salted with " + epoch;
}

Result<protocol::account::LogIn::Reply> log_in(Transaction& transaction, const Caller&,
                                               const protocol::account::LogIn&, const std::string& prepared) {
  transaction.effects().cookie = {.token = protocol::Secret(prepared), .max_age_seconds = 60};
  return protocol::account::LogIn::Reply{};
}

void attach_commands(realtime::Registry& registry) {
  registry.command<talk::SendMessage>(&send_message);
  registry.command<talk::Type>(&type);
  registry.command<talk::Take>(
      [](Transaction&, const Caller&, const talk::Take&) { return Result<talk::Take::Reply>(); });
  registry.command<talk::ListRooms>([](Transaction& transaction, const Caller&, const talk::ListRooms&) {
    protocol::RoomInfo room;
    room.slug = std::to_string(transaction.head("hall"));
    return Result<talk::ListRooms::Reply>({.rooms = {room}});
  });
  registry.command<protocol::account::LogIn>(&prepare_log_in, &log_in);
}

void attach_people(realtime::Registry& registry) {
  registry.authentication([](Transaction& transaction, std::string_view hash) -> std::optional<Caller> {
    const auto person = transaction.one<PersonId>("SELECT person FROM toy_person WHERE name = $1", hash);
    if (!person) return std::nullopt;
    return Caller{.person_id = *person};
  });
  registry.rights([](Transaction& transaction,
                     PersonId person) -> std::optional<std::pair<protocol::RoleSet, std::string>> {
    auto found = transaction.one<std::string, protocol::Role>(
        "SELECT name, role FROM toy_person WHERE person = $1", person);
    if (!found) return std::nullopt;
    return std::pair(protocol::RoleSet{std::get<1>(*found)}, std::get<0>(*found));
  });
  registry.on_absence("toy", [](Transaction& transaction, PersonId person) {
    transaction.run("INSERT INTO toy_absence (person) VALUES ($1)", person);
    transaction.publish("hall", protocol::booth::RemovedEvent{});
  });
  registry.watch_after_restart([](Transaction& transaction) {
    return transaction.all<PersonId>("SELECT person FROM toy_person WHERE name = 'seated'");
  });
}

}  // namespace

void attach_toy_feature(realtime::Registry& registry) {
  registry.migrations({{"toy", 1, kTables}});
  attach_commands(registry);
  attach_people(registry);
  registry.stream<protocol::ConversationStream>(&read_conversation);
  registry.stream<protocol::HallStream>([](Transaction&, const Caller&, const std::monostate&) {
    return Result<protocol::HallSnapshot>(protocol::HallSnapshot{});
  });
  registry.stream<protocol::BoothStaffStream>(
      [](Transaction&, const Caller&, const protocol::BoothId& booth) {
        return Result<protocol::DeskSnapshot>(protocol::DeskSnapshot{.booth_id = booth});
      });
}

void ban(Transaction& transaction, PersonId person, ConversationId conversation) {
  transaction.run("INSERT INTO toy_ban (person, conversation) VALUES ($1, $2)", person, conversation);
  transaction.publish(protocol::ConversationStream::name(conversation),
                      talk::MemberLeftEvent{.person_id = person});
  transaction.effects().removals.push_back({person, protocol::ConversationStream::name(conversation)});
}

void set_person(Transaction& transaction, PersonId person, const std::string& name, const std::string& role) {
  transaction.run(
      "INSERT INTO toy_person (person, name, role) VALUES ($1, $2, $3) "
      "ON CONFLICT (person) DO UPDATE SET name = $2, role = $3",
      person, name, role);
  transaction.effects().rights_changed.push_back(person);
}

std::int64_t absences(Transaction& transaction, PersonId person) {
  return transaction.one<std::int64_t>("SELECT count(*) FROM toy_absence WHERE person = $1", person).value();
}

}  // namespace stollen::tests
