// How an appointment is made: by the visitor, or by the team for somebody who called.
#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/core/not_found.hpp"
#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/appointment_rules.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/appointment/round.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/waitlist/waitlist.hpp"

namespace stollen::appointment {
namespace {

struct Booking {
  protocol::Slot slot;
  PersonId visitor;
  std::int64_t generation = 0;
  std::optional<std::string> reason;
  std::optional<protocol::Job> job;
  std::string zone;
  bool by_staff = false;
};

Result<protocol::Appointment> make(Transaction& tx, const Caller& caller, Booking booking) {
  // Who books waits no longer. An error behind this brings entry and offer back.
  waitlist::end_by_booking(tx, booking.visitor, booking.slot);
  const auto taken = slot::take_seat(tx, booking.slot.slot_id, booking.visitor, booking.generation);
  if (!taken) return std::unexpected(taken.error());
  if (!slot::count_appointment(tx, booking.visitor)) return fail(protocol::slot::errors::too_many);
  const auto& slot = taken->slot.slot;
  auto place = booth::place(tx, slot.booth_id).value_or(booth::Place{});
  Stored stored{.appointment = {.appointment_id = new_id<AppointmentId>(),
                                .slot_id = slot.slot_id,
                                .booth_id = slot.booth_id,
                                .booth_slug = std::move(place.slug),
                                .booth_name = std::move(place.name),
                                .person_id = slot.person_id,
                                .name = slot.name,
                                .visitor = account::appearance(tx, booking.visitor),
                                .starts_at = slot.starts_at,
                                .minutes = slot.minutes,
                                .is_round = slot.seats > 1,
                                .title = slot.title,
                                .state = AppointmentState::booked,
                                .reason = std::move(booking.reason),
                                .zone = std::move(booking.zone),
                                .sequence = 0,
                                .booked_at = tx.now(),
                                .by_staff = booking.by_staff},
                .seat_id = taken->seat_id,
                .note = {},
                .proposal_seat = {}};
  if (booking.job) {
    stored.appointment.job_id = booking.job->job_id;
    stored.appointment.job_title = booking.job->title.de;
  }
  insert(tx, stored);
  set_timers(tx, stored.appointment);
  enter_round(tx, stored);
  add_step(tx, stored.appointment.appointment_id, "booked",
           account::appearance(tx, caller.person_id, slot.booth_id));
  tell(tx, stored);
  log::info("appointment.booked", {{"appointment", stored.appointment.appointment_id},
                                   {"booth", slot.booth_id},
                                   {"by_staff", booking.by_staff}});
  return std::move(stored.appointment);
}

}  // namespace

Result<messages::Book::Reply> book(Transaction& tx, const Caller& caller, const messages::Book& command) {
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  const auto slot = slot::find(tx, command.slot_id);
  if (!slot) return not_found("slot_id");
  auto reason = clean(command.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  if (command.zone && !slot::is_known_zone(*command.zone)) {
    return fail(protocol::session::errors::invalid_field, "zone must be the IANA name of a time zone",
                "zone");
  }
  Booking booking{.slot = slot->slot,
                  .visitor = caller.person_id,
                  .generation = command.generation.value_or(0),
                  .reason = std::move(*reason),
                  .job = {},
                  .zone = command.zone ? *command.zone : fair::zone(tx)};
  if (command.job_id) {
    booking.job = booth::job(tx, slot->slot.booth_id, *command.job_id);
    if (!booking.job) return not_found("job_id");
  }
  auto made = make(tx, caller, std::move(booking));
  if (!made) return std::unexpected(made.error());
  return messages::Book::Reply{.appointment = std::move(*made)};
}

Result<messages::BookFor::Reply> book_for(Transaction& tx, const Caller& caller,
                                          const messages::BookFor& command) {
  const auto slot = slot::find(tx, command.slot_id);
  if (!slot || !slot::manages(tx, caller, slot->slot.booth_id)) return not_found("slot_id");
  if (auto open = fair::require_open(tx); !open) return std::unexpected(open.error());
  auto reason = clean(command.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  const auto email = account::normalise_email(command.email);
  if (!email)
    return fail(protocol::session::errors::invalid_field, "email must be an address that mail can be sent to",
                "email");
  const auto visitor = account::person_with_email(tx, *email);
  if (!visitor) return fail(messages::errors::no_account);
  auto made = make(tx, caller,
                   {.slot = slot->slot,
                    .visitor = *visitor,
                    .reason = std::move(*reason),
                    .job = {},
                    .zone = fair::zone(tx),
                    .by_staff = true});
  if (!made) return std::unexpected(made.error());
  return messages::BookFor::Reply{.appointment = std::move(*made)};
}

}  // namespace stollen::appointment
