#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "server/redis/address.hpp"
#include "server/redis/host_lookup.hpp"
#include "server/redis/reply.hpp"

namespace stollen::redis {

struct ConnectionOptions {
  Address address;
  std::string ca_file;  ///< TLS: who may vouch for the server; empty: those whom the system trusts
  std::size_t output_limit = 4 * 1024 * 1024;  ///< octets that wait to be sent
  std::size_t longest_reply = 4 * 1024 * 1024;
};

/// One connection, from its making to its end: TCP, TLS over TCP, or a Unix socket. Belongs to a shard's
/// thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  class Owner {
   public:
    virtual void opened() = 0;
    virtual void replied(const Reply& reply) = 0;
    /// All replies that came together have been told.
    virtual void input_was_read() = 0;
    /// The last call.
    virtual void ended(const std::string& why) = 0;

   protected:
    ~Owner() = default;
  };

  static std::shared_ptr<Connection> make(runtime::Shard& shard, HostLookup& lookup,
                                          const ConnectionOptions& options, Owner& owner);
  virtual ~Connection() = default;

  virtual void open() = 0;
  /// Sends at the end of the loop's turn, with all that is sent in it. False, and nothing is sent: too much
  /// waits already.
  [[nodiscard]] virtual bool send(std::string_view commands) = 0;
  /// Ends it and tells the owner so.
  virtual void fail(const std::string& why) = 0;
  /// Ends it; the owner hears nothing any more.
  virtual void close() = 0;
};

}  // namespace stollen::redis
