#include "tests/import/sample_folder.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace stollen::tests {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return content.str();
}

}  // namespace

SampleFolder::SampleFolder() {
  std::filesystem::copy(
      STOLLEN_ROOT "/tests/fair", folder_.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
}

SampleFolder& SampleFolder::replace(const std::string& file, std::string_view from, std::string_view to) {
  std::string content = content_of(path() / file);
  const std::size_t at = content.find(from);
  if (at == std::string::npos) throw std::logic_error(file + " has no " + std::string(from));
  return write(file, content.replace(at, from.size(), to));
}

SampleFolder& SampleFolder::write(const std::string& file, std::string_view content) {
  std::ofstream stream(path() / file, std::ios::binary);
  stream << content;
  if (!stream) throw std::runtime_error("cannot write " + file);
  return *this;
}

SampleFolder& SampleFolder::append(const std::string& file, std::string_view content) {
  return write(file, content_of(path() / file) + std::string(content));
}

SampleFolder& SampleFolder::remove(const std::string& file) {
  if (!std::filesystem::remove(path() / file)) throw std::logic_error("there is no " + file);
  return *this;
}

import::FairFolder SampleFolder::read(std::vector<std::string>& faults) const {
  std::vector<import::Fault> found;
  auto folder = import::read_fair_folder(path(), kReadAt, found);
  for (const auto& fault : found) faults.push_back(fault.text());
  return folder;
}

std::vector<std::string> SampleFolder::faults() const {
  std::vector<std::string> faults;
  (void)read(faults);
  return faults;
}

import::FairFolder SampleFolder::sound() const {
  std::vector<std::string> faults;
  auto folder = read(faults);
  if (!faults.empty()) throw std::logic_error("the folder has faults: " + faults.front());
  return folder;
}

std::vector<std::string> faults_after(const std::string& file, std::string_view from, std::string_view to) {
  SampleFolder folder;
  folder.replace(file, from, to);
  return folder.faults();
}

}  // namespace stollen::tests
