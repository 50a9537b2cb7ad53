#include "server/features/fair/fair_store.hpp"

#include <tuple>

#include "protocol/generated/cpp/streams.hpp"
#include "server/core/new_id.hpp"
#include "server/features/fair/fair_rules.hpp"
#include "server/mail/address_form.hpp"

namespace stollen::fair {
namespace {

using protocol::LocalText;
using protocol::Timestamp;
using Text = std::string;
using MaybeText = std::optional<std::string>;

std::vector<protocol::Hall> stored_halls(Transaction& tx) {
  std::vector<protocol::Hall> halls;
  for (auto& [id, slug, title_de, title_en, about_de, about_en] :
       tx.all<protocol::HallId, Text, Text, MaybeText, Text, MaybeText>(
           "SELECT id, slug, title_de, title_en, about_de, about_en FROM hall WHERE position > 0 "
           "ORDER BY position, slug")) {
    halls.push_back({.hall_id = id,
                     .slug = std::move(slug),
                     .title = {std::move(title_de), std::move(title_en)},
                     .about = {std::move(about_de), std::move(about_en)}});
  }
  return halls;
}

std::vector<protocol::ProgrammeItem> stored_programme(Transaction& tx) {
  std::vector<protocol::ProgrammeItem> items;
  for (auto& [slug, starts_at, minutes, title_de, title_en, about_de, about_en, place, booth_slug] :
       tx.all<Text, Timestamp, std::int64_t, Text, MaybeText, Text, MaybeText, Text, MaybeText>(
           "SELECT slug, starts_at, minutes, title_de, title_en, about_de, about_en, place, booth_slug "
           "FROM programme_item ORDER BY starts_at, slug")) {
    items.push_back({.slug = std::move(slug),
                     .starts_at = starts_at,
                     .minutes = minutes,
                     .title = {std::move(title_de), std::move(title_en)},
                     .about = {std::move(about_de), std::move(about_en)},
                     .place = std::move(place),
                     .booth_slug = std::move(booth_slug)});
  }
  return items;
}

/// Halls that are gone keep their row with position 0 until drop_unused_halls: booths may still stand there.
void store_halls(Transaction& tx, const std::vector<protocol::Hall>& halls) {
  tx.run("UPDATE hall SET position = 0");
  int position = 0;
  for (const protocol::Hall& hall : halls) {
    tx.run(
        "INSERT INTO hall (id, slug, position, title_de, title_en, about_de, about_en) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (slug) DO UPDATE SET position = excluded.position, title_de = excluded.title_de, "
        "title_en = excluded.title_en, about_de = excluded.about_de, about_en = excluded.about_en",
        new_id<protocol::HallId>(), hall.slug, ++position, hall.title.de, hall.title.en, hall.about.de,
        hall.about.en);
  }
}

void store_programme(Transaction& tx, const std::vector<protocol::ProgrammeItem>& items) {
  tx.run("DELETE FROM programme_item");
  for (const protocol::ProgrammeItem& item : items) {
    tx.run(
        "INSERT INTO programme_item (slug, starts_at, minutes, title_de, title_en, about_de, about_en, "
        "place, "
        "booth_slug) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        item.slug, item.starts_at, item.minutes, item.title.de, item.title.en, item.about.de, item.about.en,
        item.place, item.booth_slug);
  }
}

void store_topics(Transaction& tx, const std::vector<protocol::WelcomeTopic>& topics) {
  tx.run("DELETE FROM welcome_topic");
  int position = 0;
  for (const protocol::WelcomeTopic& topic : topics) {
    tx.run(
        "INSERT INTO welcome_topic (slug, position, title_de, title_en, text_de, text_en, booth_slug, "
        "link_label, link_url) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        topic.slug, ++position, topic.title.de, topic.title.en, topic.text.de, topic.text.en,
        topic.booth_slug, topic.link_label, topic.link_url);
  }
}

void store_phase_dates(Transaction& tx, const std::vector<protocol::PhaseDate>& phases) {
  tx.run("DELETE FROM fair_phase");
  for (const protocol::PhaseDate& date : phases) {
    tx.run("INSERT INTO fair_phase (phase, starts_at) VALUES ($1, $2)", to_text(date.phase), date.starts_at);
  }
}

}  // namespace

std::optional<protocol::Phase> stored_phase(Transaction& tx) {
  const auto text = tx.one<Text>("SELECT phase FROM fair");
  if (!text) return std::nullopt;
  return protocol::from_text<protocol::Phase>(*text);
}

void store_phase(Transaction& tx, protocol::Phase phase) {
  tx.run("UPDATE fair SET phase = $1", to_text(phase));
}

std::vector<protocol::PhaseDate> stored_phase_dates(Transaction& tx) {
  std::vector<protocol::PhaseDate> dates;
  for (auto& [phase, starts_at] :
       tx.all<Text, Timestamp>("SELECT phase, starts_at FROM fair_phase ORDER BY starts_at, phase")) {
    if (const auto known = protocol::from_text<protocol::Phase>(phase)) dates.push_back({*known, starts_at});
  }
  return dates;
}

protocol::Phase phase_at(Transaction& tx, Timestamp at) {
  return phase_at(stored_phase_dates(tx), at);
}

std::string zone(Transaction& tx) {
  return tx.one<Text>("SELECT zone FROM fair").value_or("UTC");
}

std::string contact_email(Transaction& tx) {
  return tx.one<Text>("SELECT contact_email FROM fair").value_or("");
}

std::optional<protocol::Timestamp> demo_dates_from(Transaction& tx) {
  return tx.one<Timestamp>("SELECT dates_from FROM fair WHERE is_demo = 1 AND dates_from IS NOT NULL");
}

void shift_dates(Transaction& tx, std::chrono::milliseconds by) {
  tx.run("UPDATE fair_phase SET starts_at = starts_at + $1", by.count());
  tx.run("UPDATE programme_item SET starts_at = starts_at + $1", by.count());
  tx.run("UPDATE fair SET dates_from = dates_from + $1", by.count());
}

std::vector<protocol::WelcomeTopic> stored_topics(Transaction& tx) {
  std::vector<protocol::WelcomeTopic> topics;
  for (auto& [slug, title_de, title_en, text_de, text_en, booth_slug, link_label, link_url] :
       tx.all<Text, Text, MaybeText, Text, MaybeText, MaybeText, MaybeText, MaybeText>(
           "SELECT slug, title_de, title_en, text_de, text_en, booth_slug, link_label, link_url "
           "FROM welcome_topic ORDER BY position")) {
    topics.push_back({.slug = std::move(slug),
                      .title = {std::move(title_de), std::move(title_en)},
                      .text = {std::move(text_de), std::move(text_en)},
                      .booth_slug = std::move(booth_slug),
                      .link_label = std::move(link_label),
                      .link_url = std::move(link_url)});
  }
  return topics;
}

std::optional<protocol::FairSnapshot> read_fair(Transaction& tx, bool shows_mail) {
  auto row = tx.one<Text, Text, MaybeText, Text, MaybeText, Text, Text, Text, Text, Text, bool>(
      "SELECT slug, title_de, title_en, claim_de, claim_en, organiser, contact_email, zone, address_form, "
      "phase, is_demo FROM fair");
  if (!row) return std::nullopt;
  auto& [slug, title_de, title_en, claim_de, claim_en, organiser, contact, zone, address_form, phase,
         is_demo] = *row;
  protocol::FairSnapshot fair{
      .slug = std::move(slug),
      .title = {std::move(title_de), std::move(title_en)},
      .claim = {std::move(claim_de), std::move(claim_en)},
      .organiser = std::move(organiser),
      .contact_email = std::move(contact),
      .zone = std::move(zone),
      .address_form = std::move(address_form),
      .phase = protocol::from_text<protocol::Phase>(phase).value_or(protocol::Phase::before),
      .phases = stored_phase_dates(tx),
      .theme = {},
      .halls = stored_halls(tx),
      .programme = stored_programme(tx),
      .is_demo = is_demo,
      .shows_mail = shows_mail};
  auto theme = tx.one<MaybeText, MaybeText, MaybeText, MaybeText>(
      "SELECT accent, accent_dark, logo_url, hero_url FROM fair");
  std::tie(fair.theme.accent, fair.theme.accent_dark, fair.theme.logo_url, fair.theme.hero_url) =
      std::move(*theme);
  return fair;
}

bool import_fair(Transaction& tx, const FairImport& fair, bool shows_mail) {
  const auto before = read_fair(tx, shows_mail);
  const auto topics_before = stored_topics(tx);
  // Once there is a fair, its phase is moved by the clockwork alone, so that every change is an event.
  const auto phase = before ? before->phase : phase_at(fair.phases, tx.now());
  tx.run("DELETE FROM fair");
  tx.run(
      "INSERT INTO fair (only_one, slug, title_de, title_en, claim_de, claim_en, organiser, contact_email, "
      "zone, "
      "address_form, accent, accent_dark, logo_url, hero_url, phase, is_demo, dates_from) "
      "VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
      fair.slug, fair.title.de, fair.title.en, fair.claim.de, fair.claim.en, fair.organiser,
      fair.contact_email, fair.zone, fair.address_form, fair.theme.accent, fair.theme.accent_dark,
      fair.theme.logo_url, fair.theme.hero_url, to_text(phase), fair.is_demo, fair.dates_from);
  mail::keep_address_form(tx, fair.address_form == "du");
  store_phase_dates(tx, fair.phases);
  store_halls(tx, fair.halls);
  store_programme(tx, fair.programme);
  store_topics(tx, fair.topics);
  const auto after = read_fair(tx, shows_mail);
  const bool is_changed = before != after || topics_before != fair.topics;
  if (is_changed) tx.publish(protocol::FairStream::name(), protocol::fair::ChangedEvent{.fair = *after});
  return is_changed;
}

void drop_unused_halls(Transaction& tx) {
  tx.run("DELETE FROM hall WHERE position = 0");
}

std::optional<protocol::HallId> find_hall(Transaction& tx, std::string_view slug) {
  return tx.one<protocol::HallId>("SELECT id FROM hall WHERE slug = $1 AND position > 0", slug);
}

}  // namespace stollen::fair
