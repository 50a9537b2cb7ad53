#pragma once
// Secrets that travel: the cookie's token and the tokens in mailed links.

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/cpp/secret.hpp"

namespace stollen::account {

/// SHA-256 of the token's text as lower-case hexadecimal: what the store keeps. No salt: the token has all
/// the entropy there is.
std::string token_hash(std::string_view token);

/// Takes as long as a true comparison, whatever `hash` is.
bool verify_password(const std::string& hash, const protocol::Secret& password);

}  // namespace stollen::account
