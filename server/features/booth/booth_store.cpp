#include "server/features/booth/booth_store.hpp"

#include <array>

#include "protocol/generated/cpp/streams.hpp"
#include "server/features/booth/booth_rules.hpp"

namespace stollen::booth {
namespace {

using Text = std::string;
using MaybeText = std::optional<std::string>;
using MaybeNumber = std::optional<std::int64_t>;

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<protocol::Link> links(std::string_view text) {
  std::vector<protocol::Link> found;
  const auto parts = lines(text);
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) found.push_back({parts[i], parts[i + 1]});
  return found;
}

using CardRow = std::tuple<BoothId, Text, HallId, protocol::BoothKind, Text, Text, MaybeText, Text, Text,
                           MaybeText, std::int64_t, Text, protocol::BoothState>;
#define STOLLEN_CARD_COLUMNS \
  "id, slug, hall_id, kind, name, tagline_de, tagline_en, sector, town, logo_url, job_count, topics, state"

template <class... Args>
std::vector<CardRow> card_rows(Transaction& tx, storage::Sql sql, const Args&... args) {
  return tx.all<BoothId, Text, HallId, protocol::BoothKind, Text, Text, MaybeText, Text, Text, MaybeText,
                std::int64_t, Text, protocol::BoothState>(sql, args...);
}

protocol::BoothCard to_card(CardRow& row) {
  auto& [id, slug, hall, kind, name, tagline_de, tagline_en, sector, town, logo, jobs, topics, state] = row;
  return {.booth_id = id,
          .slug = std::move(slug),
          .hall_id = hall,
          .kind = kind,
          .name = std::move(name),
          .tagline = {std::move(tagline_de), std::move(tagline_en)},
          .sector = std::move(sector),
          .town = std::move(town),
          .logo_url = std::move(logo),
          .job_count = jobs,
          .topics = lines(topics),
          .state = state};
}

using JobRow =
    std::tuple<JobId, Text, BoothId, Text, Text, Text, MaybeText, Text, protocol::JobKind, Text, Text,
               protocol::Remote, MaybeNumber, MaybeNumber, protocol::PayUnit, Text, Text, MaybeText>;
#define STOLLEN_JOB_COLUMNS                                                                                 \
  "j.id, j.slug, j.booth_id, b.slug, b.name, j.title_de, j.title_en, j.field, j.kind, j.town, j.postcode, " \
  "j.remote, j.pay_min, j.pay_max, j.pay_unit, j.entry, j.text_de, j.text_en "                              \
  "FROM job j JOIN booth b ON b.id = j.booth_id "

template <class... Args>
std::vector<protocol::Job> jobs_from(Transaction& tx, storage::Sql sql, const Args&... args) {
  auto rows = tx.all<JobId, Text, BoothId, Text, Text, Text, MaybeText, Text, protocol::JobKind, Text, Text,
                     protocol::Remote, MaybeNumber, MaybeNumber, protocol::PayUnit, Text, Text, MaybeText>(
      sql, args...);
  std::vector<protocol::Job> jobs;
  jobs.reserve(rows.size());
  for (JobRow& row : rows) {
    auto& [id, slug, booth, booth_slug, booth_name, title_de, title_en, field, kind, town, postcode, remote,
           pay_min, pay_max, pay_unit, entry, text_de, text_en] = row;
    jobs.push_back({.job_id = id,
                    .slug = std::move(slug),
                    .booth_id = booth,
                    .booth_slug = std::move(booth_slug),
                    .booth_name = std::move(booth_name),
                    .title = {std::move(title_de), std::move(title_en)},
                    .field = std::move(field),
                    .kind = kind,
                    .town = std::move(town),
                    .postcode = std::move(postcode),
                    .remote = remote,
                    .pay_min = pay_min,
                    .pay_max = pay_max,
                    .pay_unit = pay_unit,
                    .entry = std::move(entry),
                    .text = {std::move(text_de), std::move(text_en)}});
  }
  return jobs;
}

}  // namespace

std::vector<protocol::BoothCard> all_cards(Transaction& tx) {
  auto rows =
      card_rows(tx, "SELECT " STOLLEN_CARD_COLUMNS " FROM booth ORDER BY hall_position, sort_name, slug");
  std::vector<protocol::BoothCard> cards;
  cards.reserve(rows.size());
  for (CardRow& row : rows) cards.push_back(to_card(row));
  return cards;
}

std::optional<protocol::BoothCard> find_card(Transaction& tx, BoothId booth) {
  auto rows = card_rows(tx, "SELECT " STOLLEN_CARD_COLUMNS " FROM booth WHERE id = $1", booth);
  if (rows.empty()) return std::nullopt;
  return to_card(rows.front());
}

std::optional<protocol::BoothDetail> find_page(Transaction& tx, std::string_view slug) {
  auto rows = card_rows(tx, "SELECT " STOLLEN_CARD_COLUMNS " FROM booth WHERE slug = $1", slug);
  if (rows.empty()) return std::nullopt;
  protocol::BoothDetail page{.card = to_card(rows.front())};
  auto more = tx.one<Text, MaybeText, Text, MaybeNumber, MaybeText, Text>(
      "SELECT text_de, text_en, postcode, employees, website, links FROM booth WHERE slug = $1", slug);
  Text link_lines;
  std::tie(page.text.de, page.text.en, page.postcode, page.employees, page.website, link_lines) =
      std::move(*more);
  page.links = links(link_lines);
  return page;
}

std::vector<protocol::Job> jobs_of(Transaction& tx, BoothId booth) {
  return jobs_from(tx, "SELECT " STOLLEN_JOB_COLUMNS "WHERE j.booth_id = $1 ORDER BY j.id LIMIT 200", booth);
}

std::optional<protocol::Job> job(Transaction& tx, BoothId booth, JobId wanted) {
  auto jobs =
      jobs_from(tx, "SELECT " STOLLEN_JOB_COLUMNS "WHERE j.id = $1 AND j.booth_id = $2", wanted, booth);
  if (jobs.empty()) return std::nullopt;
  return std::move(jobs.front());
}

JobsFound find_jobs(Transaction& tx, const JobSearch& search) {
  std::array<std::string, 6> words;
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = i < search.patterns.size() ? search.patterns[i] : "%";
#define STOLLEN_JOB_FILTER                                                                                \
  "WHERE j.search LIKE $1 ESCAPE '\\' AND j.search LIKE $2 ESCAPE '\\' AND j.search LIKE $3 ESCAPE '\\' " \
  "AND j.search LIKE $4 ESCAPE '\\' AND j.search LIKE $5 ESCAPE '\\' AND j.search LIKE $6 ESCAPE '\\' "   \
  "AND ($7 = '' OR j.field = $7) AND ($8 = '' OR j.kind = $8) AND ($9 = '' OR j.town = $9) "
  JobsFound found;
  found.total =
      tx.one<std::int64_t>("SELECT COUNT(*) FROM job j " STOLLEN_JOB_FILTER, words[0], words[1], words[2],
                           words[3], words[4], words[5], search.field, search.kind, search.town)
          .value_or(0);
  const std::string after = search.after ? search.after.text() : std::string{};
  found.jobs =
      jobs_from(tx, "SELECT " STOLLEN_JOB_COLUMNS STOLLEN_JOB_FILTER "AND j.id > $10 ORDER BY j.id LIMIT $11",
                words[0], words[1], words[2], words[3], words[4], words[5], search.field, search.kind,
                search.town, after, search.limit);
#undef STOLLEN_JOB_FILTER
  return found;
}

std::vector<std::string> job_fields(Transaction& tx) {
  return tx.all<Text>("SELECT DISTINCT field FROM job ORDER BY field LIMIT 200");
}

std::optional<BoothId> find(Transaction& tx, std::string_view slug) {
  return tx.one<BoothId>("SELECT id FROM booth WHERE slug = $1", slug);
}

std::optional<Place> place(Transaction& tx, BoothId booth) {
  auto row = tx.one<Text, Text>("SELECT slug, name FROM booth WHERE id = $1", booth);
  if (!row) return std::nullopt;
  return Place{.slug = std::move(std::get<0>(*row)), .name = std::move(std::get<1>(*row))};
}

void refresh_state(Transaction& tx, BoothId booth) {
  const auto state = state_of(account::team(tx, booth));
  if (tx.changed("UPDATE booth SET state = $2 WHERE id = $1 AND state <> $2", booth, state) == 0) return;
  tx.publish(protocol::HallStream::name(),
             protocol::booth::StateChangedEvent{.booth_id = booth, .state = state});
}

}  // namespace stollen::booth
