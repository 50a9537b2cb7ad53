#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
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

/// What stands at an address that is no command.
struct Page {
  std::string_view content_type;  ///< constant text
  std::string body;
};

/// Everything that a feature brings, said in one place: `void attach(realtime::Registry&, …)`. Filled at
/// start, then only read, by all threads. Registering a command, stream or feature's migrations twice throws
/// std::logic_error.
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
  /// With a cheaper way to authorise a session that only needs what it missed. Must agree with `snapshot`.
  ///   Result<void> f(Transaction&, const Caller&, const typename S::Key&)
  template <class S, class F, class Authorise>
  void stream(F snapshot, Authorise authorise);

  /// Called in a write unit when the presence lease of a person (logged-in sessions on any tab) ended.
  void on_absence(std::string_view feature, std::function<void(Transaction&, protocol::PersonId)> hook);
  /// People whose presence the store relies on; watched from start, so that a restart frees seats too.
  void watch_after_restart(std::function<std::vector<protocol::PersonId>(Transaction&)> list);

  /// Durable housekeeping: runs in a write unit every `interval`, first after start.
  void every(std::string_view name, std::chrono::milliseconds interval,
             std::function<void(Transaction&)> work);

  /// What is done when a durable timer of this kind is due (storage/timers.hpp): in the transaction that
  /// takes the timer away, so once, also when the server was down at the time. May set the same timer anew.
  /// An exception leaves the timer for a later try. One function per kind.
  using OnTimer = std::function<void(Transaction&, std::string_view subject)>;
  void timer(std::string_view kind, OnTimer on_due);

  /// Answers plain GET and HEAD below `prefix` (`/calendar/`), for programs that know addresses and nothing
  /// else. Whoever asks is not logged in: `rest`, the path behind the prefix, says all. Nothing means 404.
  ///   std::optional<Page> f(Transaction&, std::string_view rest), in a read unit
  using ReadPage = std::function<std::optional<Page>(Transaction&, std::string_view rest)>;
  void page(std::string_view prefix, ReadPage read);

  /// Called on a storage thread after the commit of any unit that set Effects::has_mail.
  void on_mail(std::function<void()> wake);

  /// Called on a storage thread when pictures were added to the data folder; when it returns, they are
  /// served.
  void on_media(std::function<void()> reload);

  void migrations(std::vector<storage::Migration> migrations);

  /// How a cookie's token becomes a caller; account sets it. An empty answer: not logged in.
  using Authenticate = std::function<std::optional<Caller>(Transaction&, std::string_view token_hash_hex)>;
  void authentication(Authenticate authenticate);
  /// Reads roles and name of a person anew, after Effects::rights_changed. An empty answer: no such account
  /// any more.
  using LoadRights = std::function<std::optional<std::pair<protocol::RoleSet, std::string>>(
      Transaction&, protocol::PersonId)>;
  void rights(LoadRights load);

  // What realtime and start-up use of it.
  struct AbsenceHook {
    std::string_view feature;
    std::function<void(Transaction&, protocol::PersonId)> hook;
  };
  struct Housekeeping {
    std::string_view name;
    std::chrono::milliseconds interval;
    std::function<void(Transaction&)> work;
  };
  [[nodiscard]] const Handler* find_command(std::string_view name) const;
  [[nodiscard]] const StreamKind* find_stream(std::string_view name) const;
  /// Names of defined commands and streams that nobody serves; empty in a sound build.
  [[nodiscard]] std::vector<std::string> missing() const;
  [[nodiscard]] const std::unordered_map<std::string_view, Handler>& all_commands() const {
    return commands_;
  }
  /// In the order of registration: for Database::migrate.
  [[nodiscard]] const std::vector<storage::Migration>& all_migrations() const { return migrations_; }
  [[nodiscard]] const std::vector<AbsenceHook>& absence_hooks() const { return absence_hooks_; }
  [[nodiscard]] const std::vector<Housekeeping>& housekeeping() const { return housekeeping_; }
  struct PageKind {
    std::string_view prefix;
    ReadPage read;
  };
  [[nodiscard]] const PageKind* find_page(std::string_view path) const;
  [[nodiscard]] const OnTimer* find_timer(std::string_view kind) const;
  [[nodiscard]] std::vector<protocol::PersonId> watched_people(Transaction& transaction) const;
  void wake_mail() const;
  void reload_media() const;
  [[nodiscard]] const Authenticate& authenticate() const { return authenticate_; }
  [[nodiscard]] const LoadRights& load_rights() const { return load_rights_; }

 private:
  void add(Handler handler);
  void add(StreamKind kind);

  std::unordered_map<std::string_view, Handler> commands_;
  std::vector<StreamKind> streams_;
  std::vector<AbsenceHook> absence_hooks_;
  std::vector<std::function<std::vector<protocol::PersonId>(Transaction&)>> watch_lists_;
  std::vector<Housekeeping> housekeeping_;
  std::unordered_map<std::string_view, OnTimer> timers_;
  std::vector<PageKind> pages_;
  std::vector<std::function<void()>> mail_hooks_;
  std::vector<std::function<void()>> media_hooks_;
  std::vector<storage::Migration> migrations_;
  Authenticate authenticate_;
  LoadRights load_rights_;
};

template <class C, class F>
void Registry::command(F handler) {
  static_assert(!C::kTraits.is_prepared, "a prepared command has two functions");
  Handler erased = detail::handler_of<C>();
  if constexpr (C::kTraits.kind == protocol::CommandKind::live) {
    erased.run_live = [handler](Live& live, const Caller& caller, const void* command) {
      return detail::to_text<typename C::Reply>(handler(live, caller, *static_cast<const C*>(command)));
    };
  } else {
    erased.run = [handler](Transaction& transaction, const Caller& caller, const void* command, const void*) {
      return detail::to_text<typename C::Reply>(
          handler(transaction, caller, *static_cast<const C*>(command)));
    };
  }
  add(std::move(erased));
}

template <class C, class Prepare, class F>
void Registry::command(Prepare prepare, F handler) {
  static_assert(C::kTraits.is_prepared && C::kTraits.kind == protocol::CommandKind::write);
  using Prepared =
      typename std::invoke_result_t<Prepare, storage::Database&, const Caller&, const C&>::value_type;
  Handler erased = detail::handler_of<C>();
  erased.prepare = [prepare](storage::Database& database, const Caller& caller,
                             const void* command) -> Result<Handler::Prepared> {
    auto prepared = prepare(database, caller, *static_cast<const C*>(command));
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    return std::make_shared<const Prepared>(std::move(*prepared));
  };
  erased.run = [handler](Transaction& transaction, const Caller& caller, const void* command,
                         const void* prepared) {
    return detail::to_text<typename C::Reply>(handler(transaction, caller, *static_cast<const C*>(command),
                                                      *static_cast<const Prepared*>(prepared)));
  };
  add(std::move(erased));
}

template <class S, class F>
void Registry::stream(F snapshot) {
  stream<S>(snapshot, [snapshot](Transaction& transaction, const Caller& caller, const typename S::Key& key) {
    Result<void> allowed;
    if (auto read = snapshot(transaction, caller, key); !read)
      allowed = std::unexpected(std::move(read.error()));
    return allowed;
  });
}

template <class S, class F, class Authorise>
void Registry::stream(F snapshot, Authorise authorise) {
  StreamKind kind;
  kind.pattern = S::kPattern;
  kind.roles = S::kRoles;
  kind.matches = [](std::string_view name) { return S::parse(name).has_value(); };
  kind.snapshot = [snapshot](Transaction& transaction, const Caller& caller, std::string_view name) {
    return detail::to_text<typename S::Snapshot>(snapshot(transaction, caller, *S::parse(name)));
  };
  kind.authorise = [authorise](Transaction& transaction, const Caller& caller,
                               std::string_view name) -> Result<void> {
    return authorise(transaction, caller, *S::parse(name));
  };
  add(std::move(kind));
}

}  // namespace stollen::realtime
