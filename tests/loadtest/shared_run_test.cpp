// Users shared among threads: what each thread saw is judged as one.
#include "loadtest/scenarios/shared_run.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using load::RoomLedger;
using load::SharedRun;

std::string message(std::int64_t n, const std::string& id, const std::string& text) {
  return fmt::format(
      R"({{"on":"conversation.message","in":"conversation:1","n":{},"data":{{"message":{{"n":{},"message_id":"{}","text":"{}"}}}}}})",
      n, n, id, text);
}

/// Two threads, each with some members of the same room.
struct Fixture {
  RoomLedger::Verdict verdict() {
    shared.add(0, one);
    shared.add(0, other);
    return shared.ledger(0).judge();
  }
  SharedRun shared{2, "run"};
  RoomLedger one{"run"}, other{"run"};
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what two threads saw alike is sound", "[loadtest]") {
  for (RoomLedger* ledger : {&one, &other}) {
    ledger->saw(1, message(1, "a", "run 1 0 5 x"));
    ledger->saw(2, message(2, "b", "run 7 0 6 x"));
  }
  one.acknowledged("run 1 0 5 x", 1);
  other.acknowledged("run 7 0 6 x", 2);
  const auto sound = verdict();
  CHECK(sound.acknowledged == 2);
  CHECK(sound.messages == 2);
  CHECK(sound.lost + sound.doubled + sound.out_of_order + sound.different == 0);
}

TEST_CASE_METHOD(Fixture, "what was acknowledged in one thread and seen in none is lost", "[loadtest]") {
  one.saw(1, message(1, "a", "run 1 0 5 x"));
  one.acknowledged("run 1 0 5 x", 1);
  other.acknowledged("run 7 0 6 x", 2);
  CHECK(verdict().lost == 1);
}

TEST_CASE_METHOD(Fixture, "what was acknowledged in one thread and seen in another only is not lost",
                 "[loadtest]") {
  one.saw(1, message(1, "b", "run 7 0 6 x"));
  other.acknowledged("run 7 0 6 x", 1);
  CHECK(verdict().lost == 0);
  CHECK(shared.ledger(0).messages_between(0, 1) ==
        std::vector<std::int64_t>{1});  // other's members missed it
}

TEST_CASE_METHOD(Fixture, "two threads that saw different things under one number are told", "[loadtest]") {
  one.saw(1, message(1, "a", "run 1 0 5 x"));
  other.saw(1, message(1, "b", "run 7 0 6 x"));
  CHECK(verdict().different == 1);
}

TEST_CASE_METHOD(Fixture, "a message that each thread saw under another number is doubled", "[loadtest]") {
  one.saw(1, message(1, "a", "run 1 0 5 x"));
  other.saw(2, message(2, "a", "run 1 0 5 x"));
  CHECK(verdict().doubled == 1);
}

TEST_CASE_METHOD(Fixture, "an order that only both threads together show is told", "[loadtest]") {
  one.saw(1, message(1, "b", "run 1 1 6 x"));
  other.saw(2, message(2, "a", "run 1 0 5 x"));
  CHECK(verdict().out_of_order == 1);
}

TEST_CASE_METHOD(Fixture, "a room's head is the newest number that any thread has seen", "[loadtest]") {
  one.saw(3, message(3, "a", "run 1 0 5 x"));
  shared.raise_head(0, one.head());
  shared.raise_head(0, other.head());
  CHECK(other.head() == 0);
  other.reaches(shared.head(0));
  CHECK(other.head() == 3);
}

TEST_CASE_METHOD(Fixture, "figures and latencies of all threads are added up", "[loadtest]") {
  for (const int millis : {1, 3}) {
    load::RunFigures figures;
    figures.reconnects = 2;
    figures.closes[4008] = 1;
    figures.fault(fmt::format("fault {}", millis));
    load::Totals totals;
    totals.delivered = 5;
    totals.ack.record(std::chrono::milliseconds(millis));
    shared.add(figures, totals);
  }
  CHECK(shared.figures().reconnects == 4);
  CHECK(shared.figures().closes.at(4008) == 2);
  CHECK(shared.figures().protocol_faults == 2);
  CHECK(shared.figures().first_fault == "fault 1");
  CHECK(shared.totals().delivered == 10);
  CHECK(shared.totals().ack.count() == 2);
  CHECK(shared.totals().ack.maximum() == std::chrono::milliseconds(3));
  CHECK(shared.totals().ack.percentile(0.5) < std::chrono::milliseconds(2));
}

TEST_CASE_METHOD(Fixture, "threads wait for each other, and put their values together", "[loadtest]") {
  const auto add = [](double a, double b) { return a + b; };
  const auto run = [&](double value) {
    for (std::uint64_t phase = 1; phase <= 100; ++phase) {
      shared.combine(phase, value, add);
      shared.arrive();
      while (!shared.have_all_arrived(phase)) std::this_thread::yield();
      if (shared.combined(phase) != 3) throw std::logic_error("too early");
    }
  };
  std::thread thread([&] { CHECK_NOTHROW(run(1)); });
  CHECK_NOTHROW(run(2));
  thread.join();
}

TEST_CASE_METHOD(Fixture, "when a thread fails the others do not wait for it", "[loadtest]") {
  shared.arrive();
  CHECK_FALSE(shared.have_all_arrived(1));
  shared.fail(std::make_exception_ptr(std::runtime_error("no such account")));
  CHECK_THROWS(shared.have_all_arrived(1));
  shared.fail(std::make_exception_ptr(std::runtime_error("and then this")));
  CHECK_THROWS_WITH(shared.rethrow(), "no such account");
}

}  // namespace stollen::tests
