#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "protocol/cpp/json_writer.hpp"
#include "protocol/cpp/timestamp.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/effects.hpp"

namespace stollen::storage {

namespace detail {
template <class... Ts>
struct RowTypes {
  using type = std::tuple<Ts...>;
};
template <class T>
struct RowTypes<T> {
  using type = T;
};
}  // namespace detail
/// One selected type stands for itself, several for a tuple.
template <class... Ts>
using RowOf = typename detail::RowTypes<Ts...>::type;

/// One unit of work. Handlers see the store only through it; it is theirs for one call and one thread.
/// In a read unit `run`, `changed`, `publish` and the effects throw std::logic_error.
class Transaction {
 public:
  enum class Kind {
    reading,
    writing,
    writing_ahead,  ///< `run` need not wait: whoever commits sees to statements that failed
  };

  /// On a connection on which writing or reading was begun.
  Transaction(Connection& connection, protocol::Timestamp now, std::string epoch, Kind kind)
      : connection_(connection), now_(now), epoch_(std::move(epoch)), kind_(kind) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Changes rows. Whether it could may show later only, but before the commit.
  template <class... Args>
  void run(Sql sql, const Args&... args) {
    const std::array<Parameter, sizeof...(Args)> arguments{Parameter(args)...};
    kind_ == Kind::writing_ahead ? connection_.post(sql, arguments)
                                 : void(connection_.execute(sql, arguments));
  }
  /// Changes rows; returns how many. For whoever decides by it: a store that is far away is waited for.
  template <class... Args>
  [[nodiscard]] std::int64_t changed(Sql sql, const Args&... args) {
    return connection_.execute(sql, std::array<Parameter, sizeof...(Args)>{Parameter(args)...});
  }

  /// The first row, if any. One type gives that type, several give a tuple. Also for `… RETURNING`.
  template <class... Ts, class... Args>
  auto one(Sql sql, const Args&... args) -> std::optional<RowOf<Ts...>>;

  /// All rows.
  template <class... Ts, class... Args>
  auto all(Sql sql, const Args&... args) -> std::vector<RowOf<Ts...>>;

  /// Wall time when the unit began; the same for the whole unit.
  [[nodiscard]] protocol::Timestamp now() const { return now_; }

  /// Stores an event under the stream's next number and sends it after the commit. `subject` (such as
  /// a message's id) lets its text be redacted later. Returns the number.
  template <class Event>
  std::int64_t publish(const std::string& stream, const Event& event, std::string_view subject = {}) {
    const std::int64_t n = next_number(stream);
    publish_as(stream, n, event, subject);
    return n;
  }
  /// For events that carry their own number: take it, then publish under it at once.
  std::int64_t next_number(const std::string& stream);
  template <class Event>
  void publish_as(const std::string& stream, std::int64_t n, const Event& event,
                  std::string_view subject = {}) {
    static_assert(!Event::kIsHint, "hints are sent by live handlers, not stored");
    std::string data;
    protocol::JsonWriter writer(data);
    write(writer, event);
    store_event(stream, n, Event::kName, data, subject);
  }

  /// Where an event about a subject stands, so that its text can be replaced.
  struct EventPlace {
    std::string stream;
    std::int64_t n = 0;
    std::string name;
  };
  std::vector<EventPlace> events_about(std::string_view subject);
  /// Replaces a stored event (personal data that was deleted must not be replayed). Number and time stay.
  template <class Event>
  void redact(const EventPlace& place, const Event& replacement) {
    std::string data;
    protocol::JsonWriter writer(data);
    write(writer, replacement);
    replace_event(place, Event::kName, data);
  }

  /// The stored events of a stream above `after` and up to `up_to`, in their order.
  std::vector<PublishedEvent> events_between(const std::string& stream, std::int64_t after,
                                             std::int64_t up_to);
  /// Newest number of a stream, 0 when nothing was ever published.
  std::int64_t head(std::string_view stream);
  /// Changes only when history is replaced, for instance by a restored backup.
  [[nodiscard]] const std::string& epoch() const { return epoch_; }

  [[nodiscard]] Effects& effects();

 private:
  void store_event(const std::string& stream, std::int64_t n, std::string_view name, std::string_view data,
                   std::string_view subject);
  void replace_event(const EventPlace& place, std::string_view name, std::string_view data);

  Connection& connection_;
  protocol::Timestamp now_;
  std::string epoch_;
  Kind kind_;
  Effects effects_;
};

}  // namespace stollen::storage

#include "server/storage/transaction_queries.hpp"  // the templates' bodies
