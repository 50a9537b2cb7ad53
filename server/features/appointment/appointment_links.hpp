#pragma once

namespace stollen::realtime {
class Registry;
}

namespace stollen::appointment {

/// Commands of visitors who come by a mailed link: get_by_link, cancel_by_link, move_by_link. A link does one
/// thing, for one appointment, until that begins.
void attach_links(realtime::Registry& registry);

}  // namespace stollen::appointment
