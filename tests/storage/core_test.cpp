#include <algorithm>
#include <fstream>
#include <thread>
#include <type_traits>

#include "protocol/generated/cpp/vocabulary.hpp"
#include "server/core/log.hpp"
#include "server/core/metrics.hpp"
#include "server/core/new_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

TEST_CASE("ids of one thread grow, and no two are equal", "[core]") {
  std::vector<std::string> ids(20'000);
  std::vector<std::string> others(20'000);
  std::thread other([&] {
    for (auto& id : others) id = new_id<protocol::BoothId>().text();
  });
  for (auto& id : ids) id = new_id<protocol::BoothId>().text();
  other.join();
  CHECK(std::ranges::is_sorted(ids));
  CHECK(std::ranges::is_sorted(others));
  ids.insert(ids.end(), others.begin(), others.end());
  std::ranges::sort(ids);
  CHECK(std::ranges::adjacent_find(ids) == ids.end());
}

TEST_CASE("an id begins with its time", "[core]") {
  const auto before = system_clock().now().ms;
  const auto bytes = new_id_bytes();
  std::int64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms * 256 + bytes[static_cast<std::size_t>(i)];
  CHECK(ms >= before);
  CHECK(ms <= system_clock().now().ms + 1'000);
}

TEST_CASE("a log line is JSON with typed fields, and nothing breaks out of it", "[core]") {
  const auto line = log::format_line({1'794'650'400'007}, log::Level::warn, "booth.duty_set",
                                     {{"booth", protocol::BoothId{}},
                                      {"text", "a\"b\\c\n\x1b[31m"},
                                      {"count", -3},
                                      {"is_open", true},
                                      {"took_ms", std::chrono::microseconds(1'500)}});
  CHECK(
      line ==
      R"({"at":"2026-11-14T10:00:00.007Z","level":"warn","event":"booth.duty_set","booth":"00000000000000000000000000",)"
      R"("text":"a\"b\\c\n\u001b[31m","count":-3,"is_open":true,"took_ms":1.500})");
}

TEST_CASE("a secret is not a field of a log line", "[core]") {
  STATIC_REQUIRE_FALSE(std::is_constructible_v<log::Field, std::string_view, protocol::Secret>);
  STATIC_REQUIRE(std::is_constructible_v<log::Field, std::string_view, std::string>);
}

TEST_CASE("the log writes whole lines from all threads, at and above its level", "[core]") {
  const TestFolder folder;
  const std::string file = (folder.path() / "log").string();
  log::start({.level = log::Level::info, .file = file});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 100; ++i) log::info("test.line", {{"thread", t}, {"i", i}});
      log::debug("test.unseen");
    });
  }
  for (auto& thread : threads) thread.join();
  log::stop();
  std::ifstream lines(file);
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    ++count;
    CHECK_THAT(line, Catch::Matchers::Contains(R"("event":"test.line")") && Catch::Matchers::EndsWith("}"));
  }
  CHECK(count == 400);
  CHECK_THROWS_WITH(log::start({.file = file + "/below"}), Catch::Matchers::Contains(file + "/below"));
  CHECK(log::parse_level("warn") == log::Level::warn);
  CHECK_FALSE(log::parse_level("loud").has_value());
}

TEST_CASE("figures are one for each name and labels, and shown as text", "[core]") {
  metrics::counter("test_total", "Help.", {{"feature", "booth"}}).add(2);
  metrics::counter("test_total", "Help.", {{"feature", "booth"}}).add();
  metrics::counter("test_total", "Help.", {{"feature", "cafe"}}).add();
  metrics::gauge("test_gauge", "Help.").set(-5);
  auto& seconds = metrics::duration_seconds("test_seconds", "Help.");
  for (const double value : {0.00025, 0.02, 100.0}) seconds.observe(value);
  metrics::observe("test_observed", "Help.", [] { return 7.0; });
  const std::string text = metrics::exposition();
  for (const std::string expected :
       {"# TYPE test_total counter", R"(test_total{feature="booth"} 3)", R"(test_total{feature="cafe"} 1)",
        "test_gauge -5", "# TYPE test_seconds histogram", R"(test_seconds_bucket{le="0.00025"} 1)",
        R"(test_seconds_bucket{le="0.025"} 2)", R"(test_seconds_bucket{le="10"} 2)",
        R"(test_seconds_bucket{le="+Inf"} 3)", "test_seconds_count 3", "test_observed 7"}) {
    CHECK_THAT(text, Catch::Matchers::Contains(expected));
  }
  metrics::forget("test_observed");
  CHECK_FALSE(metrics::exposition().contains("test_observed"));
  CHECK_THROWS_AS(metrics::gauge("test_total", "Help.", {{"feature", "booth"}}), std::logic_error);
}

}  // namespace stollen::tests
