#include "server/mail/signed_link.hpp"
#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::AppointmentState;
using protocol::Secret;
namespace messages = protocol::appointment;

namespace {

/// Anna has an appointment with Lea, and what was mailed to her about it.
class LinkDesk : public BookingDesk {
 public:
  std::vector<protocol::SlotId> slots = open(lea, {.count = 3});
  protocol::Appointment made =
      get(anna, messages::Book{.slot_id = slots[0], .reason = "Geheimer Grund", .job_id = joiner})
          .appointment;
  Secret move_token = token_behind("Verlegen: ");
  Secret cancel_token = token_behind("Absagen: ");
  Caller nobody;

  Secret token_behind(const std::string& label) {
    const std::string mail = mail_to(email_of("Anna Weber"));
    const auto begin = mail.find('#', mail.find(label)) + 1;
    return Secret(mail.substr(begin, mail.find('\n', begin) - begin));
  }
  Secret sign(std::string_view purpose, std::string_view subject) {
    std::string token;
    write([&](Transaction& tx) { token = mail::sign_link(tx, purpose, subject, made.starts_at); });
    return Secret(std::move(token));
  }
  std::string cancel_outcome(const Secret& token) {
    return outcome(nobody, messages::CancelByLink{.token = token});
  }
  std::string move_outcome(const Secret& token, protocol::SlotId slot) {
    return outcome(nobody, messages::MoveByLink{.token = token, .slot_id = slot});
  }
  std::string look_outcome(const Secret& token) {
    return outcome(nobody, messages::GetByLink{.token = token});
  }
};

}  // namespace

TEST_CASE("a link shows what it is about, but not what was said, and looking changes nothing") {
  LinkDesk desk;
  desk.get(desk.lea, messages::Propose{.appointment_id = desk.made.appointment_id,
                                       .slot_id = desk.slots[1],
                                       .note = "Herr Kunz wäre dann dabei."});
  const auto before = desk.everything_stored();
  const auto shown = desk.get(desk.nobody, messages::GetByLink{.token = desk.move_token});
  CHECK(shown.purpose == protocol::LinkPurpose::move);
  CHECK(shown.appointment.appointment_id == desk.made.appointment_id);
  CHECK(shown.appointment.starts_at == desk.made.starts_at);
  CHECK(shown.appointment.reason == std::nullopt);
  CHECK(shown.appointment.job_id == std::nullopt);
  CHECK(shown.appointment.job_title == std::nullopt);
  CHECK_FALSE(shown.appointment.proposal);
  CHECK(desk.get(desk.nobody, messages::GetByLink{.token = desk.cancel_token}).purpose ==
        protocol::LinkPurpose::cancel);
  CHECK(desk.everything_stored() == before);
}

TEST_CASE("the visitor cancels by the link, as if logged in, and twice is no error") {
  LinkDesk desk;
  CHECK(desk.cancel_outcome(desk.cancel_token) == "ok");
  const auto appointment = desk.day(desk.anna).appointments.at(0);
  CHECK(appointment.state == AppointmentState::cancelled);
  CHECK(appointment.cancelled_by == desk.anna.person_id);
  CHECK(desk.calendar().at(0).free_seats == 1);
  CHECK(desk.mail_to(email_of("Lea Lang")).contains("findet nicht statt"));
  CHECK(desk.cancel_outcome(desk.cancel_token) == "ok");
  CHECK(desk.mail_count(email_of("Lea Lang")) == 2);
  CHECK(desk.move_outcome(desk.move_token, desk.slots[1]) == "appointment.over");
}

TEST_CASE("the visitor moves by the link within the booth, and the new mail's links are good too") {
  LinkDesk desk;
  desk.book(desk.berta, desk.slots[2]);
  CHECK(desk.move_outcome(desk.move_token, desk.slots[2]) == "slot.taken");
  CHECK(desk.move_outcome(desk.move_token, new_id<protocol::SlotId>()) == "session.not_found");
  const auto moved =
      desk.get(desk.nobody, messages::MoveByLink{.token = desk.move_token, .slot_id = desk.slots[1]})
          .appointment;
  CHECK(moved.slot_id == desk.slots[1]);
  CHECK(moved.reason == std::nullopt);
  CHECK(desk.day(desk.anna).appointments.at(0).reason == "Geheimer Grund");
  desk.clock.move(65min);  // the first link's end
  CHECK(desk.move_outcome(desk.move_token, desk.slots[0]) == "appointment.link_expired");
  CHECK(desk.cancel_outcome(desk.token_behind("Absagen: ")) == "ok");
}

TEST_CASE("a link does one thing, for one appointment, until that begins") {
  LinkDesk desk;
  const std::string id = desk.made.appointment_id.text();
  CHECK(desk.cancel_outcome(desk.move_token) == "appointment.bad_link");
  CHECK(desk.move_outcome(desk.cancel_token, desk.slots[1]) == "appointment.bad_link");
  CHECK(desk.cancel_outcome(desk.sign("newsletter.leave", id)) == "appointment.bad_link");
  CHECK(desk.look_outcome(desk.sign("newsletter.leave", id)) == "appointment.bad_link");
  CHECK(desk.cancel_outcome(desk.sign("appointment.cancel", "kein Termin")) == "appointment.bad_link");
  CHECK(desk.cancel_outcome(desk.sign("appointment.cancel", new_id<protocol::AppointmentId>().text())) ==
        "appointment.bad_link");
  std::string damaged = std::string(desk.cancel_token.reveal());
  damaged[damaged.size() / 2] = damaged[damaged.size() / 2] == 'A' ? 'B' : 'A';
  CHECK(desk.cancel_outcome(Secret(damaged)) == "appointment.bad_link");
  desk.clock.move(1h - 1ms);
  CHECK(desk.look_outcome(desk.cancel_token) == "ok");
  desk.clock.move(1ms);
  for (const Secret& token : {desk.move_token, desk.cancel_token})
    CHECK(desk.look_outcome(token) == "appointment.link_expired");
  CHECK(desk.cancel_outcome(desk.cancel_token) == "appointment.link_expired");
  CHECK(desk.move_outcome(desk.move_token, desk.slots[1]) == "appointment.link_expired");
  CHECK(desk.day(desk.anna).appointments.at(0).state == AppointmentState::booked);
}

TEST_CASE("an old link ends with the appointment, also when that was moved to an earlier time") {
  LinkDesk desk;
  const auto later = desk.open_one(desk.lea, 240);
  desk.get(desk.anna, messages::Move{.appointment_id = desk.made.appointment_id, .slot_id = later});
  const Secret late = desk.token_behind("Absagen: ");
  desk.get(desk.anna, messages::Move{.appointment_id = desk.made.appointment_id, .slot_id = desk.slots[0]});
  CHECK(desk.look_outcome(late) == "ok");
  desk.clock.move(1h);
  CHECK(desk.cancel_outcome(late) == "appointment.link_expired");
}

TEST_CASE("a link gives the visitor's rights, not those of the team that the visitor is in too") {
  LinkDesk desk;
  const auto made = desk.book(desk.tom, desk.slots[1]);
  std::string token;
  desk.write([&](Transaction& tx) {
    token = mail::sign_link(tx, "appointment.cancel", made.appointment_id.text(), made.starts_at + 24h);
  });
  desk.clock.move(1h + 21min);  // it has begun: the team could still cancel
  CHECK(desk.cancel_outcome(Secret(token)) == "appointment.link_expired");
}
