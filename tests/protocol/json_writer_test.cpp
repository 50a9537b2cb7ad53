#include "protocol/cpp/json_writer.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

using namespace stollen::protocol;

namespace {

std::string json_string(std::string_view text) {
  std::string out;
  JsonWriter(out).string(text);
  return out;
}

}  // namespace

TEST_CASE("Commas stand between values and nowhere else") {
  std::string out = "before ";
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("a");
  writer.begin_array();
  writer.begin_array();
  writer.end_array();
  writer.integer(1);
  writer.begin_object();
  writer.end_object();
  writer.null();
  writer.end_array();
  writer.key("b");
  writer.boolean(true);
  writer.key("c");
  writer.raw(R"({"x":1})");
  writer.end_object();
  CHECK(out == R"(before {"a":[[],1,{},null],"b":true,"c":{"x":1}})");
}

TEST_CASE("Integers of the whole range are written") {
  std::string out;
  JsonWriter writer(out);
  writer.begin_array();
  writer.integer(0);
  writer.integer(std::numeric_limits<std::int64_t>::min());
  writer.integer(std::numeric_limits<std::int64_t>::max());
  writer.end_array();
  CHECK(out == "[0,-9223372036854775808,9223372036854775807]");
}

TEST_CASE("What must be escaped is escaped, at every place of a word") {
  CHECK(json_string("") == R"("")");
  CHECK(json_string("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(json_string("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(json_string(std::string_view("\0\x1F\x7F", 3)) == "\"\\u0000\\u001f\x7F\"");
  for (std::size_t length = 1; length <= 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 0x80; ++byte) {
        std::string text(length, 'x');
        text[at] = static_cast<char>(byte);
        const std::string out = json_string(text);
        if (out != nlohmann::json(text).dump())
          FAIL("byte " << byte << " at " << at << " of " << length << ": " << out);
      }
    }
  }
}

TEST_CASE("UTF-8 passes, and what is none becomes U+FFFD") {
  const std::string good = "Grüße, 漢字, 🙂, \xF4\x8F\xBF\xBF, \xC2\x80";
  CHECK(json_string(good) == "\"" + good + "\"");
  CHECK(json_string("a\xFF"
                    "b") == "\"a\uFFFDb\"");
  CHECK(json_string("\xE2\x82") == "\"\uFFFD\uFFFD\"");
  CHECK(json_string("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
  CHECK(json_string("12345678\xC3") == "\"12345678\uFFFD\"");
  CHECK(json_string("\xC3\"") == "\"\uFFFD\\\"\"");
}

TEST_CASE("Any bytes become valid JSON") {
  std::uint64_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (std::uint64_t length = state % 40; length > 0; --length) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      bytes.push_back(static_cast<char>(state >> 56U));
    }
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    REQUIRE(nlohmann::json::accept(json_string(bytes)));
  }
}

TEST_CASE("Raw JSON is spliced as it is, empty as null") {
  CHECK(to_json(RawJson{R"([1, "a"])"}) == R"([1, "a"])");
  CHECK(to_json(RawJson{}) == "null");
}
