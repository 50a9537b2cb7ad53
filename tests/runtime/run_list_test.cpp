#include "server/runtime/run_list.hpp"

#include <memory>
#include <vector>

#include "tests/support/catch.hpp"

namespace stollen::runtime {
namespace {

struct Runner : ListHook<Runner> {
  explicit Runner(int runner_number) : number(runner_number) {}
  int number;
};

std::vector<int> drain(RunList<Runner>& list) {
  std::vector<int> numbers;
  while (Runner* const runner = list.pop_front()) numbers.push_back(runner->number);
  return numbers;
}

TEST_CASE("a run list is first in, first out", "[run_list]") {
  RunList<Runner> list;
  Runner one(1), two(2), three(3);
  list.push_back(one);
  list.push_back(two);
  list.push_back(three);
  CHECK(list.front().number == 1);
  CHECK(drain(list) == std::vector{1, 2, 3});
  CHECK(list.empty());
  CHECK_FALSE(two.is_linked());
}

TEST_CASE("what is destroyed or unlinked leaves its list", "[run_list]") {
  RunList<Runner> list;
  Runner one(1), three(3), four(4);
  auto two = std::make_unique<Runner>(2);
  list.push_back(one);
  list.push_back(*two);
  list.push_back(three);
  list.push_back(four);
  two.reset();
  four.unlink();
  CHECK(drain(list) == std::vector{1, 3});
}

TEST_CASE("pushing what is linked moves it to the end", "[run_list]") {
  RunList<Runner> list, other;
  Runner one(1), two(2);
  list.push_back(one);
  list.push_back(two);
  list.push_back(one);
  CHECK(drain(list) == std::vector{2, 1});
  list.push_back(one);
  other.push_back(one);
  CHECK(list.empty());
  CHECK(drain(other) == std::vector{1});
}

TEST_CASE("appending keeps the order of both lists", "[run_list]") {
  RunList<Runner> list, other, none;
  Runner one(1), two(2), three(3), four(4);
  list.push_back(one);
  list.push_back(two);
  other.push_back(three);
  other.push_back(four);
  list.append(other);
  list.append(none);
  CHECK(other.empty());
  CHECK(drain(list) == std::vector{1, 2, 3, 4});
  other.push_back(one);
  list.append(other);
  CHECK(drain(list) == std::vector{1});
}

TEST_CASE("what outlives its list is free", "[run_list]") {
  Runner one(1);
  {
    RunList<Runner> list;
    list.push_back(one);
  }
  CHECK_FALSE(one.is_linked());
}

}  // namespace
}  // namespace stollen::runtime
