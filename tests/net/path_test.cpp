// What a message costs on its way through a shard, counted: this program looks over the shoulder of the
// sanitizer's allocator and stands before the function that locks. Sockets, shards and the store are real.
#include <dlfcn.h>
#include <pthread.h>
#include <sanitizer/allocator_interface.h>

#include <atomic>
#include <vector>

#include "server/net/gateway.hpp"
#include "server/net/server.hpp"
#include "tests/realtime/test_node.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wire_client.hpp"

namespace {

thread_local bool counts_here = false;
std::atomic<long> allocations{0};
std::atomic<long> locks{0};

void count_allocation(const volatile void*, std::size_t) {
  if (counts_here) allocations.fetch_add(1, std::memory_order_relaxed);
}
void ignore_release(const volatile void*) {}

}  // namespace

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  using Lock = int (*)(pthread_mutex_t*);
  static const auto real = reinterpret_cast<Lock>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));  // NOLINT
  if (counts_here) locks.fetch_add(1, std::memory_order_relaxed);
  return real(mutex);
}

namespace stollen::tests {
namespace {

/// Everybody is somebody; no cookies needed.
class OpenHouse final : public net::RealtimeGateway {
 public:
  using RealtimeGateway::RealtimeGateway;
  void authenticate(runtime::Shard&, std::string_view, Authenticated done) override {
    done(visitor(), false);
  }
};

struct House {
  House() {
    net::Options options;
    options.port = 0;
    options.public_url = "http://fair";
    options.limits.per_address = 1'000;
    server = std::make_unique<net::Server>(node.scheduler, gateway, std::move(options));
    server->start();
    for (std::uint32_t shard = 0; shard < 2; ++shard) node.on_shard(shard, [] { counts_here = true; });
  }
  ~House() { server->stop(); }

  WireClient member(const std::string& stream) {
    WireClient client(server->port());
    client.upgrade(
        "Origin: http://fair\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: jobfair.1\r\nCookie: stollen=somebody\r\n");
    client.frame();  // hello
    client.send_text(R"({"id":"join","do":"session.join","with":{"streams":[{"stream":")" + stream +
                     R"("}]}})");
    client.frame();
    return client;
  }

  TestNode node;
  OpenHouse gateway{*node.realtime};
  std::unique_ptr<net::Server> server;
};

struct Cost {
  double allocations = 0;
  double locks = 0;
};

/// Per message, on the shards.
Cost cost_of_message(std::size_t members) {
  static const int counts_allocations =
      __sanitizer_install_malloc_and_free_hooks(&count_allocation, &ignore_release);
  REQUIRE(counts_allocations > 0);
  House house;
  const auto conversation = some_conversation();
  const std::string stream = protocol::ConversationStream::name(conversation);
  std::vector<WireClient> crowd;
  for (std::size_t i = 0; i < members; ++i) crowd.push_back(house.member(stream));
  int sent = 0;
  const auto say = [&] {
    crowd.front().send_text(R"({"id":"say-)" + std::to_string(sent++) +
                            R"(","do":"conversation.send_message","with":{"conversation_id":")" +
                            conversation.text() + R"(","text":"Glück auf"}})");
    crowd.front().frame();  // the answer, besides the event
    for (WireClient& client : crowd) client.frame();
  };
  for (int i = 0; i < 5; ++i) say();  // buffers and pools have their size
  constexpr int kMessages = 40;
  allocations = locks = 0;
  for (int i = 0; i < kMessages; ++i) say();
  return {static_cast<double>(allocations) / kMessages, static_cast<double>(locks) / kMessages};
}

}  // namespace

TEST_CASE("a message costs its shard nothing per recipient, and one short lock on its way to the store") {
  const Cost few = cost_of_message(4);
  const Cost many = cost_of_message(150);
  INFO("allocations per message: " << few.allocations << " for 4 members, " << many.allocations
                                   << " for 150");
  INFO("locks per message: " << few.locks << " for 4 members, " << many.locks << " for 150");
  CHECK(few.allocations > 0);  // or nothing is counted
  CHECK(many.allocations - few.allocations < 2);
  CHECK(many.locks - few.locks < 0.5);
  CHECK(many.locks < 1.5);
}

}  // namespace stollen::tests
