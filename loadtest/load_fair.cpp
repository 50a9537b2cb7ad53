#include "loadtest/load_fair.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace stollen::load {
namespace {

constexpr std::string_view kFair = R"(slug = "lasttest"
title = "Lasttest"
claim = "Viele Leute, viele Räume."
organiser = "stollen-loadtest"
contact_email = "lasttest@load.example"
zone = "Europe/Berlin"
address_form = "Sie"

[phases]
booking = "-1d"
live = "-1h"
after = "+30d"
write_until = "+40d"
purge = "+50d"

[[halls]]
slug = "halle"
title = "Halle"
about = "Ein Stand."
)";

void write(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write {}", file.string()));
}

}  // namespace

void write_load_fair(const std::string& folder, int rooms, int users) {
  const std::filesystem::path path(folder);
  if (std::filesystem::exists(path / "fair.toml"))
    throw std::runtime_error(fmt::format("{} holds a fair already", folder));
  std::filesystem::create_directories(path);
  write(path / "fair.toml", kFair);
  write(path / "exhibitors.csv",
        "slug,kind,hall,name,tagline,text,sector,town,postcode\n"
        "stand,company,halle,Stand GmbH,Ein Stand.,Ein Stand für Lasttests.,Prüfung,Aue,08280\n");
  write(path / "staff.csv", "email,name,booth,role\nstand@load.example,Stand Person,stand,lead\n");
  std::string lines = "slug,title,about\n";
  for (int i = 1; i <= rooms; ++i) lines += fmt::format("raum-{0},Raum {0},Raum für Lasttests.\n", i);
  write(path / "rooms.csv", lines);
  lines = "email,name,role\nmesse@load.example,Messe Person,organiser\n";
  for (int i = 1; i <= users; ++i) lines += fmt::format("last-{0:05}@load.example,Last {0:05},visitor\n", i);
  write(path / "accounts.csv", lines);
}

}  // namespace stollen::load
