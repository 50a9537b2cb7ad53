#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "server/core/new_id.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::CafeStream;
namespace messages = protocol::cafe;

namespace {

protocol::CafeTable table_at(House& house, const Caller& caller, std::size_t index = 0) {
  return house.get(caller, messages::List{}).tables.at(index);
}

protocol::TableId second_table(House& house) {
  house.write([](Transaction& tx) {
    cafe::upsert_table(tx, {.slug = "zurueck", .topic = {"Zurückkommen", {}}, .seat_count = 2});
  });
  return table_at(house, {}, 1).table_id;
}

}  // namespace

TEST_CASE("who sits down is seen by all and hears the table's chat") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  const auto before = house.head(CafeStream::name());
  const auto chat = house.get(anna, messages::Sit{.table_id = house.table}).conversation_id;
  CHECK(house.event_names(CafeStream::name(), before) == std::vector<std::string>{"cafe.seat_taken"});
  const auto table = table_at(house, anna);
  REQUIRE(table.seats.size() == 1);
  CHECK(table.seats[0].person.name == "Anna Weber");
  CHECK(table.conversation_id == chat);
  CHECK(house.snapshot<protocol::ConversationStream>(anna, chat)->members.at(0).person_id == anna.person_id);
  CHECK(house.snapshot<CafeStream>(anna)->tables == house.get(anna, messages::List{}).tables);

  // Sitting where one sits changes nothing.
  CHECK(house.get(anna, messages::Sit{.table_id = house.table}).conversation_id == chat);
  CHECK(house.effects.events.empty());
}

TEST_CASE("who stands up leaves the chat, at once and for the open sockets") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  const auto chat = house.get(anna, messages::Sit{.table_id = house.table}).conversation_id;
  house.get(anna, messages::StandUp{});
  CHECK(table_at(house, anna).seats.empty());
  REQUIRE(house.effects.removals.size() == 1);
  CHECK(house.effects.removals[0].person == anna.person_id);
  CHECK(house.effects.removals[0].stream == protocol::ConversationStream::name(chat));
  CHECK_FALSE(house.snapshot<protocol::ConversationStream>(anna, chat).has_value());
  CHECK(house.outcome(anna, messages::StandUp{}) == "cafe.not_seated");
}

TEST_CASE("a table's chat is not there for those who do not sit at it") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  const auto berta = house.visitor("Berta Kunz");
  const auto chat = house.get(anna, messages::Sit{.table_id = house.table}).conversation_id;
  const auto foreign = house.snapshot<protocol::ConversationStream>(berta, chat);
  const auto absent = house.snapshot<protocol::ConversationStream>(berta, new_id<protocol::ConversationId>());
  REQUIRE_FALSE(foreign.has_value());
  REQUIRE_FALSE(absent.has_value());
  CHECK(foreign.error().code->name == absent.error().code->name);
  CHECK(house.outcome(berta, protocol::conversation::SendMessage{.conversation_id = chat, .text = "Hallo"}) ==
        "session.not_found");
}

TEST_CASE("changing tables is one step: leave, then sit") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  const auto other = second_table(house);
  house.get(anna, messages::Sit{.table_id = house.table});
  const auto before = house.head(CafeStream::name());
  house.get(anna, messages::Sit{.table_id = other});
  CHECK(house.event_names(CafeStream::name(), before) ==
        std::vector<std::string>{"cafe.seat_left", "cafe.seat_taken"});
  CHECK(table_at(house, anna, 0).seats.empty());
  CHECK(table_at(house, anna, 1).seats.size() == 1);
}

TEST_CASE("nobody loses a seat for a table that is full or not there") {
  House house;
  const auto other = second_table(house);
  house.get(house.visitor("Berta Kunz"), messages::Sit{.table_id = other});
  house.get(house.visitor("Carla Roth"), messages::Sit{.table_id = other});
  const auto anna = house.visitor("Anna Weber");
  house.get(anna, messages::Sit{.table_id = house.table});
  CHECK(house.outcome(anna, messages::Sit{.table_id = other}) == "cafe.table_full");
  CHECK(house.outcome(anna, messages::Sit{.table_id = new_id<protocol::TableId>()}) == "session.not_found");
  CHECK(table_at(house, anna, 0).seats.size() == 1);
}

TEST_CASE("thirty people rush at eight seats: exactly eight sit") {
  House house;
  std::vector<Caller> people;
  for (int i = 0; i < 30; ++i)
    people.push_back(
        house.visitor("Person " + std::string(1, static_cast<char>('A' + i % 26)) + std::to_string(i)));
  const auto* handler = house.registry.find_command(messages::Sit::kName);
  const messages::Sit command{.table_id = house.table};
  std::atomic<int> seated = 0, full = 0;
  std::vector<std::thread> threads;
  for (const Caller& person : people) {
    threads.emplace_back([&, person] {
      struct TableFull {};
      try {
        house.store->write([&](Transaction& tx) {
          const auto reply = handler->run(tx, person, &command, nullptr);
          if (!reply) throw TableFull{};
        });
        ++seated;
      } catch (const TableFull&) {
        ++full;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(seated == 8);
  CHECK(full == 22);
  const auto table = table_at(house, people[0]);
  CHECK(table.seats.size() == 8);
  std::set<std::string> seated_names;
  for (const auto& seat : table.seats) seated_names.insert(seat.person.name);
  CHECK(seated_names.size() == 8);
  const auto one = house.caller_of(email_of(*seated_names.begin()));
  CHECK(house.snapshot<protocol::ConversationStream>(one, table.conversation_id)->members.size() == 8);
}

TEST_CASE("seats stand in the order of sitting down, also when an early one was left") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  const auto berta = house.visitor("Berta Kunz");
  const auto carla = house.visitor("Carla Roth");
  for (const auto& person : {anna, berta}) house.get(person, messages::Sit{.table_id = house.table});
  house.get(anna, messages::StandUp{});
  house.get(carla, messages::Sit{.table_id = house.table});
  const auto seats = table_at(house, carla).seats;
  REQUIRE(seats.size() == 2);
  CHECK(seats[0].person.name == "Berta Kunz");
  CHECK(seats[1].person.name == "Carla Roth");
}

TEST_CASE("the seat of somebody who is gone falls free, also after a restart") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  house.get(anna, messages::Sit{.table_id = house.table});
  house.store->read(
      [&](Transaction& tx) { CHECK(house.registry.watched_people(tx) == std::vector{anna.person_id}); });
  house.absence(anna.person_id);
  CHECK(table_at(house, anna).seats.empty());
  CHECK(house.effects.removals.size() == 1);
}

TEST_CASE("with fewer seats nobody is sent away, and nobody comes until enough have left") {
  House house;
  std::vector<Caller> people;
  for (const char* name : {"Anna A", "Berta B", "Carla C", "Doris D"}) people.push_back(house.visitor(name));
  for (int i = 0; i < 3; ++i)
    house.get(people[static_cast<std::size_t>(i)], messages::Sit{.table_id = house.table});
  house.write([](Transaction& tx) {
    CHECK(cafe::upsert_table(tx, {.slug = "pendeln", .topic = {"Pendeln", {}}, .seat_count = 2}) ==
          account::Change::updated);
  });
  CHECK(table_at(house, people[0]).seats.size() == 3);
  house.get(people[0], messages::StandUp{});
  CHECK(house.outcome(people[3], messages::Sit{.table_id = house.table}) == "cafe.table_full");
  house.get(people[1], messages::StandUp{});
  CHECK(house.outcome(people[3], messages::Sit{.table_id = house.table}) == "ok");
}

TEST_CASE("when writing has ended nobody sits down, but everybody may stand up") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  house.get(anna, messages::Sit{.table_id = house.table});
  house.end_writing();
  CHECK(house.outcome(house.visitor("Berta Kunz"), messages::Sit{.table_id = house.table}) ==
        "fair.read_only");
  CHECK(house.outcome(anna, messages::StandUp{}) == "ok");
}

TEST_CASE("a table that an import no longer names is gone, and nobody sits at it") {
  House house;
  const auto anna = house.visitor("Anna Weber");
  house.get(anna, messages::Sit{.table_id = house.table});
  const auto before = house.head(CafeStream::name());
  const auto effects = house.write([](Transaction& tx) { CHECK(cafe::remove_missing(tx, {}) == 1); });
  CHECK(house.event_names(CafeStream::name(), before) ==
        std::vector<std::string>{"cafe.seat_left", "cafe.removed"});
  CHECK(effects.removals.size() == 1);
  CHECK(house.get(anna, messages::List{}).tables.empty());
  CHECK(house.outcome(anna, messages::StandUp{}) == "cafe.not_seated");
}
