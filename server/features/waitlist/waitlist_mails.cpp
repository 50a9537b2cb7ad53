#include "server/features/waitlist/waitlist_mails.hpp"

#include <fmt/format.h>

#include "server/features/account/account.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/fair/fair.hpp"
#include "server/mail/mail.hpp"
#include "server/mail/public_url.hpp"
#include "server/mail/time_text.hpp"

namespace stollen::waitlist {
namespace {

/// To the person, with what both texts say.
std::optional<mail::Mail> mail_to(Transaction& tx, const Entry& entry, mail::Text text) {
  auto receiver = account::mail_receiver(tx, entry.person_id);
  const auto place = booth::place(tx, entry.booth_id);
  if (!receiver || !place) return std::nullopt;
  return mail::Mail{
      .to = std::move(receiver->email),
      .text = text,
      .locale = receiver->locale,
      .values = {{"name", std::move(receiver->name)},
                 {"booth", place->name},
                 {"page_link", fmt::format("{}/booth/{}/book", mail::public_url(tx), place->slug)}}};
}

}  // namespace

void mail_offer(Transaction& tx, const Entry& entry) {
  auto mail = mail_to(tx, entry, mail::Text::waitlist_offer);
  if (!mail) return;
  const auto& slot = entry.offer.value().slot;
  const auto zone = fair::zone(tx);
  const mail::TimeSpan span{
      .start = slot.starts_at, .length = std::chrono::minutes(slot.minutes), .fair_zone = zone};
  const mail::TimeSpan end{.start = entry.offer->until, .fair_zone = zone};
  mail->values.emplace_back("time", mail::time_text(span, mail->locale));
  mail->values.emplace_back("when", mail::short_time_text(span, mail->locale));
  mail->values.emplace_back("with", slot.name);
  mail->values.emplace_back("until", mail::short_time_text(end, mail->locale));
  mail::enqueue(tx, *mail);
}

void mail_ended(Transaction& tx, const Entry& entry) {
  if (const auto mail = mail_to(tx, entry, mail::Text::waitlist_ended)) mail::enqueue(tx, *mail);
}

}  // namespace stollen::waitlist
