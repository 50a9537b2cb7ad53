#include "server/mail/outbox.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "protocol/generated/cpp/mail.hpp"
#include "server/core/log.hpp"
#include "server/core/new_id.hpp"
#include "server/mail/address_form.hpp"
#include "server/mail/html_text.hpp"
#include "server/mail/mail_text.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::mail {
namespace {

using namespace std::chrono_literals;
using protocol::MailId;
using protocol::Timestamp;
using storage::Transaction;

constexpr std::chrono::milliseconds kLongestWait = 1h;
constexpr std::chrono::milliseconds kClaimMargin =
    30s;  ///< for the store, and for clocks of nodes that differ
constexpr std::chrono::milliseconds kKept = 14 * 24h;
constexpr std::int64_t kUsualList = 50;

calendar::Method method_of(std::string_view text) {
  using calendar::Method;
  for (const Method method : {Method::publish, Method::request, Method::cancel})
    if (method_text(method) == text) return method;
  throw std::runtime_error("unknown stored value: " + std::string(text));
}

Result<protocol::mail::ListOutgoing::Reply> list_outgoing(const Settings& settings, Transaction& tx,
                                                          const protocol::mail::ListOutgoing& command) {
  const bool shows_texts = settings.smtp_url.empty();
  protocol::mail::ListOutgoing::Reply reply;
  for (auto& [id, to, subject, text, locale, state, created_at] :
       tx.all<MailId, std::string, std::string, std::string, protocol::Locale, protocol::MailState,
              Timestamp>("SELECT id, recipient, subject, text, locale, state, created_at FROM outgoing_mail "
                         "ORDER BY created_at DESC, id DESC LIMIT $1",
                         command.limit.value_or(kUsualList))) {
    reply.mails.push_back(
        {.mail_id = id,
         .to = std::move(to),
         .subject = std::move(subject),
         .text = shows_texts ? sign_text(std::move(text), fair_title(settings, tx, locale)) : std::string{},
         // Without a mail server a queued mail is one that is shown.
         .state = shows_texts && state == protocol::MailState::queued ? protocol::MailState::shown : state,
         .created_at = created_at});
  }
  return reply;
}

}  // namespace

void enqueue(Transaction& tx, const Mail& mail) {
  const auto written =
      write_mail(mail, is_address_familiar(tx) ? AddressForm::familiar : AddressForm::formal);
  std::optional<std::string_view> method, calendar;
  if (mail.calendar) {
    method = method_text(mail.calendar->method);
    calendar = mail.calendar->text;
  }
  tx.run(
      "INSERT INTO outgoing_mail (id, recipient, subject, text, html, locale, calendar_method, calendar, "
      "state, next_try_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $9)",
      new_id<MailId>(), mail.to, written.subject, written.text, written.html, mail.locale, method, calendar,
      tx.now());
  tx.effects().has_mail = true;
}

std::string fair_title(const Settings& settings, Transaction& tx, protocol::Locale locale) {
  return settings.fair_title ? settings.fair_title(tx, locale) : std::string{};
}

std::optional<DueMail> claim_due(Transaction& tx, const Settings& settings) {
  auto row = tx.one<MailId, std::string, std::string, std::string, std::string, protocol::Locale,
                    std::int64_t, Timestamp, std::optional<std::string>, std::optional<std::string>>(
      "SELECT id, recipient, subject, text, html, locale, tries, created_at, calendar_method, calendar "
      "FROM outgoing_mail WHERE state = 'queued' AND next_try_at <= $1 ORDER BY next_try_at, id LIMIT 1",
      tx.now());
  if (!row) return std::nullopt;
  DueMail mail;
  std::optional<std::string> method, calendar;
  std::tie(mail.id, mail.to, mail.subject, mail.text, mail.html, mail.locale, mail.tries, mail.created_at,
           method, calendar) = std::move(*row);
  if (method && calendar) mail.calendar = {method_of(*method), std::move(*calendar)};
  mail.claimed_until = tx.now() + settings.timeout + kClaimMargin;
  tx.run("UPDATE outgoing_mail SET next_try_at = $2 WHERE id = $1", mail.id, mail.claimed_until);
  return mail;
}

void give_back(Transaction& tx, const DueMail& mail) {
  tx.run("UPDATE outgoing_mail SET next_try_at = $3 WHERE id = $1 AND state = 'queued' AND next_try_at = $2",
         mail.id, mail.claimed_until, tx.now());
}

std::optional<Timestamp> next_due_at(Transaction& tx) {
  return tx.one<Timestamp>(
      "SELECT next_try_at FROM outgoing_mail WHERE state = 'queued' ORDER BY next_try_at LIMIT 1");
}

void mark_sent(Transaction& tx, MailId id) {
  tx.run("UPDATE outgoing_mail SET state = 'sent', text = '', html = '', calendar = NULL WHERE id = $1", id);
}

void mark_tried(Transaction& tx, const DueMail& mail, const Settings& settings) {
  if (tx.now() - mail.created_at > settings.give_up_after) {
    tx.run(
        "UPDATE outgoing_mail SET state = 'failed', text = '', html = '', calendar = NULL, tries = tries + 1 "
        "WHERE id = $1 AND state = 'queued' AND next_try_at = $2",
        mail.id, mail.claimed_until);
    log::error("mail.given_up", {{"mail", mail.id}, {"tries", mail.tries + 1}});
    return;
  }
  const auto doublings = std::min<std::int64_t>(mail.tries, 12);
  const auto wait = std::min(kLongestWait, settings.first_retry * (std::int64_t{1} << doublings));
  tx.run(
      "UPDATE outgoing_mail SET tries = tries + 1, next_try_at = $3 "
      "WHERE id = $1 AND state = 'queued' AND next_try_at = $2",
      mail.id, mail.claimed_until, tx.now() + wait);
}

void attach(realtime::Registry& registry, const Settings& settings) {
  registry.migrations(migrations());
  registry.command<protocol::mail::ListOutgoing>(
      [settings](Transaction& tx, const realtime::Caller&, const protocol::mail::ListOutgoing& command) {
        return list_outgoing(settings, tx, command);
      });
  registry.every("mail.forget_old", 1h, [](Transaction& tx) {
    tx.run("DELETE FROM outgoing_mail WHERE created_at < $1", tx.now() - kKept);
  });
}

}  // namespace stollen::mail
