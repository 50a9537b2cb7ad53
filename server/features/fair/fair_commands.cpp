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

Result<messages::Get::Reply> get(Transaction& tx, bool shows_mail) {
  auto fair = read_fair(tx, shows_mail);
  if (!fair) return fail(messages::errors::none);
  return messages::Get::Reply{.fair = std::move(*fair)};
}

Result<messages::ListTopics::Reply> list_topics(Transaction& tx, const Caller&, const messages::ListTopics&) {
  return messages::ListTopics::Reply{.topics = stored_topics(tx)};
}

/// The clockwork of the phases: durable, since the stored phase only moves together with its event.
void advance_phase(Transaction& tx) {
  const auto stored = stored_phase(tx);
  if (!stored) return;
  const auto phase = phase_at(stored_phase_dates(tx), tx.now());
  if (phase == *stored) return;
  store_phase(tx, phase);
  tx.publish(protocol::FairStream::name(), messages::PhaseChangedEvent{.phase = phase});
  log::info("fair.phase_changed", {{"phase", to_text(phase)}});
}

}  // namespace

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
  registry.every("fair.advance_phase", std::chrono::milliseconds(1000), advance_phase);
}

}  // namespace stollen::fair
