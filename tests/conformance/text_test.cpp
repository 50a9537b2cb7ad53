// RFC 6455, section 8.1: text is UTF-8, wherever frames and the network cut it.
#include <algorithm>
#include <array>

#include "tests/conformance/conversation.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::tests;

namespace {

using Octets = std::string;

// Table 3-7 of the Unicode standard, the whole truth about well-formed UTF-8.
struct Row {
  unsigned first_from, first_to, second_from, second_to;
  std::size_t size;
};
constexpr std::array<Row, 9> kWellFormed{{
    {0x00, 0x7F, 0, 0, 1},
    {0xC2, 0xDF, 0x80, 0xBF, 2},
    {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4},
    {0xF4, 0xF4, 0x80, 0x8F, 4},
}};
// Where the classes of octets begin and end.
constexpr std::array<unsigned, 12> kEdges{0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                          0xA0, 0xBF, 0xC0, 0xC2, 0xF4, 0xFF};

// How much of `text` is well-formed characters and the begin of one more.
enum class Form : std::uint8_t { sound, unfinished, broken };
Form form_of(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  while (!text.empty()) {
    const auto row = std::ranges::find_if(
        kWellFormed, [&](const Row& one) { return octet(0) >= one.first_from && octet(0) <= one.first_to; });
    if (row == kWellFormed.end()) return Form::broken;
    for (std::size_t i = 1; i < row->size; ++i) {
      if (i == text.size()) return Form::unfinished;
      const unsigned from = i == 1 ? row->second_from : 0x80;
      const unsigned to = i == 1 ? row->second_to : 0xBF;
      if (octet(i) < from || octet(i) > to) return Form::broken;
    }
    text.remove_prefix(row->size);
  }
  return Form::sound;
}

Octets octets(std::initializer_list<unsigned> values) {
  Octets text;
  for (const unsigned value : values) text += static_cast<char>(value);
  return text;
}

// Every first octet alone, and those of longer characters with all edges behind them.
std::vector<Octets> sequences() {
  std::vector<Octets> all;
  for (unsigned first = 0x80; first <= 0xFF; ++first) {
    all.push_back(octets({first}));
    if (first < 0xC0) continue;
    for (const unsigned second : kEdges) all.push_back(octets({first, second}));
  }
  for (const unsigned first : {0xE0U, 0xE1U, 0xECU, 0xEDU, 0xEEU, 0xEFU}) {
    for (const unsigned second : {0x80U, 0x9FU, 0xA0U, 0xBFU}) {
      for (const unsigned third : kEdges) all.push_back(octets({first, second, third}));
    }
  }
  for (const unsigned first : {0xF0U, 0xF1U, 0xF3U, 0xF4U, 0xF5U}) {
    for (const unsigned second : {0x80U, 0x8FU, 0x90U, 0xBFU}) {
      for (const unsigned last : kEdges) {
        all.push_back(octets({first, second, last}));
        all.push_back(octets({first, second, 0xBF, last}));
      }
    }
  }
  // Of the lengths that UTF-8 once had.
  all.push_back(octets({0xF8, 0x88, 0x80, 0x80, 0x80}));
  all.push_back(octets({0xFC, 0x84, 0x80, 0x80, 0x80, 0x80}));
  return all;
}

}  // namespace

TEST_CASE("characters of every length pass, wherever frames and the network cut them") {
  const TestServer server;
  for (const std::string_view character :
       {"\x01", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBD", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF0\x9F\x8E\x84",
        "\xF4\x8F\xBF\xBF"}) {
    CAPTURE(character.size(), static_cast<int>(character[0]));
    const std::string message = "a" + std::string(character) + "b";
    std::string frames = client_frame(kText, message);
    std::string said = "text:" + message;
    for (std::size_t cut = 0; cut <= message.size(); ++cut) {
      frames += client_frame(kText, message.substr(0, cut), false);
      frames += client_frame(kContinuation, message.substr(cut));
      said += " text:" + message;
    }
    CHECK(transcript(server, frames) == said + " close:1000");
    CHECK(transcript(server, frames, Cut::after_each_octet) == said + " close:1000");
  }
  CHECK(transcript(server, client_frame(kText, std::string(1, '\0'))) ==
        "text:" + std::string(1, '\0') + " close:1000");
}

TEST_CASE("what is no UTF-8 is refused with 1007, and what is passes") {
  const TestServer server;
  int refused = 0;
  for (const Octets& sequence : sequences()) {
    const bool is_sound = form_of(sequence) == Form::sound;
    CAPTURE(Catch::StringMaker<std::string>::convert(sequence));
    const std::string said = transcript(server, client_frame(kText, sequence));
    CHECK(said == (is_sound ? "text:" + sequence + " close:1000" : "close:1007"));
    refused += is_sound ? 0 : 1;
  }
  CHECK(refused > 1'000);
}

TEST_CASE("text that can become no UTF-8 any more is refused before its message ends") {
  const TestServer server;
  for (const Octets& sequence : sequences()) {
    if (form_of(sequence) != Form::broken) continue;
    CAPTURE(Catch::StringMaker<std::string>::convert(sequence));
    CHECK(transcript(server, client_frame(kText, "a" + sequence, false)) == "close:1007");
  }
}

TEST_CASE("a character that is never finished is refused by the message's end, over frames, too") {
  const TestServer server;
  for (const std::string_view character : {"\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x8E\x84"}) {
    for (std::size_t size = 1; size < character.size(); ++size) {
      const std::string part(character.substr(0, size));
      CAPTURE(character.size(), size);
      CHECK(transcript(server, client_frame(kText, part)) == "close:1007");
      CHECK(transcript(server, client_frame(kText, part, false) + client_frame(kContinuation, "")) ==
            "close:1007");
      CHECK(transcript(server, client_frame(kText, part, false) + client_frame(kContinuation, "a", false)) ==
            "close:1007");
      // the begin of the next message does not finish it
      CHECK(transcript(server, client_frame(kText, part) + client_frame(kText, character.substr(size))) ==
            "close:1007");
    }
  }
}
