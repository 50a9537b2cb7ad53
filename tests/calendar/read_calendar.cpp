#include "tests/calendar/read_calendar.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "tests/support/test_store.hpp"

namespace stollen::tests {

nlohmann::json read_calendar(const std::string& text) {
  const TestFolder folder;
  const std::string file = (folder.path() / "calendar.ics").string();
  std::ofstream(file, std::ios::binary) << text;
  const std::string command = "/usr/bin/python3 " STOLLEN_READ_CALENDAR " " + file;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (pipe == nullptr) throw std::runtime_error("no python3");
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe.get()))
    output.append(buffer.data(), count);
  if (output.empty()) throw std::runtime_error("a parser did not take the file:\n" + text);
  return nlohmann::json::parse(output);
}

}  // namespace stollen::tests
