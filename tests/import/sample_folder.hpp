#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "server/import/fair_folder.hpp"
#include "tests/support/test_store.hpp"

namespace stollen::tests {

/// Saturday, 14 November 2026, 10:00 UTC: when the folders of these tests are read.
inline constexpr protocol::Timestamp kReadAt{1'794'650'400'000};

/// A copy of tests/fair, which has no fault, to be spoilt in one place.
class SampleFolder {
 public:
  SampleFolder();

  /// Replaces a text that must stand in the file.
  SampleFolder& replace(const std::string& file, std::string_view from, std::string_view to);
  SampleFolder& write(const std::string& file, std::string_view content);
  SampleFolder& append(const std::string& file, std::string_view content);
  SampleFolder& remove(const std::string& file);

  [[nodiscard]] import::FairFolder read(std::vector<std::string>& faults) const;
  /// What is told about the folder, one line per fault.
  [[nodiscard]] std::vector<std::string> faults() const;
  /// Of a folder without faults.
  [[nodiscard]] import::FairFolder sound() const;
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TestFolder folder_;
};

/// What is told after this one change.
std::vector<std::string> faults_after(const std::string& file, std::string_view from, std::string_view to);

using Lines = std::vector<std::string>;

}  // namespace stollen::tests
