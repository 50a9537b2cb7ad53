#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
namespace messages = protocol::appointment;

namespace {

constexpr int kHour = 60;  // minutes, as slots are opened

/// Counts reminders; the desk can be closed and opened again.
class ReminderDesk : public BookingDesk {
 public:
  ~ReminderDesk() { store = &**store_owner; }
  ReminderDesk() = default;
  ReminderDesk(const ReminderDesk&) = delete;
  ReminderDesk& operator=(const ReminderDesk&) = delete;

  /// How many reminders the person has in all, after all that is due was done.
  std::int64_t reminders(const Caller& person) {
    fire_timers();
    std::int64_t count = 0;
    store->read([&](Transaction& tx) {
      count = *tx.one<std::int64_t>(
          "SELECT COUNT(*) FROM outgoing_mail WHERE recipient = $1 AND subject LIKE 'Erinnerung%'",
          email_of(person.name));
    });
    return count;
  }
  std::vector<std::int64_t> of_both() { return {reminders(anna), reminders(lea)}; }
  void restart() {
    store->stop();
    reopened_.push_back(storage::open_database(store_owner->address(), {}, clock));
    store = reopened_.back().get();
  }

 private:
  std::vector<std::unique_ptr<storage::Database>> reopened_;
};

using Counts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("both sides are reminded a day and an hour before, once, whatever restarts come between") {
  ReminderDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea, 30 * kHour));
  desk.clock.move(6h - 1ms);
  CHECK(desk.of_both() == Counts{0, 0});
  desk.restart();
  desk.clock.move(1ms);
  CHECK(desk.of_both() == Counts{1, 1});
  CHECK(desk.mail_to(email_of("Anna Weber")).contains("Mit: Lea Lang"));
  CHECK(desk.mail_to(email_of("Anna Weber")).contains("https://messe.example/appointment#"));
  CHECK(desk.mail_to(email_of("Lea Lang")).contains("Mit: Anna Weber"));
  desk.restart();
  CHECK(desk.of_both() == Counts{1, 1});
  desk.clock.move(23h - 1ms);
  CHECK(desk.of_both() == Counts{1, 1});
  desk.clock.move(1ms);
  CHECK(desk.of_both() == Counts{2, 2});
  desk.restart();
  desk.clock.move(3h);
  CHECK(desk.of_both() == Counts{2, 2});
}

TEST_CASE("reminders move with the appointment and end with it") {
  ReminderDesk desk;
  const auto slots = desk.open(desk.lea, {.begins_in = 30 * kHour, .minutes = 60, .count = 22});
  const auto moved = desk.book(desk.anna, slots[0]);
  const auto cancelled = desk.book(desk.berta, slots[1]);
  desk.get(desk.anna, messages::Move{.appointment_id = moved.appointment_id, .slot_id = slots[10]});
  desk.get(desk.berta, messages::Cancel{.appointment_id = cancelled.appointment_id});
  desk.clock.move(16h - 1ms);
  CHECK(desk.of_both() == Counts{0, 0});
  desk.clock.move(1ms);
  CHECK(desk.of_both() == Counts{1, 1});
  // After the day's reminder, to a time that has one of its own.
  desk.get(desk.anna, messages::Move{.appointment_id = moved.appointment_id, .slot_id = slots[20]});
  desk.clock.move(10h);
  CHECK(desk.of_both() == Counts{2, 2});
  // To a time so near that the day before is over.
  desk.get(desk.anna, messages::Move{.appointment_id = moved.appointment_id, .slot_id = slots[0]});
  desk.clock.move(3h);
  CHECK(desk.of_both() == Counts{3, 3});
  desk.clock.move(48h);
  CHECK(desk.of_both() == Counts{3, 3});
  CHECK(desk.reminders(desk.berta) == 0);
}

TEST_CASE("who books later than the reminder's moment gets none") {
  ReminderDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea, 24 * kHour));
  desk.book(desk.berta, desk.open_one(desk.tom, kHour));
  CHECK(desk.of_both() == Counts{0, 0});
  desk.clock.move(2h);
  CHECK(desk.reminders(desk.berta) == 0);
  CHECK(desk.reminders(desk.tom) == 0);
  desk.clock.move(21h);
  CHECK(desk.of_both() == Counts{1, 1});
}

TEST_CASE("a clock that jumps by an hour or a day, back and forth, reminds nobody twice and forgets nobody") {
  ReminderDesk desk;
  desk.book(desk.anna, desk.open_one(desk.lea, 80 * kHour));
  const auto jump_and_return = [&](std::chrono::milliseconds span, Counts during) {
    desk.clock.move(span);
    CHECK(desk.of_both() == during);
    desk.restart();
    CHECK(desk.of_both() == during);
    desk.clock.move(-span);
    CHECK(desk.of_both() == during);
  };
  desk.clock.move(30h);
  jump_and_return(-24h, {0, 0});
  jump_and_return(25h, {0, 0});
  desk.clock.move(10h);
  jump_and_return(24h, {1, 1});
  desk.clock.move(17h);
  jump_and_return(-1h, {1, 1});
  jump_and_return(-24h, {1, 1});
  desk.clock.move(21h + 30min);
  jump_and_return(1h, {2, 2});
  desk.clock.move(1h);
  jump_and_return(-1h, {2, 2});
  jump_and_return(24h, {2, 2});
}

TEST_CASE("appointments that are near are one mail, and each is in one only") {
  ReminderDesk desk;
  const auto leas = desk.open(desk.lea, {.begins_in = 30 * kHour, .count = 4});
  const auto toms = desk.open_one(desk.tom, 30 * kHour + 20);
  desk.book(desk.anna, leas[0]);
  desk.book(desk.anna, toms);
  desk.book(desk.anna, leas[3]);
  desk.clock.move(6h);
  CHECK(desk.reminders(desk.anna) == 1);
  const std::string together = desk.mail_to(email_of("Anna Weber"));
  CHECK(together.contains("Mit: Lea Lang"));
  CHECK(together.contains("Mit: Tom Thiel"));
  CHECK(desk.reminders(desk.lea) == 1);
  CHECK(desk.reminders(desk.tom) == 0);
  desk.clock.move(20min);
  CHECK(desk.reminders(desk.anna) == 1);
  CHECK(desk.reminders(desk.tom) == 1);
  desk.clock.move(40min);
  CHECK(desk.reminders(desk.anna) == 2);
  CHECK(desk.reminders(desk.lea) == 2);
}

TEST_CASE("what a stopped server missed is made up for in one mail, unless the appointment has begun") {
  ReminderDesk desk;
  const auto slots = desk.open(desk.lea, {.begins_in = 30 * kHour, .minutes = 60, .count = 4});
  for (const auto slot : slots) desk.book(desk.anna, slot);
  desk.clock.move(30h + 20min);  // the first has begun, the second is near, the other two are to come
  CHECK(desk.of_both() == Counts{2, 2});
  std::vector<std::string> subjects;
  desk.store->read([&](Transaction& tx) {
    subjects = tx.all<std::string>(
        "SELECT subject FROM outgoing_mail WHERE recipient = $1 AND subject LIKE 'Erinnerung%' ORDER BY "
        "subject",
        email_of("Anna Weber"));
  });
  CHECK(subjects.at(0).starts_with("Erinnerung: 2 Termine"));  // of a day before
  CHECK(subjects.at(1).starts_with("Erinnerung: Holzwerk"));   // of an hour before
  desk.clock.move(40min);
  CHECK(desk.of_both() == Counts{3, 3});
  desk.clock.move(1h);
  CHECK(desk.of_both() == Counts{4, 4});
  desk.clock.move(48h);
  CHECK(desk.of_both() == Counts{4, 4});
}

TEST_CASE("the colleague who takes over is reminded, the old member is not") {
  ReminderDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea, 30 * kHour));
  desk.get(desk.lea,
           messages::Reassign{.appointment_id = made.appointment_id, .person_id = desk.tom.person_id});
  desk.clock.move(6h);
  CHECK(desk.of_both() == Counts{1, 0});
  CHECK(desk.reminders(desk.tom) == 1);
}
