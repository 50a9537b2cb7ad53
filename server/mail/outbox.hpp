#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "server/mail/mail.hpp"

namespace stollen::mail {

/// A mail that is due, and whose turn is this worker's.
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
  protocol::Timestamp claimed_until;
};
/// Takes the mail that is due longest, for a while: so long no other worker of this store, be it in another
/// process, takes it too. One whose worker dies is due again when that time is over.
std::optional<DueMail> claim_due(storage::Transaction& tx, const Settings& settings);
/// A claimed mail was not tried to its end: it is due at once, unless somebody else has it by now.
void give_back(storage::Transaction& tx, const DueMail& mail);
/// When the next mail is due or its claim ends, if there is any.
std::optional<protocol::Timestamp> next_due_at(storage::Transaction& tx);

/// Empty when the settings know of none.
std::string fair_title(const Settings& settings, storage::Transaction& tx, protocol::Locale locale);

/// Sent: the text goes, since it carries personal links.
void mark_sent(storage::Transaction& tx, protocol::MailId id);
/// Tried in vain: again later, or given up. Nothing happens when somebody else has it by now.
void mark_tried(storage::Transaction& tx, const DueMail& mail, const Settings& settings);

}  // namespace stollen::mail
