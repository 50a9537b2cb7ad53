#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include "server/features/account/account_rules.hpp"
#include "server/features/account/common_passwords.hpp"
#include "server/features/account/unicode_text.hpp"

namespace stollen::account {
namespace {

constexpr std::size_t kLeastDifferent = 5;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

// Without what is put before and behind a word to satisfy a rule: `!passwort123` is `passwort`.
std::string_view core_of(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

std::string without_disguise(std::string text) {
  static constexpr std::string_view kDisguise = "01345789@$!";
  static constexpr std::string_view kLetters = "oieastbgasi";
  for (char& c : text) {
    const std::size_t found = kDisguise.find(c);
    if (found != std::string_view::npos) c = kLetters[found];
  }
  return text;
}

bool is_common(std::string_view text) {
  return std::ranges::binary_search(kCommonPasswords, text);
}

// `passwortpasswort`, `hallohallo1`
bool is_common_twice(std::string_view text) {
  const std::size_t half = text.size() / 2;
  return text.size() % 2 == 0 && half >= 3 && text.substr(0, half) == text.substr(half) &&
         is_common(text.substr(0, half));
}

bool is_repetition(std::string_view text) {
  for (std::size_t block = 1; block <= 4 && block * 2 <= text.size(); ++block) {
    bool repeats = true;
    for (std::size_t i = block; i < text.size() && repeats; ++i) repeats = text[i] == text[i - block];
    if (repeats) return true;
  }
  return std::set<char>(text.begin(), text.end()).size() < kLeastDifferent;
}

bool are_neighbours(char left, char right) {
  static constexpr std::array<std::string_view, 6> kRows{"1234567890", "qwertzuiop", "qwertyuiop",
                                                         "asdfghjkl",  "yxcvbnm",    "zxcvbnm"};
  if (left == right || left + 1 == right || left == right + 1) return true;
  return std::ranges::any_of(kRows, [&](std::string_view row) {
    const auto i = row.find(left);
    const auto j = row.find(right);
    return i != std::string_view::npos && j != std::string_view::npos && (i + 1 == j || j + 1 == i);
  });
}

// Four steps of five lead to the next key or the next letter.
bool is_walk(std::string_view text) {
  if (text.size() < 2) return true;
  std::size_t steps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) steps += are_neighbours(text[i - 1], text[i]) ? 1 : 0;
  return steps * 5 >= (text.size() - 1) * 4;
}

}  // namespace

bool is_weak_password(std::string_view password, std::string_view email) {
  const std::string lower = to_utf8(lower_case(to_utf16(password)));
  const std::string_view core = core_of(lower);
  const std::string plain = without_disguise(lower);
  const std::string plain_core = without_disguise(std::string(core));
  for (const std::string_view guess : {std::string_view(lower), core, std::string_view(plain),
                                       std::string_view(plain_core), core_of(plain)}) {
    if (is_common(guess) || is_common_twice(guess)) return true;
  }
  if (is_repetition(lower) || is_walk(lower)) return true;
  const std::string_view local = email.substr(0, email.find('@'));
  return local.size() >= 4 && lower.contains(local);
}

}  // namespace stollen::account
