#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/features/booth/booth.hpp"

namespace stollen::booth {

/// The hall in its order: halls as the fair has them, then names.
std::vector<protocol::BoothCard> all_cards(Transaction& tx);
std::optional<protocol::BoothCard> find_card(Transaction& tx, BoothId booth);
/// The page without team and jobs.
std::optional<protocol::BoothDetail> find_page(Transaction& tx, std::string_view slug);

std::vector<protocol::Job> jobs_of(Transaction& tx, BoothId booth);
struct JobSearch {
  std::vector<std::string> patterns;  ///< at most six
  std::string field, kind, town;      ///< empty: any
  JobId after;                        ///< nil: from the beginning
  std::size_t limit = 50;
};
struct JobsFound {
  std::vector<protocol::Job> jobs;
  std::int64_t total = 0;
};
JobsFound find_jobs(Transaction& tx, const JobSearch& search);
std::vector<std::string> job_fields(Transaction& tx);

/// Follows the team's duties; publishes `booth.state_changed` when the state is another one than before.
void refresh_state(Transaction& tx, BoothId booth);

}  // namespace stollen::booth
