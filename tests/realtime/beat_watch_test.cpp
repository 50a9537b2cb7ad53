#include "server/realtime/beat_watch.hpp"

#include "tests/support/catch.hpp"

namespace stollen::tests {
namespace {

using namespace std::chrono_literals;
using storage::NodeBeat;

/// Looks every three seconds, with a lease of ten.
class Watcher {
 public:
  /// Names of those who are to be taken over, in order.
  std::string look(const std::vector<NodeBeat>& others, std::chrono::seconds later = 3s) {
    now_ += later;
    std::string names;
    for (const NodeBeat& node : watch_.to_be_taken_over(others, now_)) names += node.origin;
    return names;
  }

 private:
  realtime::BeatWatch watch_{10s};
  realtime::BeatWatch::Time now_ = realtime::BeatWatch::Time{} + 1h;
};

}  // namespace

TEST_CASE("a node whose beat stands still for a lease is taken over, one that beats is not", "[realtime]") {
  Watcher watcher;
  for (int i = 0; i < 4; ++i) CHECK(watcher.look({{"a", 7}, {"b", i}}).empty());
  CHECK(watcher.look({{"a", 7}, {"b", 4}}) == "a");
  CHECK(watcher.look({{"a", 7}, {"b", 5}}) == "a");  // as long as nobody has done it
  CHECK(watcher.look({{"a", 8}, {"b", 6}}).empty());
}

TEST_CASE("a node that says that it has gone is taken over at once", "[realtime]") {
  Watcher watcher;
  CHECK(watcher.look({{"a", -1}, {"b", 1}}) == "a");
}

TEST_CASE("whoever could not look begins to measure anew", "[realtime]") {
  Watcher watcher;
  CHECK(watcher.look({{"a", 7}}).empty());
  CHECK(watcher.look({{"a", 7}}, 60s).empty());  // the store was away, for all
  for (int i = 0; i < 3; ++i) CHECK(watcher.look({{"a", 7}}).empty());
  CHECK(watcher.look({{"a", 7}}) == "a");
}

TEST_CASE("a name that was gone and is there again is measured anew", "[realtime]") {
  Watcher watcher;
  for (int i = 0; i < 3; ++i) CHECK(watcher.look({{"a", 7}}).empty());
  CHECK(watcher.look({}).empty());
  for (int i = 0; i < 4; ++i) CHECK(watcher.look({{"a", 7}}).empty());
  CHECK(watcher.look({{"a", 7}}) == "a");
}

}  // namespace stollen::tests
