#include "server/mail/appointment_mail.hpp"

#include <stdexcept>

#include "server/mail/mail_text.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::mail;
using namespace std::chrono_literals;
using stollen::protocol::Locale;
using stollen::protocol::Timestamp;

namespace {

constexpr Timestamp kTen{1'798'534'800'000};  // Tuesday, 29 December 2026, 10:00 in Berlin

AppointmentMail mail_of(Text text, Locale locale = Locale::de) {
  return {.to = "anna@example.org",
          .name = "Anna Auer",
          .locale = locale,
          .text = text,
          .appointments = {{.booth = "Holzwerk Aue GmbH",
                            .with = "Berta Beyer",
                            .start = kTen,
                            .length = 15min,
                            .manage_link = "https://messe.example/termin#abc"}},
          .fair_zone = "Europe/Berlin",
          .own_zone = "Europe/Lisbon",
          .previous_start = kTen - std::chrono::milliseconds(2h),
          .page_link = "https://messe.example/termine"};
}
Written written(const AppointmentMail& mail) {
  return write_mail(to_mail(mail));
}

}  // namespace

TEST_CASE("a booking says when, where, with whom, and what can be done") {
  const auto german = written(mail_of(Text::appointment_booked));
  CHECK(german.subject == "Termin gebucht: Holzwerk Aue GmbH, 29.12.2026, 10:00 Uhr");
  CHECK(
      german.text.starts_with("Guten Tag Anna Auer,\n\ndieser Termin steht fest:\n\n"
                              "Di., 29.12.2026, 10:00–10:15 Uhr (MEZ)\n"
                              "Bei Ihnen: 09:00 Uhr in Lissabon\n"
                              "Stand: Holzwerk Aue GmbH\n"
                              "Mit: Berta Beyer\n"
                              "Ansehen, verlegen oder absagen: https://messe.example/termin#abc\n\n"));
  CHECK(german.text.ends_with("\n\nhttps://messe.example/termine\n"));
  const auto english = written(mail_of(Text::appointment_booked, Locale::en));
  CHECK(english.subject == "Appointment booked: Holzwerk Aue GmbH, 29 Dec 2026, 10:00");
  CHECK(english.text.contains(
      "Tue, 29 Dec 2026, 10:00–10:15 (CET)\nFor you: 09:00 in Lisbon\nBooth: Holzwerk"));
}

TEST_CASE("what is not known is not said") {
  auto mail = mail_of(Text::appointment_booked);
  mail.own_zone.clear();
  mail.appointments[0].with.clear();
  mail.appointments[0].manage_link.clear();
  const auto text = written(mail).text;
  CHECK(text.contains("Uhr (MEZ)\nStand: Holzwerk Aue GmbH\n\nZu seiner Zeit"));
  for (const char* label : {"Bei Ihnen", "Mit:", "Grund", "verlegen"}) CHECK_FALSE(text.contains(label));
}

TEST_CASE("a move names the old time and the new one, and the reason if there is one") {
  for (const Text kind : {Text::appointment_moved, Text::appointment_moved_by_team}) {
    auto mail = mail_of(kind);
    CHECK(written(mail).text.contains("Bisher: Di., 29.12.2026, 08:00–08:15 Uhr (MEZ)\n"));
    CHECK_FALSE(written(mail).text.contains("Grund"));
    mail.reason = "Frau Beyer ist\r\nkrank";
    CHECK(written(mail).text.contains("(MEZ)\nGrund: Frau Beyer ist krank\n"));
  }
  CHECK(written(mail_of(Text::appointment_moved_by_team)).text.contains("am Stand Holzwerk Aue GmbH musste"));
}

TEST_CASE("a new partner and a cancellation are in the subject") {
  CHECK(written(mail_of(Text::appointment_reassigned)).subject ==
        "Ihr Termin ist jetzt mit Berta Beyer: Holzwerk Aue GmbH, 29.12.2026, 10:00 Uhr");
  CHECK(written(mail_of(Text::appointment_cancelled, Locale::en)).subject ==
        "Appointment cancelled: Holzwerk Aue GmbH, 29 Dec 2026, 10:00");
  const auto not_held = written(mail_of(Text::appointment_not_held));
  CHECK(not_held.subject == "Termin konnte nicht stattfinden: Holzwerk Aue GmbH, 29.12.2026, 10:00 Uhr");
  CHECK(not_held.text.ends_with("einen anderen Termin buchen: https://messe.example/termine\n"));
}

TEST_CASE("one reminder is about all appointments that are near, in their order") {
  auto mail = mail_of(Text::appointment_reminder);
  CHECK(written(mail).subject == "Erinnerung: Holzwerk Aue GmbH, 29.12.2026, 10:00 Uhr");
  mail.appointments.push_back(
      {.booth = "Klinikum", .start = kTen - std::chrono::milliseconds(30min), .length = 15min});
  const auto both = written(mail);
  CHECK(both.subject == "Erinnerung: 2 Termine, der erste am 29.12.2026, 09:30 Uhr");
  CHECK(both.text.find("09:30–09:45") < both.text.find("10:00–10:15"));
  CHECK(both.text.contains("Stand: Klinikum\n\nDi., 29.12.2026, 10:00"));
  mail.text = Text::appointment_reminders;
  mail.appointments.pop_back();
  CHECK(written(mail).subject.starts_with("Erinnerung: Holzwerk"));
}

TEST_CASE("what somebody wrote makes neither lines nor links") {
  auto mail = mail_of(Text::appointment_cancelled);
  mail.reason = "https://evil.example\nStand: Bank\n\n[x] {name} ?";
  mail.appointments[0].booth = "https://evil.example/booth";
  const auto result = written(mail);
  CHECK(result.text.contains("Grund: https://evil.example Stand: Bank  [x] {name} ?\n"));
  CHECK_FALSE(result.html.contains("href=\"https://evil.example"));
  mail.appointments[0].manage_link = "javascript:alert(1)";
  CHECK_FALSE(written(mail).html.contains("href=\"javascript"));
}

TEST_CASE("what does not fit together is a mistake of the program") {
  auto none = mail_of(Text::appointment_booked);
  none.appointments.clear();
  CHECK_THROWS_AS(to_mail(none), std::logic_error);
  auto several = mail_of(Text::appointment_booked);
  several.appointments.push_back(several.appointments[0]);
  CHECK_THROWS_AS(to_mail(several), std::logic_error);
  auto from_nowhere = mail_of(Text::appointment_moved);
  from_nowhere.previous_start.reset();
  CHECK_THROWS_AS(to_mail(from_nowhere), std::logic_error);
  auto nobody = mail_of(Text::appointment_reassigned);
  nobody.appointments[0].with.clear();
  CHECK_THROWS_AS(to_mail(nobody), std::logic_error);
  CHECK_THROWS_AS(to_mail(mail_of(Text::invitation)), std::logic_error);
}
