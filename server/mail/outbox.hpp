#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "server/mail/mail.hpp"

namespace stollen::mail {

/// A mail that is due.
struct DueMail {
  protocol::MailId id;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;  ///< empty for mails from before there was any
  protocol::Locale locale = protocol::Locale::de;
  std::optional<CalendarPart> calendar{};
  std::int64_t tries = 0;
  protocol::Timestamp created_at;
};
std::optional<DueMail> next_due(storage::Transaction& tx);
/// When the next mail is due, if any.
std::optional<protocol::Timestamp> next_due_at(storage::Transaction& tx);

/// Empty when the settings know of none.
std::string fair_title(const Settings& settings, storage::Transaction& tx, protocol::Locale locale);

/// Sent: the text goes, since it carries personal links.
void mark_sent(storage::Transaction& tx, protocol::MailId id);
/// Tried in vain: again later, or given up.
void mark_tried(storage::Transaction& tx, const DueMail& mail, const Settings& settings);

}  // namespace stollen::mail
