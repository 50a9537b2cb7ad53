#pragma once
// Rules about addresses, names and passwords: pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace stollen::account {

/// A display name as it will be shown: NFC, trimmed, inner spaces single. Nothing when it holds control,
/// invisible or direction-turning characters, reads like a link (names stand in mails to addresses that are
/// not confirmed yet), has no letter, or is not 2 to 80 characters long.
std::optional<std::string> clean_name(std::string_view text);

/// What remains of a name when case, spaces, punctuation and look-alike letters are taken away (Unicode
/// Technical Standard 39): two names that a reader may confuse fold to the same text.
std::string fold_name(std::string_view name);

/// Whether a word of the name claims to be staff of the fair (Admin, Support, Moderation, …).
bool claims_authority(std::string_view name);

/// Whether the password would be among an attacker's first guesses: a common word with decoration, a row of
/// the keyboard, a repetition, or the local part of the address.
bool is_weak_password(std::string_view password, std::string_view email);

/// Decomposed and composed umlauts are the same password.
std::string normalise_password(std::string_view password);

}  // namespace stollen::account
