#include "loadtest/histogram.hpp"

#include "tests/support/catch.hpp"

using stollen::load::Histogram;
using namespace std::chrono_literals;

TEST_CASE("percentiles are at most 1.6 percent above the true ones") {
  Histogram histogram;
  for (int i = 1; i <= 100'000; ++i) histogram.record(std::chrono::microseconds(i));
  CHECK(histogram.count() == 100'000);
  CHECK(histogram.maximum() == 100ms);
  for (const double share : {0.001, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const double truth = share * 100'000, told = static_cast<double>(histogram.percentile(share).count());
    CHECK(told >= truth);
    CHECK(told <= truth * 1.016 + 1);
  }
}

TEST_CASE("one slow value among many is the maximum and not the 99th percentile") {
  Histogram histogram;
  for (int i = 0; i < 999; ++i) histogram.record(1ms);
  histogram.record(5s);
  CHECK(histogram.percentile(0.99) <= 1017us);
  CHECK(histogram.percentile(0.9999) == 5s);
  CHECK(histogram.maximum() == 5s);
}

TEST_CASE("nothing recorded is nothing") {
  CHECK(Histogram{}.percentile(0.99) == 0us);
}

TEST_CASE("values beyond the last bucket and before the first are kept at its ends") {
  Histogram histogram;
  histogram.record(-1s);
  CHECK(histogram.percentile(1) == 0us);
  histogram.record(1h);
  CHECK(histogram.maximum() == 1h);
  CHECK(histogram.percentile(1) > 60s);
}
