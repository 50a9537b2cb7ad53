#include "server/storage/transaction.hpp"

#include <stdexcept>
#include <utility>

#include "protocol/cpp/envelope.hpp"

namespace stollen::storage {

// Taken under the stream's row, so that the order of numbers is the order of commits: whoever reads "after 6"
// can never see 8 before 7. Two statements where they cost little, since `RETURNING` costs SQLite a table of
// its own each time.
std::int64_t Transaction::next_number(const std::string& stream) {
  if (!connection_.is_far() && changed("UPDATE stream SET head = head + 1 WHERE name = $1", stream) == 1)
    return head(stream);
  return one<std::int64_t>(
             "INSERT INTO stream (name, head, first_n) VALUES ($1, 1, 1) "
             "ON CONFLICT (name) DO UPDATE SET head = stream.head + 1 RETURNING head",
             stream)
      .value();
}

void Transaction::store_event(const std::string& stream, std::int64_t n, std::string_view name,
                              std::string_view data, std::string_view subject) {
  PublishedEvent event{stream, n, {}};
  protocol::write_event(event.text, name, stream, n, now_, data);
  const Parameter subject_or_null = subject.empty() ? Parameter(std::nullopt) : Parameter(subject);
  run("INSERT INTO event (stream, n, at, name, subject, text) VALUES ($1, $2, $3, $4, $5, $6)", stream, n,
      now_, name, subject_or_null, event.text);
  effects().events.push_back(std::move(event));
}

std::vector<Transaction::EventPlace> Transaction::events_about(std::string_view subject) {
  std::vector<EventPlace> places;
  for (auto& [stream, n, name] : all<std::string, std::int64_t, std::string>(
           "SELECT stream, n, name FROM event WHERE subject = $1 ORDER BY stream, n", subject)) {
    places.push_back({std::move(stream), n, std::move(name)});
  }
  return places;
}

void Transaction::replace_event(const EventPlace& place, std::string_view name, std::string_view data) {
  const auto at =
      one<protocol::Timestamp>("SELECT at FROM event WHERE stream = $1 AND n = $2", place.stream, place.n);
  if (!at) return;  // no longer kept
  std::string text;
  protocol::write_event(text, name, place.stream, place.n, *at, data);
  run("UPDATE event SET name = $3, text = $4 WHERE stream = $1 AND n = $2", place.stream, place.n, name,
      text);
  effects().has_replaced_texts = true;
}

std::vector<PublishedEvent> Transaction::events_between(const std::string& stream, std::int64_t after,
                                                        std::int64_t up_to) {
  std::vector<PublishedEvent> events;
  for (auto& [n, text] : all<std::int64_t, std::string>(
           "SELECT n, text FROM event WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n", stream, after,
           up_to)) {
    events.push_back({stream, n, std::move(text)});
  }
  return events;
}

std::int64_t Transaction::head(std::string_view stream) {
  return one<std::int64_t>("SELECT head FROM stream WHERE name = $1", stream).value_or(0);
}

Effects& Transaction::effects() {
  if (kind_ == Kind::reading) throw std::logic_error("a read unit has no effects");
  return effects_;
}

}  // namespace stollen::storage
