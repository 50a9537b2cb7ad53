#pragma once

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/cpp/json_reader.hpp"
#include "protocol/generated/cpp/all_commands.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/clock.hpp"
#include "server/features/appointment/appointment.hpp"
#include "server/features/booth/booth.hpp"
#include "server/features/cafe/cafe.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/features/fair/fair.hpp"
#include "server/features/slot/slot.hpp"
#include "server/features/waitlist/waitlist.hpp"
#include "server/mail/mail.hpp"
#include "server/realtime/registry.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

using realtime::Caller;
using storage::Transaction;

/// Stands still until it is moved.
class HandClock final : public Clock {
 public:
  [[nodiscard]] protocol::Timestamp now() const override {
    const std::scoped_lock lock(mutex_);
    return now_;
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::now();
  }
  void move(std::chrono::milliseconds span) {
    const std::scoped_lock lock(mutex_);
    now_ = now_ + span;
  }

 private:
  mutable std::mutex mutex_;
  protocol::Timestamp now_{1'767'002'400'000};
};

/// All features on one store, with an open fair of two booths, a café and a room. Commands go through the
/// registry as the router sends them, without its gates: a refused one leaves nothing behind.
class House {
 public:
  explicit House(StoreKind kind = StoreKind::usual);

  template <class C>
  Result<typename C::Reply> ask(const Caller& caller, const C& command) {
    const auto text = run(C::kName, caller, &command);
    if (!text) return std::unexpected(text.error());
    return decode<typename C::Reply>(*text);
  }
  /// For what must succeed.
  template <class C>
  typename C::Reply get(const Caller& caller, const C& command) {
    auto reply = ask(caller, command);
    if (!reply)
      throw std::runtime_error(std::string(C::kName) + ": " + std::string(reply.error().code->name));
    return std::move(*reply);
  }
  /// Name of the error, or `ok`.
  template <class C>
  std::string outcome(const Caller& caller, const C& command) {
    const auto reply = ask(caller, command);
    return reply ? "ok" : std::string(reply.error().code->name);
  }

  template <class S>
  Result<typename S::Snapshot> snapshot(const Caller& caller, const typename S::Key& key = {}) {
    const auto text = read_stream(caller, S::name(key));
    if (!text) return std::unexpected(text.error());
    return decode<typename S::Snapshot>(*text);
  }
  /// Envelopes of a stream, in order.
  std::vector<std::string> events(const std::string& stream);
  /// Names of the events behind number `after`.
  std::vector<std::string> event_names(const std::string& stream, std::int64_t after = 0);
  std::int64_t head(const std::string& stream);

  storage::Effects write(const std::function<void(Transaction&)>& work) { return store->write(work); }
  void absence(protocol::PersonId person);
  void housekeeping(std::string_view name);
  /// Runs the timers that are due by the clock, in their order, as realtime does. Returns how many.
  std::size_t fire_timers();
  /// Time goes on, and what is due on the way is done in its time: as with a server that runs.
  void let_pass(std::chrono::milliseconds span);
  /// As realtime does with a cookie.
  std::optional<Caller> authenticate(const protocol::Secret& token);

  /// A confirmed visitor.
  Caller visitor(const std::string& name);
  Caller moderator(const std::string& name);
  Caller organiser(const std::string& name);
  Caller staff(const std::string& name, protocol::BoothId booth,
               protocol::BoothRole role = protocol::BoothRole::talk);
  Caller caller_of(const std::string& email);
  void end_writing();

  /// The newest mail to the address, and the token in its link.
  std::string mail_to(const std::string& email);
  std::int64_t mail_count(const std::string& email);
  protocol::Secret mailed_token(const std::string& email);

  /// Every value of every table, to look for what must be gone.
  std::string everything_stored();

  HandClock clock;
  realtime::Registry registry;
  std::unique_ptr<TestStore> store_owner;
  storage::Database* store = nullptr;
  storage::Effects effects;  ///< of the last command

  protocol::BoothId holzwerk;
  protocol::BoothId klinikum;
  protocol::JobId joiner;  ///< a job at the Holzwerk
  protocol::TableId table;

 private:
  Result<std::string> run(std::string_view name, const Caller& caller, const void* command);
  Result<std::string> read_stream(const Caller& caller, const std::string& stream);
  void build_fair(Transaction& tx);

  template <class T>
  static T decode(const std::string& text) {
    auto value = protocol::decode<T>(*protocol::parse_json(text));
    if (!value) throw std::runtime_error(value.error().field + ": " + value.error().message);
    return std::move(*value);
  }
};

inline const std::string kGoodPassword = "Fichtelberg-im-Nebel";

/// An address of the person, from their name.
std::string email_of(const std::string& name);

}  // namespace stollen::tests
