#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::tests;

namespace {

/// What is told when the text stands in fair.toml instead.
Lines told(std::string_view from, std::string_view to) {
  return faults_after("fair.toml", from, to);
}

}  // namespace

TEST_CASE("the sample folder has no fault and says what is in it") {
  const auto folder = SampleFolder().sound();
  CHECK(folder.fair.slug == "probe");
  CHECK(folder.fair.title.en == "Rehearsal fair");
  CHECK(folder.fair.theme.accent == "#8a3b12");
  REQUIRE(folder.fair.phases.size() == 5);
  CHECK(folder.fair.phases[1].phase == stollen::protocol::Phase::live);
  CHECK(folder.fair.phases[1].starts_at.ms == kReadAt.ms - 3'600'000);
  CHECK(folder.fair.halls.size() == 2);
  CHECK(folder.booths.size() == 3);
  CHECK(folder.fair.programme.size() == 2);
  CHECK(folder.fair.programme[1].starts_at.ms == kReadAt.ms - 1'800'000);
}

TEST_CASE("an unknown key is named, so that a slip of the pen is not silently ignored") {
  CHECK(told("claim_en", "claim_eng") == Lines{"fair.toml:6:13: claim_eng: unknown key"});
  CHECK(told("accent_dark", "acent_dark") == Lines{"fair.toml:14:14: acent_dark: unknown key"});
  CHECK(told("purge =", "purge_at =").front() == "fair.toml:22:12: purge_at: unknown key");
  CHECK(told("about_en = \"Companies\"", "abuot_en = \"Companies\"") ==
        Lines{"fair.toml:29:12: abuot_en: unknown key"});
}

TEST_CASE("what must be there and is not is named") {
  for (const auto* key : {"slug", "title", "claim", "organiser", "contact_email", "zone", "address_form"}) {
    INFO(key);
    SampleFolder folder;
    folder.replace("fair.toml", std::string("\n") + key + " =", std::string("\n# ") + key + " =");
    const auto faults = folder.faults();
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.front().find(std::string(key) + ": is missing") != std::string::npos);
  }
}

TEST_CASE("a text must be a text, not empty, and not too long") {
  CHECK(told("title = \"Probemesse\"", "title = 7") ==
        Lines{"fair.toml:3:9: title: must be a text in quotes"});
  CHECK(told("title = \"Probemesse\"", "title = \"\"") == Lines{"fair.toml:3:9: title: must not be empty"});
  const std::string longest(80, 'x');
  CHECK(told("\"Probemesse\"", "\"" + longest + "\"") == Lines{});
  CHECK(told("\"Probemesse\"", "\"" + longest + "y\"") ==
        Lines{"fair.toml:3:9: title: at most 80 characters fit"});
  std::string umlauts;
  for (int i = 0; i < 80; ++i) umlauts += "ä";  // characters are counted, not bytes
  CHECK(told("\"Probemesse\"", "\"" + umlauts + "\"") == Lines{});
}

TEST_CASE("slug, zone, address form, colours and the contact's address have a form") {
  CHECK(told("\"probe\"", "\"Probe Messe\"") ==
        Lines{"fair.toml:2:8: slug: must be 1 to 40 of a-z, 0-9 and -"});
  CHECK(told("Europe/Berlin", "Europe/Aue").front() ==
        "fair.toml:9:8: zone: is no time zone such as Europe/Berlin");
  CHECK(told("\"Sie\"", "\"Ihr\"") == Lines{"fair.toml:10:16: address_form: must be \"Sie\" or \"du\""});
  CHECK(told("\"Sie\"", "\"du\"") == Lines{});
  CHECK(told("#8a3b12", "#8a3b1") == Lines{"fair.toml:13:10: accent: must be a colour such as #8a3b12"});
  CHECK(told("#8a3b12", "8a3b12") == Lines{"fair.toml:13:10: accent: must be a colour such as #8a3b12"});
  CHECK(told("#e6a06b", "#e6a06g") ==
        Lines{"fair.toml:14:15: accent_dark: must be a colour such as #8a3b12"});
  CHECK(told("probe@probe.example", "probe") == Lines{"fair.toml:8:17: contact_email: is no e-mail address"});
}

TEST_CASE("phases are offsets or local times, in their order") {
  CHECK(told("\"-1h\"", "\"2026-11-14T10:30\"") == Lines{});
  CHECK(told("\"-1h\"", "\"gleich\"") ==
        Lines{"fair.toml:19:8: live: \"gleich\" is no date and time such as 2026-12-29T10:00"});
  CHECK(told("\"-1h\"", "\"2026-03-29T02:30\"").size() == 1);
  CHECK(told("\"+5h\"", "\"-2h\"") == Lines{"fair.toml:20:9: after: begins before the phase in front of it"});
  CHECK(told("\"-1h\"", "2026-11-14T10:30:00") == Lines{"fair.toml:19:8: live: must be a text in quotes"});
  CHECK(told("purge = \"+47d\"", "").front().find("purge: is missing") != std::string::npos);
}

TEST_CASE("a fair of which one date is fixed is relative to nothing") {
  CHECK(SampleFolder().sound().fair.dates_from == kReadAt);
  SampleFolder phase;
  phase.replace("fair.toml", "\"-1h\"", "\"2026-11-14T10:30\"");
  CHECK_FALSE(phase.sound().fair.dates_from.has_value());
  SampleFolder item;
  item.replace("programme.csv", "+0:30", "2026-11-14T11:30");
  CHECK_FALSE(item.sound().fair.dates_from.has_value());
}

TEST_CASE("a whole section that is missing is named") {
  SampleFolder folder;
  folder.replace("fair.toml", "[phases]", "[faces]");
  const auto faults = folder.faults();
  CHECK(std::ranges::find(faults, "fair.toml: phases: the section [phases] is missing") != faults.end());
  CHECK(faults.front() == "fair.toml:17:1: faces: unknown key");
}

TEST_CASE("a section of the wrong kind is named") {
  SampleFolder folder;
  folder.replace("fair.toml", "[theme]", "[theme2]")
      .replace("fair.toml", "slug =", "theme = \"blau\"\nslug =");
  const auto faults = folder.faults();
  CHECK(std::ranges::find(faults, "fair.toml:2:9: theme: must be the section [theme]") != faults.end());
}

TEST_CASE("there is at least one hall, and each has a slug of its own") {
  CHECK(told("slug = \"unten\"", "slug = \"oben\"").front() ==
        "fair.toml:32:8: slug: this hall was named before");
  CHECK(told("slug = \"unten\"", "slug = \"un ten\"").front() ==
        "fair.toml:32:8: slug: must be 1 to 40 of a-z, 0-9 and -");
  SampleFolder folder;
  folder.replace("fair.toml", "[[halls]]", "[[rooms]]").replace("fair.toml", "[[halls]]", "[[rooms]]");
  const auto faults = folder.faults();
  CHECK(std::ranges::find(faults, "fair.toml: halls: at least one [[halls]] is needed") != faults.end());
}

TEST_CASE("what is no TOML is told with its place") {
  const auto faults = told("claim = \"Klein", "claim = Klein");
  REQUIRE_FALSE(faults.empty());
  CHECK(faults.front().starts_with("fair.toml:5:"));
}

TEST_CASE(
    "a folder without fair.toml or without exhibitors is no fair folder, while the other files may be left "
    "out") {
  SampleFolder without_fair;
  without_fair.remove("fair.toml");
  CHECK(without_fair.faults().front() == "fair.toml: the file is missing");
  SampleFolder without_exhibitors;
  without_exhibitors.remove("exhibitors.csv");
  CHECK(without_exhibitors.faults().front() == "exhibitors.csv: the file is missing");
  SampleFolder small;
  for (const auto* file : {"staff.csv", "slots.csv", "jobs.csv", "tables.csv", "rooms.csv", "programme.csv",
                           "topics.csv", "accounts.csv"}) {
    small.remove(file);
  }
  CHECK(small.faults() == Lines{});
}

TEST_CASE("a file that is larger than any fair's is not read") {
  SampleFolder folder;
  folder.append("jobs.csv", std::string(9U << 20U, 'x'));
  CHECK(folder.faults() == Lines{"jobs.csv: the file is larger than 8 MiB"});
}
