#include <atomic>
#include <thread>

#include "server/core/new_id.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::BoothRole;
using protocol::BoothStaffStream;
using protocol::ConversationId;
using protocol::ConversationState;
using protocol::ConversationStream;
using protocol::Duty;
using protocol::UserStream;
namespace messages = protocol::conversation;

namespace {

ConversationId open_talk(House& house, const Caller& visitor, std::string text = "Guten Tag!") {
  return house.get(visitor, messages::Open{.booth_id = house.holzwerk, .text = std::move(text)})
      .conversation_id;
}

ConversationState state_of(House& house, const Caller& caller, ConversationId talk) {
  return house.snapshot<ConversationStream>(caller, talk)->state;
}

Duty duty_of(House& house, const Caller& caller) {
  for (const auto& member : house.snapshot<BoothStaffStream>(caller, house.holzwerk)->team) {
    if (member.person_id == caller.person_id) return member.duty;
  }
  throw std::runtime_error("not in the team");
}

}  // namespace

TEST_CASE("a visitor's first words appear on the booth's desk and in the visitor's list") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto talk = house
                        .get(vera, messages::Open{.booth_id = house.holzwerk,
                                                  .text = "Ist die\nStelle frei?",
                                                  .job_id = house.joiner})
                        .conversation_id;

  const auto desk = house.snapshot<BoothStaffStream>(anna, house.holzwerk).value();
  REQUIRE(desk.conversations.size() == 1);
  CHECK(desk.booth_slug == "holzwerk");
  CHECK(desk.conversations[0].conversation_id == talk);
  CHECK(desk.conversations[0].state == ConversationState::waiting);
  CHECK(desk.conversations[0].visitor->name == "Vera Voss");
  CHECK(desk.conversations[0].job_title == "Tischler (m/w/d)");
  CHECK(desk.conversations[0].last_text == "Ist die Stelle frei?");
  CHECK(desk.conversations[0].read_n == 0);

  const auto own = house.snapshot<UserStream>(vera, vera.person_id)->conversations;
  REQUIRE(own.size() == 1);
  CHECK(own[0].title == "Holzwerk Aue GmbH");
  CHECK(own[0].read_n == own[0].last_n);  // own words are read

  const auto snapshot = house.snapshot<ConversationStream>(vera, talk).value();
  CHECK(snapshot.job->slug == "tischler");
  REQUIRE(snapshot.messages.size() == 1);
  CHECK(snapshot.messages[0].text == "Ist die\nStelle frei?");
  CHECK(snapshot.members.size() == 1);
}

TEST_CASE("an open talk is continued, a closed one is begun anew") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  CHECK(open_talk(house, vera, "Noch etwas") == talk);
  CHECK(house.snapshot<ConversationStream>(vera, talk)->messages.size() == 2);
  house.get(vera, messages::Close{.conversation_id = talk});
  CHECK(open_talk(house, vera) != talk);
  CHECK(state_of(house, vera, talk) == ConversationState::closed);
  CHECK(house.snapshot<UserStream>(vera, vera.person_id)->conversations.size() == 2);
}

TEST_CASE("a talk begins with a booth that is there, about a job of that booth, in words") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto refusal = [&](const messages::Open& command) {
    const auto reply = house.ask(vera, command);
    return reply ? std::string("ok") : std::string(reply.error().code->name) + " " + reply.error().field;
  };
  CHECK(refusal({.booth_id = new_id<protocol::BoothId>(), .text = "Hallo"}) == "session.not_found booth_id");
  CHECK(refusal({.booth_id = house.klinikum, .text = "Hallo", .job_id = house.joiner}) ==
        "session.not_found job_id");
  CHECK(refusal({.booth_id = house.klinikum, .text = " \n "}) == "session.invalid_field text");
  CHECK(house.outcome(house.staff("Anna Weber", house.holzwerk),
                      messages::Open{.booth_id = house.holzwerk, .text = "Hallo"}) == "session.forbidden");
  house.end_writing();
  CHECK(house.outcome(vera, messages::Open{.booth_id = house.klinikum, .text = "Hallo"}) == "fair.read_only");
}

TEST_CASE("who takes a talk owns it, is talking, and is free again after the last one") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto vero = house.visitor("Vero Noll");
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  house.get(anna, protocol::booth::SetDuty{.booth_id = house.holzwerk, .duty = Duty::free});
  const auto first = open_talk(house, vera);
  const auto second = open_talk(house, vero);

  const auto before = house.head(ConversationStream::name(first));
  house.get(anna, messages::Take{.conversation_id = first});
  CHECK(house.event_names(ConversationStream::name(first), before) ==
        std::vector<std::string>{"conversation.state_changed", "conversation.member_joined",
                                 "conversation.message"});
  const auto snapshot = house.snapshot<ConversationStream>(vera, first).value();
  CHECK(snapshot.owner->name == "Anna Weber");
  CHECK(snapshot.owner->booth_id == house.holzwerk);
  CHECK(snapshot.members.size() == 2);
  CHECK(snapshot.messages.back().kind == protocol::MessageKind::system);
  CHECK(snapshot.messages.back().text == "taken");
  CHECK(house.event_names(UserStream::name(vera.person_id)).back() == "conversation.listed");
  CHECK(house.snapshot<UserStream>(anna, anna.person_id)->conversations.size() == 1);
  CHECK(duty_of(house, anna) == Duty::talking);
  CHECK(house.get(Caller{}, protocol::booth::Get{.slug = "holzwerk"}).booth.card.state ==
        protocol::BoothState::talking);

  house.get(anna, messages::Take{.conversation_id = second});
  house.get(anna, messages::Close{.conversation_id = first});
  CHECK(duty_of(house, anna) == Duty::talking);
  house.get(vero, messages::Close{.conversation_id = second});
  CHECK(duty_of(house, anna) == Duty::free);
}

TEST_CASE("the end of a talk does not undo what the member set by hand") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto talk = open_talk(house, house.visitor("Vera Voss"));
  house.get(anna, messages::Take{.conversation_id = talk});
  const Duty by_hand = GENERATE(Duty::talking, Duty::pause);
  house.get(anna, protocol::booth::SetDuty{.booth_id = house.holzwerk, .duty = by_hand});
  house.get(anna, messages::Close{.conversation_id = talk});
  CHECK(duty_of(house, anna) == by_hand);
}

TEST_CASE("of many colleagues who take a talk at once exactly one wins") {
  House house;
  const auto talk = open_talk(house, house.visitor("Vera Voss"));
  std::vector<Caller> team;
  for (int i = 0; i < 12; ++i) team.push_back(house.staff("Kollege " + std::to_string(i), house.holzwerk));
  const auto* handler = house.registry.find_command(messages::Take::kName);
  const messages::Take command{.conversation_id = talk};
  std::atomic<int> won = 0, late = 0;
  std::vector<std::thread> threads;
  for (const Caller& member : team) {
    threads.emplace_back([&, member] {
      struct Late {};
      try {
        house.store->write([&](Transaction& tx) {
          const auto reply = handler->run(tx, member, &command, nullptr);
          if (reply) return;
          if (*reply.error().code != messages::errors::already_taken)
            throw std::runtime_error("another error");
          throw Late{};
        });
        ++won;
      } catch (const Late&) {
        ++late;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(won == 1);
  CHECK(late == 11);
  CHECK(house.snapshot<ConversationStream>(team[0], talk)->members.size() == 2);
}

TEST_CASE("taking again is no error for the owner, but for a closed talk") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto talk = open_talk(house, house.visitor("Vera Voss"));
  house.get(anna, messages::Take{.conversation_id = talk});
  CHECK(house.outcome(anna, messages::Take{.conversation_id = talk}) == "ok");
  CHECK(house.effects.events.empty());
  house.get(anna, messages::Close{.conversation_id = talk});
  CHECK(house.outcome(anna, messages::Take{.conversation_id = talk}) == "conversation.closed");
  CHECK(house.outcome(anna, messages::Close{.conversation_id = talk}) == "conversation.closed");
}

TEST_CASE("a closed talk can be read, not continued") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  const auto message = house.snapshot<ConversationStream>(vera, talk)->messages[0].message_id;
  house.get(vera, messages::Close{.conversation_id = talk});
  CHECK(house.outcome(vera, messages::SendMessage{.conversation_id = talk, .text = "Hallo?"}) ==
        "conversation.closed");
  CHECK(house.outcome(vera, messages::EditMessage{.message_id = message, .text = "Anders"}) ==
        "conversation.closed");
  CHECK(house.outcome(vera, messages::React{.message_id = message, .emoji = "👍", .on = true}) == "ok");
  CHECK(house.outcome(vera, messages::DeleteMessage{.message_id = message}) == "ok");
}

TEST_CASE("a colleague who answers a waiting visitor has taken the talk, and a second one joins in") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto berta = house.staff("Berta Kunz", house.holzwerk);
  const auto talk = open_talk(house, vera);
  house.get(anna, messages::SendMessage{.conversation_id = talk, .text = "Guten Tag, Frau Voss"});
  CHECK(house.snapshot<ConversationStream>(vera, talk)->owner->person_id == anna.person_id);
  house.get(berta, messages::SendMessage{.conversation_id = talk, .text = "Ich auch"});
  CHECK(house.snapshot<ConversationStream>(vera, talk)->owner->person_id == anna.person_id);
  CHECK(house.snapshot<ConversationStream>(vera, talk)->members.size() == 3);
}

TEST_CASE("to everybody else a talk looks like one that does not exist") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  const auto message = house.snapshot<ConversationStream>(vera, talk)->messages[0].message_id;
  for (const Caller& stranger :
       {house.visitor("Fritz Fremd"), house.staff("Klara Klinik", house.klinikum, BoothRole::lead),
        house.moderator("Moni Mohr"), house.organiser("Otto Ohm"),
        house.staff("Hans Hand", house.holzwerk, BoothRole::handover)}) {
    CAPTURE(stranger.name);
    const auto same_as_absent = [&](auto foreign, auto absent) {
      const auto one = house.ask(stranger, foreign);
      const auto other = house.ask(stranger, absent);
      REQUIRE_FALSE(one.has_value());
      REQUIRE_FALSE(other.has_value());
      CHECK(one.error().code->name == other.error().code->name);
      CHECK(one.error().message == other.error().message);
      CHECK(one.error().field == other.error().field);
    };
    const auto nowhere = new_id<ConversationId>();
    const auto nothing = new_id<protocol::MessageId>();
    same_as_absent(messages::Take{.conversation_id = talk}, messages::Take{.conversation_id = nowhere});
    same_as_absent(messages::Close{.conversation_id = talk}, messages::Close{.conversation_id = nowhere});
    same_as_absent(messages::SendMessage{.conversation_id = talk, .text = "x"},
                   messages::SendMessage{.conversation_id = nowhere, .text = "x"});
    same_as_absent(messages::MarkRead{.conversation_id = talk, .n = 1},
                   messages::MarkRead{.conversation_id = nowhere, .n = 1});
    same_as_absent(messages::ListMessages{.conversation_id = talk, .before_n = 9},
                   messages::ListMessages{.conversation_id = nowhere, .before_n = 9});
    same_as_absent(messages::EditMessage{.message_id = message, .text = "x"},
                   messages::EditMessage{.message_id = nothing, .text = "x"});
    same_as_absent(messages::DeleteMessage{.message_id = message},
                   messages::DeleteMessage{.message_id = nothing});
    same_as_absent(messages::React{.message_id = message, .emoji = "👍", .on = true},
                   messages::React{.message_id = nothing, .emoji = "👍", .on = true});
    CHECK_FALSE(house.snapshot<ConversationStream>(stranger, talk).has_value());
    CHECK_FALSE(house.snapshot<UserStream>(stranger, vera.person_id).has_value());
    CHECK_FALSE(house.snapshot<BoothStaffStream>(stranger, house.holzwerk).has_value());
  }
}

TEST_CASE("the visitor does not take the own talk") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  CHECK(house.outcome(vera, messages::Take{.conversation_id = talk}) == "session.not_found");
}

TEST_CASE("the desk shows waiting ones in order of arrival, then active ones, then the newest closed ones") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  std::vector<ConversationId> talks;
  for (const char* name : {"Eins Uno", "Zwei Due", "Drei Tre", "Vier Qua", "Fuenf Cin", "Sechs Sei"}) {
    house.clock.move(1s);
    talks.push_back(open_talk(house, house.visitor(name)));
  }
  house.get(anna, messages::Take{.conversation_id = talks[2]});
  house.get(anna, messages::Take{.conversation_id = talks[1]});
  house.get(anna, messages::Close{.conversation_id = talks[0]});
  house.get(anna, messages::Close{.conversation_id = talks[3]});
  std::vector<ConversationId> order;
  for (const auto& entry : house.snapshot<BoothStaffStream>(anna, house.holzwerk)->conversations)
    order.push_back(entry.conversation_id);
  CHECK(order == std::vector{talks[4], talks[5], talks[1], talks[2], talks[3], talks[0]});
}

TEST_CASE("a change of name leaves what was said as it was said") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  house.get(vera, protocol::account::UpdateProfile{.name = "Vera Neu"});
  house.get(vera, messages::SendMessage{.conversation_id = talk, .text = "Ich heiße jetzt anders"});
  const auto snapshot = house.snapshot<ConversationStream>(vera, talk).value();
  CHECK(snapshot.visitor->name == "Vera Voss");
  CHECK(snapshot.messages[0].author.name == "Vera Voss");
  CHECK(snapshot.messages[1].author.name == "Vera Neu");
}

TEST_CASE("a talk with a booth that left the fair stays with its visitor") {
  House house;
  const auto vera = house.visitor("Vera Voss");
  const auto talk = open_talk(house, vera);
  house.write([](Transaction& tx) { booth::remove_missing(tx, std::vector<std::string>{"klinikum"}, {}); });
  CHECK(house.snapshot<ConversationStream>(vera, talk)->booth_name == "Holzwerk Aue GmbH");
}
