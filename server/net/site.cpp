#include "server/net/site.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace stollen::net {

namespace {

std::vector<AddressBlock> blocks_of(const char* option, const std::vector<std::string>& texts) {
  std::vector<AddressBlock> blocks;
  for (const std::string& text : texts) {
    const auto block = AddressBlock::parse(text);
    if (!block) throw std::invalid_argument(std::string(option) + ": neither address nor network: " + text);
    blocks.push_back(*block);
  }
  return blocks;
}

// The last address of the list that is no proxy of ours: what stands before it is whatever the client
// claimed.
Address forwarded_address(const HttpRequest& request, const Address& peer, const Site& site) {
  Address best = peer;
  for (auto header = request.headers.rbegin(); header != request.headers.rend(); ++header) {
    if (!equals_without_case(header->name, "x-forwarded-for")) continue;
    std::string_view rest = header->value;
    while (!rest.empty()) {
      const std::size_t comma = rest.rfind(',');
      const std::string_view part = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
      const auto address = Address::parse(trimmed(part));
      if (!address) return best;
      best = *address;
      if (!site.is_proxy(best)) return best;
    }
  }
  return best;
}

}  // namespace

Site::Site(Options options)
    : options_(std::move(options)),
      origins_(options_.public_url, options_.allowed_origins),
      proxies_(blocks_of("trusted_proxies", options_.trusted_proxies)),
      metrics_(blocks_of("metrics_addresses", options_.metrics_addresses)) {}

Client Site::identify(const HttpRequest& request, const Address& peer, bool is_tls) const {
  Client client{.address = peer, .is_proxied = false, .is_secure = is_tls};
  if (!is_proxy(peer)) return client;
  client.is_proxied = true;
  client.address = forwarded_address(request, peer, *this);
  const std::string_view scheme = request.header("x-forwarded-proto");
  if (!scheme.empty()) {
    client.is_secure = is_tls || equals_without_case(scheme, "https");
  } else {
    client.is_secure = is_tls || options_.public_url.starts_with("https://");
  }
  return client;
}

std::string Site::rate_key(const Address& client) const {
  return client.is_loopback() && !has_proxies() ? std::string() : client.counting_key().text();
}

bool Site::takes_host(std::string_view host) const {
  if (options_.hosts.empty()) return true;
  return std::ranges::any_of(options_.hosts,
                             [&](const auto& known) { return equals_without_case(known, host); });
}

bool Site::takes_origin(const HttpRequest& request, const Client& client) const {
  return origins_.admits(request.header("origin"), request.host, client.is_secure);
}

bool Site::shows_metrics_to(const Client& client) const {
  return contains(metrics_, client.address);
}

std::string device_of(std::string_view user_agent) {
  using Entry = std::pair<std::string_view, std::string_view>;
  // In this order, since most browsers claim to be others too.
  static constexpr std::array<Entry, 8> kBrowsers{{{"Edg", "Edge"},
                                                   {"OPR/", "Opera"},
                                                   {"SamsungBrowser", "Samsung Internet"},
                                                   {"Firefox", "Firefox"},
                                                   {"FxiOS", "Firefox"},
                                                   {"Chrome", "Chrome"},
                                                   {"CriOS", "Chrome"},
                                                   {"Safari", "Safari"}}};
  static constexpr std::array<Entry, 7> kSystems{{{"Android", "Android"},
                                                  {"iPhone", "iPhone"},
                                                  {"iPad", "iPad"},
                                                  {"Windows", "Windows"},
                                                  {"Mac OS X", "macOS"},
                                                  {"CrOS", "ChromeOS"},
                                                  {"Linux", "Linux"}}};
  const auto find = [&](const auto& entries) -> std::string_view {
    for (const auto& [mark, name] : entries) {
      if (user_agent.find(mark) != std::string_view::npos) return name;
    }
    return {};
  };
  const std::string_view browser = find(kBrowsers);
  const std::string_view system = find(kSystems);
  std::string text(browser);
  if (!browser.empty() && !system.empty()) text += ", ";
  return text.append(system);
}

}  // namespace stollen::net
