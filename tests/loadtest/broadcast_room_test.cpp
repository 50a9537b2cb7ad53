#include <fmt/format.h>

#include <string>

#include "loadtest/broadcast/room.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::load;
using namespace stollen::load::broadcast;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kMembers = 3;
constexpr std::uint32_t kAnna = 0, kBert = 1;

/// A room of three durable members; frames as the server writes them, as far as the room looks at them.
struct Talk {
  Tally tally;
  Faults faults;
  Room room{Mode::durable, "run", 7, kMembers, tally, faults};
  std::vector<Room::Position> positions = std::vector<Room::Position>(kMembers);
  SteadyTime now{};

  Talk() {
    for (std::uint32_t member = 0; member < kMembers; ++member) room.starts_after(100);
  }
  std::string frame(std::uint32_t sender, std::uint64_t sequence, std::int64_t n) const {
    return fmt::format(R"({{"on":"conversation.message","n":{},"text":"{}"}})", n,
                       room.payload(sender, sequence, 120));
  }
  void receives(std::uint32_t member, const std::string& frame) {
    std::size_t size = 0;
    Room::Position& position = positions[member];
    if (room.take_known(position, frame, now, size)) {
      CHECK(size == frame.size());
      ++position;
    } else {
      room.take_new(position++, frame, frame, now);
    }
  }
  void all_receive(const std::string& frame) {
    for (std::uint32_t member = 0; member < kMembers; ++member) receives(member, frame);
  }
};

}  // namespace

TEST_CASE("a message that all have and that is acknowledged under its number is done") {
  Talk talk;
  int completed = 0;
  talk.room.on_complete = [&](SteadyTime) { ++completed; };
  talk.room.sends(kAnna, 1, talk.now);
  talk.now += 3ms;
  talk.receives(0, talk.frame(kAnna, 1, 101));
  talk.receives(1, talk.frame(kAnna, 1, 101));
  CHECK(completed == 0);
  CHECK(talk.room.in_flight() == 1);
  talk.receives(2, talk.frame(kAnna, 1, 101));
  CHECK(completed == 1);
  CHECK(talk.room.in_flight() == 0);
  CHECK(talk.room.unanswered() == 1);
  talk.room.acknowledged(kAnna, 1, 101, talk.now);
  CHECK(talk.room.unanswered() == 0);
  CHECK(talk.faults.count == 0);
  CHECK(talk.tally.deliveries == kMembers);
  CHECK(talk.tally.delivery.maximum() == 3ms);
}

TEST_CASE("many messages in flight come back in order while the ring grows") {
  Talk talk;
  for (std::uint64_t i = 1; i <= 500; ++i) talk.room.sends(kAnna, i, talk.now);
  for (std::uint32_t member = 0; member < kMembers; ++member) {
    for (std::uint64_t i = 1; i <= 500; ++i)
      talk.receives(member, talk.frame(kAnna, i, 100 + static_cast<std::int64_t>(i)));
  }
  CHECK(talk.faults.first.empty());
  CHECK(talk.tally.messages == 500);
  CHECK(talk.room.in_flight() == 0);
}

TEST_CASE("a fault in what the members get is found") {
  Talk talk;
  talk.room.sends(kAnna, 1, talk.now);
  talk.room.sends(kAnna, 2, talk.now);
  talk.room.sends(kBert, 1, talk.now);
  const std::string first = talk.frame(kAnna, 1, 101), second = talk.frame(kAnna, 2, 102);
  talk.all_receive(first);
  REQUIRE(talk.faults.count == 0);

  SECTION("nothing is found in what is right") {
    talk.all_receive(second);
    CHECK(talk.faults.count == 0);
    return;
  }
  SECTION("the same message once more under its number") {
    talk.receives(0, first);
  }
  SECTION("the same message under the next number") {
    talk.receives(0, talk.frame(kAnna, 1, 102));
  }
  SECTION("a number that is left out") {
    talk.receives(0, talk.frame(kAnna, 2, 103));
  }
  SECTION("a sender's second message before the first") {
    talk.room.sends(kAnna, 3, talk.now);
    talk.receives(0, talk.frame(kAnna, 3, 102));
  }
  SECTION("another message for another member") {
    talk.receives(0, second);
    talk.receives(1, talk.frame(kBert, 1, 102));
  }
  SECTION("another byte for another member") {
    talk.receives(0, second);
    std::string other = second;
    other[other.size() - 3] = 'y';
    talk.receives(1, other);
  }
  SECTION("a message that nobody sent") {
    talk.receives(0, talk.frame(kBert, 9, 102));
  }
  SECTION("a message of somebody else") {
    talk.receives(0, R"({"n":102,"text":"hello"})");
  }
  CHECK(talk.faults.count == 1);
}

TEST_CASE("an acknowledgement that is not true is found") {
  Talk talk;
  talk.room.sends(kAnna, 1, talk.now);
  SECTION("under another number than it was seen") {
    talk.all_receive(talk.frame(kAnna, 1, 101));
    talk.room.acknowledged(kAnna, 1, 102, talk.now);
  }
  SECTION("before it is seen under another number") {
    talk.room.acknowledged(kAnna, 1, 102, talk.now);
    talk.receives(0, talk.frame(kAnna, 1, 101));
  }
  SECTION("twice") {
    talk.room.acknowledged(kAnna, 1, 101, talk.now);
    talk.room.acknowledged(kAnna, 1, 101, talk.now);
  }
  SECTION("of what was never sent") {
    talk.room.acknowledged(kAnna, 5, 101, talk.now);
  }
  SECTION("refused as not done, and yet done") {
    talk.receives(0, talk.frame(kAnna, 1, 101));
    talk.room.is_delayed(kAnna, 1);
  }
  CHECK(talk.faults.count == 1);
}

TEST_CASE("a message that the server had no time for may be overtaken") {
  Talk talk;
  talk.room.sends(kAnna, 1, talk.now);
  talk.room.sends(kAnna, 2, talk.now);
  talk.room.is_delayed(kAnna, 1);
  talk.all_receive(talk.frame(kAnna, 2, 101));
  talk.all_receive(talk.frame(kAnna, 1, 102));
  talk.room.acknowledged(kAnna, 2, 101, talk.now);
  talk.room.acknowledged(kAnna, 1, 102, talk.now);
  CHECK(talk.faults.first.empty());
  CHECK(talk.room.in_flight() == 0);
  CHECK(talk.room.unanswered() == 0);
  CHECK(talk.tally.busy_answers == 1);
}

TEST_CASE("members who joined at different numbers share the room with somebody else") {
  Talk talk;
  talk.room.starts_after(101);
  CHECK(talk.faults.count == 1);
}

TEST_CASE("a hint's sender learns its place by the answer, the others by the hint") {
  Tally tally;
  Faults faults;
  Room room{Mode::hint, "run", 1, kMembers, tally, faults};
  room.knows_person(kAnna, "anna-id");
  room.knows_person(kBert, "bert-id");
  const std::string anna = R"({"data":{"person_id":"anna-id"}})",
                    bert = R"({"data":{"person_id":"bert-id"}})";
  const SteadyTime now{};
  room.sends(kAnna, 1, now);
  room.sends(kBert, 1, now);
  // Anna's socket is read first: her answer, then Bert's hint.
  room.take_own(0, kAnna, now);
  room.take_new(1, bert, bert, now);

  SECTION("in the same order") {
    room.take_new(0, anna, anna, now);
    room.take_own(1, kBert, now);
    std::size_t size = 0;
    CHECK(room.take_known(0, anna, now, size));
    CHECK(room.take_known(1, bert, now, size));
    CHECK(faults.count == 0);
    CHECK(room.in_flight() == 0);
    CHECK(tally.messages == 2);
  }
  SECTION("in another order") {
    room.take_new(0, bert, bert, now);
    CHECK(faults.count == 1);
  }
  SECTION("an answer at somebody else's place") {
    room.take_own(0, kBert, now);
    CHECK(faults.count == 1);
  }
}
