#include <signal.h>

#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "server/mail/appointment_mail.hpp"
#include "server/mail/outbox.hpp"
#include "server/storage/open_database.hpp"
#include "tests/feature/house.hpp"
#include "tests/feature/smtp_sink.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::MailState;
namespace messages = protocol::mail;

namespace {

mail::Settings settings(const std::string& url) {
  return {.smtp_url = url,
          .from = "Messe Erzgebirge <messe@example.org>",
          .requires_tls = false,
          .first_retry = 10ms};
}

void enqueue(House& house, const std::string& to, const std::string& name) {
  house.write([&](Transaction& tx) {
    mail::enqueue(tx, {.to = to,
                       .text = mail::Text::confirm_address,
                       .locale = protocol::Locale::de,
                       .values = {{"name", name}, {"link", "https://messe.example/confirm#abc"}}});
  });
}

/// About the appointment, with every value that a text may need.
mail::AppointmentMail appointment_mail(mail::Text text, protocol::Locale locale) {
  mail::AppointmentMail mail{.to = "anna@example.org",
                             .name = "Anna <&> Öl",
                             .locale = locale,
                             .text = text,
                             .appointments = {{.booth = "Holz & \"Werk\"",
                                               .with = "Berta",
                                               .start = {1'798'534'800'000},
                                               .length = 15min,
                                               .manage_link = "https://messe.example/manage#abc",
                                               .move_link = "https://messe.example/appointment#def",
                                               .cancel_link = "https://messe.example/appointment#ghi"}},
                             .fair_zone = "Europe/Berlin",
                             .own_zone = "Europe/Lisbon",
                             .previous_start = protocol::Timestamp{1'798'538'400'000},
                             .reason = "Krank, https://evil.example",
                             .page_link = "https://messe.example/termine",
                             .desk_link = "https://messe.example/desk/holzwerk/calendar"};
  if (text == mail::Text::appointment_reminders) mail.appointments.push_back(mail.appointments[0]);
  return mail;
}

void wait_until_sent(House& house, std::int64_t count) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  std::int64_t sent = 0;
  while (sent < count && std::chrono::steady_clock::now() < end) {
    house.store->read([&](Transaction& tx) {
      sent = *tx.one<std::int64_t>("SELECT COUNT(*) FROM outgoing_mail WHERE state = 'sent'");
    });
    std::this_thread::yield();
  }
  CHECK(sent == count);
}

/// State and tries of the only mail, when they are as expected, or after a long time.
std::pair<std::string, std::int64_t> wait_for(
    House& house, const std::function<bool(const std::string&, std::int64_t)>& is_it) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  std::pair<std::string, std::int64_t> now;
  do {
    house.store->read([&](Transaction& tx) {
      std::tie(now.first, now.second) =
          tx.one<std::string, std::int64_t>("SELECT state, tries FROM outgoing_mail").value();
    });
    if (is_it(now.first, now.second)) break;
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < end);
  return now;
}

}  // namespace

TEST_CASE("a mail reaches a real server whole: umlauts, links and a hostile name included") {
  House house;
  SmtpSink sink;
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "j\u00F6rg@example.org", "J\u00F6rg <b>\r\nBcc: all@example.org");
  worker.wake();
  const auto message = sink.message();
  CHECK(message["from"] == "messe@example.org");
  CHECK(message["to"] == "j\u00F6rg@example.org");
  CHECK(message["subject"] == "Bitte best\u00E4tigen Sie Ihre E-Mail-Adresse");
  CHECK(message["text"].get<std::string>().contains("https://messe.example/confirm#abc"));
  CHECK(message["text"].get<std::string>().contains("J\u00F6rg <b> Bcc: all@example.org"));
  CHECK(message["html"].get<std::string>().contains("J\u00F6rg &lt;b&gt;"));
  CHECK_FALSE(message["headers"].get<std::string>().contains("Bcc"));
  CHECK(message["headers"].get<std::string>().contains("Auto-Submitted: auto-generated"));
  CHECK(message["defects"] == 0);
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "sent"; }).first == "sent");
  CHECK_FALSE(house.everything_stored().contains("confirm#abc"));  // it was a personal link
}

TEST_CASE("every mail says the same in plain text and in HTML, in both languages") {
  House house;
  SmtpSink sink;
  auto named = settings(sink.url());
  named.fair_title = [](Transaction&, protocol::Locale locale) {
    return locale == protocol::Locale::de ? std::string("Messe Erzgebirge & Vogtland") : "Fair <of> the Ore";
  };
  mail::Worker worker(*house.store, house.clock, named);
  for (const auto locale : {protocol::Locale::de, protocol::Locale::en}) {
    for (int text = 0; text <= static_cast<int>(mail::Text::appointment_passed_on); ++text) {
      INFO(text);
      const auto kind = static_cast<mail::Text>(text);
      house.write([&](Transaction& tx) {
        if (kind < mail::Text::appointment_booked) {
          mail::enqueue(tx, {.to = "anna@example.org",
                             .text = kind,
                             .locale = locale,
                             .values = {{"name", "Anna <&> Öl"},
                                        {"booth", "Holz & \"Werk\""},
                                        {"inviter", "Berta"},
                                        {"with", "Lea <Lang>"},
                                        {"time", "Di., 29.12.2026, 10:00–10:15 Uhr (MEZ)"},
                                        {"when", "29.12.2026, 10:00 Uhr"},
                                        {"until", "29.12.2026, 08:00 Uhr"},
                                        {"page_link", "https://messe.example/x?a=1&b=2#abc"},
                                        {"link", "https://messe.example/x?a=1&b=2#abc"}}});
        } else {
          mail::enqueue(tx, appointment_mail(kind, locale));
        }
      });
      worker.wake();
      const auto message = sink.message();
      CHECK(message["words"] == message["html_words"]);
      CHECK(message["words"].size() > 20);
      CHECK(message["language"] == protocol::to_text(locale));
      CHECK(message["defects"] == 0);
      CHECK(message["longest_line"].get<int>() <= 78);
      CHECK(message["is_ascii"] == true);
      CHECK(message["structure"] == nlohmann::json{"multipart/alternative", "text/plain", "text/html"});
      CHECK(message["html"].get<std::string>().contains(
          locale == protocol::Locale::de ? "Erzgebirge &amp; Vogtland" : "Fair &lt;of&gt; the Ore"));
      for (const auto& link : message["links"])
        CHECK(message["text"].get<std::string>().contains(link.get<std::string>()));
      CHECK_FALSE(message["links"].empty());
      for (const auto& tag : message["tags"])
        CHECK(std::set<std::string>{"html", "head", "meta", "title", "body", "p", "br", "a", "hr"}.contains(
            tag));
    }
  }
}

TEST_CASE("an invitation arrives as an alternative and as a file, a cancellation likewise") {
  House house;
  SmtpSink sink;
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  const calendar::Entry entry{.uid = "01jabc@messe.example",
                              .start = house.clock.now() + 24h,
                              .length = 15min,
                              .zone = "Europe/Berlin",
                              .summary = "Gespräch am Stand Holzwerk",
                              .organizer = calendar::Person{"Messe", "messe@example.org"},
                              .attendee = calendar::Person{"Anna", "anna@example.org"}};
  for (const auto method : {calendar::Method::request, calendar::Method::cancel}) {
    auto mail = appointment_mail(method == calendar::Method::request ? mail::Text::appointment_booked
                                                                     : mail::Text::appointment_cancelled,
                                 protocol::Locale::de);
    mail.calendar = {method, calendar_text(method, entry)};
    house.write([&](Transaction& tx) { mail::enqueue(tx, mail); });
    worker.wake();
    const auto message = sink.message();
    CHECK(message["defects"] == 0);
    CHECK(message["words"] == message["html_words"]);
    CHECK(message["structure"] == nlohmann::json{"multipart/mixed", "multipart/alternative", "text/plain",
                                                 "text/html", "text/calendar", "application/ics"});
    const auto& calendars = message["calendars"];
    REQUIRE(calendars.size() == 2);
    CHECK(calendars[0]["method"] == std::string(method_text(method)));
    CHECK(calendars[1]["file"] == "termin.ics");
    for (const auto& part : calendars) CHECK(part["text"] == mail.calendar->text);
  }
  wait_until_sent(house, 2);
  CHECK_FALSE(house.everything_stored().contains("BEGIN:VCALENDAR"));
}

TEST_CASE("a mail from before there was HTML is sent as the text that it is") {
  House house;
  SmtpSink sink;
  enqueue(house, "anna@example.org", "Anna");
  house.write([](Transaction& tx) { tx.run("UPDATE outgoing_mail SET html = ''"); });
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  const auto message = sink.message();
  CHECK(message["structure"] == nlohmann::json{"text/plain"});
  CHECK(message["text"].get<std::string>().contains("https://messe.example/confirm#abc"));
  CHECK(message["defects"] == 0);
}

TEST_CASE("a mail that is refused for now is sent again, as the same mail") {
  House house;
  SmtpSink sink(2);
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  const auto first = sink.message();
  CHECK(first["refused"] == true);
  wait_for(house, [](const auto&, auto tries) { return tries == 1; });
  house.clock.move(1h);
  worker.wake();
  CHECK(sink.message()["refused"] == true);
  wait_for(house, [](const auto&, auto tries) { return tries == 2; });
  house.clock.move(1h);
  worker.wake();
  const auto last = sink.message();
  CHECK(last["refused"] == false);
  CHECK(last["id"] == first["id"]);
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "sent"; }).first == "sent");
  CHECK_FALSE(sink.has_more());
}

TEST_CASE("several servers on one store send each mail once") {
  House house;
  SmtpSink sink;
  constexpr int kMails = 40;
  for (int i = 0; i < kMails; ++i) enqueue(house, "p" + std::to_string(i) + "@example.org", "Anna");
  const auto beside = storage::open_database(house.store_owner->address(), {}, house.clock);
  {
    mail::Worker one(*house.store, house.clock, settings(sink.url()));
    mail::Worker two(*beside, house.clock, settings(sink.url()));
    std::set<std::string> recipients;
    for (int i = 0; i < kMails; ++i) recipients.insert(sink.message()["to"].get<std::string>());
    CHECK(recipients.size() == kMails);
    wait_until_sent(house, kMails);
    CHECK_FALSE(sink.has_more());
  }
  beside->stop();
}

TEST_CASE("a mail whose server died on it is sent by another one when its claim is over") {
  House house;
  SmtpSink sink;
  const auto used = settings(sink.url());
  enqueue(house, "claimed@example.org", "Anna");
  std::string id;
  house.write([&](Transaction& tx) { id = mail::claim_due(tx, used).value().id.text(); });
  house.write([&](Transaction& tx) { CHECK_FALSE(mail::claim_due(tx, used)); });
  mail::Worker worker(*house.store, house.clock, used);
  enqueue(house, "free@example.org", "Anna");
  worker.wake();
  CHECK(sink.message()["to"] == "free@example.org");
  house.clock.move(used.timeout + 30s);
  worker.wake();
  const auto late = sink.message();
  CHECK(late["to"] == "claimed@example.org");
  CHECK(late["id"].get<std::string>().contains(id));
  wait_until_sent(house, 2);
}

TEST_CASE("whoever lost a claim changes nothing, and a mail that is given back is due at once") {
  House house;
  const auto used = settings("smtp://127.0.0.1:1");
  enqueue(house, "anna@example.org", "Anna");
  const auto claim = [&] {
    std::optional<mail::DueMail> mail;
    house.write([&](Transaction& tx) { mail = mail::claim_due(tx, used); });
    return mail;
  };
  const auto slow = claim().value();
  house.clock.move(used.timeout + 30s);
  const auto next = claim().value();
  CHECK(next.id == slow.id);
  house.write([&](Transaction& tx) { mail::mark_tried(tx, slow, used); });
  house.write([&](Transaction& tx) { mail::give_back(tx, slow); });
  CHECK_FALSE(claim());
  house.write([&](Transaction& tx) { mail::give_back(tx, next); });
  CHECK(claim().value().tries == 0);
}

TEST_CASE("a mail is given up after two days") {
  House house;
  SmtpSink sink(100);
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(49h);
  worker.wake();
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "failed"; }).first == "failed");
  CHECK(house.mail_to("anna@example.org").empty());
}

TEST_CASE("without encryption nothing is sent when encryption is demanded") {
  House house;
  SmtpSink sink;
  auto strict = settings(sink.url());
  strict.requires_tls = true;
  mail::Worker worker(*house.store, house.clock, strict);
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  CHECK(wait_for(house, [](const auto&, auto tries) { return tries >= 1; }).first == "queued");
  CHECK_FALSE(sink.has_more());
}

TEST_CASE("a mail server that is not there holds nobody up") {
  House house;
  auto nowhere = settings("smtp://127.0.0.1:1");
  nowhere.first_retry = 1h;
  mail::Worker worker(*house.store, house.clock, nowhere);
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  CHECK(wait_for(house, [](const auto&, auto tries) { return tries >= 1; }) ==
        std::pair<std::string, std::int64_t>{"queued", 1});
}

TEST_CASE("without a mail server organisers read the mails, newest first") {
  House house;
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(1s);
  enqueue(house, "berta@example.org", "Berta");
  const auto mails = house.get(house.organiser("Otto Ohm"), messages::ListOutgoing{}).mails;
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].to == "berta@example.org");
  CHECK(mails[0].state == MailState::shown);
  CHECK(mails[0].text.contains("https://messe.example/confirm#abc"));
  CHECK(house.get(house.organiser("Otto Ohm"), messages::ListOutgoing{.limit = 1}).mails.size() == 1);
  CHECK(messages::ListOutgoing::kTraits.roles == protocol::RoleSet{protocol::Role::organiser});
}

TEST_CASE("a mail is only there when its command was committed") {
  House house;
  struct Changed {};
  try {
    house.write([&](Transaction& tx) {
      mail::enqueue(tx, {.to = "anna@example.org",
                         .text = mail::Text::account_exists,
                         .values = {{"name", "Anna"}, {"link", "x"}}});
      throw Changed{};
    });
  } catch (const Changed&) {
    // as a refused command does
  }
  CHECK(house.mail_count("anna@example.org") == 0);
}

TEST_CASE("old mails are forgotten") {
  House house;
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(13 * 24h);
  house.housekeeping("mail.forget_old");
  CHECK(house.mail_count("anna@example.org") == 1);
  house.clock.move(2 * 24h);
  house.housekeeping("mail.forget_old");
  CHECK(house.mail_count("anna@example.org") == 0);
}

TEST_CASE("mails follow the form of address that the fair's folder says, from its import on") {
  House house;
  const auto import_saying = [&](const std::string& form) {
    house.write([&](Transaction& tx) {
      fair::import_fair(
          tx, {.slug = "messe", .title = {"Messe", {}}, .zone = "Europe/Berlin", .address_form = form},
          false);
    });
  };
  const auto text_to = [&](const std::string& email) {
    enqueue(house, email, "Anna");
    return house.mail_to(email);
  };
  CHECK(text_to("eins@example.org").contains("schön, dass Sie dabei sind!"));
  import_saying("du");
  CHECK(text_to("zwei@example.org").contains("schön, dass du dabei bist!"));
  import_saying("du");
  import_saying("Sie");
  CHECK(text_to("drei@example.org").contains("schön, dass Sie dabei sind!"));
}
