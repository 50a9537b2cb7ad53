#include "protocol/cpp/envelope.hpp"

#include <nlohmann/json.hpp>

#include "protocol/generated/cpp/all_commands.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;

namespace {

EnvelopeError refusal(std::string_view text) {
  const auto command = parse_command(text);
  REQUIRE_FALSE(command.has_value());
  return command.error();
}

ServerFrame read_frame(const std::string& text) {
  auto frame = parse_server_frame(text);
  if (!frame) FAIL(text << ": " << frame.error().field << ": " << frame.error().message);
  return std::move(*frame);
}

}  // namespace

TEST_CASE("A command is split into id, name and fields") {
  const auto command = parse_command(R"({"id":"c-7_Q","do":"cafe.sit","with":{"table_id":"x"},"later":1})");
  REQUIRE(command.has_value());
  CHECK(command->cid == "c-7_Q");
  CHECK(command->name == "cafe.sit");
  CHECK(command->with.text() == R"({"table_id":"x"})");
}

TEST_CASE("Absent fields are an empty object") {
  const auto command = parse_command(R"({"do":"cafe.stand_up","id":"1"})");
  REQUIRE(command.has_value());
  CHECK(command->with.text() == "{}");
}

TEST_CASE("Id and name are found without parsing where clients write them, and nowhere else") {
  const auto head = peek_command(R"({"id":"c-7_Q","do":"cafe.sit","with":{"table_id":"x"}})");
  REQUIRE(head.has_value());
  CHECK(head->cid == "c-7_Q");
  CHECK(head->name == "cafe.sit");
  std::string written;
  write_command(written, "c1", "cafe.stand_up", "{}");
  CHECK(peek_command(written).value().name == "cafe.stand_up");
  const std::string longest(64, 'i');
  CHECK(peek_command(R"({"id":")" + longest + R"(","do":"a.b"})").value().cid == longest);

  for (const std::string text : {
           R"({"do":"cafe.sit","id":"1"})",
           R"({"id":"","do":"cafe.sit"})",
           R"({"id":"a\"b","do":"cafe.sit"})",
           R"({"id":"a b","do":"cafe.sit"})",
           R"({"id":7,"do":"cafe.sit"})",
           R"({"id":"1","with":{},"do":"cafe.sit"})",
           R"({"id":"1","do":"cafe.sit)",
           R"({"id":"1","do":)",
           R"({"id":"1)",
           "{",
           "",
       }) {
    CAPTURE(text);
    CHECK_FALSE(peek_command(text).has_value());
  }
  CHECK_FALSE(peek_command(R"({"id":"i)" + longest + R"(","do":"a.b"})").has_value());
  CHECK_FALSE(peek_command(R"({"id":"1","do":")" + std::string(300, 'n') + R"("})").has_value());
}

TEST_CASE("A command id has 1 to 64 plain characters") {
  CHECK(is_command_id("a"));
  CHECK(is_command_id(std::string(64, 'Z')));
  CHECK(is_command_id("azAZ09_-"));
  for (const std::string& wrong :
       {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a.b"), std::string("ü"),
        std::string(1, '\0'), std::string("@"), std::string("["), std::string("`"), std::string("{")}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_command_id(wrong));
  }
}

TEST_CASE("A broken envelope says which part is wrong and keeps the id where it can") {
  CHECK(refusal("nonsense").field.empty());
  CHECK(refusal("[]").message == "Expected an object.");
  CHECK(refusal(R"({"do":"a.b"})").field == "id");
  CHECK(refusal(R"({"id":7,"do":"a.b"})").field == "id");
  CHECK(refusal(R"({"id":"a b","do":"a.b"})").field == "id");
  CHECK(refusal(R"({"id":"a"})").field == "do");
  CHECK(refusal(R"({"id":"a"})").cid == "a");
  CHECK(refusal(R"({"id":"a","do":""})").field == "do");
  CHECK(refusal(R"({"id":"a","do":")" + std::string(101, 'x') + R"("})").field == "do");
  CHECK(refusal(R"({"id":"a","do":"a.b","with":[]})").field == "with");
  CHECK(refusal(R"({"id":"a","do":"a.b","with":null})").field == "with");
  CHECK(refusal(R"({"id":"a","do":"a.b","with":[]})").cid == "a");
}

TEST_CASE("What a client writes the server reads") {
  std::string text;
  write_command(text, "c1", cafe::Sit::kName, R"({"table_id":"x"})");
  const auto command = parse_command(text);
  REQUIRE(command.has_value());
  CHECK(command->cid == "c1");
  CHECK(command->name == "cafe.sit");
}

TEST_CASE("A reply has the form of the protocol and is read again") {
  std::string text;
  write_reply(text, "c1", R"({"n":1})");
  CHECK(text == R"({"re":"c1","ok":{"n":1}})");
  const ServerFrame frame = read_frame(text);
  CHECK(frame.kind == ServerFrame::Kind::reply);
  CHECK(frame.cid == "c1");
  CHECK(frame.body.text() == R"({"n":1})");
}

TEST_CASE("An error has the form of the protocol and is read again") {
  std::string text;
  write_error(text, "c1", session::errors::rate_limited, "Too \"many\".", "streams[1].stream", 1500);
  CHECK(text ==
        R"({"re":"c1","error":{"code":"session.rate_limited","class":"busy","message":"Too \"many\".",)"
        R"("field":"streams[1].stream","retry_after_ms":1500}})");
  const ServerFrame frame = read_frame(text);
  CHECK(frame.kind == ServerFrame::Kind::error);
  CHECK(frame.cid == "c1");
  CHECK(frame.code == "session.rate_limited");
  CHECK(frame.error_class == ErrorClass::busy);
  CHECK(frame.message == "Too \"many\".");
  CHECK(frame.field == "streams[1].stream");
  CHECK(frame.retry_after_ms == 1500);
}

TEST_CASE("An error without id, field and time leaves them out") {
  std::string text;
  write_error(text, "", session::errors::malformed, "No JSON.");
  CHECK(text == R"({"re":null,"error":{"code":"session.malformed","class":"bad","message":"No JSON."}})");
  const ServerFrame frame = read_frame(text);
  CHECK(frame.cid.empty());
  CHECK(frame.field.empty());
  CHECK_FALSE(frame.retry_after_ms.has_value());
}

TEST_CASE("An event has the form of the protocol and is read again") {
  std::string text;
  write_event(text, "hall.x", "conversation:17", 481, Timestamp{1790841600000}, R"({"a":[]})");
  CHECK(text == R"({"on":"hall.x","in":"conversation:17","n":481,"at":1790841600000,"data":{"a":[]}})");
  const ServerFrame frame = read_frame(text);
  CHECK(frame.kind == ServerFrame::Kind::event);
  CHECK(frame.name == "hall.x");
  CHECK(frame.stream == "conversation:17");
  CHECK(frame.n == 481);
  CHECK(frame.at.ms == 1790841600000);
  CHECK(frame.body.text() == R"({"a":[]})");
}

TEST_CASE("A hint about the connection has neither number nor stream") {
  std::string text;
  write_event(text, "session.hello", "", 0, Timestamp{5}, "{}");
  CHECK(text == R"({"on":"session.hello","at":5,"data":{}})");
  CHECK(read_frame(text).n == 0);
  CHECK(read_frame(text).stream.empty());
}

TEST_CASE("Answers over HTTP have the same body without the id") {
  std::string text;
  write_http_reply(text, "{}");
  CHECK(text == R"({"ok":{}})");
  text.clear();
  write_http_error(text, session::errors::not_found, "No.", "booth_id");
  CHECK(text ==
        R"({"error":{"code":"session.not_found","class":"denied","message":"No.","field":"booth_id"}})");
}

TEST_CASE("A client refuses frames that are none") {
  for (const char* text :
       {"", "[]", "{}", R"({"re":7,"ok":{}})", R"({"re":"a"})", R"({"re":"a","error":{}})",
        R"({"re":"a","error":1})", R"({"re":"a","error":{"code":"x.y","class":"odd","message":""}})",
        R"({"on":"a.b","data":{}})", R"({"on":"a.b","at":1})", R"({"on":"a.b","at":1,"n":0,"data":{}})"}) {
    CAPTURE(text);
    const auto frame = parse_server_frame(text);
    REQUIRE_FALSE(frame.has_value());
    CHECK_FALSE(frame.error().message.empty());
  }
}
