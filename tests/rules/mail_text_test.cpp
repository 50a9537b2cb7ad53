#include <algorithm>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "server/mail/html_text.hpp"
#include "server/mail/mail_text.hpp"
#include "server/mail/message.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::mail;
using stollen::protocol::Locale;

namespace {

Mail confirmation(std::string name) {
  return {.to = "anna@example.org",
          .text = Text::confirm_address,
          .locale = Locale::de,
          .values = {{"name", std::move(name)}, {"link", "https://messe.example/confirm#abc"}}};
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

}  // namespace

TEST_CASE("every text is there in both languages and can be filled") {
  for (const Locale locale : {Locale::de, Locale::en}) {
    for (const Text text :
         {Text::confirm_address, Text::account_exists, Text::reset_password, Text::invitation}) {
      const auto written = write_mail({.to = "a@example.org",
                                       .text = text,
                                       .locale = locale,
                                       .values = {{"name", "Anna"},
                                                  {"booth", "Holzwerk"},
                                                  {"inviter", "Berta"},
                                                  {"link", "https://x.example/#t"}}});
      CHECK_FALSE(written.subject.empty());
      CHECK(written.text.contains("\nhttps://x.example/#t\n"));
      CHECK_FALSE(written.text.contains('{'));
    }
  }
}

TEST_CASE("where a text says Sie, a fair that says du has its own with the same places") {
  const auto places = [](std::string_view text) {
    std::vector<std::string> found;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1))
      found.emplace_back(text.substr(open, text.find('}', open) - open));
    return found;
  };
  const auto says_sie = [](const std::string& text) {
    static const std::regex kFormal(R"(\b(Sie|Ihnen|Ihre?[mnrs]?)\b)");
    return std::regex_search(text, kFormal);
  };
  int formal = 0;
  for (const Template& german : kTemplates) {
    if (!german.name.ends_with(".de")) continue;
    INFO(german.name);
    const std::string name(german.name.substr(0, german.name.size() - 3));
    const auto familiar = std::ranges::find(kTemplates, name + ".du", &Template::name);
    if (!says_sie(std::string(german.text))) continue;
    formal += 1;
    REQUIRE(familiar != kTemplates.end());
    CHECK_FALSE(says_sie(std::string(familiar->text)));
    CHECK(places(familiar->text) == places(german.text));
    CHECK(std::ranges::count(familiar->text, '\n') == std::ranges::count(german.text, '\n'));
  }
  CHECK(formal >= 12);
}

TEST_CASE("a fair that says du changes German mails alone") {
  Mail mail = confirmation("Anna");
  CHECK(write_mail(mail, AddressForm::familiar).subject == "Bitte bestätige deine E-Mail-Adresse");
  CHECK(write_mail(mail, AddressForm::formal).subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse");
  mail.locale = Locale::en;
  CHECK(write_mail(mail, AddressForm::familiar).text == write_mail(mail, AddressForm::formal).text);
}

TEST_CASE("a value that is missing is a mistake of the program") {
  CHECK_THROWS_AS(
      write_mail({.to = "a@example.org", .text = Text::invitation, .locale = Locale::de, .values = {}}),
      std::logic_error);
}

TEST_CASE("a hostile name stays one value on one line") {
  const auto plain = write_mail(confirmation("Anna"));
  const auto hostile = write_mail(confirmation("Anna\r\nBcc: all@example.org\r\n\r\n{link}<script>"));
  CHECK(lines(hostile.text).size() == lines(plain.text).size());
  CHECK(hostile.text.contains("{link}<script>"));
  CHECK(hostile.subject == plain.subject);
}

TEST_CASE("headers are ASCII and short, whatever they say") {
  CHECK(encode_header("Your account") == "Your account");
  CHECK(encode_header("Grüße") == "=?UTF-8?B?R3LDvMOfZQ==?=");
  std::string long_text;
  for (int i = 0; i < 100; ++i) long_text += "Größe ";
  const std::string encoded = encode_header(long_text);
  CHECK(std::ranges::all_of(encoded, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  for (const std::string& line : lines("Subject: " + encoded)) CHECK(line.size() <= 76);
  // Nothing plain may look like an encoded word or break the header.
  CHECK(encode_header("=?UTF-8?B?x?=").starts_with("=?UTF-8?B?PT9"));
  CHECK_FALSE(encode_header("a\r\nBcc: b@example.org").contains("\nBcc"));
}

TEST_CASE("HTML says the same as the text, as text") {
  const auto written =
      fill_template("Betreff {name}\n\nGuten Tag {name},\n\n{link}\nmehr: {page_link}.\nhttps://steht.da\n",
                    {.values = {{"name", "<Anna> & \"Co\""},
                                {"link", "https://x.example/?a=1&b=2"},
                                {"page_link", "javascript:x"}}});
  CHECK(written.subject == "Betreff <Anna> & \"Co\"");
  CHECK(written.text ==
        "Guten Tag <Anna> & \"Co\",\n\nhttps://x.example/?a=1&b=2\nmehr: javascript:x.\nhttps://steht.da\n");
  CHECK(written.html ==
        "<p>Guten Tag &lt;Anna&gt; &amp; &quot;Co&quot;,</p>\n<p><a href=\"https://x.example/?a=1&amp;b=2\" "
        "style=\"word-break:break-all\">https://x.example/?a=1&amp;b=2</a><br>\nmehr: "
        "javascript:x.<br>\nhttps://steht.da</p>\n");
}

TEST_CASE("a line with an empty value can be left out, and a part is written for each item") {
  const std::string_view text = "S\n\nVor\n\n[\n{a}\n?B: {b}\n?{c_link}\n]\n\n?Grund: {reason}\n\nNach\n";
  const auto written = fill_template(text, {.values = {{"reason", ""}, {"b", "allgemein"}},
                                            .items = {{{"a", "eins"}, {"b", ""}, {"c_link", ""}},
                                                      {{"a", "zwei"}, {"c_link", "https://c"}}}});
  CHECK(written.text == "Vor\n\neins\n\nzwei\nB: allgemein\nhttps://c\n\nNach\n");
  CHECK(fill_template(text, {.values = {{"reason", "krank"}}}).text == "Vor\n\nGrund: krank\n\nNach\n");
  CHECK_THROWS_AS(fill_template(text, {}), std::logic_error);
  CHECK_THROWS_AS(fill_template("S\n\n[\n{a}\n", {}), std::logic_error);
}

TEST_CASE("a subject is short, and cut between characters") {
  const auto written = fill_template("{a}\n", {.values = {{"a", "x" + std::string(90, 'y') + [] {
                                                             std::string text;
                                                             for (int i = 0; i < 200; ++i) text += "ü";
                                                             return text;
                                                           }()}}});
  CHECK(written.subject.size() == 91 + 2 * 98 + std::string_view("…").size());
  CHECK(written.subject.ends_with("ü…"));
}

TEST_CASE("a page sets no colours, fetches nothing and names its language") {
  const std::string page = html_page("<p>x</p>\n", "Betreff <1>", "Messe & Mehr", Locale::de);
  CHECK(page.contains("<html lang=\"de\">"));
  CHECK(page.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
  CHECK(page.contains("<title>Betreff &lt;1&gt;</title>"));
  CHECK(page.contains("<p>Messe &amp; Mehr</p>"));
  for (const char* unwanted : {"color:", "background", "<img", "<link", "<script", "url(", "@import"})
    CHECK_FALSE(page.contains(unwanted));
  CHECK(sign_text("Guten Tag\n", "Messe") == "Guten Tag\n\n-- \nMesse\n");
  CHECK(sign_text("Guten Tag\n", "") == "Guten Tag\n");
}

TEST_CASE("the message is one that mail servers take") {
  const std::string message = format_message({.from = "Messe Erzgebirge <messe@example.org>",
                                              .to = "jörg@example.org",
                                              .subject = "Grüße",
                                              .text = "Glück auf!\n",
                                              .message_id = "01abc@example.org",
                                              .date_ms = 1'767'002'400'000});
  CHECK(message.contains("Date: Mon, 29 Dec 2025 10:00:00 +0000\r\n"));
  CHECK(message.contains("From: Messe Erzgebirge\r\n <messe@example.org>\r\n"));
  CHECK(message.contains("Message-ID: <01abc@example.org>\r\n"));
  CHECK(message.contains("Auto-Submitted: auto-generated\r\n"));
  for (std::size_t at = message.find('\n'); at != std::string::npos; at = message.find('\n', at + 1)) {
    CHECK(message[at - 1] == '\r');
  }
  CHECK(bare_address("Messe <messe@example.org>") == "messe@example.org");
  CHECK(bare_address("messe@example.org") == "messe@example.org");
}
