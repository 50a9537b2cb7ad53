// What an import does to booths and jobs.
#include <algorithm>

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/booth/booth_rules.hpp"
#include "server/features/booth/booth_store.hpp"

namespace stollen::booth {
namespace {

std::string join_lines(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : "\n") + item;
  return text;
}

std::string join_links(const std::vector<protocol::Link>& links) {
  std::vector<std::string> parts;
  for (const protocol::Link& link : links) {
    parts.push_back(link.label);
    parts.push_back(link.url);
  }
  return join_lines(parts);
}

void publish_card(Transaction& tx, BoothId booth) {
  tx.publish(protocol::HallStream::name(), protocol::booth::ChangedEvent{.booth = *find_card(tx, booth)});
}

std::string search_text(const JobImport& job, const std::string& booth_name) {
  return fold(job.title.de + " " + job.title.en.value_or("") + " " + job.field + " " + booth_name + " " +
              job.town + " " + job.postcode + " " + job.text.de + " " + job.text.en.value_or(""));
}

bool contains(std::span<const std::string> slugs, const std::string& slug) {
  return std::ranges::find(slugs, slug) != slugs.end();
}

void remove_jobs(Transaction& tx, BoothId booth) {
  tx.run("DELETE FROM job WHERE booth_id = $1", booth);
}

}  // namespace

Upserted upsert(Transaction& tx, const BoothImport& import) {
  const auto known = find(tx, import.slug);
  const BoothId id = known.value_or(new_id<BoothId>());
  const auto card_before = known ? find_card(tx, id) : std::nullopt;
  const auto page_before = known ? find_page(tx, import.slug) : std::nullopt;
  const auto position_before = tx.one<std::int64_t>("SELECT hall_position FROM booth WHERE id = $1", id);
  tx.run(
      "INSERT INTO booth (id, slug, hall_id, hall_position, kind, name, sort_name, tagline_de, tagline_en, "
      "text_de, "
      "text_en, sector, town, postcode, employees, website, logo_url, topics, links) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "
      "ON CONFLICT (slug) DO UPDATE SET hall_id = excluded.hall_id, hall_position = excluded.hall_position, "
      "kind = excluded.kind, name = excluded.name, sort_name = excluded.sort_name, tagline_de = "
      "excluded.tagline_de, "
      "tagline_en = excluded.tagline_en, text_de = excluded.text_de, text_en = excluded.text_en, "
      "sector = excluded.sector, town = excluded.town, postcode = excluded.postcode, employees = "
      "excluded.employees, "
      "website = excluded.website, logo_url = excluded.logo_url, topics = excluded.topics, links = "
      "excluded.links",
      id, import.slug, import.hall_id, import.hall_position, import.kind, import.name,
      lower_case(import.name), import.tagline.de, import.tagline.en, import.text.de, import.text.en,
      import.sector, import.town, import.postcode, import.employees, import.website, import.logo_url,
      join_lines(import.topics), join_links(import.links));
  account::ensure_booth(tx, id, import.slug, import.name);
  if (!known) {
    publish_card(tx, id);
    return {.id = id, .change = Change::added};
  }
  const bool has_moved = position_before != import.hall_position;
  if (has_moved || find_card(tx, id) != card_before) publish_card(tx, id);
  const bool is_changed = has_moved || find_page(tx, import.slug) != page_before;
  return {.id = id, .change = is_changed ? Change::updated : Change::unchanged};
}

Change upsert_job(Transaction& tx, const JobImport& import) {
  const auto known = tx.one<JobId, BoothId>("SELECT id, booth_id FROM job WHERE slug = $1", import.slug);
  const JobId id = known ? std::get<JobId>(*known) : new_id<JobId>();
  const auto before = known ? job(tx, std::get<BoothId>(*known), id) : std::nullopt;
  const auto company = place(tx, import.booth_id);
  tx.run(
      "INSERT INTO job (id, slug, booth_id, title_de, title_en, field, kind, town, postcode, remote, "
      "pay_min, pay_max, "
      "pay_unit, entry, text_de, text_en, search) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
      "ON CONFLICT (slug) DO UPDATE SET booth_id = excluded.booth_id, title_de = excluded.title_de, "
      "title_en = excluded.title_en, field = excluded.field, kind = excluded.kind, town = excluded.town, "
      "postcode = excluded.postcode, remote = excluded.remote, pay_min = excluded.pay_min, pay_max = "
      "excluded.pay_max, "
      "pay_unit = excluded.pay_unit, entry = excluded.entry, text_de = excluded.text_de, text_en = "
      "excluded.text_en, "
      "search = excluded.search",
      id, import.slug, import.booth_id, import.title.de, import.title.en, import.field, import.kind,
      import.town, import.postcode, import.remote, import.pay_min, import.pay_max, import.pay_unit,
      import.entry, import.text.de, import.text.en, search_text(import, company ? company->name : ""));
  if (!known) return Change::added;
  return job(tx, import.booth_id, id) == before ? Change::unchanged : Change::updated;
}

std::vector<BoothId> find_missing(Transaction& tx, std::span<const std::string> booth_slugs) {
  std::vector<BoothId> missing;
  for (const auto& [id, slug] : tx.all<BoothId, std::string>("SELECT id, slug FROM booth ORDER BY id")) {
    if (!contains(booth_slugs, slug)) missing.push_back(id);
  }
  return missing;
}

Removed remove_missing(Transaction& tx, std::span<const std::string> booth_slugs,
                       std::span<const std::string> job_slugs) {
  Removed removed;
  for (const auto& slug : tx.all<std::string>("SELECT slug FROM job")) {
    if (contains(job_slugs, slug)) continue;
    tx.run("DELETE FROM job WHERE slug = $1", slug);
    ++removed.jobs;
  }
  for (const BoothId id : find_missing(tx, booth_slugs)) {
    remove_jobs(tx, id);
    account::remove_booth(tx, id);
    tx.run("DELETE FROM booth WHERE id = $1", id);
    tx.publish(protocol::HallStream::name(), protocol::booth::RemovedEvent{.booth_id = id});
    ++removed.booths;
  }
  return removed;
}

void publish_job_counts(Transaction& tx) {
  const auto changed = tx.all<BoothId>(
      "UPDATE booth SET job_count = (SELECT COUNT(*) FROM job WHERE job.booth_id = booth.id) "
      "WHERE job_count <> (SELECT COUNT(*) FROM job WHERE job.booth_id = booth.id) RETURNING id");
  for (const BoothId booth : changed) publish_card(tx, booth);
}

}  // namespace stollen::booth
