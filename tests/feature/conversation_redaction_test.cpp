#include <algorithm>

#include "protocol/cpp/envelope.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::BoothStaffStream;
using protocol::ConversationId;
using protocol::ConversationStream;
using protocol::MessageId;
using protocol::UserStream;
namespace messages = protocol::conversation;

namespace {

/// A talk in which every kind of event may quote a message.
struct Talk {
  House house;
  Caller vera = house.visitor("Vera Voss");
  Caller anna = house.staff("Anna Weber", house.holzwerk);
  ConversationId id =
      house.get(vera, messages::Open{.booth_id = house.holzwerk, .text = "Erstes"}).conversation_id;

  MessageId say(const Caller& who, std::string text) {
    return house.get(who, messages::SendMessage{.conversation_id = id, .text = std::move(text)}).message_id;
  }
  void remove(const Caller& who, MessageId message) {
    house.get(who, messages::DeleteMessage{.message_id = message});
  }
};

}  // namespace

TEST_CASE("a deleted message is in no table any more, whoever quoted it") {
  Talk talk;
  const auto first = talk.house.snapshot<ConversationStream>(talk.vera, talk.id)->messages[0].message_id;
  const auto message = talk.say(talk.vera, "Marzipanstollen eins");
  talk.house.get(talk.anna, messages::Take{.conversation_id = talk.id});
  talk.house.get(talk.anna, messages::MarkRead{.conversation_id = talk.id, .n = 1});
  talk.house.get(talk.vera, messages::EditMessage{.message_id = message, .text = "Marzipanstollen zwei"});
  talk.house.get(talk.vera, messages::EditMessage{.message_id = message, .text = "Marzipanstollen drei"});
  talk.house.get(talk.anna, messages::MarkRead{.conversation_id = talk.id, .n = 8});
  talk.house.get(talk.anna, messages::React{.message_id = message, .emoji = "👍", .on = true});
  const bool is_newest = GENERATE(true, false);
  if (!is_newest) talk.say(talk.anna, "Danach");
  REQUIRE(talk.house.everything_stored().contains("Marzipanstollen"));

  talk.remove(talk.vera, message);
  CHECK_FALSE(talk.house.everything_stored().contains("Marzipanstollen"));
  const auto shown = talk.house.snapshot<ConversationStream>(talk.vera, talk.id).value();
  const auto tombstone = std::ranges::find(shown.messages, message, &protocol::Message::message_id);
  REQUIRE(tombstone != shown.messages.end());
  CHECK(tombstone->is_deleted == true);
  CHECK(tombstone->text.empty());
  CHECK(tombstone->reactions.empty());
  CHECK(shown.messages[0].message_id == first);
  CHECK(shown.messages[0].text == "Erstes");
}

TEST_CASE("deleting several messages one after the other leaves nothing of any") {
  // An event that is rewritten for one message must not quote another that is deleted later.
  Talk talk;
  const auto one = talk.say(talk.vera, "Pfefferkuchen");
  const auto two = talk.say(talk.vera, "Marzipanstollen");
  talk.remove(talk.vera, one);
  talk.remove(talk.vera, two);
  const std::string all = talk.house.everything_stored();
  CHECK_FALSE(all.contains("Pfefferkuchen"));
  CHECK_FALSE(all.contains("Marzipanstollen"));
}

TEST_CASE("a deletion rewrites the past in place: numbers, names and times stay") {
  Talk talk;
  const auto message = talk.say(talk.vera, "Marzipanstollen");
  const std::vector<std::string> streams{ConversationStream::name(talk.id),
                                         UserStream::name(talk.vera.person_id),
                                         BoothStaffStream::name(talk.house.holzwerk)};
  for (const std::string& stream : streams) {
    CAPTURE(stream);
    const auto before = talk.house.events(stream);
    REQUIRE(before.size() >= 2);
    if (stream == streams.front()) talk.remove(talk.vera, message);
    const auto after = talk.house.events(stream);
    REQUIRE(after.size() >= before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      const auto old_frame = protocol::parse_server_frame(before[i]);
      const auto new_frame = protocol::parse_server_frame(after[i]);
      REQUIRE(new_frame.has_value());
      CHECK(after[i].substr(0, after[i].find("\"data\"")) == before[i].substr(0, before[i].find("\"data\"")));
    }
  }
  CHECK(talk.house.event_names(streams[0]).back() == "conversation.message_deleted");
}

TEST_CASE("lists quote nothing when the newest message was deleted, and the newest when another was") {
  Talk talk;
  const auto one = talk.say(talk.vera, "Pfefferkuchen");
  const auto two = talk.say(talk.vera, "Marzipanstollen");
  const auto quoted = [&] {
    return talk.house.snapshot<UserStream>(talk.vera, talk.vera.person_id)->conversations.at(0).last_text;
  };
  talk.remove(talk.vera, one);
  CHECK(quoted() == "Marzipanstollen");
  talk.remove(talk.vera, two);
  CHECK(quoted().empty());
  CHECK(talk.house.snapshot<BoothStaffStream>(talk.anna, talk.house.holzwerk)
            ->conversations.at(0)
            .last_text.empty());
  // The last event of each list tells the entry's true state.
  CHECK(talk.house.events(UserStream::name(talk.vera.person_id)).back().contains("\"last_text\":\"\""));
  talk.remove(talk.vera, two);
  CHECK(talk.house.effects.events.empty());
}

TEST_CASE("a summary in the rewritten past is followed by a true one") {
  Talk talk;
  const auto one = talk.say(talk.vera, "Pfefferkuchen");
  talk.say(talk.anna, "Danach");
  talk.remove(talk.vera, one);
  for (const std::string& stream :
       {UserStream::name(talk.vera.person_id), UserStream::name(talk.anna.person_id),
        BoothStaffStream::name(talk.house.holzwerk)}) {
    CAPTURE(stream);
    const auto events = talk.house.events(stream);
    const auto last = std::ranges::find_if(events.rbegin(), events.rend(),
                                           [](const auto& text) { return text.contains("last_text"); });
    REQUIRE(last != events.rend());
    CHECK(last->contains("\"last_text\":\"Danach\""));
  }
}
