#include "server/features/account/account.hpp"
#include "server/features/account/account_rules.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::account;

TEST_CASE("a name is composed, trimmed and has single spaces") {
  CHECK(clean_name("  Anna   Weber ") == "Anna Weber");
  CHECK(clean_name("Ju\u0308rgen") == "J\u00FCrgen");
  CHECK(clean_name("Anna\u00A0Weber") == "Anna Weber");
  CHECK(clean_name("Dr. J. R. Weiß-O'Hara") == "Dr. J. R. Weiß-O'Hara");
  CHECK(clean_name("Łukasz Żółć") == "Łukasz Żółć");
  CHECK(clean_name("李明") == "李明");
}

TEST_CASE("a name without a letter, or too short or long, is none") {
  CHECK_FALSE(clean_name("").has_value());
  CHECK_FALSE(clean_name("A").has_value());
  CHECK_FALSE(clean_name("  A  ").has_value());
  CHECK_FALSE(clean_name("12345").has_value());
  CHECK_FALSE(clean_name("🙂🙂").has_value());
  std::string long_name;
  for (int i = 0; i < 80; ++i) long_name += "ä";
  CHECK(clean_name(long_name).has_value());
  CHECK_FALSE(clean_name(long_name + "ä").has_value());
}

TEST_CASE("a name cannot hide or turn anything") {
  for (const char* text : {"Anna\nWeber", "Anna\tWeber", "Anna\x07", "Anna\u202EWeber", "Anna\u200BWeber",
                           "Anna\u2066", "Anna\u2028Weber", "Anna\uFEFF Weber", "An\u00ADna"}) {
    CAPTURE(text);
    CHECK_FALSE(clean_name(text).has_value());
  }
  CHECK_FALSE(clean_name(std::string_view("Anna\0Weber", 10)).has_value());
}

TEST_CASE("a name is no link") {
  for (const char* text : {"https://evil.example", "evil.example", "Gewinn auf evil.de", "a@evil", "Anna <b>",
                           "x/y", "{link} Anna"}) {
    CAPTURE(text);
    CHECK_FALSE(clean_name(text).has_value());
  }
}

TEST_CASE("names that a reader may confuse fold to the same text") {
  for (const auto& [one, other] : {std::pair{"Holzwerk Aue GmbH", "holzwerk  aue gmbh"},
                                   {"Holzwerk Aue", "H\u043Elzwerk Aue"},  // Cyrillic o
                                   {"Holzwerk Aue", "Ho1zwerk Aue"},       // digit one
                                   {"Holzwerk Aue", "HOIZWERK AUE"},       // capital i
                                   {"Holzwerk Aue", "H-o-l-z-w-e-r-k A.u.e"},
                                   {"Holzwerk Aue", "Ｈｏｌｚｗｅｒｋ Aue"},  // full width
                                   {"Klinikum", "K1inikum"}}) {
    CAPTURE(one, other);
    CHECK(fold_name(one) == fold_name(other));
  }
  CHECK(fold_name("Holzwerk Aue") != fold_name("Holzwerk Au"));
  CHECK(fold_name("Anna Weber") != fold_name("Anna Weser"));
}

TEST_CASE("nobody claims to be staff by name") {
  for (const char* text : {"Admin", "admin", "ADMIN", "Adm1n", "АDMIN", "Admin Anna", "Anna (Support)",
                           "A d m i n", "Moderation", "Messeleitung", "Support-Team", "Аdmіn"}) {
    CAPTURE(text);
    CHECK(claims_authority(text));
  }
  for (const char* text : {"Anna Weber", "Adelheid Minna", "Supporta", "Systematik Maier", "Li"}) {
    CAPTURE(text);
    CHECK_FALSE(claims_authority(text));
  }
}

TEST_CASE("typed text is composed and trimmed, and nothing in it is hidden") {
  CHECK(clean_text("  Gru\u0308\u00DFe\n\tan alle \n", true) == "Gr\u00FC\u00DFe\n\tan alle");
  CHECK(clean_text("   ", true) == "");
  CHECK(clean_text("👩‍👩‍👧 joined", true) == "👩‍👩‍👧 joined");
  CHECK_FALSE(clean_text("eins\nzwei", false).has_value());
  CHECK_FALSE(clean_text("bell\x07", true).has_value());
  CHECK_FALSE(clean_text("cr\r\nlf", true).has_value());
  CHECK_FALSE(clean_text("turn \u202E it", true).has_value());
}

TEST_CASE("typed Latin text stays as it is, but for white space around it and what controls") {
  for (unsigned c = 1; c < 0x300; ++c) {
    CAPTURE(c);
    std::string letter;
    if (c >= 0x80) letter.push_back(static_cast<char>(0xC0 + c / 64));
    letter.push_back(static_cast<char>(c >= 0x80 ? 0x80 + c % 64 : c));
    const std::string text = "Gl" + letter + "ck";
    const bool is_line = c == '\n' || c == '\t';
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    CHECK(clean_text(text, true) == (is_control && !is_line ? std::nullopt : std::optional(text)));
    CHECK(clean_text(text, false) == (is_control ? std::nullopt : std::optional(text)));
    const bool is_white = is_line || c == ' ' || c == 0xA0;
    if (is_white) CHECK(clean_text(letter + "auf" + letter, true) == "auf");
  }
  CHECK(clean_text("u\u0308", true) == "\u00FC");  // a letter, and what composes with it
  CHECK(clean_text("\xC3", true) == "\uFFFD");
  CHECK(clean_text("\xC3x", true) == "\uFFFDx");
}
