#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "protocol/cpp/command_traits.hpp"
#include "server/core/result.hpp"
#include "server/realtime/caller.hpp"
#include "server/realtime/handler.hpp"
#include "server/storage/database.hpp"

namespace stollen::realtime {

/// What a live handler may do: memory only, on the caller's shard.
class Live {
 public:
  virtual ~Live() = default;
  /// Whether this session follows the stream; joining was authorised, leaving is immediate.
  [[nodiscard]] virtual bool is_joined(std::string_view stream) const = 0;
  /// The caller's name as others see it, known from log-in.
  [[nodiscard]] virtual const std::string& caller_name() const = 0;
  /// Sends a volatile event to all others who follow the stream.
  template <class Event>
  void hint(const std::string& stream, const Event& event) {
    static_assert(Event::kIsHint, "durable events are published in a transaction");
    std::string data;
    protocol::JsonWriter writer(data);
    write(writer, event);
    send_hint(stream, Event::kName, data);
  }

 private:
  virtual void send_hint(const std::string& stream, std::string_view name, std::string_view data) = 0;
};

using storage::Transaction;

/// Everything that a feature brings, said in one place: `void attach(realtime::Registry&, …)`.
class Registry {
 public:
  /// Handlers are plain functions (or lambdas that bind what start-up knows).
  ///   read/write:      Result<typename C::Reply> f(Transaction&, const Caller&, const C&)
  ///   write, prepared: Result<P> prepare(storage::Database&, const Caller&, const C&) runs first, in the
  ///                    bounded pool for expensive work (password hashing), where it may block and read;
  ///                    then Result<typename C::Reply> f(Transaction&, const Caller&, const C&, const P&)
  ///   live:            Result<typename C::Reply> f(Live&, const Caller&, const C&)
  template <class C, class F>
  void command(F handler);
  template <class C, class Prepare, class F>
  void command(Prepare prepare, F handler);

  /// Authorises and reads a stream's state; "forbidden" must look like "absent" (session.not_found).
  ///   Result<typename S::Snapshot> f(Transaction&, const Caller&, const typename S::Key&)
  template <class S, class F>
  void stream(F snapshot);

  /// Called in a write unit when the presence lease of a person (logged-in sessions on any tab) ended.
  void on_absence(std::string_view feature, std::function<void(Transaction&, protocol::PersonId)> hook);
  /// People whose presence the store relies on; watched from start, so that a restart frees seats too.
  void watch_after_restart(std::function<std::vector<protocol::PersonId>(Transaction&)> list);

  /// Durable housekeeping: runs in a write unit every `interval`, first after start.
  void every(std::string_view name, std::chrono::milliseconds interval,
             std::function<void(Transaction&)> work);

  /// Called on a storage thread after the commit of any unit that set Effects::has_mail.
  void on_mail(std::function<void()> wake);

  void migrations(std::vector<storage::Migration> migrations);

  /// How a cookie's token becomes a caller; account sets it. An empty answer: not logged in.
  using Authenticate =
      std::function<std::optional<Caller>(Transaction&, std::string_view token_hash_hex)>;
  void authentication(Authenticate authenticate);
  /// Reads roles and name of a person anew, after Effects::rights_changed.
  using LoadRights = std::function<std::optional<std::pair<protocol::RoleSet, std::string>>(
      Transaction&, protocol::PersonId)>;
  void rights(LoadRights load);

  // What realtime uses of it.
  struct Housekeeping {
    std::string_view name;
    std::chrono::milliseconds interval;
    std::function<void(Transaction&)> work;
  };
  [[nodiscard]] const Handler* find_command(std::string_view name) const;
  [[nodiscard]] const StreamKind* find_stream(std::string_view name) const;
  /// Names of defined commands and streams that nobody serves; empty in a sound build.
  [[nodiscard]] std::vector<std::string> missing() const;
};

}  // namespace stollen::realtime
