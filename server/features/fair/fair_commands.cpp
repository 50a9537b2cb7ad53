#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/fair/fair_rules.hpp"
#include "server/features/fair/fair_store.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::fair {
namespace {

namespace messages = protocol::fair;
using realtime::Caller;

constexpr std::chrono::seconds kClocksDiffer{5};  ///< of nodes, at most

Result<messages::Get::Reply> get(Transaction& tx, bool shows_mail) {
  auto fair = read_fair(tx, shows_mail);
  if (!fair) return fail(messages::errors::none);
  return messages::Get::Reply{.fair = std::move(*fair)};
}

Result<messages::ListTopics::Reply> list_topics(Transaction& tx, const Caller&, const messages::ListTopics&) {
  return messages::ListTopics::Reply{.topics = stored_topics(tx)};
}

/// A demo is live whenever it is looked at: when its day is over, its dates move to now. What happened in it
/// stays.
bool renew_demo(Transaction& tx) {
  const auto dates_from = demo_dates_from(tx);
  if (!dates_from) return false;
  const auto shift = demo_shift(stored_phase_dates(tx), *dates_from, tx.now());
  if (shift == shift.zero()) return false;
  shift_dates(tx, shift);
  log::info("fair.demo_renewed", {{"shifted_by", shift}});
  return true;
}

}  // namespace

void advance_phase(Transaction& tx, bool shows_mail) {
  const auto stored = stored_phase(tx);
  if (!stored) return;
  if (renew_demo(tx)) {
    tx.publish(protocol::FairStream::name(),
               messages::ChangedEvent{.fair = read_fair(tx, shows_mail).value()});
  }
  const auto phase = phase_at(stored_phase_dates(tx), tx.now());
  if (phase == *stored) return;
  // Set by another node, whose clock is a little ahead: to set it back would be to announce it twice.
  if (phase_at(stored_phase_dates(tx), tx.now() + kClocksDiffer) == *stored) return;
  store_phase(tx, phase);
  tx.publish(protocol::FairStream::name(), messages::PhaseChangedEvent{.phase = phase});
  log::info("fair.phase_changed", {{"phase", to_text(phase)}});
}

bool takes_entries(Transaction& tx) {
  const auto phase = stored_phase(tx);
  return phase && takes_entries_in(*phase);
}

Result<void> require_open(Transaction& tx) {
  if (!takes_entries(tx)) return fail(messages::errors::read_only);
  return {};
}

void attach(realtime::Registry& registry, bool shows_mail) {
  registry.migrations(migrations());
  registry.command<messages::Get>(
      [shows_mail](Transaction& tx, const Caller&, const messages::Get&) { return get(tx, shows_mail); });
  registry.command<messages::ListTopics>(list_topics);
  registry.stream<protocol::FairStream>(
      [shows_mail](Transaction& tx, const Caller&,
                   const protocol::FairStream::Key&) -> Result<protocol::FairSnapshot> {
        auto fair = read_fair(tx, shows_mail);
        if (!fair) return fail(protocol::session::errors::not_found);
        return std::move(*fair);
      });
  registry.every("fair.advance_phase", std::chrono::milliseconds(1000),
                 [shows_mail](Transaction& tx) { advance_phase(tx, shows_mail); });
}

}  // namespace stollen::fair
