#include "server/import/csv.hpp"

#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"

using stollen::import::CsvTable;
using stollen::import::Fault;
using stollen::tests::Lines;

namespace {

/// Reads a file of the columns `slug,name` and, if it likes, `town`.
struct Reading {
  explicit Reading(std::string_view text) {
    std::vector<Fault> found;
    stollen::import::parse_csv(text, "x.csv", {"slug", "name"}, {"town"}, table, found);
    for (const auto& fault : found) faults.push_back(fault.text());
  }
  [[nodiscard]] std::string cell(std::size_t row, std::string_view column) const {
    return std::string(table.rows.at(row).cell(column));
  }

  CsvTable table;
  Lines faults;
};

}  // namespace

TEST_CASE("cells are found by the header's names, in any order of the columns") {
  const Reading csv("town,slug,name\nAue,a,Anton\n,b,Berta\n");
  CHECK(csv.faults == Lines{});
  REQUIRE(csv.table.rows.size() == 2);
  CHECK(csv.cell(0, "name") == "Anton");
  CHECK(csv.cell(0, "town") == "Aue");
  CHECK(csv.cell(1, "town") == "");
  CHECK(csv.table.rows[0].column_number("name") == 3);
  CHECK(csv.table.rows[1].line() == 3);
}

TEST_CASE("an optional column may be left out") {
  const Reading csv("slug,name\na,Anton\n");
  CHECK(csv.faults == Lines{});
  CHECK(csv.cell(0, "town") == "");
  CHECK(csv.table.rows[0].column_number("town") == 0);
}

TEST_CASE("quotes keep commas, line breaks and quotes, and lines are counted on") {
  const Reading csv("slug,name\na,\"Meyer, \"\"Holz\"\"\nund Sohn\"\nb,Berta\n");
  CHECK(csv.faults == Lines{});
  REQUIRE(csv.table.rows.size() == 2);
  CHECK(csv.cell(0, "name") == "Meyer, \"Holz\"\nund Sohn");
  CHECK(csv.table.rows[0].line() == 2);
  CHECK(csv.table.rows[1].line() == 4);
}

TEST_CASE("what spreadsheets write is read: CRLF, a byte order mark, no last line break, empty lines") {
  const Reading csv("\xEF\xBB\xBFslug,name\r\na,Anton\r\n\r\n  \r\nb, Berta ");
  CHECK(csv.faults == Lines{});
  REQUIRE(csv.table.rows.size() == 2);
  CHECK(csv.cell(0, "name") == "Anton");
  CHECK(csv.cell(1, "name") == "Berta");
  CHECK(csv.table.rows[1].line() == 5);
}

TEST_CASE("a header alone is a file without rows") {
  const Reading csv("slug,name\n");
  CHECK(csv.faults == Lines{});
  CHECK(csv.table.rows.empty());
}

TEST_CASE("a row with too many or too few cells is named and left out, the others are read") {
  const Reading csv("slug,name\na,Meyer, Holz\nb\nc,Cäsar\n");
  CHECK(
      csv.faults ==
      Lines{
          "x.csv:2: the row has 3 cells, the header has 2; put cells that contain commas in double quotes",
          "x.csv:3: the row has 1 cells, the header has 2; put cells that contain commas in double quotes"});
  REQUIRE(csv.table.rows.size() == 1);
  CHECK(csv.cell(0, "slug") == "c");
}

TEST_CASE("a quote that does not end is named by the line in which it begins") {
  const Reading csv("slug,name\na,Anton\nb,\"Berta\nc,Cäsar\n");
  CHECK(csv.faults == Lines{"x.csv:3: a quoted cell that begins in this row does not end"});
}

TEST_CASE("quotes inside a quoted cell must be doubled, since the cell would end there otherwise") {
  const Lines wanted{
      "x.csv:2: a quoted cell ends in front of a comma; quotes inside of it are written twice"};
  CHECK(Reading("slug,name\na,\"Er sagte \"Hallo\" zu mir\"\nb,Berta\n").faults == wanted);
  CHECK(Reading("slug,name\n\"a\"b,Anton\n").faults == wanted);
  CHECK(Reading("slug,name\n\"a\" , \"Anton\" \r\n").faults == Lines{});
  CHECK(Reading("slug,\"name").faults ==
        Lines{"x.csv:1: a quoted cell that begins in this row does not end"});
}

TEST_CASE("a header must have the columns that are needed, each once, and no others") {
  CHECK(Reading("slug,nmae\n").faults ==
        Lines{"x.csv:1:2: nmae: unknown column", "x.csv:1: name: this column is missing in the header"});
  CHECK(Reading("slug,name,slug\n").faults == Lines{"x.csv:1:3: slug: this column appears twice"});
  CHECK(Reading("").faults.size() == 3);
}

TEST_CASE("rows below a wrong header are not read, since their cells have no names") {
  CHECK(Reading("slug\na\n").table.rows.empty());
}

TEST_CASE("a file that is not UTF-8 is refused with a way out") {
  const Lines wanted{"x.csv: the file is not UTF-8; save it as \"CSV UTF-8\""};
  CHECK(Reading("slug,name\na,M\xFCller\n").faults == wanted);
  CHECK(Reading("slug,name\na,\xED\xA0\x80\n").faults == wanted);  // a surrogate
  CHECK(Reading("slug,name\na,\xC0\xAF\n").faults == wanted);      // an overlong form
  CHECK(Reading("slug,name\na,abc\xE2\x82").faults == wanted);     // cut off
}

TEST_CASE("a fault names as much of its place as is known") {
  CHECK(Fault{"jobs.csv", 12, 9, "pay_min", "must be a whole number"}.text() ==
        "jobs.csv:12:9: pay_min: must be a whole number");
  CHECK(Fault{"jobs.csv", 12, 0, "", "is short"}.text() == "jobs.csv:12: is short");
  CHECK(Fault{"jobs.csv", 0, 0, "", "the file is missing"}.text() == "jobs.csv: the file is missing");
}
