#include "server/net/origin.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace stollen::net {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '[' ||
         c == ']' || c == ':';
}

// The part of `authority` behind the host; empty when there is no port.
std::string_view port_of(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (colon == std::string_view::npos) return {};
  if (bracket != std::string_view::npos && colon < bracket) return {};
  return authority.substr(colon);
}

}  // namespace

std::optional<std::string> origin_of(std::string_view url) {
  std::string text = lower(url);
  const bool is_secure = text.starts_with("https://");
  if (!is_secure && !text.starts_with("http://")) return std::nullopt;
  const std::size_t begin = text.find("//") + 2;
  const std::size_t end = text.find('/', begin);
  if (end != std::string::npos) text.resize(end);
  std::string_view authority = std::string_view(text).substr(begin);
  if (authority.empty() || !std::ranges::all_of(authority, is_host_character)) return std::nullopt;
  const std::string_view port = port_of(authority);
  if (port.size() == authority.size()) return std::nullopt;
  if (!port.empty()) {
    unsigned number = 0;
    const auto [stop, error] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (error != std::errc{} || stop != port.data() + port.size()) return std::nullopt;
    if (number == 0 || number > 65'535) return std::nullopt;
    if (number == (is_secure ? 443U : 80U)) text.resize(text.size() - port.size());
  }
  return text;
}

OriginPolicy::OriginPolicy(std::string_view public_url, const std::vector<std::string>& allowed_origins)
    : takes_own_host_(public_url.empty()) {
  if (!public_url.empty()) {
    const auto origin = origin_of(public_url);
    if (!origin) {
      throw std::invalid_argument("public_url must be an http or https URL: " + std::string(public_url));
    }
    allowed_.push_back(*origin);
  }
  for (const std::string& extra : allowed_origins) {
    const auto origin = origin_of(extra);
    if (!origin) {
      throw std::invalid_argument("allowed_origins: not an http or https origin: " + extra);
    }
    allowed_.push_back(*origin);
  }
}

bool OriginPolicy::admits(std::string_view origin, std::string_view host, bool is_secure) const {
  if (origin.empty() || origin == "null") return false;
  if (std::ranges::find(allowed_, origin) != allowed_.end()) return true;
  if (!takes_own_host_ || host.empty()) return false;
  const auto own = origin_of((is_secure ? "https://" : "http://") + std::string(host));
  return own && *own == origin;
}

}  // namespace stollen::net
