#pragma once

#include <string>
#include <utility>

namespace stollen::protocol {

// A text that must not reach a log: there is no stream operator, no formatter and no implicit conversion.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }

  // Not constant in time: for tests and containers, never for checking a password or token.
  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace stollen::protocol
