#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/cpp/secret.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"
#include "server/calendar/calendar_entry.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen {
class Clock;
}
namespace stollen::realtime {
class Registry;
}
namespace stollen::storage {
class Database;
}

namespace stollen::mail {

/// The texts that can be sent; each stands in templates/<name>.<language>.txt, and in <name>.du.txt for a
/// fair that says "du". Those about appointments are filled by appointment_mail.hpp.
enum class Text : std::uint8_t {
  confirm_address,
  account_exists,
  reset_password,
  invitation,
  waitlist_offer,
  waitlist_ended,
  appointment_booked,
  appointment_moved,
  appointment_moved_by_team,
  appointment_reassigned,
  appointment_cancelled,
  appointment_reminder,
  appointment_reminders,
  appointment_passed_on,
  appointment_not_held,
};

using Values = std::vector<std::pair<std::string_view, std::string>>;

/// A calendar file that goes along, made by calendar_text.
struct CalendarPart {
  calendar::Method method = calendar::Method::request;
  std::string text;
};

/// A mail that a handler wants to be sent, as plain text and as HTML from one template. The values take the
/// places `{name}` of the template; a value is shown as text, whatever it contains.
struct Mail {
  std::string to;  ///< an address that account::normalise_email accepted
  Text text = Text::confirm_address;
  protocol::Locale locale = protocol::Locale::de;
  Values values;
  std::vector<Values> items{};  ///< the part between `[` and `]` is written once for each
  std::optional<CalendarPart> calendar{};
};

/// Writes the mail into the outbox, in the transaction of the command that wants it: it is sent if and
/// only if the command is committed. Sets Effects::has_mail.
void enqueue(storage::Transaction& tx, const Mail& mail);

struct Settings {
  std::string smtp_url;  ///< smtp://host:587 (STARTTLS) or smtps://host:465; empty: nothing is sent,
                         ///< organisers read the mails
  std::string user;      ///< empty: no log-in at the mail server
  protocol::Secret password;
  std::string from;          ///< `Name <address>` or an address
  bool requires_tls = true;  ///< false only for a mail server on the same machine
  /// The fair's title in the language, below every mail; it may be empty.
  std::function<std::string(storage::Transaction&, protocol::Locale)> fair_title{};
  std::chrono::milliseconds timeout{30'000};                ///< for one delivery
  std::chrono::milliseconds first_retry{30'000};            ///< doubled after each failure, at most one hour
  std::chrono::milliseconds give_up_after{48 * 3'600'000};  ///< then the mail is `failed`
};

/// Registers mail.list_outgoing, the migrations and the cleaning of old mails.
void attach(realtime::Registry& registry, const Settings& settings);
std::vector<storage::Migration> migrations();

/// Sends what the outbox holds: one thread, at least once, with one stable Message-ID per mail. Several may
/// work on one store: each mail is claimed by one of them.
class Worker {
 public:
  /// Does nothing when settings.smtp_url is empty. `clock` says when a retry is due.
  Worker(storage::Database& database, const Clock& clock, Settings settings);
  ~Worker();
  /// Ends after the running delivery, which is cut short; the store must still be open. Idempotent.
  void stop();
  /// There may be new mail; cheap, from any thread (Registry::on_mail).
  void wake();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stollen::mail
