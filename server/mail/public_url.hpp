#pragma once

#include <string>
#include <string_view>

#include "server/storage/transaction.hpp"

namespace stollen::mail {

/// Where people reach the fair: `https://host`, without a slash at the end. Links in mails and calendars
/// begin with it. It stands in the store, so that an import by another process mails the server's own
/// address. The server keeps it at every start; nothing is written when it is the same.
void keep_public_url(storage::Transaction& tx, std::string_view url);
/// std::logic_error when no server has kept one.
std::string public_url(storage::Transaction& tx);
/// Of a URL: `messe.example` of `https://messe.example:8443`.
std::string host_of(std::string_view url);

}  // namespace stollen::mail
