#include "server/app/web_assets.hpp"

namespace stollen::app {

std::span<const WebAsset> web_assets() {
  return {};
}

}  // namespace stollen::app
