#pragma once

#include <string>

namespace stollen::protocol {

// Text of one JSON value, spliced into the output as it is. Whoever fills it answers for its being valid
// JSON; empty is written as null. Compared as text.
struct RawJson {
  std::string text;

  bool operator==(const RawJson&) const = default;
};

}  // namespace stollen::protocol
