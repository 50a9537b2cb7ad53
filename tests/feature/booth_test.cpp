#include <set>

#include "server/core/new_id.hpp"
#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using protocol::BoothState;
using protocol::Duty;
using protocol::HallStream;
namespace messages = protocol::booth;

namespace {

BoothState state_of(House& house, protocol::BoothId booth) {
  for (const auto& card : house.get(Caller{}, messages::List{}).booths) {
    if (card.booth_id == booth) return card.state;
  }
  throw std::runtime_error("no such booth");
}

messages::SetDuty duty(House& house, Duty duty) {
  return {.booth_id = house.holzwerk, .duty = duty};
}

}  // namespace

TEST_CASE("a booth's page shows card, team and jobs") {
  House house;
  house.staff("Anna Weber", house.holzwerk, protocol::BoothRole::lead);
  const auto booth = house.get(Caller{}, messages::Get{.slug = "holzwerk"}).booth;
  CHECK(booth.card.name == "Holzwerk Aue GmbH");
  CHECK(booth.card.job_count == 1);
  CHECK(booth.card.state == BoothState::unstaffed);
  REQUIRE(booth.team.size() == 1);
  CHECK(booth.team[0].position == "Personal");
  CHECK(booth.team[0].languages == std::vector<std::string>{"de", "en"});
  REQUIRE(booth.jobs.size() == 1);
  CHECK(booth.jobs[0].booth_slug == "holzwerk");
  CHECK(house.outcome(Caller{}, messages::Get{.slug = "gibtsnicht"}) == "session.not_found");
}

TEST_CASE("the hall is what the list says, in the order of names") {
  House house;
  const auto hall = house.snapshot<HallStream>(Caller{}).value();
  CHECK(hall.booths == house.get(Caller{}, messages::List{}).booths);
  REQUIRE(hall.booths.size() == 2);
  CHECK(hall.booths[0].slug == "holzwerk");
}

TEST_CASE("the hall hears when a booth's state changes, and only then") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  const auto berta = house.staff("Berta Kunz", house.holzwerk);
  const auto before = house.head(HallStream::name());
  house.get(anna, duty(house, Duty::free));
  CHECK(state_of(house, house.holzwerk) == BoothState::free);
  house.get(berta, duty(house, Duty::pause));
  house.get(berta, duty(house, Duty::free));
  house.get(berta, duty(house, Duty::free));
  CHECK(house.event_names(HallStream::name(), before) == std::vector<std::string>{"booth.state_changed"});
  house.get(anna, duty(house, Duty::off));
  house.get(berta, duty(house, Duty::pause));
  CHECK(state_of(house, house.holzwerk) == BoothState::pause);
  CHECK(house.head(HallStream::name()) == before + 2);
}

TEST_CASE("nobody sets a duty at a foreign booth") {
  House house;
  CHECK(house.outcome(house.staff("Berta Kunz", house.klinikum), duty(house, Duty::free)) ==
        "session.not_found");
  CHECK(house.outcome(house.staff("Carla Roth", house.klinikum),
                      messages::SetDuty{.booth_id = new_id<protocol::BoothId>()}) == "session.not_found");
}

TEST_CASE("who is gone is off duty, also after a restart") {
  House house;
  const auto anna = house.staff("Anna Weber", house.holzwerk);
  house.get(anna, duty(house, Duty::free));
  house.store->read(
      [&](Transaction& tx) { CHECK(house.registry.watched_people(tx) == std::vector{anna.person_id}); });
  house.absence(anna.person_id);
  CHECK(state_of(house, house.holzwerk) == BoothState::unstaffed);
  CHECK(house.event_names(protocol::BoothStaffStream::name(house.holzwerk)).back() ==
        "conversation.duty_changed");
  house.absence(anna.person_id);
  CHECK(house.effects.events.empty());
}

TEST_CASE("jobs are found by words in any form, field, kind and town") {
  House house;
  house.write([&](Transaction& tx) {
    booth::upsert_job(tx, {.slug = "pflege",
                           .booth_id = house.klinikum,
                           .title = {"Pflegefachkraft", "Nurse"},
                           .field = "Gesundheit",
                           .kind = protocol::JobKind::part_time,
                           .town = "Annaberg-Buchholz"});
    booth::publish_job_counts(tx);
  });
  const auto found = [&](messages::ListJobs command) {
    std::string slugs;
    const auto reply = house.get(Caller{}, command);
    CHECK(reply.total == static_cast<std::int64_t>(reply.jobs.size()));
    CHECK(reply.fields == std::vector<std::string>{"Gesundheit", "Handwerk"});
    for (const auto& job : reply.jobs) slugs += job.slug + " ";
    return slugs;
  };
  CHECK(found({}) == "tischler pflege ");
  CHECK(found({.words = "kueche"}) == "tischler ");
  CHECK(found({.words = "KÜCHE möbel"}) == "tischler ");
  CHECK(found({.words = "möbel nurse"}).empty());
  CHECK(found({.words = "holzwerk aue"}) == "tischler ");
  CHECK(found({.words = "nurse"}) == "pflege ");
  CHECK(found({.words = "%"}).empty());
  CHECK(found({.field = "Handwerk"}) == "tischler ");
  CHECK(found({.kind = protocol::JobKind::part_time}) == "pflege ");
  CHECK(found({.town = "Aue"}) == "tischler ");
}

TEST_CASE("pages of jobs follow each other without gap or repetition") {
  House house;
  house.write([&](Transaction& tx) {
    for (int i = 0; i < 24; ++i)
      booth::upsert_job(tx, {.slug = "job-" + std::to_string(i), .booth_id = house.klinikum, .field = "F"});
  });
  std::set<std::string> slugs;
  std::optional<protocol::JobId> after;
  for (int page = 0; page < 5; ++page) {
    const auto reply = house.get(Caller{}, messages::ListJobs{.after = after, .limit = 5});
    CHECK(reply.total == 25);
    REQUIRE(reply.jobs.size() == 5);
    for (const auto& job : reply.jobs) CHECK(slugs.insert(job.slug).second);
    after = reply.jobs.back().job_id;
  }
  CHECK(house.get(Caller{}, messages::ListJobs{.after = after, .limit = 5}).jobs.empty());
}

TEST_CASE("an import that changes nothing says and publishes nothing") {
  House house;
  const auto hall = house.get(Caller{}, messages::Get{.slug = "holzwerk"}).booth.card.hall_id;
  const auto import = [&](std::string town) {
    account::Change change{};
    house.write([&](Transaction& tx) {
      change =
          booth::upsert(tx, {.slug = "holzwerk", .hall_id = hall, .name = "Holzwerk Aue GmbH", .town = town})
              .change;
      booth::publish_job_counts(tx);
    });
    return change;
  };
  const auto before = house.head(HallStream::name());
  CHECK(import("Aue") == account::Change::unchanged);
  CHECK(house.head(HallStream::name()) == before);
  CHECK(import("Zwickau") == account::Change::updated);
  CHECK(house.event_names(HallStream::name(), before) == std::vector<std::string>{"booth.changed"});
}

TEST_CASE("what an import no longer names is gone from the hall") {
  House house;
  const std::vector<std::string> booths{"klinikum"};
  const auto before = house.head(HallStream::name());
  house.write([&](Transaction& tx) {
    const auto removed = booth::remove_missing(tx, booths, std::vector<std::string>{});
    CHECK(removed.booths == 1);
    CHECK(removed.jobs == 1);
  });
  CHECK(house.event_names(HallStream::name(), before) == std::vector<std::string>{"booth.removed"});
  CHECK(house.snapshot<HallStream>(Caller{})->booths.size() == 1);
  CHECK(house.get(Caller{}, messages::ListJobs{}).jobs.empty());
}
