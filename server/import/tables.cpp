// The CSV files of a fair folder, one function each.
#include <algorithm>
#include <functional>

#include "server/import/local_time.hpp"
#include "server/import/reader.hpp"

namespace stollen::import {
namespace {

using Columns = std::vector<std::string>;
using Seen = std::set<std::string, std::less<>>;

void for_each_row(Reader& reader, const std::string& file, const Columns& required, const Columns& optional,
                  bool is_required, const std::function<void(Cells&)>& take) {
  const auto text = reader.read(file, is_required);
  if (!text) return;
  CsvTable table;
  parse_csv(*text, file, required, optional, table, reader.faults());
  for (const CsvRow& row : table.rows) {
    Cells cells(reader, file, row);
    take(cells);
  }
}

/// "Label|https://…; Label|https://…"
std::vector<protocol::Link> links(Cells& cells) {
  std::vector<protocol::Link> found;
  for (const std::string& item : cells.list("links", 20, 381)) {
    const std::size_t bar = item.find('|');
    const std::string url = bar == std::string::npos ? "" : item.substr(bar + 1);
    if (!is_safe_link(url)) {
      cells.wrong("links", fmt::format("\"{}\" must read Label|https://…", item));
      continue;
    }
    found.push_back({item.substr(0, bar), url});
  }
  return found;
}

std::string email(Cells& cells) {
  const auto address = account::normalise_email(cells.cell("email"));
  if (!address) cells.wrong("email", fmt::format("\"{}\" is no e-mail address", cells.cell("email")));
  return address.value_or("");
}

std::string postcode(Cells& cells) {
  std::string code = cells.text("postcode", 10);
  const bool is_plain = std::ranges::all_of(
      code, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == ' '; });
  if (!is_plain) cells.wrong("postcode", "must be a postcode such as 09456 (a leading zero belongs to it)");
  return code;
}

/// A local time, or an offset from the live start; nothing when it is told as wrong, or the live start was.
/// With a fixed time the fair's dates do not move any more.
std::optional<protocol::Timestamp> moment(Cells& cells, std::string_view column, FairFolder& folder) {
  const std::string_view cell = cells.cell(column);
  if (const auto offset = parse_offset(cell)) {
    for (const auto& date : folder.fair.phases) {
      if (date.phase == protocol::Phase::live) return protocol::Timestamp{date.starts_at.ms + *offset};
    }
    return std::nullopt;
  }
  const auto local = parse_local_time(cell, folder.fair.zone);
  if (!local) {
    cells.wrong(column, local.error() + ", nor an offset from the live start such as +0:30");
    return std::nullopt;
  }
  folder.fair.dates_from.reset();
  return *local;
}

}  // namespace

void read_exhibitors(Reader& reader, FairFolder& folder, Slugs& slugs) {
  for_each_row(reader, "exhibitors.csv",
               {"slug", "kind", "hall", "name", "tagline", "text", "sector", "town", "postcode"},
               {"tagline_en", "text_en", "employees", "website", "logo", "topics", "links"}, true,
               [&](Cells& cells) {
                 FairFolder::Booth booth;
                 booth.row.slug = cells.slug(slugs.booths);
                 booth.hall = cells.reference("hall", slugs.halls, "hall");
                 booth.row.kind = cells.choice<protocol::BoothKind>("kind");
                 booth.row.name = cells.text("name", 80);
                 booth.row.tagline = cells.local("tagline", 140);
                 booth.row.text = cells.local("text", 4000);
                 booth.row.sector = cells.text("sector", 80);
                 booth.row.town = cells.text("town", 80);
                 booth.row.postcode = postcode(cells);
                 booth.row.employees = cells.number("employees", 0, 10'000'000, false);
                 booth.row.website = cells.link("website");
                 booth.row.logo_url = cells.media("logo");
                 booth.row.topics = cells.list("topics", 20, 80);
                 booth.row.links = links(cells);
                 folder.booths.push_back(std::move(booth));
               });
}

void read_staff(Reader& reader, FairFolder& folder, const Slugs& slugs) {
  Seen seen;
  for_each_row(reader, "staff.csv", {"email", "name", "booth", "role"}, {"position", "languages"}, false,
               [&](Cells& cells) {
                 FairFolder::Staff staff;
                 staff.row.email = email(cells);
                 staff.row.name = cells.text("name", 80);
                 staff.booth = cells.reference("booth", slugs.booths, "exhibitor");
                 staff.row.role = cells.choice<protocol::BoothRole>("role");
                 staff.row.position = cells.text("position", 80, false);
                 staff.row.languages = cells.list("languages", 10, 8);
                 if (!seen.insert(staff.row.email + " " + staff.booth).second) {
                   cells.wrong("email", "this person stands at this booth in an earlier row already");
                 }
                 folder.staff.push_back(std::move(staff));
               });
}

void read_slots(Reader& reader, FairFolder& folder) {
  std::map<std::string, std::int64_t, std::less<>> by_booth;
  for_each_row(reader, "slots.csv", {"booth", "email", "from", "to", "minutes"}, {"buffer", "seats", "title"},
               false, [&](Cells& cells) {
                 FairFolder::Slot slot;
                 slot.booth = cells.cell("booth");
                 slot.email = email(cells);
                 const bool takes_appointments = std::ranges::any_of(folder.staff, [&](const auto& staff) {
                   return staff.booth == slot.booth && staff.row.email == slot.email &&
                          staff.row.role != protocol::BoothRole::handover;
                 });
                 if (!takes_appointments) {
                   cells.wrong("email",
                               fmt::format("staff.csv has nobody with this address who is lead or talk of {}",
                                           slot.booth));
                 }
                 const auto from = moment(cells, "from", folder);
                 const auto to = moment(cells, "to", folder);
                 slot.row.from = from.value_or(protocol::Timestamp{});
                 slot.row.to = to.value_or(protocol::Timestamp{});
                 slot.row.minutes = cells.number("minutes", 5, 240, true).value_or(20);
                 slot.row.buffer_minutes = cells.number("buffer", 0, 60, false).value_or(0);
                 slot.row.seats = cells.number("seats", 1, 30, false).value_or(1);
                 slot.row.title = cells.maybe("title", 80);
                 if (slot.row.minutes % 5 != 0) cells.wrong("minutes", "must be a multiple of 5");
                 if (slot.row.buffer_minutes % 5 != 0) cells.wrong("buffer", "must be a multiple of 5");
                 const std::int64_t length = (slot.row.to.ms - slot.row.from.ms) / 60'000;
                 const bool has_times = from && to;  // else that was told already
                 if (has_times && (length <= 0 || length > 24 * 60)) {
                   cells.wrong("to", "must be later than from, by at most 24 hours");
                 } else if (has_times && (by_booth[slot.booth] +=
                                          length / (slot.row.minutes + slot.row.buffer_minutes) + 1) > 600) {
                   cells.wrong("booth", fmt::format("{} has more than 600 slots", slot.booth));
                 }
                 folder.slots.push_back(std::move(slot));
               });
}

void read_jobs(Reader& reader, FairFolder& folder, const Slugs& slugs) {
  Seen seen;
  for_each_row(reader, "jobs.csv", {"slug", "booth", "title", "field", "kind", "town", "postcode", "text"},
               {"title_en", "remote", "pay_min", "pay_max", "pay_unit", "entry", "text_en"}, false,
               [&](Cells& cells) {
                 FairFolder::Job job;
                 job.row.slug = cells.slug(seen);
                 job.booth = cells.reference("booth", slugs.booths, "exhibitor");
                 job.row.title = cells.local("title", 120);
                 job.row.field = cells.text("field", 80);
                 job.row.kind = cells.choice<protocol::JobKind>("kind");
                 job.row.town = cells.text("town", 80);
                 job.row.postcode = postcode(cells);
                 if (!cells.cell("remote").empty()) job.row.remote = cells.choice<protocol::Remote>("remote");
                 job.row.pay_min = cells.number("pay_min", 0, 10'000'000, false);
                 job.row.pay_max = cells.number("pay_max", 0, 10'000'000, false);
                 if (job.row.pay_min && job.row.pay_max && *job.row.pay_min > *job.row.pay_max) {
                   cells.wrong("pay_max", "is less than pay_min");
                 }
                 if (!cells.cell("pay_unit").empty())
                   job.row.pay_unit = cells.choice<protocol::PayUnit>("pay_unit");
                 job.row.entry = cells.text("entry", 40, false);
                 job.row.text = cells.local("text", 4000);
                 folder.jobs.push_back(std::move(job));
               });
}

void read_tables(Reader& reader, FairFolder& folder) {
  Seen seen;
  for_each_row(reader, "tables.csv", {"slug", "topic", "about", "seats"},
               {"topic_en", "about_en", "town", "host"}, false, [&](Cells& cells) {
                 cafe::TableImport table;
                 table.slug = cells.slug(seen);
                 table.topic = cells.local("topic", 80);
                 table.about = cells.local("about", 600);
                 table.town = cells.text("town", 80, false);
                 table.host = cells.text("host", 80, false);
                 table.seat_count = static_cast<int>(cells.number("seats", 1, 8, true).value_or(8));
                 folder.tables.push_back(std::move(table));
               });
}

void read_rooms(Reader& reader, FairFolder& folder) {
  Seen seen;
  for_each_row(reader, "rooms.csv", {"slug", "title", "about"}, {"title_en", "about_en"}, false,
               [&](Cells& cells) {
                 conversation::RoomImport room;
                 room.slug = cells.slug(seen);
                 room.position = static_cast<int>(folder.rooms.size()) + 1;
                 room.title = cells.local("title", 120);
                 room.about = cells.local("about", 600);
                 folder.rooms.push_back(std::move(room));
               });
}

void read_programme(Reader& reader, FairFolder& folder, const Slugs& slugs) {
  Seen seen;
  for_each_row(reader, "programme.csv", {"slug", "starts", "minutes", "title", "about"},
               {"title_en", "about_en", "place", "booth"}, false, [&](Cells& cells) {
                 protocol::ProgrammeItem item;
                 item.slug = cells.slug(seen);
                 item.starts_at = moment(cells, "starts", folder).value_or(protocol::Timestamp{});
                 item.minutes = cells.number("minutes", 0, 1440, true).value_or(0);
                 item.title = cells.local("title", 120);
                 item.about = cells.local("about", 600);
                 item.place = cells.text("place", 120, false);
                 item.booth_slug = cells.reference("booth", slugs.booths, "exhibitor", false);
                 if (item.booth_slug->empty()) item.booth_slug.reset();
                 folder.fair.programme.push_back(std::move(item));
               });
}

void read_topics(Reader& reader, FairFolder& folder, const Slugs& slugs) {
  Seen seen;
  for_each_row(reader, "topics.csv", {"slug", "title", "text"},
               {"title_en", "text_en", "booth", "link_label", "link_url"}, false, [&](Cells& cells) {
                 protocol::WelcomeTopic topic;
                 topic.slug = cells.slug(seen);
                 topic.title = cells.local("title", 120);
                 topic.text = cells.local("text", 4000);
                 topic.booth_slug = cells.reference("booth", slugs.booths, "exhibitor", false);
                 if (topic.booth_slug->empty()) topic.booth_slug.reset();
                 topic.link_label = cells.maybe("link_label", 120);
                 topic.link_url = cells.link("link_url");
                 folder.fair.topics.push_back(std::move(topic));
               });
}

void read_accounts(Reader& reader, FairFolder& folder) {
  Seen seen;
  for_each_row(reader, "accounts.csv", {"email", "name", "role"}, {"locale"}, false, [&](Cells& cells) {
    account::PersonImport person;
    person.email = email(cells);
    if (!seen.insert(person.email).second)
      cells.wrong("email", "this address stands in an earlier row already");
    person.name = cells.text("name", 80);
    const std::string_view role = cells.cell("role");
    person.is_moderator = role == "moderator";
    person.is_organiser = role == "organiser";
    if (role != "visitor" && !person.is_moderator && !person.is_organiser) {
      cells.wrong("role", fmt::format("\"{}\" is none of visitor, moderator, organiser", role));
    }
    if (!cells.cell("locale").empty()) person.locale = cells.choice<protocol::Locale>("locale");
    folder.accounts.push_back(std::move(person));
  });
}

FairFolder read_fair_folder(const std::filesystem::path& folder, protocol::Timestamp now,
                            std::vector<Fault>& faults) {
  FairFolder fair;
  Reader reader(folder, faults);
  Slugs slugs;
  read_fair_toml(reader, now, fair, slugs);
  read_exhibitors(reader, fair, slugs);
  read_staff(reader, fair, slugs);
  read_jobs(reader, fair, slugs);
  read_tables(reader, fair);
  read_rooms(reader, fair);
  read_programme(reader, fair, slugs);
  read_slots(reader, fair);
  read_topics(reader, fair, slugs);
  read_accounts(reader, fair);
  fair.media = reader.take_media();
  return fair;
}

}  // namespace stollen::import
