// The streams of people's days and of teams' calendars, and what the feature brings.
#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/appointment_feed.hpp"
#include "server/features/appointment/appointment_links.hpp"
#include "server/features/appointment/appointment_reminders.hpp"
#include "server/features/appointment/meeting.hpp"
#include "server/features/waitlist/waitlist.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::appointment {
namespace {

Result<void> authorise_day(Transaction&, const Caller& caller, const PersonId& person) {
  if (!caller.is_logged_in() || caller.person_id != person) return fail(protocol::session::errors::not_found);
  return {};
}

Result<protocol::DaySnapshot> day_snapshot(Transaction& tx, const Caller& caller, const PersonId& person) {
  if (auto allowed = authorise_day(tx, caller, person); !allowed) return std::unexpected(allowed.error());
  return protocol::DaySnapshot{.appointments = day_of(tx, person),
                               .hold = slot::hold_of(tx, person),
                               .waiting = waitlist::waiting_of(tx, person)};
}

Result<void> authorise_calendar(Transaction& tx, const Caller& caller, const BoothId& booth) {
  if (!slot::manages(tx, caller, booth)) return fail(protocol::session::errors::not_found);
  return {};
}

Result<protocol::StaffCalendarSnapshot> calendar_snapshot(Transaction& tx, const Caller& caller,
                                                          const BoothId& booth) {
  if (auto allowed = authorise_calendar(tx, caller, booth); !allowed) return std::unexpected(allowed.error());
  return protocol::StaffCalendarSnapshot{.booth_id = booth,
                                         .slots_ = slot::calendar(tx, booth),
                                         .appointments = calendar_of(tx, booth),
                                         .waiting = waitlist::count_waiting(tx, booth)};
}

}  // namespace

void attach(realtime::Registry& registry) {
  registry.migrations(migrations());
  registry.command<messages::Book>(book);
  registry.command<messages::BookFor>(book_for);
  registry.command<messages::Move>([](Transaction& tx, const Caller& caller, const messages::Move& command) {
    return move(tx, caller, command);
  });
  registry.command<messages::Cancel>(cancel);
  registry.command<messages::Reassign>(reassign);
  registry.command<messages::CheckIn>(check_in);
  registry.command<messages::Begin>(begin);
  registry.command<messages::Finish>(finish);
  registry.command<messages::Extend>(extend);
  registry.command<messages::ReportNoShow>(report_no_show);
  registry.command<messages::Propose>(propose);
  registry.command<messages::Accept>(accept);
  registry.command<messages::Decline>(decline);
  registry.command<messages::ListConflicts>(list_conflicts);
  registry.command<messages::List>(list);
  registry.command<messages::GetHistory>(get_history);
  attach_links(registry);
  attach_feed(registry);
  attach_reminders(registry);
  registry.stream<protocol::DayStream>(day_snapshot, authorise_day);
  registry.stream<protocol::CalendarStaffStream>(calendar_snapshot, authorise_calendar);
  attach_timers(registry);
}

}  // namespace stollen::appointment
