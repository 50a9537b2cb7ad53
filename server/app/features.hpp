#pragma once

#include "server/config/settings.hpp"
#include "server/mail/mail.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::app {

/// THE list of features. The order is that of their migrations.
void attach_features(realtime::Registry& registry, const config::Settings& settings);

/// Address under which people reach the fair, without a slash at the end.
std::string public_url(const config::Settings& settings);
mail::Settings mail_settings(const config::Settings& settings);

}  // namespace stollen::app
