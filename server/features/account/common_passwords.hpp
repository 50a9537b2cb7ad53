#pragma once

#include <span>
#include <string_view>

namespace stollen::account {

/// The words of common_passwords.txt, sorted by bytes. Made at build time.
extern const std::span<const std::string_view> kCommonPasswords;

}  // namespace stollen::account
