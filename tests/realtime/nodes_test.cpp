// Who is present, over several nodes on one store. Run where STOLLEN_TEST_STORE names one that can be shared.
#include <regex>

#include "server/storage/attendance.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plug.hpp"
#include "tests/support/store_proxy.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using protocol::PersonId;
using storage::Transaction;

/// Nodes that see each other soon, and take nobody for dead whom the machine holds up.
realtime::RealtimeLimits watchful() {
  auto limits = unhurried();
  limits.absence_grace = 30ms;
  limits.node_beat = 20ms;
  return limits;
}
realtime::RealtimeLimits impatient() {
  auto limits = watchful();
  limits.node_lease = 1s;
  limits.absence_grace = 200ms;  // whoever is taken for dead for a moment comes back within it
  return limits;
}

std::vector<PersonId> people_at(TestNode& asked, const std::string& origin) {
  return asked.read<std::vector<PersonId>>([&](auto& tx) { return storage::people_at(tx, origin); });
}
bool is_at(TestNode& node, PersonId person) {
  const auto people = people_at(node, node.store->origin());
  return std::ranges::find(people, person) != people.end();
}
std::int64_t absences_of(TestNode& node, PersonId person) {
  return node.read<std::int64_t>([&](auto& tx) { return absences(tx, person); });
}
std::size_t others_of(TestNode& node) {
  return node.read<std::size_t>(
      [&](auto& tx) { return storage::other_nodes(tx, node.store->origin()).size(); });
}
std::int64_t beat_of(TestNode& node) {
  return node.read<std::int64_t>([&](auto& tx) {
    return tx.template one<std::int64_t>("SELECT beat FROM node WHERE origin = $1", node.store->origin())
        .value_or(-2);
  });
}
/// Both have told that they live, and what they knew.
void wait_for_both(TestNode& one, TestNode& two) {
  wait_until([&] { return beat_of(one) >= 1 && beat_of(two) >= 1; });
}

/// Ends without a word, as a killed process does.
void kill(TestNode& node) {
  node.is_drained = true;
  node.store->stop();
}

/// A store with a proxy before it, for the node that is to be cut off.
struct CutOff {
  explicit CutOff(const std::string& store) : proxy(host(store), folder.path()) {
    address = std::regex_replace(store, std::regex("host=([^&]+)"), "host=" + folder.path().string());
  }
  static std::string host(const std::string& address) {
    std::smatch found;
    REQUIRE(std::regex_search(address, found, std::regex("host=([^&]+)")));
    return found[1];
  }
  TestFolder folder;
  StoreProxy proxy;
  std::string address;
};

}  // namespace

TEST_CASE("who moves to another node is present all the time", "[.postgres]") {
  TestNode one(watchful());
  TestNode two(watchful(), one.store.address());
  wait_for_both(one, two);
  const auto vera = visitor();
  TestClient before(one, vera);
  TestClient after(two, vera);
  wait_until([&] { return is_at(one, vera.person_id) && is_at(two, vera.person_id); });
  before.disconnect();
  wait_until([&] { return !is_at(one, vera.person_id); });
  CHECK(absences_of(one, vera.person_id) == 0);
  after.disconnect();
  wait_until([&] { return !is_at(two, vera.person_id); });
  CHECK(absences_of(one, vera.person_id) == 1);
}

TEST_CASE("who leaves all nodes at once is absent once", "[.postgres]") {
  TestNode one(watchful());
  TestNode two(watchful(), one.store.address());
  wait_for_both(one, two);
  std::vector<realtime::Caller> people;
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 60; ++i) {
    people.push_back(visitor());
    clients.push_back(std::make_unique<TestClient>(one, people.back()));
    clients.push_back(std::make_unique<TestClient>(two, people.back(), 1));
  }
  // The grace of this test is shorter than an arrival may wait for the pen.
  for (const TestNode* node : {&one, &two})
    wait_until([&] { return people_at(one, node->store->origin()).size() == people.size(); });
  clients.clear();
  wait_until([&] {
    return people_at(one, one.store->origin()).empty() && people_at(one, two.store->origin()).empty() &&
           absences_of(one, people.front().person_id) > 0;
  });
  for (const auto& person : people) CHECK(absences_of(one, person.person_id) == 1);
}

TEST_CASE("the store knows who has come before their first command is done", "[.postgres]") {
  auto limits = watchful();
  limits.node_beat = 1h;  // so that it is the arrival that tells
  TestNode node(limits);
  wait_until([&] { return beat_of(node) == 0; });
  for (int i = 0; i < 20; ++i) {
    const auto vera = visitor();
    TestClient client(node, vera, static_cast<std::uint32_t>(i % 2));
    client.ask(protocol::conversation::SendMessage{.conversation_id = some_conversation(), .text = "here"});
    CHECK(is_at(node, vera.person_id));
  }
}

TEST_CASE("a node that starts watches only those whom nobody answers for", "[.postgres]") {
  TestNode one(watchful());
  const auto here = visitor();
  const auto gone = visitor();
  TestClient client(one, here);
  wait_until([&] { return is_at(one, here.person_id); });
  one.write([&](auto& tx) {
    set_person(tx, here.person_id, "seated", "visitor");
    set_person(tx, gone.person_id, "seated", "visitor");
  });
  TestNode two(watchful(), one.store.address());
  wait_until([&] { return absences_of(two, gone.person_id) > 0; });
  CHECK(absences_of(two, gone.person_id) == 1);
  CHECK(absences_of(two, here.person_id) == 0);
  CHECK(people_at(two, two.store->origin()).empty());
}

TEST_CASE("people of a node that died have the usual grace, then are absent once", "[.postgres]") {
  auto patient = impatient();
  patient.absence_grace = 3s;  // the time in which somebody may come back
  TestNode one(patient);
  TestNode two(patient, one.store.address());
  auto dead = std::make_unique<TestNode>(impatient(), one.store.address());
  wait_for_both(one, two);
  const auto back = visitor();
  std::vector<realtime::Caller> gone;
  std::vector<std::unique_ptr<TestClient>> clients;
  clients.push_back(std::make_unique<TestClient>(*dead, back));
  for (int i = 0; i < 40; ++i) {
    gone.push_back(visitor());
    clients.push_back(std::make_unique<TestClient>(*dead, gone.back()));
  }
  const std::string origin = dead->store->origin();
  wait_until([&] { return people_at(one, origin).size() == gone.size() + 1; });
  kill(*dead);
  clients.clear();
  dead.reset();
  const TestClient again(one, back);
  wait_until([&] { return others_of(one) == 1; });
  wait_until([&] { return absences_of(one, gone.back().person_id) > 0; });
  wait_until([&] { return people_at(one, two.store->origin()).empty(); });
  wait_until([&] { return people_at(one, one.store->origin()).size() == 1; });
  for (const auto& person : gone) CHECK(absences_of(one, person.person_id) == 1);
  CHECK(absences_of(one, back.person_id) == 0);
  CHECK(people_at(one, origin).empty());
}

TEST_CASE("a node that is drained leaves its people to the others at once", "[.postgres]") {
  auto limits = watchful();
  limits.node_lease = 1h;
  auto slow = limits;
  slow.absence_grace = 1h;  // on the node that goes: only others can say that somebody is absent
  TestNode one(limits);
  auto going = std::make_unique<TestNode>(slow, one.store.address());
  wait_for_both(one, *going);
  const auto moves = visitor();
  const auto stays_away = visitor();
  auto first = std::make_unique<TestClient>(*going, moves);
  auto other = std::make_unique<TestClient>(*going, stays_away);
  wait_until([&] { return is_at(*going, moves.person_id) && is_at(*going, stays_away.person_id); });
  const TestClient again(one, moves);
  going->realtime->drain(5s, 0ms);
  CHECK(first->wait_for_close() == realtime::CloseCode::drain);
  wait_until([&] { return absences_of(one, stays_away.person_id) == 1; });
  CHECK(absences_of(one, moves.person_id) == 0);
  CHECK(others_of(one) == 0);
  first.reset();
  other.reset();
  going->is_drained = true;
  going.reset();
  CHECK(absences_of(one, stays_away.person_id) == 1);
}

TEST_CASE("a node that comes after the last one has gone takes its people over", "[.postgres]") {
  TestPlace place;
  const auto gone = visitor();
  {
    auto slow = watchful();
    slow.absence_grace = 1h;
    TestNode last(slow, place.address());
    TestClient client(last, gone);
    wait_until([&] { return is_at(last, gone.person_id); });
  }
  TestNode next(watchful(), place.address());
  wait_until([&] { return absences_of(next, gone.person_id) == 1; });
  CHECK(others_of(next) == 0);
}

TEST_CASE("a node that was taken for dead tells all it knows when it can", "[.postgres]") {
  auto patient = impatient();
  patient.absence_grace = 3s;  // the time in which the other may come back
  TestNode one(patient);
  CutOff cut(one.store.address());
  TestNode two(watchful(), cut.address);
  wait_for_both(one, two);
  const auto vera = visitor();
  TestClient client(two, vera);
  wait_until([&] { return people_at(one, two.store->origin()) == std::vector{vera.person_id}; });
  cut.proxy.set(StoreProxy::Mode::away);
  wait_until([&] { return is_at(one, vera.person_id); });
  const auto karl = visitor("Karl");
  TestClient late(two, karl);  // nobody can be told of him now
  cut.proxy.set(StoreProxy::Mode::pass);
  wait_until([&] { return people_at(one, two.store->origin()).size() == 2; });
  wait_until([&] { return !is_at(one, vera.person_id); });  // its grace has ended
  CHECK(absences_of(one, vera.person_id) == 0);
  CHECK(others_of(one) == 1);
}

TEST_CASE("a node has no say about people who were taken over from it", "[.postgres]") {
  auto limits = watchful();
  limits.node_beat = 1h;  // it does not notice
  TestNode node(limits);
  const std::string& origin = node.store->origin();
  const auto taken = visitor();
  const auto kept = visitor("Karl");
  TestClient first(node, taken);
  TestClient second(node, kept);
  wait_until([&] { return is_at(node, taken.person_id) && is_at(node, kept.person_id); });
  const storage::NodeBeat beat{origin, beat_of(node)};
  node.write([&](auto& tx) {
    storage::enter_node(tx, "other");
    CHECK(storage::take_over(tx, beat, "other").value().size() == 2);
    CHECK_FALSE(storage::take_over(tx, beat, "other"));
    storage::note_present(tx, std::vector{kept.person_id}, origin);
    CHECK(storage::depart(tx, kept.person_id, "other") == storage::Departure::elsewhere);
  });
  first.disconnect();
  second.disconnect();
  wait_until([&] { return absences_of(node, kept.person_id) == 1; });
  CHECK(absences_of(node, taken.person_id) == 0);
  node.write([&](auto& tx) {
    CHECK(storage::depart(tx, taken.person_id, "other") == storage::Departure::absent);
    CHECK(storage::depart(tx, taken.person_id, "other") == storage::Departure::taken_over);
  });
}

TEST_CASE("a node that was cut off takes nobody for dead who was cut off with it", "[.postgres]") {
  TestPlace place;
  CutOff cut(place.address());
  auto limits = watchful();
  limits.node_lease = 4s;  // as long as it takes to notice that one is cut off
  limits.absence_grace = 3s;
  TestNode one(limits, cut.address);
  TestNode two(limits, cut.address);
  wait_for_both(one, two);
  const auto vera = visitor();
  TestClient client(two, vera);
  wait_until([&] { return is_at(two, vera.person_id); });
  cut.proxy.set(StoreProxy::Mode::swallow);
  wait_until([&] { return !one.store->accepts_writes() && !two.store->accepts_writes(); });
  cut.proxy.set(StoreProxy::Mode::pass);
  wait_until([&] { return one.store->accepts_writes() && two.store->accepts_writes(); });
  const auto one_before = beat_of(one), two_before = beat_of(two);
  wait_until([&] { return beat_of(one) > one_before + 2 && beat_of(two) > two_before + 2; });
  CHECK(absences_of(one, vera.person_id) == 0);
  CHECK(people_at(one, two.store->origin()) == std::vector{vera.person_id});
}

TEST_CASE("who comes while too many wait for the store is told of all the same", "[.postgres]") {
  auto limits = watchful();
  limits.node_beat = 1h;
  auto options = patient_store();
  options.queue_limit = 1;
  TestNode node(limits, {}, {}, options);
  wait_until([&] { return beat_of(node) == 0; });
  node.on_shard(0, [] {});  // what a start hands to the writer is on its way
  wait_until([&] { return node.store->counters().queue_depth == 0; });
  Plug plug(*node.store);
  const auto nothing = [] {
    return storage::WriteUnit{.work = [](Transaction&) { return true; }, .done = {}};
  };
  while (node.store->submit(nothing())) continue;
  const auto vera = visitor();
  TestClient client(node, vera);
  plug.pull();
  wait_until([&] { return is_at(node, vera.person_id); });
}

TEST_CASE("all who come while the store is busy are told in one unit", "[.postgres]") {
  auto limits = watchful();
  limits.node_beat = 1h;
  TestNode node(limits);
  wait_until([&] { return beat_of(node) == 0; });
  constexpr std::size_t kPeople = 1'000;
  Nobody peer;
  std::vector<std::unique_ptr<realtime::Session>> sessions;
  Plug plug(*node.store);
  node.on_shard(0, [&] {
    for (std::size_t i = 0; i < kPeople; ++i)
      sessions.push_back(node.realtime->open_session(peer, node.scheduler.shard(0), visitor()));
  });
  CHECK(people_at(node, node.store->origin()).empty());
  plug.pull();
  node.write([](auto&) {});  // behind all that they have queued
  CHECK(people_at(node, node.store->origin()).size() == kPeople);
  CHECK(beat_of(node) == 1);  // each unit that tells of somebody raises it
  node.on_shard(0, [&] { sessions.clear(); });
}

}  // namespace stollen::tests
