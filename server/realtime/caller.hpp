#pragma once

#include <string>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/generated/cpp/vocabulary.hpp"

namespace stollen::realtime {

/// Who is asking. Made by the server from the session's cookie, never from the command.
struct Caller {
  protocol::PersonId person_id;    ///< nil when nobody is logged in
  protocol::SessionId session_id;  ///< nil when nobody is logged in
  protocol::RoleSet roles;         ///< for the gate; finer rights are read in the transaction
  protocol::Locale locale = protocol::Locale::de;
  std::string address;  ///< the peer's address, through trusted proxies only
  /// What commands without log-in are counted by: the address, of IPv6 its /64. Empty: they are not counted.
  std::string address_key;
  std::string device;  ///< short text made from User-Agent
  std::string cid;     ///< id of the running command
  std::string name;    ///< as others see it; set at log-in and kept up with Effects::rights_changed

  [[nodiscard]] bool is_logged_in() const { return static_cast<bool>(person_id); }
};

}  // namespace stollen::realtime
