#include <algorithm>
#include <set>

#include "server/features/fair/fair.hpp"
#include "tests/import/sample_folder.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;

namespace {

const import::FairFolder& demo() {
  static const import::FairFolder folder = [] {
    std::vector<import::Fault> faults;
    auto read = import::read_fair_folder(STOLLEN_ROOT "/deploy/demo/erzgebirge", kReadAt, faults);
    for (const auto& fault : faults) FAIL_CHECK(fault.text());
    return read;
  }();
  return folder;
}

std::int64_t starts_at(protocol::Phase phase) {
  return std::ranges::find(demo().fair.phases, phase, &protocol::PhaseDate::phase)->starts_at.ms;
}

}  // namespace

TEST_CASE("the demo fair has no fault and the size that it promises") {
  CHECK(demo().booths.size() == 42);
  CHECK(demo().jobs.size() >= 150);
  CHECK(demo().tables.size() == 8);
  CHECK(demo().fair.halls.size() == 3);
  CHECK(demo().fair.programme.size() >= 8);
  CHECK(demo().fair.topics.size() >= 6);
}

TEST_CASE("the demo fair is live whenever it is imported") {
  CHECK(starts_at(protocol::Phase::live) < kReadAt.ms);
  CHECK(starts_at(protocol::Phase::after) > kReadAt.ms);
}

TEST_CASE("every exhibitor of the demo has a logo, somebody who may take talks, and jobs or topics") {
  for (const auto& [booth, hall] : demo().booths) {
    INFO(booth.slug);
    CHECK(booth.logo_url);
    CHECK(std::ranges::any_of(demo().staff, [&](const auto& member) {
      return member.booth == booth.slug && member.row.role != protocol::BoothRole::handover;
    }));
    if (booth.kind == protocol::BoothKind::institution) {
      CHECK_FALSE(booth.topics.empty());
    } else {
      CHECK(std::ranges::any_of(demo().jobs, [&](const auto& job) { return job.booth == booth.slug; }));
    }
  }
}

TEST_CASE(
    "the demo's calendar is full of life: thirty booths and more take appointments after the import, some in "
    "rounds") {
  std::set<std::string> booths;
  std::size_t rounds = 0;
  for (const auto& [time, booth, email] : demo().slots) {
    if (time.to > kReadAt) booths.insert(booth);
    if (time.seats > 1) ++rounds;
  }
  CHECK(booths.size() >= 30);
  CHECK(rounds >= 5);
  CHECK(demo().fair.dates_from);  // all relative, so that they move with the demo
}

TEST_CASE("every job of the demo says what it pays, as a range") {
  for (const auto& [job, booth] : demo().jobs) {
    INFO(job.slug);
    REQUIRE(job.pay_min);
    REQUIRE(job.pay_max);
    CHECK(*job.pay_min <= *job.pay_max);
  }
}

TEST_CASE("nobody of the demo can be reached by mail, and no link leads to somebody else's site") {
  const auto is_invented = [](std::string_view address) {
    return address.ends_with(".example") || address.ends_with("example.org");
  };
  for (const auto& member : demo().staff) CHECK(is_invented(member.row.email));
  for (const auto& person : demo().accounts) CHECK(is_invented(person.email));
  for (const auto& [booth, hall] : demo().booths) {
    if (!booth.website) continue;
    INFO(*booth.website);
    const auto host = booth.website->substr(0, booth.website->find('/', 8));
    CHECK(is_invented(host));
  }
}

TEST_CASE("the demo has somebody of each role") {
  const auto has = [](auto member) { return std::ranges::any_of(demo().accounts, member); };
  CHECK(has(&account::PersonImport::is_organiser));
  CHECK(has(&account::PersonImport::is_moderator));
  CHECK(has([](const auto& person) { return !person.is_organiser && !person.is_moderator; }));
}
