#include "server/features/account/account.hpp"
#include "tests/support/catch.hpp"

using stollen::account::normalise_email;

TEST_CASE("an address is kept in lower case, its domain in ASCII") {
  CHECK(normalise_email("Anna.Weber@Example.ORG") == "anna.weber@example.org");
  CHECK(normalise_email("  anna@example.org ") == "anna@example.org");
  CHECK(normalise_email("anna+messe@example.org") == "anna+messe@example.org");
  CHECK(normalise_email("o'hara@example.org") == "o'hara@example.org");
  CHECK(normalise_email("anna@Büro-Übersee.example") == "anna@xn--bro-bersee-9dbd.example");
}

TEST_CASE("umlauts in the local part are letters like others, however they were typed") {
  CHECK(normalise_email("Jörg.Weiß@example.org") == "jörg.weiß@example.org");
  CHECK(normalise_email("jo\u0308rg@example.org") == "j\u00F6rg@example.org");
}

TEST_CASE("what cannot receive mail is no address") {
  for (const char* text : {"",
                           "anna",
                           "@example.org",
                           "anna@",
                           "anna@example",
                           "anna@localhost",
                           "anna@@example.org",
                           ".anna@example.org",
                           "anna.@example.org",
                           "an..na@example.org",
                           "anna@example..org",
                           "anna@-example.org",
                           "anna@127.0.0.1",
                           "anna@[127.0.0.1]",
                           "an na@example.org",
                           "anna@exa mple.org",
                           "<anna@example.org>",
                           "Anna <anna@example.org>",
                           "a,b@example.org",
                           "\"anna\"@example.org",
                           "anna@example_x.org"}) {
    CAPTURE(text);
    CHECK_FALSE(normalise_email(text).has_value());
  }
}

TEST_CASE("an address cannot bring a second line into a mail") {
  using namespace std::string_literals;
  for (const std::string& text :
       {"anna@example.org\r\nBcc: all@example.org"s, "an\rna@example.org"s, "an\nna@example.org"s,
        "anna@example.org\nx@example.org"s, "an\0na@example.org"s, "an\u2028na@example.org"s,
        "an\u0085na@example.org"s}) {
    CAPTURE(text);
    CHECK_FALSE(normalise_email(text).has_value());
  }
}

TEST_CASE("an address is no longer than mail servers take") {
  const std::string local(64, 'a');
  CHECK(normalise_email(local + "@example.org").has_value());
  CHECK_FALSE(normalise_email("a" + local + "@example.org").has_value());
  std::string domain;
  for (int i = 0; i < 24; ++i) domain += "abcdefgh.";
  CHECK_FALSE(normalise_email(local + "@" + domain + "org").has_value());
  CHECK_FALSE(normalise_email(std::string(100'000, 'a') + "@example.org").has_value());
}
