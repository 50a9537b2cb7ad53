#pragma once

#include <span>
#include <string_view>

namespace stollen::app {

/// A piece of the binary: [begin, end).
struct Bytes {
  const char* begin = nullptr;
  const char* end = nullptr;
  [[nodiscard]] std::string_view view() const {
    return begin == nullptr ? std::string_view{}
                            : std::string_view(begin, static_cast<std::size_t>(end - begin));
  }
};

/// A file of the built web client.
struct WebAsset {
  std::string_view path;  ///< such as /assets/index-Bk3x.js
  std::string_view content_type;
  std::string_view etag;      ///< 32 hex digits of the SHA-256, without quotes
  bool is_immutable = false;  ///< its name changes with its content
  Bytes plain;
  Bytes brotli;  ///< empty when compressing does not pay
  Bytes gzip;
};

/// Empty when the binary was built without the client (STOLLEN_EMBED_WEB=OFF).
std::span<const WebAsset> web_assets();

}  // namespace stollen::app
