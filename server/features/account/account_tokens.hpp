#pragma once
// Secrets that travel: the cookie's token and the tokens in mailed links.

#include <cstddef>
#include <string>

#include "protocol/cpp/secret.hpp"

namespace stollen::account {

/// Takes as long as a true comparison, whatever `hash` is.
bool verify_password(const std::string& hash, const protocol::Secret& password);

}  // namespace stollen::account
