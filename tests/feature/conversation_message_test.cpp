#include "server/core/new_id.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::ConversationId;
using protocol::ConversationStream;
using protocol::MessageId;
using protocol::UserStream;
namespace messages = protocol::conversation;

namespace {

ConversationId room(House& house) {
  return house.get(Caller{}, messages::ListRooms{}).rooms.at(0).conversation_id;
}

MessageId say(House& house, const Caller& caller, ConversationId where, std::string text = "Glück auf") {
  return house.get(caller, messages::SendMessage{.conversation_id = where, .text = std::move(text)})
      .message_id;
}

protocol::Message only_message(House& house, const Caller& caller, ConversationId where) {
  return house.snapshot<ConversationStream>(caller, where)->messages.at(0);
}

}  // namespace

TEST_CASE("a message carries its number, its author as they appear, and the id of its command") {
  House house;
  auto anna = house.staff("Anna Weber", house.holzwerk);
  anna.cid = "c-17";
  const auto where = room(house);
  const auto reply =
      house.get(anna, messages::SendMessage{.conversation_id = where, .text = "  Gru\u0308\u00DFe \n"});
  const auto message = only_message(house, anna, where);
  CHECK(message.message_id == reply.message_id);
  CHECK(message.n == reply.n);
  CHECK(message.text == "Gr\u00FC\u00DFe");
  CHECK(message.cid == "c-17");
  CHECK(message.author.booth_name == "Holzwerk Aue GmbH");
  CHECK(house.events(ConversationStream::name(where)).back().contains("\"n\":" + std::to_string(reply.n)));
  CHECK(house.get(Caller{}, messages::ListRooms{}).rooms[0].last_at == house.clock.now());
}

TEST_CASE("an answer belongs to a message of the same conversation") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto first = say(house, vera, room(house));
  const auto talk =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}).conversation_id;
  CHECK(house.outcome(vera, messages::SendMessage{
                                .conversation_id = room(house), .text = "ja", .reply_to = first}) == "ok");
  const auto refused =
      house.ask(vera, messages::SendMessage{.conversation_id = talk, .text = "ja", .reply_to = first});
  REQUIRE_FALSE(refused.has_value());
  CHECK(*refused.error().code == protocol::session::errors::not_found);
  CHECK(refused.error().field == "reply_to");
}

TEST_CASE("only the author changes a message, and only while it is there") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto moni = house.moderator("Moni Mohr");
  const auto message = say(house, vera, room(house));
  CHECK(house.outcome(moni, messages::EditMessage{.message_id = message, .text = "anders"}) ==
        "conversation.not_author");
  house.clock.move(1s);
  house.get(vera, messages::EditMessage{.message_id = message, .text = "Glück zu"});
  CHECK(only_message(house, vera, room(house)).text == "Glück zu");
  CHECK(only_message(house, vera, room(house)).edited_at == house.clock.now());
  house.get(vera, messages::EditMessage{.message_id = message, .text = " Glück zu "});
  CHECK(house.effects.events.empty());
  CHECK(house.outcome(vera, messages::EditMessage{.message_id = message, .text = "\x07"}) ==
        "session.invalid_field");
  house.get(vera, messages::DeleteMessage{.message_id = message});
  CHECK(house.outcome(vera, messages::EditMessage{.message_id = message, .text = "doch"}) ==
        "conversation.message_deleted");
  CHECK(house.outcome(vera, messages::React{.message_id = message, .emoji = "👍", .on = true}) ==
        "conversation.message_deleted");
}

TEST_CASE("moderators remove messages in rooms and at tables, not in talks, and others only their own") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto fritz = house.visitor("Fritz Fremd");
  const auto moni = house.moderator("Moni Mohr");
  const auto in_room = say(house, vera, room(house));
  const auto chat = house.get(vera, protocol::cafe::Sit{.table_id = house.table}).conversation_id;
  const auto at_table = say(house, vera, chat);
  const auto talk =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}).conversation_id;
  const auto in_talk = only_message(house, vera, talk).message_id;

  CHECK(house.outcome(fritz, messages::DeleteMessage{.message_id = in_room}) == "conversation.not_author");
  CHECK(house.outcome(fritz, messages::DeleteMessage{.message_id = at_table}) == "session.not_found");
  CHECK(house.outcome(moni, messages::DeleteMessage{.message_id = in_talk}) == "session.not_found");
  CHECK(house.outcome(moni, messages::React{.message_id = at_table, .emoji = "👍", .on = true}) ==
        "session.not_found");
  CHECK(house.outcome(moni, messages::DeleteMessage{.message_id = in_room}) == "ok");
  CHECK(house.outcome(moni, messages::DeleteMessage{.message_id = at_table}) == "ok");
  CHECK(only_message(house, vera, chat).is_deleted == true);
}

TEST_CASE("an author may delete the own words, also after leaving the table") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto chat = house.get(vera, protocol::cafe::Sit{.table_id = house.table}).conversation_id;
  const auto message = say(house, vera, chat);
  house.get(vera, protocol::cafe::StandUp{});
  CHECK(house.outcome(vera, messages::EditMessage{.message_id = message, .text = "x"}) ==
        "session.not_found");
  CHECK(house.outcome(vera, messages::DeleteMessage{.message_id = message}) == "ok");
}

TEST_CASE("nobody deletes what the fair itself said") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}).conversation_id;
  house.get(vera, messages::Close{.conversation_id = talk});
  const auto system = house.snapshot<ConversationStream>(vera, talk)->messages.back();
  REQUIRE(system.kind == protocol::MessageKind::system);
  CHECK(house.outcome(vera, messages::DeleteMessage{.message_id = system.message_id}) ==
        "conversation.not_author");
}

TEST_CASE("reactions stand in the order of first use, people in the order in which they came") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto fritz = house.visitor("Fritz Fremd");
  const auto anna = house.visitor("Anna Weber");
  const auto message = say(house, vera, room(house));
  const auto react = [&](const Caller& who, std::string emoji, bool on = true) {
    house.get(who, messages::React{.message_id = message, .emoji = std::move(emoji), .on = on});
    return house.effects.events.size();
  };
  CHECK(react(vera, "👍") == 1);
  CHECK(react(vera, "👍") == 0);
  CHECK(react(fritz, "🎉") == 1);
  CHECK(react(anna, "👍") == 1);
  CHECK(react(vera, "👍", false) == 1);
  CHECK(react(vera, "👍", false) == 0);
  // The one who used it first has left; the kind keeps its place.
  auto reactions = only_message(house, vera, room(house)).reactions;
  REQUIRE(reactions.size() == 2);
  CHECK(reactions[0].emoji == "👍");
  CHECK(reactions[0].people == std::vector{anna.person_id});
  react(vera, "👍");
  CHECK(only_message(house, vera, room(house)).reactions[0].people ==
        std::vector{anna.person_id, vera.person_id});
  CHECK(house.outcome(vera, messages::React{.message_id = message, .emoji = "nein", .on = true}) ==
        "session.invalid_field");
}

TEST_CASE("a message holds twenty kinds of reactions and two hundred people each") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto message = say(house, vera, room(house));
  for (int i = 0; i < 20; ++i) {
    const std::string emoji = {'\xF0', '\x9F', '\x98', static_cast<char>('\x80' + i)};
    house.get(vera, messages::React{.message_id = message, .emoji = emoji, .on = true});
  }
  CHECK(house.outcome(vera, messages::React{.message_id = message, .emoji = "🎉", .on = true}) ==
        "conversation.too_many_reactions");
  const std::string known = "\U0001F600";
  CHECK(house.outcome(house.visitor("Fritz Fremd"),
                      messages::React{.message_id = message, .emoji = known, .on = true}) == "ok");
  house.write([&](Transaction& tx) {
    for (int i = 0; i < 198; ++i) {
      tx.run(
          "INSERT INTO reaction (message_id, emoji, person_id, place, kind_place) VALUES ($1, $2, $3, 100, "
          "1)",
          message, known, new_id<protocol::PersonId>());
    }
  });
  CHECK(house.outcome(house.visitor("Anna Weber"),
                      messages::React{.message_id = message, .emoji = known, .on = true}) ==
        "conversation.too_many_reactions");
}

TEST_CASE("a read mark moves forward only, not beyond what there is, and nobody keeps one in a room") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto berta = house.staff("Berta Kunz", house.holzwerk);
  const auto talk =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}).conversation_id;
  house.get(anna, messages::Take{.conversation_id = talk});
  const auto unread = [&](const Caller& who) {
    const auto entry = house.snapshot<UserStream>(who, who.person_id)->conversations.at(0);
    return entry.last_n > entry.read_n;
  };
  CHECK_FALSE(unread(vera));
  CHECK(unread(anna));
  const auto n = only_message(house, anna, talk).n;
  house.get(anna, messages::MarkRead{.conversation_id = talk, .n = n});
  CHECK_FALSE(unread(anna));
  CHECK(house.event_names(UserStream::name(anna.person_id)).back() == "conversation.listed");
  CHECK(house.snapshot<ConversationStream>(vera, talk)->read_marks ==
        std::vector{protocol::ReadMark{anna.person_id, n}});

  house.get(anna, messages::MarkRead{.conversation_id = talk, .n = n - 1});
  house.get(anna, messages::MarkRead{.conversation_id = talk, .n = 0});
  CHECK(house.effects.events.empty());
  house.get(anna, messages::MarkRead{.conversation_id = talk, .n = 1'000'000});
  CHECK(house.snapshot<ConversationStream>(vera, talk)->read_marks[0].n < 20);

  // A colleague who only looks on leaves no mark.
  house.get(berta, messages::MarkRead{.conversation_id = talk, .n = 1});
  CHECK(house.effects.events.empty());
  say(house, vera, room(house));
  house.get(anna, messages::MarkRead{.conversation_id = room(house), .n = 1});
  CHECK(house.effects.events.empty());
}

TEST_CASE("what somebody has said stays read after the other side has answered") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto talk =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}).conversation_id;
  const auto own = only_message(house, vera, talk).n;
  say(house, anna, talk, "Guten Tag");
  CHECK(house.snapshot<UserStream>(vera, vera.person_id)->conversations.at(0).read_n == own);
}

TEST_CASE("the past is read in pages, oldest first, to the beginning") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  for (int i = 0; i < 65; ++i) say(house, vera, room(house), std::to_string(i));
  const auto snapshot = house.snapshot<ConversationStream>(vera, room(house)).value();
  REQUIRE(snapshot.messages.size() == 50);
  CHECK(snapshot.has_more);
  CHECK(snapshot.messages.front().text == "15");
  CHECK(snapshot.members.empty());
  auto page = house.get(
      vera, messages::ListMessages{
                .conversation_id = room(house), .before_n = snapshot.messages.front().n, .limit = 10});
  CHECK(page.messages.size() == 10);
  CHECK(page.messages.front().text == "5");
  CHECK(page.has_more);
  page =
      house.get(vera, messages::ListMessages{
                          .conversation_id = room(house), .before_n = page.messages.front().n, .limit = 10});
  CHECK(page.messages.size() == 5);
  CHECK_FALSE(page.has_more);
  CHECK(house.get(vera, messages::ListMessages{.conversation_id = room(house), .before_n = 1})
            .messages.empty());
}

TEST_CASE("when writing has ended nothing is added, and words can still be taken back") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto message = say(house, vera, room(house));
  house.end_writing();
  CHECK(house.outcome(vera, messages::SendMessage{.conversation_id = room(house), .text = "x"}) ==
        "fair.read_only");
  CHECK(house.outcome(vera, messages::EditMessage{.message_id = message, .text = "x"}) == "fair.read_only");
  CHECK(house.outcome(vera, messages::React{.message_id = message, .emoji = "👍", .on = true}) ==
        "fair.read_only");
  CHECK(house.outcome(vera, messages::DeleteMessage{.message_id = message}) == "ok");
}

TEST_CASE("only who follows a conversation may say that they are writing") {
  struct Shard final : realtime::Live {
    std::string joined, name = "Vera Voss";
    std::vector<std::string> hints;
    bool is_joined(std::string_view stream) const override { return stream == joined; }
    const std::string& caller_name() const override { return name; }
    void send_hint(const std::string& stream, std::string_view event, std::string_view data) override {
      hints.push_back(stream + " " + std::string(event) + " " + std::string(data));
    }
  } shard;
  House house;
  const auto vera = house.visitor("Vera Voss");
  const messages::Type command{.conversation_id = room(house)};
  const auto* handler = house.registry.find_command(messages::Type::kName);
  CHECK(*handler->run_live(shard, vera, &command).error().code == protocol::session::errors::not_joined);
  shard.joined = ConversationStream::name(command.conversation_id);
  CHECK(handler->run_live(shard, vera, &command).has_value());
  REQUIRE(shard.hints.size() == 1);
  CHECK(shard.hints[0].starts_with(shard.joined + " conversation.typing "));
  CHECK(shard.hints[0].contains("Vera Voss"));
}

TEST_CASE("rooms come in the import's order and follow its changes") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto import = [&](int position, std::string title) {
    account::Change change{};
    house.write([&](Transaction& tx) {
      change =
          conversation::ensure_room(tx, {.slug = "werkstatt", .position = position, .title = {title, {}}});
    });
    return change;
  };
  CHECK(import(2, "Werkstatt") == account::Change::added);
  CHECK(import(2, "Werkstatt") == account::Change::unchanged);
  CHECK(import(0, "Werkstatt") == account::Change::updated);
  CHECK(import(0, "Werkhalle") == account::Change::updated);
  const auto rooms = house.get(Caller{}, messages::ListRooms{}).rooms;
  REQUIRE(rooms.size() == 2);
  CHECK(rooms[0].slug == "werkstatt");
  CHECK_FALSE(rooms[0].last_at);
  CHECK(house.snapshot<ConversationStream>(vera, rooms[0].conversation_id)->title == "Werkhalle");
}
