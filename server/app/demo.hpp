#pragma once

#include <string_view>

namespace stollen::app {

/// Password of every account that `import --demo` makes. Published: a demo fair is open to everybody
/// who reaches it, which the page says too.
inline constexpr std::string_view kDemoPassword = "glueckauf-demo";
/// Further visitors for load tests, `gast-0001@demo.example` and so on.
inline constexpr int kDemoGuests = 2500;

}  // namespace stollen::app
