#include "server/import/import.hpp"

#include <fstream>

#include "server/core/log.hpp"
#include "server/features/appointment/appointment.hpp"
#include "server/features/waitlist/waitlist.hpp"
#include "server/mail/mail.hpp"
#include "server/realtime/registry.hpp"
#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"

using namespace stollen;
using namespace stollen::tests;
using storage::Transaction;

namespace {

/// A store with all features, as the command line opens it.
class Fair {
 public:
  Fair() {
    log::set_level(log::Level::off);
    mail::attach(registry_, {.from = "messe@probe.example"});
    account::attach(registry_, {.public_url = "https://messe.example", .hash_memory_bytes = 8U << 20U});
    fair::attach(registry_, true);
    booth::attach(registry_);
    conversation::attach(registry_);
    cafe::attach(registry_);
    slot::attach(registry_, waitlist::offer_free_seats);
    waitlist::attach(registry_);
    appointment::attach(registry_);
    store_.emplace(registry_, clock_);
  }

  import::ImportReport import(const SampleFolder& folder, const std::string& demo_password_hash = "") {
    return import::import_fair_folder(
        **store_, folder.sound(),
        {.media_folder = media_.path(), .demo_password_hash = demo_password_hash, .demo_guests = 3});
  }

  /// Names of all events so far, with their streams: `hall booth.changed`.
  Lines events() {
    Lines lines;
    read([&](Transaction& tx) {
      for (const auto& [stream, name] :
           tx.all<std::string, std::string>("SELECT stream, name FROM event ORDER BY at, stream, n")) {
        lines.push_back(stream + " " + name);
      }
    });
    return lines;
  }
  /// What the second import published.
  Lines events_of(const SampleFolder& folder) {
    const std::size_t before = events().size();
    clock_.advance(std::chrono::seconds(1));  // so that later events stand behind
    report = import(folder);
    Lines all = events();
    return {all.begin() + static_cast<std::ptrdiff_t>(before), all.end()};
  }

  std::int64_t count(storage::Sql sql) {
    std::int64_t n = 0;
    read([&](Transaction& tx) { n = tx.one<std::int64_t>(sql).value(); });
    return n;
  }
  std::string text(storage::Sql sql) {
    std::string found;
    read([&](Transaction& tx) { found = tx.one<std::string>(sql).value(); });
    return found;
  }
  void read(const std::function<void(Transaction&)>& work) { (*store_)->read(work); }
  void write(const std::function<void(Transaction&)>& work) { (*store_)->write(work); }
  [[nodiscard]] const std::filesystem::path& media() const { return media_.path(); }
  storage::Database& store() { return **store_; }

  import::ImportReport report;  ///< of events_of

 private:
  TestFolder media_;
  TestClock clock_{kReadAt};
  realtime::Registry registry_;
  std::optional<TestStore> store_;
};

/// Everything but the history of the streams.
std::string changes(const import::ImportReport& report) {
  return report.text();
}

}  // namespace

TEST_CASE("a first import adds everything that the folder has") {
  Fair fair;
  const auto report = fair.import(SampleFolder());
  CHECK(report.text() ==
        "fair       changed\n"
        "exhibitors 3 added, 0 updated, 0 unchanged, 0 removed\n"
        "jobs       5 added, 0 updated, 0 unchanged, 0 removed\n"
        "staff      4 added, 0 updated, 0 unchanged, 0 removed\n"
        "slots      3 added, 0 updated, 0 unchanged, 0 removed\n"
        "tables     2 added, 0 updated, 0 unchanged, 0 removed\n"
        "rooms      2 added, 0 updated, 0 unchanged, 0 removed\n"
        "accounts   0 added, 0 updated, 0 unchanged, 0 removed\n");
  CHECK(fair.count("SELECT COUNT(*) FROM hall") == 2);
  CHECK(fair.count("SELECT COUNT(*) FROM programme_item") == 2);
  CHECK(std::filesystem::exists(fair.media() / SampleFolder().sound().media[0].name));
}

TEST_CASE("the same folder again changes nothing and says so to nobody") {
  Fair fair;
  fair.import(SampleFolder());
  CHECK(fair.events_of(SampleFolder()) == Lines{});
  CHECK(changes(fair.report) ==
        "fair       unchanged\n"
        "exhibitors 0 added, 0 updated, 3 unchanged, 0 removed\n"
        "jobs       0 added, 0 updated, 5 unchanged, 0 removed\n"
        "staff      0 added, 0 updated, 4 unchanged, 0 removed\n"
        "slots      0 added, 0 updated, 3 unchanged, 0 removed\n"
        "tables     0 added, 0 updated, 2 unchanged, 0 removed\n"
        "rooms      0 added, 0 updated, 2 unchanged, 0 removed\n"
        "accounts   0 added, 0 updated, 0 unchanged, 0 removed\n");
}

TEST_CASE("a changed exhibitor is told once, under its old id") {
  Fair fair;
  fair.import(SampleFolder());
  const auto id = fair.text("SELECT id FROM booth WHERE slug = 'zinnwerk'");
  SampleFolder changed;
  changed.replace("exhibitors.csv", "\"Zinn, was sonst.\"", "Zinn seit 1926.");
  CHECK(fair.events_of(changed) == Lines{"hall booth.changed"});
  CHECK(fair.report.booths.updated == 1);
  CHECK(fair.report.booths.unchanged == 2);
  CHECK(fair.text("SELECT id FROM booth WHERE slug = 'zinnwerk'") == id);
  CHECK(fair.text("SELECT tagline_de FROM booth WHERE slug = 'zinnwerk'") == "Zinn seit 1926.");
}

TEST_CASE("a text that only the booth's page shows is updated without an event of the hall") {
  Fair fair;
  fair.import(SampleFolder());
  SampleFolder changed;
  changed.replace("exhibitors.csv", "Wir gießen Zinn.", "Wir gießen und prägen Zinn.");
  CHECK(fair.events_of(changed) == Lines{});
  CHECK(fair.report.booths.updated == 1);
}

TEST_CASE("a changed fair, job, table and room are updated where they are") {
  Fair fair;
  fair.import(SampleFolder());
  SampleFolder changed;
  changed.replace("fair.toml", "Klein, aber vollständig.", "Klein und fein.")
      .replace("jobs.csv", ",2800,3200,", ",2900,3300,")
      .replace("tables.csv", "Nur zwei Plätze.", "Zwei Plätze.")
      .replace("rooms.csv", "Ruhiger.", "Leiser.")
      .replace("staff.csv", "Gießmeister", "Obermeister");
  const auto events = fair.events_of(changed);
  CHECK(fair.report.fair_changed);
  CHECK(fair.report.jobs.updated == 1);
  CHECK(fair.report.tables.updated == 1);
  CHECK(fair.report.rooms.updated == 1);
  CHECK(fair.report.staff.updated == 1);
  CHECK(std::ranges::count(events, "fair fair.changed") == 1);
  CHECK(std::ranges::count(events, "cafe cafe.changed") == 1);
  CHECK(std::ranges::count(events, "hall booth.changed") == 0);  // its number of jobs is the same
}

TEST_CASE("what the folder no longer names is removed, and the booth's number of jobs follows") {
  Fair fair;
  fair.import(SampleFolder());
  SampleFolder fewer;
  fewer
      .replace("jobs.csv",
               "giesser,zinnwerk,Gießer,Caster,Metall,full_time,Aue,08280,no,2800,3200,month,sofort,"
               "Gießen und prüfen.,Casting and testing.\n",
               "")
      .replace("tables.csv", "schmal,Zu zweit,For two,Nur zwei Plätze.,Two seats only.,Aue,2,Lea\n", "")
      .replace("exhibitors.csv",
               "amt,institution,unten,Probeamt,Wir helfen.,We help.,Fragen Sie uns.,Ask us.,"
               "Verwaltung,Annaberg,09456,,,,Wohnen; Kita,\n",
               "")
      .replace("topics.csv", ",amt,", ",,");
  const auto events = fair.events_of(fewer);
  CHECK(fair.report.booths.removed == 1);
  CHECK(fair.report.jobs.removed == 1);
  CHECK(fair.report.tables.removed == 1);
  CHECK(fair.count("SELECT COUNT(*) FROM booth") == 2);
  CHECK(fair.count("SELECT job_count FROM booth WHERE slug = 'zinnwerk'") == 2);
  CHECK(std::ranges::count(events, "hall booth.removed") == 1);
  CHECK(std::ranges::count(events, "hall booth.changed") == 1);
  CHECK(std::ranges::count(events, "cafe cafe.removed") == 1);
}

TEST_CASE("planned times that the folder no longer names go, but not those that somebody has booked") {
  Fair fair;
  fair.import(SampleFolder());
  fair.write([](Transaction& tx) {
    const auto toms = tx.all<slot::SlotId>("SELECT id FROM slot WHERE minutes = 20 ORDER BY starts_at");
    account::ensure_person(tx, {.email = "vera@probe.example", .name = "Vera Vogel"});
    const auto vera = account::person_with_email(tx, "vera@probe.example").value();
    CHECK(slot::take_seat(tx, toms.at(0), vera));
  });
  SampleFolder later;
  later.replace("slots.csv", "+2:00,+3:00", "+2:30,+3:30");
  const auto events = fair.events_of(later);
  // 2:00 is booked and stays, 2:30 is in both, 3:00 is new.
  CHECK(fair.report.slots.added == 1);
  CHECK(fair.report.slots.unchanged == 2);
  CHECK(fair.report.slots.removed == 0);
  CHECK(fair.count("SELECT COUNT(*) FROM slot") == 4);
  fair.events_of(SampleFolder().remove("slots.csv"));
  CHECK(fair.report.slots.removed == 3);
  CHECK(fair.count("SELECT COUNT(*) FROM slot") == 1);
  CHECK(fair.count("SELECT COUNT(*) FROM seat WHERE state = 'booked'") == 1);
}

TEST_CASE("times that the team opened by hand stay, whatever the folder says, and nobody is at two places") {
  Fair fair;
  fair.import(SampleFolder().remove("slots.csv"));
  fair.write([](Transaction& tx) {
    const auto booth = booth::find(tx, "zinnwerk").value();
    const auto tom = account::person_with_email(tx, "tom@zinnwerk.example").value();
    // Made through a plan and then taken over by hand: what a team's own slot is in the store.
    const auto from = tx.now() + std::chrono::minutes(65);
    slot::follow_plan(
        tx, std::vector<slot::PlannedTime>{
                {.booth_id = booth, .person_id = tom, .from = from, .to = from + std::chrono::minutes(20)}});
    tx.run("UPDATE slot SET is_planned = 0");
  });
  fair.import(SampleFolder());
  CHECK(fair.count("SELECT COUNT(*) FROM slot") == 3);  // of the planned ones one would overlap
  fair.import(SampleFolder().remove("slots.csv"));
  CHECK(fair.count("SELECT COUNT(*) FROM slot") == 1);
}

TEST_CASE("when an exhibitor goes, its appointments are called off and its times are gone") {
  Fair fair;
  fair.import(SampleFolder());
  fair.write([](Transaction& tx) { appointment::remove_booth(tx, booth::find(tx, "zinnwerk").value()); });
  CHECK(fair.count("SELECT COUNT(*) FROM slot") == 0);
  CHECK(fair.count("SELECT COUNT(*) FROM busy_cell") == 0);
}

TEST_CASE("a booth may move into a new hall while the old one goes") {
  Fair fair;
  fair.import(SampleFolder());
  SampleFolder moved;
  moved.replace("fair.toml", "slug = \"unten\"", "slug = \"keller\"")
      .replace("exhibitors.csv", "institution,unten", "institution,keller");
  fair.events_of(moved);
  CHECK(fair.text("SELECT h.slug FROM booth b JOIN hall h ON h.id = b.hall_id WHERE b.slug = 'amt'") ==
        "keller");
  CHECK(fair.count("SELECT COUNT(*) FROM hall") == 2);
}

TEST_CASE("an import that breaks off in the middle leaves nothing behind") {
  Fair fair;
  fair.import(SampleFolder());
  const auto events = fair.events();
  // A hall that no booth can stand in: the reader would have said so, the writer throws at the second booth.
  auto folder = SampleFolder().replace("exhibitors.csv", "\"Zinn, was sonst.\"", "Neu.").sound();
  folder.booths.back().hall = "nirgends";
  CHECK_THROWS(import::import_fair_folder(fair.store(), folder, {.media_folder = fair.media()}));
  CHECK(fair.text("SELECT tagline_de FROM booth WHERE slug = 'zinnwerk'") == "Zinn, was sonst.");
  CHECK(fair.events() == events);
}

TEST_CASE("a folder that breaks off at a first import leaves no fair") {
  Fair fair;
  auto folder = SampleFolder().sound();
  folder.jobs.back().booth = "nirgends";
  CHECK_THROWS(import::import_fair_folder(fair.store(), folder, {.media_folder = fair.media()}));
  CHECK(fair.count("SELECT COUNT(*) FROM fair") == 0);
  CHECK(fair.count("SELECT COUNT(*) FROM booth") == 0);
  CHECK(fair.count("SELECT COUNT(*) FROM person") == 0);
}

TEST_CASE("a picture that cannot be written stops the import before any row") {
  Fair fair;
  const auto blocked = fair.media() / "file";
  std::ofstream(blocked) << "in the way";
  CHECK_THROWS(import::import_fair_folder(fair.store(), SampleFolder().sound(), {.media_folder = blocked}));
  CHECK(fair.count("SELECT COUNT(*) FROM fair") == 0);
}

TEST_CASE("a changed picture is written under a new name beside the old one, which open pages still show") {
  Fair fair;
  fair.import(SampleFolder());
  SampleFolder changed;
  changed.replace("media/logo.svg", "<svg", "<!-- 2 --><svg");
  fair.events_of(changed);
  CHECK(std::filesystem::exists(fair.media() / SampleFolder().sound().media[0].name));
  CHECK(std::filesystem::exists(fair.media() / changed.sound().media[0].name));
}

TEST_CASE("accounts and passwords come with the demo only") {
  Fair fair;
  fair.import(SampleFolder());
  CHECK(fair.count("SELECT COUNT(*) FROM person") == 4);
  CHECK(fair.count("SELECT COUNT(*) FROM person WHERE password_hash IS NOT NULL") == 0);
  CHECK(fair.count("SELECT is_demo FROM fair") == 0);

  const auto report = fair.import(SampleFolder(), "$argon2id$demo");
  CHECK(report.accounts.added == 4 + 3);
  CHECK(report.staff.updated == 4);
  CHECK(fair.count("SELECT COUNT(*) FROM person WHERE password_hash = '$argon2id$demo'") == 11);
  CHECK(fair.count("SELECT is_demo FROM fair") == 1);
  CHECK(fair.count("SELECT COUNT(*) FROM person WHERE is_organiser = 1") == 1);
}

TEST_CASE("a password that somebody has set is never replaced by the demo's") {
  Fair fair;
  fair.import(SampleFolder());
  fair.write([](Transaction& tx) { account::set_password(tx, "lea@zinnwerk.example", "$argon2id$own"); });
  fair.import(SampleFolder(), "$argon2id$demo");
  CHECK(fair.text("SELECT password_hash FROM person WHERE email = 'lea@zinnwerk.example'") ==
        "$argon2id$own");
}

TEST_CASE("phases relative to the import move with it, while the stored phase waits for the clockwork") {
  Fair fair;
  fair.import(SampleFolder());
  CHECK(fair.text("SELECT phase FROM fair") == "live");
  SampleFolder later;
  later.replace("fair.toml", "live = \"-1h\"", "live = \"+1h\"")
      .replace("fair.toml", "booking = \"-14d\"", "booking = \"+0:30\"");
  fair.events_of(later);
  CHECK(fair.text("SELECT phase FROM fair") == "live");
  CHECK(fair.count("SELECT starts_at FROM fair_phase WHERE phase = 'live'") == kReadAt.ms + 3'600'000);
}
