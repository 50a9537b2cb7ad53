#pragma once
// What other features may use of booths.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/generated/cpp/booth.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "server/features/account/account.hpp"
#include "server/storage/migration.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::realtime {
class Registry;
}

namespace stollen::booth {

using account::Change;
using protocol::BoothId;
using protocol::HallId;
using protocol::JobId;
using protocol::PersonId;
using storage::Transaction;

/// Commands, the stream `hall`, migrations, and what happens when a member of a team is gone.
void attach(realtime::Registry& registry);
std::vector<storage::Migration> migrations();

// --- Import ---------------------------------------------------------------------------------------

/// A row of exhibitors.csv, checked. Found again by its slug.
struct BoothImport {
  std::string slug;
  HallId hall_id;
  int hall_position =
      0;  ///< of the hall in the fair's order: booths are shown in the order of halls, then names
  protocol::BoothKind kind = protocol::BoothKind::company;
  std::string name;
  protocol::LocalText tagline;
  protocol::LocalText text;
  std::string sector;
  std::string town;
  std::string postcode;
  std::optional<std::int64_t> employees;
  std::optional<std::string> website;
  std::optional<std::string> logo_url;
  std::vector<std::string> topics;
  std::vector<protocol::Link> links;
};
struct Upserted {
  BoothId id;
  Change change = Change::unchanged;
};
/// Publishes `booth.changed` when the card changed, reserves the name and tells accounts.
Upserted upsert(Transaction& tx, const BoothImport& import);

/// A row of jobs.csv, checked. Found again by its slug.
struct JobImport {
  std::string slug;
  BoothId booth_id;
  protocol::LocalText title;
  std::string field;
  protocol::JobKind kind = protocol::JobKind::full_time;
  std::string town;
  std::string postcode;
  protocol::Remote remote = protocol::Remote::no;
  std::optional<std::int64_t> pay_min;
  std::optional<std::int64_t> pay_max;
  protocol::PayUnit pay_unit = protocol::PayUnit::month;
  std::string entry;
  protocol::LocalText text;
};
Change upsert_job(Transaction& tx, const JobImport& import);

/// Booths whose slug is not given: those that remove_missing will remove.
std::vector<BoothId> find_missing(Transaction& tx, std::span<const std::string> booth_slugs);
struct Removed {
  std::size_t booths = 0;
  std::size_t jobs = 0;
};
/// Removes booths and jobs whose slug is not given. Talks with a removed booth stay readable.
Removed remove_missing(Transaction& tx, std::span<const std::string> booth_slugs,
                       std::span<const std::string> job_slugs);
/// Publishes `booth.changed` for booths whose number of jobs changed: once, at the end of an import.
void publish_job_counts(Transaction& tx);

std::optional<BoothId> find(Transaction& tx, std::string_view slug);

// --- For conversations ----------------------------------------------------------------------------

struct Place {
  std::string slug;
  std::string name;
};
std::optional<Place> place(Transaction& tx, BoothId booth);
/// A job of this booth.
std::optional<protocol::Job> job(Transaction& tx, BoothId booth, JobId job);

/// A talk was taken: the member is talking now.
void begin_talking(Transaction& tx, BoothId booth, PersonId person);
/// The last active talk ended: free again, if `talking` was set by begin_talking and not by hand.
void end_talking(Transaction& tx, BoothId booth, PersonId person);

}  // namespace stollen::booth
