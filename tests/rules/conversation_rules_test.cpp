#include "server/features/conversation/conversation_rules.hpp"
#include "protocol/cpp/utf8.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::conversation;

TEST_CASE("a message is refused, never altered silently, when it holds what cannot be shown") {
  CHECK(clean_message("Guten Tag\nHerr Weiß").value() == "Guten Tag\nHerr Weiß");
  CHECK(clean_message("<b>fett</b> & \"so\"").value() == "<b>fett</b> & \"so\"");
  for (const char* text : {"", "  \n ", "a\x1B[31m", "x\u202Ey"}) {
    CAPTURE(text);
    const auto refused = clean_message(text);
    REQUIRE_FALSE(refused.has_value());
    CHECK(*refused.error().code == stollen::protocol::session::errors::invalid_field);
    CHECK(refused.error().field == "text");
  }
}

TEST_CASE("reactions are emoji") {
  for (const char* emoji : {"👍", "❤️", "👩‍🚒", "🇩🇪", "👍🏽", "☕", "🎉"}) {
    CAPTURE(emoji);
    CHECK(is_reaction(emoji));
  }
  for (const char* text : {"", "a", "ok", "1", " ", "<3", "👍a", "👍 ", "ä", "\n", "\u202E", "@"}) {
    CAPTURE(text);
    CHECK_FALSE(is_reaction(text));
  }
}

TEST_CASE("a quotation is one line of at most 160 whole characters") {
  CHECK(quote("Guten Tag,\n\nist die Stelle\tfrei?") == "Guten Tag, ist die Stelle frei?");
  std::string umlauts;
  for (int i = 0; i < 300; ++i) umlauts += "ü";
  CHECK(stollen::protocol::utf8_length(quote(umlauts)) == 160);
  CHECK(umlauts.starts_with(quote(umlauts)));
}
