#include "server/mail/public_url.hpp"

#include <stdexcept>

namespace stollen::mail {

void keep_public_url(storage::Transaction& tx, std::string_view url) {
  tx.run(
      "INSERT INTO public_url (id, url) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET url = excluded.url "
      "WHERE public_url.url <> excluded.url",
      url);
}

std::string public_url(storage::Transaction& tx) {
  auto url = tx.one<std::string>("SELECT url FROM public_url WHERE id = 1");
  if (!url) throw std::logic_error("no server has said where people reach the fair");
  return std::move(*url);
}

std::string host_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('/'));
  // An IPv6 address has colons of its own, in brackets.
  const auto port = url.find(':', url.starts_with('[') ? url.find(']') : 0);
  return std::string(url.substr(0, port));
}

}  // namespace stollen::mail
