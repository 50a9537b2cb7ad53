#include <algorithm>

#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::tests;

namespace {

struct Slip {
  std::string file, from, to, told;
};

/// Each slip alone must be told in exactly these words, before whatever follows from it.
void check(const std::vector<Slip>& slips) {
  for (const auto& [file, from, to, wanted] : slips) {
    INFO(file << ": " << from << " -> " << to);
    const auto faults = faults_after(file, from, to);
    CHECK(std::ranges::find(faults, wanted) != faults.end());
    CHECK(faults.size() <= 8);  // rows that refer to a spoilt slug tell it too
    if (!faults.empty()) CHECK(faults.front() == wanted);
  }
}

}  // namespace

TEST_CASE("a row of exhibitors.csv is refused with its place and the reason") {
  check({
      {"exhibitors.csv", "\nzinnwerk,", "\nZinnwerk,",
       "exhibitors.csv:2:1: slug: \"Zinnwerk\" must be 1 to 40 of a-z, 0-9 and -"},
      {"exhibitors.csv", "\namt,", "\naeschen,",
       "exhibitors.csv:4:1: slug: \"aeschen\" stands in an earlier row already"},
      {"exhibitors.csv", "amt,institution", "amt,verein",
       "exhibitors.csv:4:2: kind: \"verein\" is none of company, institution"},
      {"exhibitors.csv", "institution,unten", "institution,keller",
       "exhibitors.csv:4:3: hall: there is no hall \"keller\""},
      {"exhibitors.csv", "Probeamt", "", "exhibitors.csv:4:4: name: must not be empty"},
      {"exhibitors.csv", "Probeamt", std::string(81, 'x'),
       "exhibitors.csv:4:4: name: has 81 characters, at most 80 fit"},
      {"exhibitors.csv", "Wir helfen.", std::string(141, 'x'),
       "exhibitors.csv:4:5: tagline: has 141 characters, at most 140 fit"},
      {"exhibitors.csv", "We help.", std::string(141, 'x'),
       "exhibitors.csv:4:6: tagline_en: has 141 characters, at most 140 fit"},
      {"exhibitors.csv", "Fragen Sie uns.", "Fragen\x01Sie",
       "exhibitors.csv:4:7: text: contains control characters"},
      {"exhibitors.csv", "Ask us.", std::string(4001, 'x'),
       "exhibitors.csv:4:8: text_en: has 4001 characters, at most 4000 fit"},
      {"exhibitors.csv", ",09456,", ",9456!,",
       "exhibitors.csv:4:11: postcode: must be a postcode such as 09456 (a leading zero belongs to it)"},
      {"exhibitors.csv", ",120,", ",etwa 120,",
       "exhibitors.csv:2:12: employees: \"etwa 120\" is not a whole number"},
      {"exhibitors.csv", ",120,", ",-3,", "exhibitors.csv:2:12: employees: -3 is not between 0 and 10000000"},
      {"exhibitors.csv", ",https://zinnwerk.example,", ",javascript:alert(1),",
       "exhibitors.csv:2:13: website: \"javascript:alert(1)\" must begin with https://, http:// or mailto:"},
      {"exhibitors.csv", ",https://zinnwerk.example,", ",https://zinnwerk.example/<x>,",
       "exhibitors.csv:2:13: website: \"https://zinnwerk.example/<x>\" must begin with https://, http:// or "
       "mailto:"},
      {"exhibitors.csv", "media/logo.svg", "media/fehlt.svg",
       "exhibitors.csv:2:14: logo: there is no file media/fehlt.svg"},
      {"exhibitors.csv", "Ausbildung|https://zinnwerk.example/ausbildung", "Ausbildung",
       "exhibitors.csv:2:16: links: \"Ausbildung\" must read Label|https://…"},
      {"exhibitors.csv", "Ausbildung|https://zinnwerk.example/ausbildung", "Ausbildung|ftp://x",
       "exhibitors.csv:2:16: links: \"Ausbildung|ftp://x\" must read Label|https://…"},
      {"exhibitors.csv", "Wohnen; Kita", std::string(81, 'x'),
       "exhibitors.csv:4:15: topics: \"" + std::string(81, 'x') + "\" is longer than 80 characters"},
  });
}

TEST_CASE("lists are bounded in their number and freed of white space") {
  SampleFolder folder;
  folder.replace("exhibitors.csv", "Wohnen; Kita", "\"Wohnen;\n Kita ;; Schule\"");
  CHECK(folder.sound().booths[2].row.topics == std::vector<std::string>{"Wohnen", "Kita", "Schule"});

  std::string many = "a";
  for (int i = 0; i < 20; ++i) many += ";a";
  CHECK(faults_after("exhibitors.csv", "Wohnen; Kita", many) ==
        Lines{"exhibitors.csv:4:15: topics: has 21 entries, at most 20 fit"});
}

TEST_CASE("links over several lines keep each label with its address") {
  SampleFolder folder;
  folder.replace("exhibitors.csv", "Ausbildung|https://zinnwerk.example/ausbildung",
                 "\"A|https://a.example;\nB|https://b.example\"");
  const auto booth = folder.sound().booths[0].row;
  REQUIRE(booth.links.size() == 2);
  CHECK(booth.links[1].label == "B");
  CHECK(booth.links[1].url == "https://b.example");
}

TEST_CASE("a line break inside a list's entry is refused, since lists are kept by lines") {
  CHECK(faults_after("exhibitors.csv", "Wohnen; Kita", "\"Woh\nnen; Kita\"") ==
        Lines{"exhibitors.csv:4:15: topics: contains control characters"});
}

TEST_CASE("a row of staff.csv is refused with its place and the reason") {
  check({
      {"staff.csv", "tom@zinnwerk.example", "tom", "staff.csv:3:1: email: \"tom\" is no e-mail address"},
      {"staff.csv", "tom@zinnwerk.example", "Lea@Zinnwerk.example",
       "staff.csv:3:1: email: this person stands at this booth in an earlier row already"},
      {"staff.csv", "Tom Tauscher", "", "staff.csv:3:2: name: must not be empty"},
      {"staff.csv", "Otto Oehme,aeschen", "Otto Oehme,eschen",
       "staff.csv:5:3: booth: there is no exhibitor \"eschen\""},
      {"staff.csv", "Otto Oehme,aeschen", "Otto Oehme,", "staff.csv:5:3: booth: there is no exhibitor \"\""},
      {"staff.csv", ",talk,", ",chef,", "staff.csv:3:4: role: \"chef\" is none of lead, talk, handover"},
      {"staff.csv", "Inhaber", std::string(81, 'x'),
       "staff.csv:5:5: position: has 81 characters, at most 80 fit"},
      {"staff.csv", "de; en", "hochdeutsch",
       "staff.csv:2:6: languages: \"hochdeutsch\" is longer than 8 characters"},
  });
}

TEST_CASE("the same person may stand at two booths") {
  SampleFolder folder;
  folder.append("staff.csv", "tom@zinnwerk.example,Tom Tauscher,amt,talk,,de\n");
  CHECK(folder.sound().staff.size() == 5);
}

TEST_CASE("a row of jobs.csv is refused with its place and the reason") {
  check({
      {"jobs.csv", "\ntischler,", "\ngiesser,",
       "jobs.csv:6:1: slug: \"giesser\" stands in an earlier row already"},
      {"jobs.csv", "\ntischler,aeschen", "\ntischler,holz",
       "jobs.csv:6:2: booth: there is no exhibitor \"holz\""},
      {"jobs.csv", "Säger", std::string(121, 'x'),
       "jobs.csv:5:3: title: has 121 characters, at most 120 fit"},
      {"jobs.csv", "Sawyer", std::string(121, 'x'),
       "jobs.csv:5:4: title_en: has 121 characters, at most 120 fit"},
      {"jobs.csv", "Sawyer,Holz", "Sawyer,", "jobs.csv:5:5: field: must not be empty"},
      {"jobs.csv", ",part_time,", ",halbtags,",
       "jobs.csv:4:6: kind: \"halbtags\" is none of full_time, part_time, apprenticeship, internship, "
       "dual_study, thesis"},
      {"jobs.csv", ",partly,", ",manchmal,", "jobs.csv:4:9: remote: \"manchmal\" is none of no, partly, yes"},
      {"jobs.csv", ",2800,", ",2.800,", "jobs.csv:2:10: pay_min: \"2.800\" is not a whole number"},
      {"jobs.csv", ",2800,3200", ",3300,3200", "jobs.csv:2:11: pay_max: is less than pay_min"},
      {"jobs.csv", ",2800,3200", ",2800,99999999999999999999",
       "jobs.csv:2:11: pay_max: \"99999999999999999999\" is not a whole number"},
      {"jobs.csv", ",hour,", ",Stunde,", "jobs.csv:5:12: pay_unit: \"Stunde\" is none of hour, month, year"},
      {"jobs.csv", "1. August", std::string(41, 'x'),
       "jobs.csv:3:13: entry: has 41 characters, at most 40 fit"},
      {"jobs.csv", "Möbel bauen.", "", "jobs.csv:6:14: text: must not be empty"},
  });
}

TEST_CASE("rows of tables.csv and rooms.csv are refused with their place and the reason") {
  check({
      {"tables.csv", "Aue,8", "Aue,9", "tables.csv:2:7: seats: 9 is not between 1 and 8"},
      {"tables.csv", "Aue,8", "Aue,0", "tables.csv:2:7: seats: 0 is not between 1 and 8"},
      {"tables.csv", "Aue,8", "Aue,", "tables.csv:2:7: seats: \"\" is not a whole number"},
      {"tables.csv", "Einfach dazusetzen.", std::string(601, 'x'),
       "tables.csv:2:4: about: has 601 characters, at most 600 fit"},
      {"tables.csv", "\nschmal,Zu zweit", "\nkaffee,Zu zweit",
       "tables.csv:3:1: slug: \"kaffee\" stands in an earlier row already"},
      {"rooms.csv", "\nflur,Flur", "\nflur,", "rooms.csv:3:2: title: must not be empty"},
  });
}

TEST_CASE("rows of programme.csv and topics.csv are refused with their place and the reason") {
  check({
      {"programme.csv", "+0:30,", "bald,",
       "programme.csv:3:2: starts: \"bald\" is no date and time such as 2026-12-29T10:00, nor an offset from "
       "the live "
       "start such as +0:30"},
      {"programme.csv", ",15,", ",lang,", "programme.csv:2:3: minutes: \"lang\" is not a whole number"},
      {"programme.csv", ",15,", ",1441,", "programme.csv:2:3: minutes: 1441 is not between 0 and 1440"},
      {"programme.csv", "Stand,zinnwerk", "Stand,zinn",
       "programme.csv:3:9: booth: there is no exhibitor \"zinn\""},
      {"topics.csv", ",amt,", ",ampt,", "topics.csv:2:6: booth: there is no exhibitor \"ampt\""},
      {"topics.csv", "https://amt.example/wohnen", "amt.example",
       "topics.csv:2:8: link_url: \"amt.example\" must begin with https://, http:// or mailto:"},
  });
}

TEST_CASE("a point of the programme may name its local time") {
  SampleFolder folder;
  folder.replace("programme.csv", "+0:30,", "2026-11-14T11:00,");
  CHECK(folder.sound().fair.programme[1].starts_at.ms == kReadAt.ms);  // 11:00 in Berlin is 10:00 UTC
}

TEST_CASE("a row of accounts.csv is refused with its place and the reason") {
  check({
      {"accounts.csv", "vera@probe.example", "vera@",
       "accounts.csv:4:1: email: \"vera@\" is no e-mail address"},
      {"accounts.csv", "viktor@probe.example", "VERA@probe.example",
       "accounts.csv:5:1: email: this address stands in an earlier row already"},
      {"accounts.csv", "moderator", "admin",
       "accounts.csv:3:3: role: \"admin\" is none of visitor, moderator, organiser"},
      {"accounts.csv", "visitor,en", "visitor,fr", "accounts.csv:5:4: locale: \"fr\" is none of de, en"},
  });
}

TEST_CASE("all faults of a folder are told at once") {
  SampleFolder folder;
  folder.replace("fair.toml", "\"Sie\"", "\"Ihr\"")
      .replace("jobs.csv", ",2800,", ",viel,")
      .replace("tables.csv", "Aue,8", "Aue,80")
      .replace("staff.csv", ",talk,", ",chef,");
  const auto faults = folder.faults();
  REQUIRE(faults.size() == 4);
  CHECK(faults[0].starts_with("fair.toml:"));
  CHECK(faults[1].starts_with("staff.csv:"));
  CHECK(faults[2].starts_with("jobs.csv:"));
  CHECK(faults[3].starts_with("tables.csv:"));
}

TEST_CASE("a row of slots.csv is refused with its place and the reason") {
  check({
      {"slots.csv", "tom@zinnwerk.example", "hanna@zinnwerk.example",
       "slots.csv:2:2: email: staff.csv has nobody with this address who is lead or talk of zinnwerk"},
      {"slots.csv", "\nzinnwerk,tom", "\namt,tom",
       "slots.csv:2:2: email: staff.csv has nobody with this address who is lead or talk of amt"},
      {"slots.csv", "+2:00,", "um zwei,",
       "slots.csv:2:3: from: \"um zwei\" is no date and time such as 2026-12-29T10:00, nor an offset from "
       "the "
       "live start such as +0:30"},
      {"slots.csv", "+3:00,20", "+1:00,20",
       "slots.csv:2:4: to: must be later than from, by at most 24 hours"},
      {"slots.csv", "+3:00,20", "+1:00,20",
       "slots.csv:2:4: to: must be later than from, by at most 24 hours"},
      {"slots.csv", ",20,10,", ",22,10,", "slots.csv:2:5: minutes: must be a multiple of 5"},
      {"slots.csv", ",20,10,", ",300,10,", "slots.csv:2:5: minutes: 300 is not between 5 and 240"},
      {"slots.csv", ",20,10,", ",20,12,", "slots.csv:2:6: buffer: must be a multiple of 5"},
      {"slots.csv", ",6,Rund", ",31,Rund", "slots.csv:3:7: seats: 31 is not between 1 and 30"},
      {"slots.csv", "Rundgang durch die Gießerei", std::string(81, 'x'),
       "slots.csv:3:8: title: has 81 characters, at most 80 fit"},
  });
}
