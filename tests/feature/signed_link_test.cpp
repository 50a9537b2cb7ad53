#include "server/mail/signed_link.hpp"

#include <set>
#include <stdexcept>

#include "server/mail/mail.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/support/test_store.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using mail::LinkFault;
using storage::Transaction;

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Links {
  TestClock clock;
  TestStore store{mail::migrations(), clock};

  std::string sign(std::string_view purpose, std::string_view subject, std::chrono::milliseconds lifetime) {
    std::string token;
    store->write(
        [&](Transaction& tx) { token = mail::sign_link(tx, purpose, subject, tx.now() + lifetime); });
    return token;
  }
  /// The subject, or why it is refused.
  std::string open(std::string_view purpose, std::string_view token) {
    std::string outcome;
    store->read([&](Transaction& tx) {
      const auto subject = mail::open_link(tx, purpose, token);
      outcome = subject ? *subject : subject.error() == LinkFault::not_ours ? "not ours" : "expired";
    });
    return outcome;
  }
};

}  // namespace

TEST_CASE("a signed link names its subject until its time is over") {
  Links links;
  const auto token = links.sign("appointment.manage", "01jabc", 1h);
  CHECK(token.find_first_not_of(kAlphabet) == std::string::npos);
  CHECK(links.open("appointment.manage", token) == "01jabc");
  links.clock.advance(1h - 1ms);
  CHECK(links.open("appointment.manage", token) == "01jabc");
  links.clock.advance(1ms);
  CHECK(links.open("appointment.manage", token) == "expired");
}

TEST_CASE("a link is good for its one purpose") {
  Links links;
  const auto token = links.sign("appointment.manage", "01jabc", 1h);
  CHECK(links.open("calendar.feed", token) == "not ours");
  CHECK(links.open("appointment.manag", token) == "not ours");
  CHECK(links.open("", token) == "not ours");
  // The same octets, cut elsewhere.
  CHECK(links.sign("ab", "c", 1h) != links.sign("a", "bc", 1h));
  links.clock.advance(2h);
  CHECK(links.open("calendar.feed", token) == "not ours");  // says nothing of foreign links
}

TEST_CASE("a link that is altered at any octet, in any way, is not ours") {
  Links links;
  const auto token = links.sign("appointment.manage", "01jabc", 1h);
  std::size_t tried = 0;
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char other : std::string(kAlphabet) + "=+/ %\n") {
      if (other == token[at]) continue;
      std::string altered = token;
      altered[at] = other;
      if (links.open("appointment.manage", altered) != "not ours") FAIL("taken: " << altered);
      ++tried;
    }
    if (links.open("appointment.manage", token.substr(0, at)) != "not ours") FAIL("cut at " << at);
    if (links.open("appointment.manage", token.substr(at + 1)) != "not ours") FAIL("cut before " << at);
  }
  CHECK(tried == token.size() * (kAlphabet.size() + 5));
  for (const char* more : {"A", "=", "==", " ", "AAAA"})
    CHECK(links.open("appointment.manage", token + more) == "not ours");
  CHECK(links.open("appointment.manage", std::string(100'000, 'A')) == "not ours");
}

TEST_CASE("links of another store are not ours, also when nothing was signed here yet") {
  Links ours;
  Links theirs;
  const auto token = theirs.sign("appointment.manage", "01jabc", 1h);
  CHECK(ours.open("appointment.manage", token) == "not ours");
  ours.sign("appointment.manage", "01jabc", 1h);
  CHECK(ours.open("appointment.manage", token) == "not ours");
  CHECK(theirs.open("appointment.manage", token) == "01jabc");
}

TEST_CASE("the secret stays when the store is opened again") {
  Links links;
  const auto token = links.sign("appointment.manage", "01jabc", 1h);
  const auto again = storage::open_database(links.store.address(), {}, links.clock);
  again->write([&](Transaction& tx) {
    CHECK(mail::open_link(tx, "appointment.manage", token) == "01jabc");
    CHECK(mail::sign_link(tx, "appointment.manage", "01jabc", tx.now() + 1h) == token);
  });
  again->stop();
}

TEST_CASE("a link without a purpose or a subject is a mistake of the program") {
  Links links;
  CHECK_THROWS_AS(links.sign("", "a", 1h), std::logic_error);
  CHECK_THROWS_AS(links.sign("a", "", 1h), std::logic_error);
  CHECK_THROWS_AS(links.sign("a", std::string(256, 'x'), 1h), std::logic_error);
  CHECK(links.open("a", links.sign("a", std::string(255, 'x'), 1h)) == std::string(255, 'x'));
}
