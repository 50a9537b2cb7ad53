#include "server/import/import.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <stdexcept>

#include "server/features/appointment/appointment.hpp"
#include "server/features/fair/fair.hpp"

namespace stollen::import {
namespace {

using account::Change;
using storage::Transaction;

/// Whether there was a new one.
bool write_media(const std::filesystem::path& folder, const std::vector<MediaFile>& files) {
  std::filesystem::create_directories(folder);
  bool is_any_new = false;
  for (const MediaFile& file : files) {
    const auto path = folder / file.name;
    if (std::filesystem::exists(path)) continue;  // the name is made from the content
    const auto partial = folder / (file.name + ".partial");
    std::ofstream stream(partial, std::ios::binary);
    stream << file.content;
    stream.close();
    if (!stream) throw std::runtime_error(fmt::format("cannot write {}", partial.string()));
    std::filesystem::rename(partial, path);
    is_any_new = true;
  }
  return is_any_new;
}

class Import {
 public:
  Import(Transaction& tx, const FairFolder& folder, const ImportOptions& options)
      : tx_(tx), folder_(folder), options_(options) {}

  ImportReport run() {
    fair::FairImport fair = folder_.fair;
    fair.is_demo = is_demo();
    report_.fair_changed = fair::import_fair(tx_, fair, options_.shows_mail);
    account::reserve_name(tx_, "fair.organiser", fair.organiser);
    booths();
    staff();
    slots();
    places();
    if (is_demo()) accounts();
    fair::drop_unused_halls(tx_);
    return report_;
  }

 private:
  [[nodiscard]] bool is_demo() const { return !options_.demo_password_hash.empty(); }
  [[nodiscard]] std::optional<std::string> password() const {
    if (!is_demo()) return std::nullopt;
    return options_.demo_password_hash;
  }

  void booths() {
    std::map<std::string, std::pair<protocol::HallId, int>, std::less<>> halls;
    int position = 0;
    for (const auto& hall : folder_.fair.halls)
      halls[hall.slug] = {*fair::find_hall(tx_, hall.slug), ++position};
    std::vector<std::string> booth_slugs, job_slugs;
    for (const auto& [row, hall] : folder_.booths) {
      booth::BoothImport booth = row;
      std::tie(booth.hall_id, booth.hall_position) = halls.at(hall);
      const auto upserted = booth::upsert(tx_, booth);
      report_.booths.count(upserted.change);
      booths_[row.slug] = upserted.id;
      booth_slugs.push_back(row.slug);
    }
    for (const auto& [row, booth_slug] : folder_.jobs) {
      booth::JobImport job = row;
      job.booth_id = booths_.at(booth_slug);
      report_.jobs.count(booth::upsert_job(tx_, job));
      job_slugs.push_back(row.slug);
    }
    for (const auto gone : booth::find_missing(tx_, booth_slugs)) appointment::remove_booth(tx_, gone);
    const auto removed = booth::remove_missing(tx_, booth_slugs, job_slugs);
    report_.booths.removed = removed.booths;
    report_.jobs.removed = removed.jobs;
    booth::publish_job_counts(tx_);
  }

  void staff() {
    for (const auto& [row, booth_slug] : folder_.staff) {
      account::StaffImport member = row;
      member.booth = booths_.at(booth_slug);
      member.password_hash = password();
      report_.staff.count(account::ensure_staff(tx_, member));
    }
  }

  void slots() {
    std::vector<slot::PlannedTime> plan;
    for (const auto& [row, booth_slug, email] : folder_.slots) {
      slot::PlannedTime time = row;
      time.booth_id = booths_.at(booth_slug);
      time.person_id = account::person_with_email(tx_, email).value();
      plan.push_back(std::move(time));
    }
    const auto outcome = slot::follow_plan(tx_, plan);
    report_.slots = {.added = outcome.added, .unchanged = outcome.unchanged, .removed = outcome.removed};
  }

  void places() {
    std::vector<std::string> slugs;
    for (const auto& table : folder_.tables) {
      report_.tables.count(cafe::upsert_table(tx_, table));
      slugs.push_back(table.slug);
    }
    report_.tables.removed = cafe::remove_missing(tx_, slugs);
    for (const auto& room : folder_.rooms) report_.rooms.count(conversation::ensure_room(tx_, room));
  }

  void accounts() {
    for (account::PersonImport person : folder_.accounts) {
      person.password_hash = password();
      report_.accounts.count(account::ensure_person(tx_, person));
    }
    for (int i = 1; i <= options_.demo_guests; ++i) {
      report_.accounts.count(account::ensure_person(tx_, {.email = fmt::format("gast-{:04}@demo.example", i),
                                                          .name = fmt::format("Gast {:04}", i),
                                                          .password_hash = password()}));
    }
  }

  Transaction& tx_;
  const FairFolder& folder_;
  const ImportOptions& options_;
  std::map<std::string, protocol::BoothId, std::less<>> booths_;
  ImportReport report_;
};

}  // namespace

void Tally::count(Change change) {
  switch (change) {
    case Change::added: ++added; break;
    case Change::updated: ++updated; break;
    case Change::unchanged: ++unchanged; break;
  }
}

std::string ImportReport::text() const {
  std::string lines = fmt::format("fair       {}\n", fair_changed ? "changed" : "unchanged");
  const std::pair<std::string_view, const Tally*> kinds[] = {
      {"exhibitors", &booths}, {"jobs", &jobs},   {"staff", &staff},      {"slots", &slots},
      {"tables", &tables},     {"rooms", &rooms}, {"accounts", &accounts}};
  for (const auto& [name, tally] : kinds) {
    lines += fmt::format("{:<10} {} added, {} updated, {} unchanged, {} removed\n", name, tally->added,
                         tally->updated, tally->unchanged, tally->removed);
  }
  return lines;
}

ImportReport import_fair_folder(storage::Database& database, const FairFolder& folder,
                                const ImportOptions& options) {
  const bool has_media = write_media(options.media_folder, folder.media);
  ImportReport report;
  database.write([&](Transaction& tx) {
    report = Import(tx, folder, options).run();
    tx.effects().has_media |= has_media;
  });
  return report;
}

}  // namespace stollen::import
