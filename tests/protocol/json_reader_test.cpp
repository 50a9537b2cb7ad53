#include "protocol/cpp/json_reader.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "protocol/cpp/utf8.hpp"
#include "protocol/generated/cpp/all_commands.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;

namespace {

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

bool takes(std::string_view text) {
  return parse_json(text).has_value();
}

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
  const auto parsed = parse_json(text, limits);
  return parsed ? "" : parsed.error();
}

}  // namespace

TEST_CASE("JSON of every kind is read") {
  for (const char* text :
       {"null", "true", "0", "-0", "-1.5e3", "\"\"", "[]", "{}", " [1, {\"a\": [null]}] \n"}) {
    CAPTURE(text);
    const auto parsed = parse_json(text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->value() == nlohmann::json::parse(text));
  }
}

TEST_CASE("What is no JSON is refused with a sentence") {
  for (const char* text :
       {"",        " ",     "{",      "[1,]",    "{\"a\":1,}", "{a:1}",   "'a'",   "01",
        "+1",      ".5",    "1.",     "NaN",     "Infinity",   "tru",     "[1] 2", "{} {}",
        "// c\n1", "/**/1", "\"\n\"", "\"\\x\"", "\"\\u12\"",  "{\"a\"}", "{1:2}", "[1 2]"}) {
    CAPTURE(text);
    CHECK_FALSE(refusal(text).empty());
  }
}

TEST_CASE("Nesting ends at 32 levels") {
  CHECK(takes(nested(32)));
  CHECK(refusal(nested(33)) == "Nested deeper than 32 levels.");
  CHECK(refusal(R"({"a":)" + nested(32) + "}") == "Nested deeper than 32 levels.");
  CHECK(takes(R"({"a":)" + nested(31) + "}"));
  CHECK(refusal(std::string(1'000'000, '[')) == "Nested deeper than 32 levels.");
  CHECK(refusal("[[]]", {.max_depth = 1}) == "Nested deeper than 1 levels.");
}

TEST_CASE("More bytes than allowed are refused") {
  CHECK(parse_json("[1]", {.max_bytes = 3}).has_value());
  CHECK(refusal("[10]", {.max_bytes = 3}) == "Larger than 3 bytes.");
}

TEST_CASE("A key that comes twice is refused, also when it is written differently") {
  CHECK(refusal(R"({"a":1,"b":2,"a":3})") == R"(The key "a" comes twice in one object.)");
  CHECK(refusal(R"([{"x":{"a":1,"\u0061":1}}])") == R"(The key "a" comes twice in one object.)");
  CHECK(takes(R"([{"a":1},{"a":1}])"));
}

TEST_CASE("Numbers keep their exactness or are refused") {
  CHECK(parse_json("9007199254740993")->value().get<std::uint64_t>() == 9007199254740993U);
  CHECK(parse_json("-9223372036854775808")->value().get<std::int64_t>() ==
        std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(takes("1e400"));
  CHECK_FALSE(takes("-1e400"));
  CHECK_FALSE(takes("[" + std::string(400, '9') + "]"));
  CHECK(takes("1e-400"));
}

TEST_CASE("Lone surrogates are refused, pairs are one character") {
  CHECK(parse_json(R"("\ud83d\ude42")")->value() == "🙂");
  for (const char* text : {R"("\ud83d")", R"("\ude42")", R"("\ud83dx")", R"("\ud83d\ud83d")",
                           R"("\ude42\ud83d")", R"({"\ud83d":1})"}) {
    CAPTURE(text);
    CHECK_FALSE(takes(text));
  }
}

TEST_CASE("NUL bytes, a byte order mark and bytes after the value are refused") {
  CHECK_FALSE(takes(std::string_view("{}\0", 3)));
  CHECK_FALSE(takes(std::string_view("{}\0{}", 5)));
  CHECK_FALSE(takes(std::string_view("\"a\0b\"", 5)));
  CHECK_FALSE(takes("\xEF\xBB\xBF{}"));
  CHECK_FALSE(takes("{}x"));
  CHECK(takes("\"\\ufeff\""));
}

TEST_CASE("UTF-8 of every malformed class is refused, of every well-formed class taken") {
  const auto quoted = [](std::string_view bytes) { return "\"" + std::string(bytes) + "\""; };
  for (const std::string_view good :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEC\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF3\xBF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    CAPTURE(good);
    CHECK(takes(quoted(good)));
    CHECK(utf8_sequence_length(good) == good.size());
  }
  for (const std::string_view bad : {
           "\x80",
           "\xBF",  // continuation alone
           "\xC0\x80",
           "\xC1\xBF",
           "\xE0\x80\x80",
           "\xE0\x9F\xBF",  // overlong
           "\xF0\x80\x80\x80",
           "\xF0\x8F\xBF\xBF",  // overlong
           "\xED\xA0\x80",
           "\xED\xBF\xBF",  // surrogates
           "\xF4\x90\x80\x80",
           "\xF5\x80\x80\x80",
           "\xFE",
           "\xFF",  // above U+10FFFF
           "\xC2",
           "\xE2\x82",
           "\xF0\x9F\x99",  // cut off
           "\xC2x",
           "\xE2\x82x",
           "\xF0\x9F\x99x",
           "\xE2x\x82"  // interrupted
       }) {
    CAPTURE(bad);
    CHECK_FALSE(takes(quoted(bad)));
    CHECK(utf8_sequence_length(bad) == 0);
  }
}

TEST_CASE("A NUL character is refused in text fields") {
  const auto json = parse_json(R"({"slug":"a\u0000b"})");
  REQUIRE(json.has_value());
  const auto decoded = decode<booth::Get>(*json);
  REQUIRE_FALSE(decoded.has_value());
  CHECK(decoded.error().field == "slug");
}

TEST_CASE("An error names the whole path") {
  const auto json = parse_json(R"({"streams":[{"stream":"hall"},{"stream":"fair"},{"stream":7}]})");
  REQUIRE(json.has_value());
  const auto decoded = decode<session::Join>(*json);
  REQUIRE_FALSE(decoded.has_value());
  CHECK(decoded.error() ==
        FieldError{"streams[2].stream", "Expected a text of 1 to 80 characters without NUL."});
}
