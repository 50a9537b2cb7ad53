#include "server/core/sha256.hpp"
#include "server/features/account/account.hpp"
#include "server/features/account/account_rules.hpp"
#include "server/features/account/account_tokens.hpp"
#include "server/features/account/common_passwords.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>

using namespace stollen::account;
using stollen::protocol::Secret;

TEST_CASE("passwords that an attacker tries first are weak") {
  for (const char* password :
       {"passwort123",   "Passwort123!", "P@ssw0rt2024",      "passwortpasswort", "hallo12345",
        "1234567890",    "qwertzuiop",   "QWERTZUIOP1",       "asdfghjkl1",       "aaaaaaaaaa",
        "abababababab",  "abcabcabcabc", "9876543210",        "0987654321",       "iloveyou123",
        "Schalke2024!!", "willkommen1",  "!!!erzgebirge2026", "lokomotive.anna",  "Prinzessin1"}) {
    CAPTURE(password);
    CHECK(is_weak_password(password, "lokomotive@example.org"));
  }
}

TEST_CASE("a password that somebody thought about is not weak") {
  for (const char* password : {"Fichtelberg-im-Nebel", "korrekt pferd batterie", "wT7#kd92mQ",
                               "Schwibbogen&Räucherkerze", "drei Tannen im Mai"}) {
    CAPTURE(password);
    CHECK_FALSE(is_weak_password(password, "anna@example.org"));
  }
  // A short local part is no reason: `an@…` is in many words.
  CHECK_FALSE(is_weak_password("wandern-im-Ganzen", "an@example.org"));
}

TEST_CASE("the list of common passwords is there and in the order that searching needs") {
  CHECK(kCommonPasswords.size() > 400);
  CHECK(std::ranges::is_sorted(kCommonPasswords));
  CHECK(std::ranges::binary_search(kCommonPasswords, std::string_view("passwort")));
}

TEST_CASE("a hash fits its password alone, composed or not") {
  const std::string hash = hash_password(Secret("Sch\u00F6ne-Gr\u00FC\u00DFe"), 8U << 20U);
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(verify_password(hash, Secret("Sch\u00F6ne-Gr\u00FC\u00DFe")));
  CHECK(verify_password(hash, Secret("Scho\u0308ne-Gru\u0308\u00DFe")));
  CHECK_FALSE(verify_password(hash, Secret("Schone-Grusse")));
  CHECK(hash != hash_password(Secret("Sch\u00F6ne-Gr\u00FC\u00DFe"), 8U << 20U));
}

TEST_CASE("tokens have 256 bits, differ, and are stored as SHA-256") {
  std::set<std::string> tokens;
  for (int i = 0; i < 1'000; ++i) tokens.insert(new_token().reveal());
  CHECK(tokens.size() == 1'000);
  CHECK(tokens.begin()->size() == 43);
  CHECK(stollen::sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
