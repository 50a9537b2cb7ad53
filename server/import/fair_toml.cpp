// fair.toml: the fair itself, its look, its phases and halls.
#include <toml++/toml.h>

#include <array>
#include <sstream>
#include <utility>

#include "protocol/cpp/utf8.hpp"
#include "server/import/local_time.hpp"
#include "server/import/reader.hpp"

namespace stollen::import {
namespace {

const std::string kFile = "fair.toml";

class Toml {
 public:
  explicit Toml(Reader& reader) : reader_(reader) {}

  void wrong(const toml::node* node, std::string_view key, std::string message) {
    Fault fault{kFile, 0, 0, std::string(key), std::move(message)};
    if (node != nullptr) {
      fault.line = node->source().begin.line;
      fault.column = node->source().begin.column;
    }
    reader_.fault(std::move(fault));
  }

  std::string text(const toml::table& table, std::string_view key, std::size_t longest,
                   bool is_required = true) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (is_required) wrong(&table, key, "is missing");
      return {};
    }
    const auto value = node->value<std::string>();
    if (!node->is_string() || !value) {
      wrong(node, key, "must be a text in quotes");
      return {};
    }
    if (is_required && value->empty()) wrong(node, key, "must not be empty");
    if (protocol::utf8_length(*value) > longest)
      wrong(node, key, fmt::format("at most {} characters fit", longest));
    return *value;
  }

  std::optional<std::string> maybe(const toml::table& table, std::string_view key, std::size_t longest) {
    std::string value = text(table, key, longest, false);
    if (value.empty()) return std::nullopt;
    return value;
  }

  protocol::LocalText local(const toml::table& table, std::string_view key, std::size_t longest) {
    return {text(table, key, longest), maybe(table, std::string(key) + "_en", longest)};
  }

  void only(const toml::table& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
        wrong(&node, key.str(), "unknown key");
    }
  }

  std::optional<std::string> picture(const toml::table& table, std::string_view key) {
    const auto path = maybe(table, key, 200);
    if (!path) return std::nullopt;
    const auto place = table.get(key)->source().begin;
    return reader_.media(*path, {kFile, place.line, place.column, std::string(key), ""});
  }

  std::optional<std::string> colour(const toml::table& table, std::string_view key) {
    auto value = maybe(table, key, 7);
    if (value && !is_colour(*value)) wrong(table.get(key), key, "must be a colour such as #8a3b12");
    return value;
  }

 private:
  Reader& reader_;
};

void read_phases(Toml& toml, const toml::table& root, protocol::Timestamp now, fair::FairImport& fair) {
  constexpr std::array kNames{
      std::pair{"booking", protocol::Phase::booking}, std::pair{"live", protocol::Phase::live},
      std::pair{"after", protocol::Phase::after}, std::pair{"write_until", protocol::Phase::read_only},
      std::pair{"purge", protocol::Phase::over}};
  const toml::table* table = root["phases"].as_table();
  if (table == nullptr) return toml.wrong(root.get("phases"), "phases", "the section [phases] is missing");
  toml.only(*table, {"booking", "live", "after", "write_until", "purge"});
  fair.dates_from = now;
  protocol::Timestamp previous{};
  for (const auto& [name, phase] : kNames) {
    const std::string text = toml.text(*table, name, 40);
    if (text.empty()) continue;
    protocol::Timestamp at{};
    if (const auto offset = parse_offset(text)) {
      at = {now.ms + *offset};
    } else if (const auto local = parse_local_time(text, fair.zone)) {
      at = *local;
      fair.dates_from.reset();
    } else {
      toml.wrong(table->get(name), name, local.error());
      continue;
    }
    if (at < previous) toml.wrong(table->get(name), name, "begins before the phase in front of it");
    previous = at;
    fair.phases.push_back({phase, at});
  }
}

void read_halls(Toml& toml, const toml::table& root, fair::FairImport& fair, Slugs& slugs) {
  const toml::array* halls = root["halls"].as_array();
  if (halls == nullptr || halls->empty())
    return toml.wrong(root.get("halls"), "halls", "at least one [[halls]] is needed");
  for (const toml::node& node : *halls) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      toml.wrong(&node, "halls", "must be written as [[halls]]");
      continue;
    }
    toml.only(*table, {"slug", "title", "title_en", "about", "about_en"});
    protocol::Hall hall{.hall_id = {},
                        .slug = toml.text(*table, "slug", 40),
                        .title = toml.local(*table, "title", 120),
                        .about = toml.local(*table, "about", 600)};
    if (!is_slug(hall.slug)) toml.wrong(table->get("slug"), "slug", "must be 1 to 40 of a-z, 0-9 and -");
    if (!slugs.halls.insert(hall.slug).second)
      toml.wrong(table->get("slug"), "slug", "this hall was named before");
    fair.halls.push_back(std::move(hall));
  }
}

}  // namespace

void read_fair_toml(Reader& reader, protocol::Timestamp now, FairFolder& folder, Slugs& slugs) {
  const auto content = reader.read(kFile, true);
  if (!content) return;
  Toml toml(reader);
  toml::table root;
  try {
    root = toml::parse(*content);
  } catch (const toml::parse_error& error) {
    reader.fault({kFile, error.source().begin.line, error.source().begin.column, "",
                  std::string(error.description())});
    return;
  }
  toml.only(root, {"slug", "title", "title_en", "claim", "claim_en", "organiser", "contact_email", "zone",
                   "address_form", "theme", "phases", "halls"});
  fair::FairImport& fair = folder.fair;
  fair.slug = toml.text(root, "slug", 40);
  if (!is_slug(fair.slug)) toml.wrong(root.get("slug"), "slug", "must be 1 to 40 of a-z, 0-9 and -");
  fair.title = toml.local(root, "title", 80);
  fair.claim = toml.local(root, "claim", 160);
  fair.organiser = toml.text(root, "organiser", 120);
  fair.contact_email = toml.text(root, "contact_email", 254);
  if (!account::normalise_email(fair.contact_email)) {
    toml.wrong(root.get("contact_email"), "contact_email", "is no e-mail address");
  }
  fair.zone = toml.text(root, "zone", 64);
  if (!is_known_zone(fair.zone))
    toml.wrong(root.get("zone"), "zone", "is no time zone such as Europe/Berlin");
  fair.address_form = toml.text(root, "address_form", 3);
  if (fair.address_form != "Sie" && fair.address_form != "du") {
    toml.wrong(root.get("address_form"), "address_form", "must be \"Sie\" or \"du\"");
  }
  if (const toml::table* theme = root["theme"].as_table()) {
    toml.only(*theme, {"accent", "accent_dark", "logo", "hero"});
    fair.theme = {.accent = toml.colour(*theme, "accent"),
                  .accent_dark = toml.colour(*theme, "accent_dark"),
                  .logo_url = toml.picture(*theme, "logo"),
                  .hero_url = toml.picture(*theme, "hero")};
  } else if (const toml::node* other = root.get("theme")) {
    toml.wrong(other, "theme", "must be the section [theme]");
  }
  read_phases(toml, root, now, fair);
  read_halls(toml, root, fair, slugs);
}

}  // namespace stollen::import
