#include "server/redis/host_lookup.hpp"

#include <netdb.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace stollen::redis {
namespace {

using Endpoints = std::vector<HostLookup::Endpoint>;

std::pair<Endpoints, std::string> ask(const std::string& host, const std::string& port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &first); error != 0)
    return {{}, "there is no host " + host + ": " + gai_strerror(error)};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(first, &freeaddrinfo);
  Endpoints found;
  for (const addrinfo* next = first; next != nullptr; next = next->ai_next) {
    HostLookup::Endpoint endpoint;
    if (next->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), next->ai_addr, next->ai_addrlen);
    endpoint.resize(next->ai_addrlen);
    found.push_back(endpoint);
  }
  return {std::move(found), "there is no host " + host};
}

}  // namespace

void HostLookup::find(runtime::Shard& shard, const std::string& host, const std::string& port, Done done) {
  boost::system::error_code is_name;
  const auto numeric = boost::asio::ip::make_address(host, is_name);
  if (!is_name) {
    std::uint16_t number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    return done({Endpoint(numeric, number)}, {});
  }
  // Shared, since a pool that refuses destroys what it was given.
  const auto answer = std::make_shared<Done>(std::move(done));
  const bool is_accepted = pool_.try_submit([&shard, host, port, answer] {
    shard.post([answer, result = ask(host, port)]() mutable {
      (*answer)(std::move(result.first), std::move(result.second));
    });
  });
  if (!is_accepted) (*answer)({}, "too many names of hosts are asked for");
}

}  // namespace stollen::redis
