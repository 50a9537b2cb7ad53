// Those who come back: what the shard keeps for them, and when it must not be used.
#include "server/runtime/post_together.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using protocol::JoinOutcome;
namespace talk = protocol::conversation;

std::uint64_t reads_of_events() {
  return figure(R"(stollen_realtime_stream_reads_total{what="events"})");
}

std::size_t events_in(const protocol::JoinedStream& joined) {
  std::size_t events = 0;
  const std::string& text = joined.events.value().text;
  for (std::size_t at = text.find("\"on\""); at != std::string::npos; at = text.find("\"on\"", at + 1))
    ++events;
  return events;
}

struct Fixture {
  explicit Fixture(realtime::RealtimeLimits limits = unhurried()) : node(std::move(limits)) {
    epoch = node.read<std::string>([](auto& transaction) { return transaction.epoch(); });
  }
  void say(int times = 1, const std::string& subject = {}) {
    node.write([&](auto& transaction) {
      for (int i = 0; i < times; ++i) transaction.publish(stream, talk::MemberLeftEvent{}, subject);
    });
  }
  TestClient& arrive(const realtime::Caller& caller = visitor()) {
    return *clients.emplace_back(std::make_unique<TestClient>(node, caller));
  }
  protocol::JoinedStream come_back(std::int64_t last, const realtime::Caller& caller = visitor()) {
    return arrive(caller).join(stream, epoch, last);
  }

  TestNode node;
  const protocol::ConversationId conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  std::string epoch;
  std::vector<std::unique_ptr<TestClient>> clients;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a room is read once for all who come back one after the other", "[realtime]") {
  say(40);
  const auto reads = reads_of_events();
  for (int i = 0; i < 30; ++i) {
    const std::int64_t head = 40 + i;
    const std::int64_t last = head - i % 7;
    const auto joined = come_back(last);
    CHECK(joined.outcome == JoinOutcome::replayed);
    CHECK(joined.epoch == epoch);
    CHECK(joined.head == head);
    CHECK(events_in(joined) == static_cast<std::size_t>(head - last));
    say();
    clients.back()->wait_for_event("conversation.member_left", head + 1);
  }
  CHECK(reads_of_events() - reads == 1);
  for (const auto& client : clients) client->wait_for_event("conversation.member_left", 70);
  CHECK(clients.front()->count_events("conversation.member_left") == 30);
}

TEST_CASE_METHOD(Fixture, "what is kept is given to nobody without the right", "[realtime]") {
  const auto banned = visitor("Bodo");
  node.write([&](auto& transaction) { ban(transaction, banned.person_id, conversation); });
  CHECK(come_back(0).outcome == JoinOutcome::replayed);
  const auto reads = reads_of_events();
  const auto joined = come_back(0, banned);
  CHECK(joined.outcome == JoinOutcome::denied);
  CHECK_FALSE(joined.events.has_value());
  CHECK_FALSE(joined.head.has_value());
  CHECK(come_back(1).outcome == JoinOutcome::replayed);
  CHECK(reads_of_events() == reads);
}

TEST_CASE_METHOD(Fixture, "a right that ends between what is kept and its answer ends the join",
                 "[realtime]") {
  say(3);
  come_back(3);
  const auto vera = visitor();
  TestClient& client = arrive(vera);
  const auto cid = new_id<protocol::MessageId>().text();
  node.store->write([&](auto& transaction) { ban(transaction, vera.person_id, conversation); });
  storage::Effects effects;  // as after a commit behind the one that the right was read in
  effects.removals.push_back({vera.person_id, stream});
  client.on_session([&](realtime::Session& session) {
    std::string text;
    protocol::write_command(text, cid, "session.join",
                            protocol::to_json(protocol::session::Join{
                                .streams = {{.stream = stream, .epoch = epoch, .last = 2}}}));
    session.receive(text);
    node.realtime->apply(std::move(effects));
  });
  const auto joined = decoded<protocol::session::Join::Reply>(client.answer_to(cid)).streams.at(0);
  CHECK(joined.outcome == JoinOutcome::denied);
}

TEST_CASE_METHOD(Fixture, "a text that was replaced is not given from what is kept", "[realtime]") {
  const auto old_person = new_id<protocol::PersonId>();
  const auto new_person = new_id<protocol::PersonId>();
  node.write([&](auto& transaction) {
    transaction.publish(stream, talk::MemberLeftEvent{.person_id = old_person}, "letter");
  });
  say(3);
  CHECK_THAT(come_back(0).events->text, Catch::Matchers::Contains(old_person.text()));
  node.write([&](auto& transaction) {
    for (const auto& place : transaction.events_about("letter"))
      transaction.redact(place, talk::MemberLeftEvent{.person_id = new_person});
  });
  const auto joined = come_back(0);
  CHECK(joined.outcome == JoinOutcome::replayed);
  CHECK_THAT(joined.events->text, Catch::Matchers::Contains(new_person.text()));
  CHECK_THAT(joined.events->text, !Catch::Matchers::Contains(old_person.text()));
}

TEST_CASE("a text that another process replaced is not given from what is kept", "[realtime]") {
  auto limits = unhurried();
  limits.store_watch = 20ms;
  Fixture room(limits);
  const auto old_person = new_id<protocol::PersonId>();
  room.node.write([&](auto& transaction) {
    transaction.publish(room.stream, talk::MemberLeftEvent{.person_id = old_person}, "letter");
  });
  CHECK_THAT(room.come_back(0).events->text, Catch::Matchers::Contains(old_person.text()));
  const auto other = storage::open_database(room.node.store.address(), {});
  other->write([&](auto& transaction) {
    for (const auto& place : transaction.events_about("letter"))
      transaction.redact(place, talk::MemberLeftEvent{.person_id = new_id<protocol::PersonId>()});
    transaction.publish(room.stream, talk::MemberLeftEvent{});
  });
  other->stop();
  room.clients.back()->wait_for_event("conversation.member_left", 2);
  CHECK_THAT(room.come_back(0).events->text, !Catch::Matchers::Contains(old_person.text()));
}

TEST_CASE_METHOD(Fixture, "positions that what is kept cannot serve are decided by the store", "[realtime]") {
  say(200);
  CHECK(come_back(200).outcome == JoinOutcome::replayed);
  const auto reads = reads_of_events();
  CHECK(come_back(201).outcome == JoinOutcome::reset);  // ahead of the store: history was replaced
  CHECK(arrive().join(stream, "another", 200).outcome == JoinOutcome::reset);
  CHECK(reads_of_events() == reads);
  const auto old = come_back(20);  // further back than was read
  CHECK(old.outcome == JoinOutcome::replayed);
  CHECK(events_in(old) == 180);
  CHECK(events_in(come_back(30)) == 170);
  CHECK(reads_of_events() == reads + 1);
}

TEST_CASE("one who is too far back does not have more read for those who come with it", "[realtime]") {
  auto limits = unhurried();
  limits.replay_events = 100;
  Fixture room(limits);
  room.say(300);
  TestClient& old = room.arrive();
  TestClient& recent = room.arrive();
  const auto ask = [&](std::int64_t last) {
    return protocol::session::Join{.streams = {{.stream = room.stream, .epoch = room.epoch, .last = last}}};
  };
  std::string of_old, of_recent;
  {
    const runtime::PostTogether together;
    of_old = old.command(ask(100));
    of_recent = recent.command(ask(300));
  }
  const auto outcome = [](const protocol::ServerFrame& frame) {
    return decoded<protocol::session::Join::Reply>(frame).streams.at(0).outcome;
  };
  CHECK(outcome(old.answer_to(of_old)) == JoinOutcome::reset);
  CHECK(outcome(recent.answer_to(of_recent)) == JoinOutcome::replayed);
  const auto reads = reads_of_events();
  CHECK(room.come_back(268).outcome == JoinOutcome::replayed);
  CHECK(reads_of_events() == reads);
  CHECK(room.come_back(267).outcome == JoinOutcome::replayed);  // had the hundred been read, it would be kept
  CHECK(reads_of_events() == reads + 1);
}

TEST_CASE("what is kept is no more than a replay may hold", "[realtime]") {
  auto limits = unhurried();
  limits.replay_events = 20;
  Fixture room(limits);
  room.say(20);
  CHECK(room.come_back(0).outcome == JoinOutcome::replayed);
  room.say(10);
  room.clients.back()->wait_for_event("conversation.member_left", 30);
  CHECK(room.come_back(10).outcome == JoinOutcome::replayed);
  CHECK(room.come_back(9).outcome == JoinOutcome::reset);
}

TEST_CASE_METHOD(Fixture, "nothing is kept of a room that everybody has left", "[realtime]") {
  say(5);
  come_back(5);
  clients.clear();
  node.write([&](auto& transaction) { transaction.publish(stream, talk::MemberLeftEvent{}); });
  const auto joined = come_back(5);
  CHECK(joined.head == 6);
  CHECK(events_in(joined) == 1);
}

}  // namespace stollen::tests
