#include "server/app/features.hpp"

#include <fmt/format.h>

#include "server/features/account/account.hpp"
#include "server/features/appointment/appointment.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/cafe/cafe.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/slot.hpp"
#include "server/features/waitlist/waitlist.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::app {

void attach_features(realtime::Registry& registry, const config::Settings& settings) {
  mail::attach(registry, mail_settings(settings));
  account::attach(registry, {.public_url = public_url(settings),
                             .hash_memory_bytes = static_cast<std::size_t>(settings.hash_memory_kib) * 1024});
  fair::attach(registry, settings.smtp_url.empty());
  booth::attach(registry);
  conversation::attach(registry);
  cafe::attach(registry);
  slot::attach(registry, waitlist::offer_free_seats);
  waitlist::attach(registry);
  appointment::attach(registry);
}

std::string public_url(const config::Settings& settings) {
  std::string url = settings.public_url;
  if (url.empty()) {
    url = fmt::format("{}://localhost:{}", settings.tls_cert.empty() ? "http" : "https", settings.port);
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

mail::Settings mail_settings(const config::Settings& settings) {
  return {.smtp_url = settings.smtp_url,
          .user = settings.smtp_user,
          .password = settings.smtp_password,
          .from = settings.mail_from,
          .requires_tls = settings.smtp_requires_tls != 0,
          .fair_title = [](storage::Transaction& tx, protocol::Locale locale) -> std::string {
            const auto fair = fair::read_fair(tx, false);
            if (!fair) return {};
            return locale == protocol::Locale::en ? fair->title.en.value_or(fair->title.de) : fair->title.de;
          }};
}

}  // namespace stollen::app
