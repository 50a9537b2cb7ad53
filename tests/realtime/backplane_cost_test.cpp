// Figures, not verdicts: build/…/test_realtime "[measure]", built without sanitizers.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>

#include "server/realtime/node_message.hpp"
#include "tests/realtime/two_nodes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wait_until.hpp"

namespace stollen::tests {
namespace {

using realtime::FrameRef;
using realtime::MessageSeal;
using realtime::NodeMessage;
namespace talk = protocol::conversation;

/// Of this thread, so that what else runs on the machine is not counted.
double thread_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double process_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

void print(const char* what, std::vector<double>& microseconds) {
  std::ranges::sort(microseconds);
  const auto at = [&](double part) {
    return microseconds[static_cast<std::size_t>(part * static_cast<double>(microseconds.size() - 1))];
  };
  std::printf("%s: p50 %.0f us, p99 %.0f us\n", what, at(0.5), at(0.99));
}

}  // namespace

TEST_CASE("what a message between nodes costs in its making and its checking", "[.measure]") {
  MessageSeal seal(storage::NodeKey{1});
  const std::string text(300, 'x');
  const NodeMessage message{.kind = NodeMessage::Kind::event,
                            .n = 7,
                            .origin = "01jd7q3m5v8k2c4x6z9w0t1r5e",
                            .epoch = "abcdefghijklmno",
                            .stream = "conversation:01jd7q3m5v8k2c4x6z9w0t1r5e",
                            .text = text};
  constexpr int kTimes = 200'000;
  std::string bytes;
  std::string commands;
  const double start = thread_microseconds();
  for (int i = 0; i < kTimes; ++i) {
    seal.write(bytes, message);
    commands.clear();
    redis::append_command(commands, std::array<std::string_view, 3>{"PUBLISH", "channel", bytes});
  }
  const double made = thread_microseconds();
  int genuine = 0;
  for (int i = 0; i < kTimes; ++i) {
    const auto read = realtime::parse_node_message(bytes);
    genuine += seal.is_genuine(bytes) && FrameRef::make(read->text) ? 1 : 0;
  }
  const double checked = thread_microseconds();
  CHECK(genuine == kTimes);
  std::printf("make %.2f us, check %.2f us\n", (made - start) / kTimes, (checked - made) / kTimes);
}

TEST_CASE("how long an event takes to the sessions of another node", "[.measure]") {
  TalkAcross talking;
  std::vector<double> same;
  std::vector<double> other;
  constexpr int kTimes = 3'000;
  for (int i = 0; i < kTimes; ++i) {
    const auto since = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
      return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - since).count();
    };
    talking.here.command(talk::SendMessage{.conversation_id = talking.conversation, .text = "Good morning!"});
    talking.here.wait_for_event("conversation.message");
    same.push_back(elapsed());
    talking.there.wait_for_event("conversation.message");
    other.push_back(elapsed());
    talking.here.take_frames();
    talking.there.take_frames();
  }
  print("same node", same);
  print("other node", other);
}

TEST_CASE("what a look costs a node whose sessions follow many streams", "[.measure]") {
  auto limits = told_only();
  limits.store_watch_with_bell = 1ms;
  limits.streams_per_session = 600;
  TwoNodes nodes(limits);
  TestClient client(nodes.two, visitor());
  for (int i = 0; i < 500; ++i) client.join(protocol::ConversationStream::name(some_conversation()));
  OtherProcess other(nodes.one);
  constexpr std::uint64_t kLooks = 200;
  double microseconds = 0;
  for (std::uint64_t i = 0; i < kLooks; ++i) {
    other.say("cafe");
    const auto looks = figure("stollen_realtime_store_looks_total");
    const double start = process_microseconds() - thread_microseconds();
    nodes.two.write(
        [](auto& transaction) { transaction.publish("cafe", talk::MemberLeftEvent{}); });  // notices
    wait_until([&] { return figure("stollen_realtime_store_looks_total") > looks; });
    microseconds += process_microseconds() - thread_microseconds() - start;
  }
  std::printf("a look at 500 streams and a write: %.0f us of CPU\n", microseconds / kLooks);
}

}  // namespace stollen::tests
