#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "protocol/cpp/timestamp.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::mail {

/// Tokens for links that do one thing without a log-in: cancel this appointment, show this calendar. Nothing
/// is stored for a link; what it may do ends with its time, or when its subject says so.
///
/// A token is base64url of purpose, subject and expiry with their HMAC-SHA-256 under a secret of the store,
/// which is made when first needed. Whoever holds the link can read the subject (an id) but not change it.
///
/// `purpose` is a constant such as `appointment.manage`; a token is good for that alone. In a write unit.
/// Both texts have 1 to 255 octets, else std::logic_error.
std::string sign_link(storage::Transaction& tx, std::string_view purpose, std::string_view subject,
                      protocol::Timestamp expires);

enum class LinkFault : std::uint8_t {
  not_ours,  ///< not signed here, altered, cut off, or for another purpose
  expired,   ///< ours, but its time is over: say so and offer another
};
/// The subject, when the token is ours, for this purpose, and tx.now() is before its expiry.
std::expected<std::string, LinkFault> open_link(storage::Transaction& tx, std::string_view purpose,
                                                std::string_view token);

}  // namespace stollen::mail
