// Any text as a table: what is taken must come back the same after it was written with quotes around every
// cell, and every fault must say where it is.

#include <array>

#include "server/import/csv.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;

const std::string kFile = "rooms.csv";
const std::vector<std::string> kRequired{"slug", "title"};
const std::vector<std::string> kOptional{"about"};

std::string quoted(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

std::string written(const import::CsvTable& table) {
  std::vector<std::string> names(table.columns.size());
  for (const auto& [name, at] : table.columns) names[at] = name;
  std::string text;
  const auto line = [&](const auto& cell_of) {
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : ",") + quoted(cell_of(names[i]));
    text += "\r\n";
  };
  line([](const std::string& name) { return std::string_view(name); });
  for (const import::CsvRow& row : table.rows) {
    line([&](const std::string& name) { return row.cell(name); });
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::array<std::string, 5> seeds{
      "slug,title,about\nfoyer,Foyer,\"Für alle, die \"\"Glück auf\"\" sagen\"\n",
      "\xEF\xBB\xBFtitle,slug\r\n\"Flur\",flur\r\n\r\n\"zwei\nZeilen\", b \r\n",
      "slug,title\na,b,c\n\"d\",\"e\n",
      "title\n",
      "slug,title,slug,colour\n\"a\"x,b\n",
  };
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  import::CsvTable table;
  std::vector<import::Fault> faults;
  parse_csv(text_of(data, size), kFile, kRequired, kOptional, table, faults);
  for (const auto& fault : faults) {
    demand(fault.file == kFile && !fault.message.empty(), "a fault without place or message");
    demand(fault.text().find(fault.message) != std::string::npos, "a fault's text leaves its message out");
  }
  if (!faults.empty()) return 0;
  import::CsvTable again;
  parse_csv(written(table), kFile, kRequired, kOptional, again, faults);
  demand(faults.empty(), "refuses what it took, once it is quoted");
  demand(written(again) == written(table), "changed by being quoted");
  return 0;
}
