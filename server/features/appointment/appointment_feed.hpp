#pragma once

namespace stollen::realtime {
class Registry;
}

namespace stollen::appointment {

/// Appointments for calendars outside: get_entry, create_feed, revoke_feed, and the page
/// `/calendar/<secret>.ics`.
void attach_feed(realtime::Registry& registry);

}  // namespace stollen::appointment
