#pragma once

#include "server/storage/transaction.hpp"

namespace stollen::mail {

/// Whether mails in German say "du" instead of "Sie". It stands in the store, so that every process writes
/// alike.
void keep_address_form(storage::Transaction& tx, bool is_familiar);
bool is_address_familiar(storage::Transaction& tx);

}  // namespace stollen::mail
