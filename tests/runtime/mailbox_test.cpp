#include "server/runtime/mailbox.hpp"

#include <poll.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "server/runtime/bell.hpp"
#include "tests/runtime/stress.hpp"
#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

struct Letter : MailboxNode {
  std::uint32_t producer = 0;
  std::uint64_t number = 0;
  std::uint64_t checksum = 0;

  std::uint64_t expected_checksum() const { return (number + 1) * 0x9E3779B97F4A7C15ULL ^ producer; }
};

std::vector<std::uint64_t> numbers(MailboxNode* node) {
  std::vector<std::uint64_t> read;
  for (; node != nullptr; node = node->next) read.push_back(static_cast<Letter*>(node)->number);
  return read;
}

TEST_CASE("a mailbox gives out letters in the order of their pushes", "[mailbox]") {
  Mailbox box;
  std::array<Letter, 3> letters;
  for (std::uint64_t i = 0; i < letters.size(); ++i) {
    letters[i].number = i;
    box.push(&letters[i]);
  }
  CHECK(numbers(box.take_all()) == std::vector<std::uint64_t>{0, 1, 2});
  CHECK(box.take_all() == nullptr);
}

TEST_CASE("only the push into an empty mailbox asks for a wake-up", "[mailbox]") {
  Mailbox box;
  std::array<Letter, 3> letters;
  CHECK(box.push(&letters[0]));
  CHECK_FALSE(box.push(&letters[1]));
  REQUIRE(box.take_all() != nullptr);
  CHECK(box.push(&letters[2]));
}

// The owner sleeps in poll() as a shard does: a lost wake-up shows as a time-out.
bool sleep_until_rung(const EventBell& bell) {
  pollfd bell_fd{bell.descriptor(), POLLIN, 0};
  return ::poll(&bell_fd, 1, 60'000) == 1;
}

struct Reader {
  std::vector<std::uint64_t> expected;
  bool is_correct = true;

  explicit Reader(std::size_t producers) : expected(producers, 0) {}

  // Gives each letter back to its producer's pile.
  void read(MailboxNode* node, std::vector<std::atomic<std::uint64_t>>& read_of) {
    while (node != nullptr) {
      auto* const letter = static_cast<Letter*>(node);
      node = node->next;
      is_correct = is_correct && letter->number == expected[letter->producer] &&
                   letter->checksum == letter->expected_checksum();
      ++expected[letter->producer];
      read_of[letter->producer].store(expected[letter->producer], std::memory_order_release);
    }
  }
};

TEST_CASE("no letter and no wake-up is lost, doubled or overtaken while four threads push",
          "[mailbox][stress]") {
  constexpr std::uint32_t kProducers = 4;
  constexpr std::uint64_t kLettersInUse = 16;  // reused in a circle, so that heads come back (ABA)
  BasicBelledMailbox<StdAtomics, EventBell> box;
  std::atomic<bool> is_over{false};
  std::atomic<std::uint32_t> producers_left{kProducers};
  std::array<std::uint64_t, kProducers> pushed{};
  std::vector<std::atomic<std::uint64_t>> read_of(kProducers + 1);
  Letter last;
  last.producer = kProducers;
  last.checksum = last.expected_checksum();

  test::Threads threads;
  for (std::uint32_t producer = 0; producer < kProducers; ++producer) {
    threads.start([&, producer] {
      const auto letters = std::make_unique<std::array<Letter, kLettersInUse>>();
      std::uint64_t number = 0;
      const auto all_read = [&] { return read_of[producer].load(std::memory_order_acquire); };
      for (; !is_over.load(std::memory_order_relaxed); ++number) {
        while (number - all_read() >= kLettersInUse) std::this_thread::yield();
        Letter& letter = (*letters)[number % kLettersInUse];
        letter.producer = producer;
        letter.number = number;
        letter.checksum = letter.expected_checksum();
        box.push(&letter);
      }
      while (all_read() < number) std::this_thread::yield();
      pushed[producer] = number;
      if (producers_left.fetch_sub(1) == 1) box.push(&last);
    });
  }

  Reader reader(kProducers + 1);
  const auto end = std::chrono::steady_clock::now() + test::stress_time();
  bool was_rung = true;
  while (was_rung && reader.expected[kProducers] == 0) {
    was_rung = sleep_until_rung(box.bell());
    reader.read(box.answer_bell(), read_of);
    if (std::chrono::steady_clock::now() > end) is_over = true;
  }
  is_over = true;
  // After a lost wake-up: let the producers end.
  while (reader.expected[kProducers] == 0) reader.read(box.take_all(), read_of);
  threads.join();

  CHECK(was_rung);
  CHECK(reader.is_correct);
  for (std::uint32_t producer = 0; producer < kProducers; ++producer) {
    CHECK(pushed[producer] > 0);
    CHECK(reader.expected[producer] == pushed[producer]);
  }
}

}  // namespace
}  // namespace stollen::runtime
