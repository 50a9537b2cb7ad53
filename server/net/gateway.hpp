#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "server/realtime/caller.hpp"
#include "server/realtime/realtime.hpp"

namespace stollen::net {

/// What connections are made for: all that net asks of the layer below. The promises are those of
/// the functions of the same names in realtime::Realtime.
class Gateway {
 public:
  using Authenticated = std::move_only_function<void(std::optional<realtime::Caller>, bool failed)>;
  using Answered = std::move_only_function<void(realtime::HttpAnswer)>;
  using PageRead = std::move_only_function<void(realtime::PageAnswer)>;

  virtual ~Gateway() = default;
  virtual void authenticate(runtime::Shard& shard, std::string_view token, Authenticated done) = 0;
  virtual std::unique_ptr<realtime::Session> open_session(realtime::Peer& peer, runtime::Shard& shard,
                                                          realtime::Caller caller) = 0;
  virtual void http_command(runtime::Shard& shard, realtime::Caller caller, std::string_view name,
                            std::string_view cid, std::string_view body, Answered done) = 0;
  /// How large the command's body may be.
  [[nodiscard]] virtual std::size_t body_bytes(std::string_view command) const = 0;
  [[nodiscard]] virtual bool has_page(std::string_view path) const = 0;
  virtual void page(runtime::Shard& shard, const realtime::Caller& caller, std::string_view path,
                    PageRead done) = 0;
};

/// The real one.
class RealtimeGateway : public Gateway {
 public:
  explicit RealtimeGateway(realtime::Realtime& realtime) : realtime_(realtime) {}

  void authenticate(runtime::Shard& shard, std::string_view token, Authenticated done) override {
    realtime_.authenticate(shard, token, std::move(done));
  }
  std::unique_ptr<realtime::Session> open_session(realtime::Peer& peer, runtime::Shard& shard,
                                                  realtime::Caller caller) override {
    return realtime_.open_session(peer, shard, std::move(caller));
  }
  void http_command(runtime::Shard& shard, realtime::Caller caller, std::string_view name,
                    std::string_view cid, std::string_view body, Answered done) override {
    realtime_.http_command(shard, std::move(caller), name, cid, body, std::move(done));
  }
  [[nodiscard]] std::size_t body_bytes(std::string_view command) const override {
    return realtime_.body_bytes(command);
  }
  [[nodiscard]] bool has_page(std::string_view path) const override { return realtime_.has_page(path); }
  void page(runtime::Shard& shard, const realtime::Caller& caller, std::string_view path,
            PageRead done) override {
    realtime_.page(shard, caller, path, std::move(done));
  }

 private:
  realtime::Realtime& realtime_;
};

}  // namespace stollen::net
