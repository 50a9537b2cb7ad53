#pragma once

#include "server/config/settings.hpp"

namespace stollen::app {

/// Serves until SIGTERM or SIGINT (drain, exit 0) or a second one (at once). SIGHUP reads the TLS files
/// and the media folder anew. Returns the exit status; a failed flush of the store ends the process with 70.
int serve(const config::Effective& effective);

}  // namespace stollen::app
