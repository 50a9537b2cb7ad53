#include "server/mail/address_form.hpp"

#include <cstdint>

namespace stollen::mail {

void keep_address_form(storage::Transaction& tx, bool is_familiar) {
  if (is_familiar) {
    tx.run("INSERT INTO familiar_address (id) VALUES (1) ON CONFLICT (id) DO NOTHING");
  } else {
    tx.run("DELETE FROM familiar_address");
  }
}

bool is_address_familiar(storage::Transaction& tx) {
  return tx.one<std::int64_t>("SELECT id FROM familiar_address").has_value();
}

}  // namespace stollen::mail
