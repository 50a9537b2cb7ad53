#pragma once

#include <expected>
#include <string>
#include <utility>

#include "protocol/generated/cpp/session.hpp"
#include "server/core/result.hpp"

namespace stollen {

/// session.not_found at the field that names it: for what does not exist, and just so for what is not the
/// caller's.
[[nodiscard]] inline std::unexpected<Error> not_found(std::string field) {
  return fail(protocol::session::errors::not_found, {}, std::move(field));
}

}  // namespace stollen
