#include <map>

#include "server/mail/signed_link.hpp"
#include "tests/calendar/read_calendar.hpp"
#include "tests/feature/booking_desk.hpp"
#include "tests/feature/smtp_sink.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
namespace messages = protocol::appointment;
using Json = nlohmann::json;

namespace {

/// A desk whose mails go through a real mail server.
class PostDesk : public BookingDesk {
 public:
  PostDesk()
      : worker_(*store, clock,
                {.smtp_url = sink_.url(), .from = "messe@example.org", .requires_tls = false}) {}

  /// The next `count` mails by their receivers.
  std::map<std::string, Json> post(int count) {
    std::map<std::string, Json> mails;
    worker_.wake();
    for (int i = 0; i < count; ++i) {
      Json mail = sink_.message();
      CHECK(mail["defects"] == 0);
      CHECK(mail["words"] == mail["html_words"]);
      const std::string to = mail["to"];
      CHECK(mails.emplace(to, std::move(mail)).second);
    }
    CHECK_FALSE(sink_.has_more());
    return mails;
  }
  void speaks_english(const Caller& person) {
    write([&](Transaction& tx) {
      tx.run("UPDATE person SET locale = 'en' WHERE person_id = $1", person.person_id);
    });
  }

 private:
  SmtpSink sink_;
  mail::Worker worker_;
};

/// The entry as two parsers that are not ours find it; they must agree.
Json entry_of(const Json& mail) {
  const auto& part = mail["calendars"].at(0);
  const Json found = read_calendar(part["text"]);
  CHECK(found["faults"] == Json::array());
  CHECK(found["icalendar"]["method"] == part["method"]);
  REQUIRE(found["icalendar"]["events"].size() == 1);
  Json entry = found["icalendar"]["events"][0];
  for (const char* same : {"uid", "sequence", "start", "end", "summary", "status"})
    CHECK(found["vobject"]["events"][0][same] == entry[same]);
  entry["method"] = part["method"];
  return entry;
}

std::string subject(const std::map<std::string, Json>& mails, const Caller& person) {
  return mails.at(email_of(person.name))["subject"];
}

}  // namespace

TEST_CASE("booking, moving and cancelling write to both sides, and calendars follow one entry") {
  PostDesk desk;
  desk.speaks_english(desk.lea);
  const auto slots = desk.open(desk.lea, {.count = 2});
  const auto made =
      desk.get(desk.anna, messages::Book{.slot_id = slots[0], .reason = "Ich pendle, noch; bald nicht mehr"})
          .appointment;
  const auto booked = desk.post(2);
  desk.get(desk.anna, messages::Move{.appointment_id = made.appointment_id, .slot_id = slots[1]});
  const auto moved = desk.post(2);
  desk.get(desk.lea, messages::Cancel{.appointment_id = made.appointment_id, .reason = "Leider krank"});
  const auto cancelled = desk.post(2);

  CHECK(subject(booked, desk.anna).starts_with("Termin gebucht: Holzwerk Aue GmbH"));
  CHECK(subject(booked, desk.lea).starts_with("Appointment booked: Holzwerk Aue GmbH"));
  CHECK(subject(moved, desk.anna).starts_with("Termin verlegt"));
  CHECK(subject(cancelled, desk.lea).starts_with("Appointment cancelled"));
  CHECK(cancelled.at(email_of("Anna Weber"))["text"].get<std::string>().contains("Grund: Leider krank"));

  for (const Caller& person : {desk.anna, desk.lea}) {
    const std::string email = email_of(person.name);
    const Json first = entry_of(booked.at(email));
    const Json second = entry_of(moved.at(email));
    const Json last = entry_of(cancelled.at(email));
    CHECK(first["uid"] == made.appointment_id.text() + "@messe.example");
    CHECK(first["method"] == "REQUEST");
    CHECK(first["status"] == "CONFIRMED");
    CHECK(first["start"] == made.starts_at.ms / 1000);
    CHECK(first["end"] == made.starts_at.ms / 1000 + 20 * 60);
    CHECK(first["zone"] == "Europe/Berlin");
    CHECK(first["attendee"]["uri"] == "mailto:" + email);
    CHECK(first["description"].get<std::string>().contains("Ich pendle, noch; bald nicht mehr"));
    for (const Json& later : {second, last}) {
      CHECK(later["uid"] == first["uid"]);
      CHECK(later["organizer"] == first["organizer"]);
    }
    CHECK(second["method"] == "REQUEST");
    CHECK(second["start"] == made.starts_at.ms / 1000 + 20 * 60);
    CHECK(second["sequence"] > first["sequence"]);
    CHECK(last["method"] == "CANCEL");
    CHECK(last["status"] == "CANCELLED");
    CHECK(last["sequence"] > second["sequence"]);
  }
}

TEST_CASE("handed to a colleague, it leaves one calendar and enters another") {
  PostDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea));
  desk.post(2);
  desk.get(desk.lea, messages::Reassign{.appointment_id = made.appointment_id,
                                        .person_id = desk.tom.person_id,
                                        .note = "Kennt die Maschine"});
  const auto mails = desk.post(3);
  CHECK(subject(mails, desk.anna).starts_with("Ihr Termin ist jetzt mit Tom Thiel"));
  CHECK(subject(mails, desk.tom).starts_with("Termin gebucht"));
  CHECK(subject(mails, desk.lea).starts_with("Termin abgegeben"));
  CHECK(entry_of(mails.at(email_of("Anna Weber")))["method"] == "REQUEST");
  CHECK(entry_of(mails.at(email_of("Tom Thiel")))["method"] == "REQUEST");
  const Json old = entry_of(mails.at(email_of("Lea Lang")));
  CHECK(old["method"] == "CANCEL");
  CHECK(old["sequence"] > made.sequence);
  for (const auto& [to, mail] : mails) CHECK_FALSE(mail.dump().contains("Kennt die Maschine"));

  // A note alone is no news.
  desk.get(desk.lea, messages::Reassign{.appointment_id = made.appointment_id,
                                        .person_id = desk.tom.person_id,
                                        .note = "Bringt Zeugnisse mit"});
  desk.post(0);
}

TEST_CASE("a move to a colleague's slot is told to all three, to the old member with the old time") {
  PostDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea));
  desk.post(2);
  desk.get(desk.anna,
           messages::Move{.appointment_id = made.appointment_id, .slot_id = desk.open_one(desk.tom, 240)});
  const auto mails = desk.post(3);
  CHECK(subject(mails, desk.anna).starts_with("Termin verlegt"));
  CHECK(subject(mails, desk.tom).starts_with("Termin gebucht"));
  CHECK(subject(mails, desk.lea).starts_with("Termin abgegeben"));
  CHECK(entry_of(mails.at(email_of("Lea Lang")))["start"] == made.starts_at.ms / 1000);
}

TEST_CASE("what is refused is told to nobody") {
  BookingDesk desk;
  const auto slot = desk.open_one(desk.lea);
  desk.book(desk.anna, slot);
  CHECK(desk.book_outcome(desk.berta, slot) == "slot.taken");
  CHECK(desk.mail_count(email_of("Berta Kunz")) == 0);
  CHECK(desk.mail_count(email_of("Lea Lang")) == 1);
}

TEST_CASE("a booth that is removed says so to its visitors") {
  BookingDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea));
  desk.write([&](Transaction& tx) { appointment::remove_booth(tx, desk.holzwerk); });
  CHECK(desk.mail_count(email_of("Anna Weber")) == 2);
  CHECK(desk.mail_to(email_of("Anna Weber")).contains("dieser Termin findet nicht statt"));
}

TEST_CASE("the entry keeps its UID and its organizer when the fair moves to another address") {
  PostDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea));
  const Json first = entry_of(desk.post(2).at(email_of("Anna Weber")));
  desk.write([](Transaction& tx) {
    tx.run("UPDATE public_url SET url = 'https://neu.example'");
    tx.run("UPDATE fair SET contact_email = 'neu@example.org'");
  });
  desk.get(desk.anna, messages::Cancel{.appointment_id = made.appointment_id});
  const Json last = entry_of(desk.post(2).at(email_of("Anna Weber")));
  CHECK(last["uid"] == first["uid"]);
  CHECK(last["organizer"] == first["organizer"]);
  CHECK(last["url"] == "https://neu.example/day");
}

TEST_CASE("visitors get links that need no log-in, the team does not") {
  BookingDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea));
  const std::string annas = desk.mail_to(email_of("Anna Weber"));
  CHECK(annas.contains("Verlegen: https://messe.example/appointment#"));
  CHECK(annas.contains("Absagen: https://messe.example/appointment#"));
  CHECK(annas.contains("https://messe.example/day\n"));
  const std::string leas = desk.mail_to(email_of("Lea Lang"));
  CHECK(leas.contains("Mit: Anna Weber"));
  CHECK(leas.contains("https://messe.example/desk/holzwerk/calendar"));
  CHECK_FALSE(leas.contains('#'));
}
