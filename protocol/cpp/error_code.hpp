#pragma once

#include <array>
#include <string_view>

#include "protocol/cpp/enum_text.hpp"

namespace stollen::protocol {

// Tells the client what to do. `bad`: never retry. `denied`: not allowed or not there. `conflict`: the state
// of things forbids it. `busy`: certainly not done, retry later. `unknown`: perhaps done, send the same
// command id again.
enum class ErrorClass { bad, denied, conflict, busy, unknown };

template <>
struct EnumTexts<ErrorClass> {
  static constexpr std::array<std::string_view, 5> kTexts{"bad", "denied", "conflict", "busy", "unknown"};
};

// One entry of the generated lists of errors. The texts live as long as the program.
struct ErrorCode {
  std::string_view name;
  ErrorClass error_class = ErrorClass::unknown;
  std::string_view about;

  constexpr bool operator==(const ErrorCode& other) const { return name == other.name; }
};

// Status of the answer over HTTP.
constexpr int http_status(const ErrorCode& code) {
  switch (code.error_class) {
    case ErrorClass::bad:
      if (code.name == "session.too_large") return 413;
      return code.name == "session.unknown_command" ? 404 : 400;
    case ErrorClass::denied:
      if (code.name == "session.log_in_required") return 401;
      return code.name == "session.not_found" ? 404 : 403;
    case ErrorClass::conflict: return 409;
    case ErrorClass::busy:
      return code.name == "session.rate_limited" || code.name == "account.too_many_attempts" ? 429 : 503;
    case ErrorClass::unknown: break;
  }
  return 500;
}

}  // namespace stollen::protocol
