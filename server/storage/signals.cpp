#include "server/storage/signals.hpp"

#include <tuple>

namespace stollen::storage {
namespace {

// A name that no client can join: the streams of the definition alone can be.
const std::string kNumbering = "node:signals";

constexpr std::string_view kRemoval = "removal";
constexpr std::string_view kRights = "rights";
constexpr std::string_view kLogIn = "log_in_ended";
constexpr std::string_view kMedia = "media";

template <class Subject>
void store(Transaction& transaction, std::string_view origin, std::string_view kind, const Subject& subject,
           std::string_view stream = {}) {
  transaction.run("INSERT INTO signal (n, origin, kind, subject, stream, at) VALUES ($1, $2, $3, $4, $5, $6)",
                  transaction.next_number(kNumbering), origin, kind, subject, stream, transaction.now());
}

void add(Effects& effects, std::string_view kind, const std::string& subject, std::string stream) {
  if (kind == kMedia) {
    effects.has_media = true;
  } else if (kind == kLogIn) {
    if (const auto log_in = protocol::SessionId::parse(subject)) effects.ended_sessions.push_back(*log_in);
  } else if (const auto person = protocol::PersonId::parse(subject)) {
    if (kind == kRights) effects.rights_changed.push_back(*person);
    if (kind == kRemoval) effects.removals.push_back({*person, std::move(stream)});
  }
}

}  // namespace

void store_signals(Transaction& transaction, std::string_view origin) {
  const Effects& effects = transaction.effects();
  for (const auto& removal : effects.removals)
    store(transaction, origin, kRemoval, removal.person, removal.stream);
  for (const auto person : effects.rights_changed) store(transaction, origin, kRights, person);
  for (const auto log_in : effects.ended_sessions) store(transaction, origin, kLogIn, log_in);
  if (effects.has_media) store(transaction, origin, kMedia, "");
}

std::int64_t signal_head(Transaction& transaction) {
  return transaction.head(kNumbering);
}

ForeignSignals read_signals(Transaction& transaction, std::int64_t after, std::string_view origin) {
  ForeignSignals found{.head = signal_head(transaction), .effects = {}};
  for (auto& [kind, subject, stream] : transaction.all<std::string, std::string, std::string>(
           "SELECT kind, subject, stream FROM signal WHERE n > $1 AND origin <> $2 ORDER BY n", after,
           origin)) {
    add(found.effects, kind, subject, std::move(stream));
  }
  return found;
}

}  // namespace stollen::storage
