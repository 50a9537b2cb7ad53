#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/generated/cpp/fair.hpp"
#include "server/core/result.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::fair {

using storage::Transaction;

/// False once writing has ended (phases read_only and over) and while there is no fair.
bool takes_entries(Transaction& tx);
/// `fair.read_only` unless the fair takes entries; first line of handlers that add something.
Result<void> require_open(Transaction& tx);

/// The phase that the fair's dates give that time.
protocol::Phase phase_at(Transaction& tx, protocol::Timestamp at);

/// IANA name of the zone in which the fair's days are counted; `UTC` before the first import.
std::string zone(Transaction& tx);

/// The moment to which a demo's dates are relative; nothing when they are fixed. When it moves, they all did.
std::optional<protocol::Timestamp> demo_dates_from(Transaction& tx);
/// Where the organiser is written to; empty before the first import.
std::string contact_email(Transaction& tx);

/// The fair as everybody sees it; nothing before the first import. `shows_mail`: no mail server is set.
std::optional<protocol::FairSnapshot> read_fair(Transaction& tx, bool shows_mail);

/// What the fair folder says about the fair itself.
struct FairImport {
  std::string slug;
  protocol::LocalText title;
  protocol::LocalText claim;
  std::string organiser;
  std::string contact_email;
  std::string zone;
  std::string address_form;
  protocol::Theme theme;
  std::vector<protocol::PhaseDate> phases;  ///< without `before`, in order of time
  std::vector<protocol::Hall> halls;        ///< in the fair's order; ids are ignored
  std::vector<protocol::ProgrammeItem> programme;
  std::vector<protocol::WelcomeTopic> topics;
  bool is_demo = false;
  /// What phases and programme are relative to; absent when one of their dates is fixed.
  std::optional<protocol::Timestamp> dates_from;
};

/// Replaces the fair, its halls, programme and topics; publishes `fair.changed` when something differs.
/// Returns whether it did.
bool import_fair(Transaction& tx, const FairImport& fair, bool shows_mail);

/// The clockwork of the phases, durable, since the stored phase only moves together with its event. A demo
/// whose day is over becomes live again. Runs every second; and before a server is open, so that its first
/// page is right.
void advance_phase(Transaction& tx, bool shows_mail);

/// Forgets halls that the last import no longer named; after the booths have moved.
void drop_unused_halls(Transaction& tx);

/// Id of a hall by its slug.
std::optional<protocol::HallId> find_hall(Transaction& tx, std::string_view slug);

/// Commands, the stream `fair`, migrations and the clockwork of the phases.
void attach(realtime::Registry& registry, bool shows_mail);
std::vector<storage::Migration> migrations();

}  // namespace stollen::fair
