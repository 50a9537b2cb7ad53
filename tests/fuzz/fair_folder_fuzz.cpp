// A sound fair folder with one file replaced by any text. What the check lets pass must be importable:
// `stollen check` promises that to the organiser, and an import that fails half-way would come too late.

#include <array>
#include <optional>

#include "server/core/log.hpp"
#include "server/import/fair_folder.hpp"
#include "server/import/import.hpp"
#include "server/mail/mail.hpp"
#include "server/realtime/registry.hpp"
#include "tests/fuzz/fuzzing.hpp"
#include "tests/support/test_store.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;

constexpr std::array kFiles{"fair.toml",  "exhibitors.csv", "jobs.csv",  "staff.csv",    "tables.csv",
                            "topics.csv", "programme.csv",  "rooms.csv", "accounts.csv", "media/logo.svg"};
// When relative dates of the folder begin: Saturday, 14 November 2026.
constexpr protocol::Timestamp kReadAt{1'794'650'400'000};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

class Folder {
 public:
  Folder() {
    std::filesystem::copy(
        kOriginal, folder_.path(),
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  }
  void put(std::size_t file, std::string_view content) {
    write(spoilt_, content_of(kOriginal / kFiles.at(spoilt_)));
    write(file, content);
    spoilt_ = file;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  static inline const std::filesystem::path kOriginal = STOLLEN_ROOT "/tests/fair";

 private:
  void write(std::size_t file, std::string_view content) const {
    std::ofstream(folder_.path() / kFiles.at(file), std::ios::binary) << content;
  }
  TestFolder folder_;
  std::size_t spoilt_ = 0;
};

const realtime::Registry& registry() {
  static const auto all = [] {
    auto registry = std::make_unique<realtime::Registry>();
    log::set_level(log::Level::off);
    mail::attach(*registry, {.from = "messe@probe.example"});
    account::attach(*registry, {.public_url = "https://messe.example", .hash_memory_bytes = 8U << 20U});
    fair::attach(*registry, true);
    booth::attach(*registry);
    conversation::attach(*registry);
    cafe::attach(*registry);
    return registry;
  }();
  return *all;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < kFiles.size(); ++i) {
    seeds.push_back(static_cast<char>(i) + content_of(Folder::kOriginal / kFiles.at(i)));
    demand(seeds.back().size() > 1, "a file of the sample is missing");
  }
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Folder folder;
  static const TestFolder media;
  if (size == 0) return 0;
  folder.put(data[0] % kFiles.size(), text_of(data, size).substr(1));
  std::vector<import::Fault> faults;
  const auto read = import::read_fair_folder(folder.path(), kReadAt, faults);
  for (const auto& fault : faults)
    demand(!fault.file.empty() && !fault.message.empty(), "a fault without place");
  if (!faults.empty()) return 0;
  // A store of its own, so that an input alone decides what happens.
  const TestStore store(registry());
  const import::ImportOptions options{
      .media_folder = media.path(), .demo_password_hash = "hash", .demo_guests = 1};
  import::import_fair_folder(*store, read, options);
  const auto again = import::import_fair_folder(*store, read, options);
  demand(again.booths.added + again.booths.updated + again.jobs.added + again.jobs.updated == 0,
         "importing the same folder again changes something");
  return 0;
}
