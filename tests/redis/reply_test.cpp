#include "server/redis/reply.hpp"

#include <array>
#include <ostream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace std::string_literals;
using stollen::redis::append_command;
using stollen::redis::Reply;
using stollen::redis::ReplyReader;

namespace {

struct Seen {
  Reply::Kind kind;
  std::vector<std::string> parts;
  bool operator==(const Seen&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& seen) {
    out << static_cast<int>(seen.kind);
    for (const auto& part : seen.parts) out << " [" << part << "]";
    return out;
  }
};

/// All replies of a text that comes in pieces of this size.
std::vector<Seen> read(const std::string& text, std::size_t piece) {
  ReplyReader reader(1'000);
  std::vector<Seen> seen;
  for (std::size_t from = 0; from < text.size(); from += piece) {
    reader.feed(std::string_view(text).substr(from, piece));
    Reply reply;
    for (;;) {
      const auto outcome = reader.next(reply);
      REQUIRE(outcome != ReplyReader::Outcome::broken);
      if (outcome == ReplyReader::Outcome::incomplete) break;
      seen.push_back({reply.kind, {reply.parts.begin(), reply.parts.end()}});
    }
  }
  return seen;
}

ReplyReader::Outcome outcome_of(const std::string& text, std::string& trouble) {
  ReplyReader reader(1'000);
  reader.feed(text);
  Reply reply;
  auto outcome = reader.next(reply);
  while (outcome == ReplyReader::Outcome::reply) outcome = reader.next(reply);
  trouble = reader.trouble();
  return outcome;
}

}  // namespace

TEST_CASE("replies of every kind are the same, however the network cuts them") {
  const std::string message = "*3\r\n$7\r\nmessage\r\n$4\r\nhall\r\n$5\r\na\0\r\nb\r\n"s;
  const std::string text = "+PONG\r\n:-42\r\n$-1\r\n-ERR no\r\n" + message + "$0\r\n\r\n*0\r\n" + message;
  const Seen told{Reply::Kind::array, {"message", "hall", "a\0\r\nb"s}};
  const std::vector<Seen> expected{{Reply::Kind::status, {"PONG"}},
                                   {Reply::Kind::integer, {"-42"}},
                                   {Reply::Kind::nil, {""}},
                                   {Reply::Kind::error, {"ERR no"}},
                                   told,
                                   {Reply::Kind::text, {""}},
                                   {Reply::Kind::array, {}},
                                   told};
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    CAPTURE(piece);
    CHECK(read(text, piece) == expected);
  }
}

TEST_CASE("what is no reply, or too long for one, is not read any further") {
  std::string trouble;
  CHECK(outcome_of("HTTP/1.1 400 Bad Request\r\n", trouble) == ReplyReader::Outcome::broken);
  CHECK(trouble.starts_with("Protocol error"));
  CHECK(outcome_of("$2000\r\n" + std::string(2'000, 'x') + "\r\n", trouble) == ReplyReader::Outcome::broken);
  CHECK(trouble == "the server sent a reply that is too long");
  CHECK(outcome_of("$2000\r\n" + std::string(1'500, 'x'), trouble) == ReplyReader::Outcome::broken);
  std::string many = "*2000\r\n";
  for (int i = 0; i < 500; ++i) many += "$0\r\n\r\n";
  CHECK(outcome_of(many, trouble) == ReplyReader::Outcome::broken);
  CHECK(outcome_of("$900\r\n" + std::string(900, 'x') + "\r\n+OK\r\n", trouble) ==
        ReplyReader::Outcome::incomplete);
}

TEST_CASE("a command is written with the length of each word") {
  std::string out = "before ";
  append_command(out, std::array<std::string_view, 3>{"PUBLISH", "hall", std::string_view("a\0\r\n", 4)});
  CHECK(out == "before *3\r\n$7\r\nPUBLISH\r\n$4\r\nhall\r\n$4\r\na\0\r\n\r\n"s);
}
