#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "protocol/cpp/error_code.hpp"

namespace stollen {

/// A foreseen outcome that is not success. What is unforeseen is an exception,
/// caught in one place (the router).
struct Error {
  const protocol::ErrorCode* code = nullptr;  ///< one of the generated constants
  std::string message;                        ///< English sentence; empty: the code's own text
  std::string field;                          ///< path of the field at fault, or empty
  std::optional<std::chrono::milliseconds> retry_after;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(errors::table_full);`
[[nodiscard]] inline std::unexpected<Error> fail(const protocol::ErrorCode& code, std::string message = {},
                                                 std::string field = {}) {
  return std::unexpected(Error{&code, std::move(message), std::move(field), std::nullopt});
}

}  // namespace stollen
