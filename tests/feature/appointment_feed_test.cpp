#include "server/core/sha256.hpp"
#include "tests/calendar/read_calendar.hpp"
#include "tests/feature/booking_desk.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
namespace messages = protocol::appointment;
using Json = nlohmann::json;

namespace {

const std::string kBegin = "https://messe.example/calendar/";

class FeedDesk : public BookingDesk {
 public:
  std::string create(const Caller& person) { return get(person, messages::CreateFeed{}).url; }
  /// What stands at an address of the fair.
  std::optional<realtime::Page> open_page(const std::string& url) {
    const std::string path = url.substr(std::string("https://messe.example").size());
    const auto* kind = registry.find_page(path);
    REQUIRE(kind != nullptr);
    std::optional<realtime::Page> page;
    store->read([&](Transaction& tx) { page = kind->read(tx, path.substr(kind->prefix.size())); });
    return page;
  }
  Json events(const std::string& url) {
    const auto page = open_page(url);
    REQUIRE(page);
    CHECK(page->content_type == "text/calendar; charset=utf-8");
    const Json found = read_calendar(page->body);
    CHECK(found["faults"] == Json::array());
    CHECK(found["icalendar"]["method"] == "PUBLISH");
    return found["icalendar"]["events"];
  }
};

}  // namespace

TEST_CASE("a calendar that follows the address sees every appointment of the fair, called off or not") {
  FeedDesk desk;
  const auto slots = desk.open(desk.lea, {.count = 3});
  const std::string url = desk.create(desk.anna);
  CHECK(url.starts_with(kBegin));
  CHECK(url.ends_with(".ics"));
  CHECK(desk.open_page(url)->body.contains("X-WR-CALNAME:Messe"));
  const auto first = desk.book(desk.anna, slots[0]);
  const auto second = desk.book(desk.anna, slots[1]);
  desk.book(desk.berta, slots[2]);
  desk.get(desk.anna, messages::Cancel{.appointment_id = second.appointment_id});
  const Json events = desk.events(url);
  REQUIRE(events.size() == 2);
  CHECK(events[0]["uid"] == first.appointment_id.text() + "@messe.example");
  CHECK(events[0]["status"] == "CONFIRMED");
  CHECK(events[0]["summary"] == "Holzwerk Aue GmbH: Lea Lang");
  CHECK(events[0]["attendee"].is_null());
  CHECK(events[1]["status"] == "CANCELLED");
  CHECK(events[1]["sequence"] == 1);
  // The member's own shows who comes.
  const Json leas = desk.events(desk.create(desk.lea));
  CHECK(leas.size() == 3);
  CHECK(leas[0]["summary"] == "Anna Weber: Holzwerk Aue GmbH");
  // The next fair begins behind these.
  desk.write([&](Transaction& tx) { tx.run("UPDATE fair_phase SET starts_at = $1", second.starts_at); });
  CHECK(desk.events(url).size() == 1);
}

TEST_CASE("only a hash of the address is kept, a new one ends the old, and revoked is as never made") {
  FeedDesk desk;
  const std::string first = desk.create(desk.anna);
  const std::string secret = first.substr(kBegin.size(), first.size() - kBegin.size() - 4);
  CHECK(secret.size() == 43);
  CHECK_FALSE(desk.everything_stored().contains(secret));
  CHECK(desk.everything_stored().contains(sha256_hex(secret)));
  const std::string bertas = desk.create(desk.berta);
  const std::string second = desk.create(desk.anna);
  CHECK(second != first);
  CHECK_FALSE(desk.open_page(first));
  CHECK(desk.open_page(second));
  desk.get(desk.anna, messages::RevokeFeed{});
  CHECK_FALSE(desk.open_page(second));
  desk.get(desk.anna, messages::RevokeFeed{});
  CHECK(desk.open_page(bertas));
  const std::string hash = sha256_hex(bertas.substr(kBegin.size(), 43));
  for (const std::string& path :
       {std::string(), std::string(".ics"), secret, secret + ".ics", secret + ".txt", hash + ".ics",
        std::string(100'000, 'a') + ".ics", std::string("%00.ics'--")})
    CHECK_FALSE(desk.open_page(kBegin + path));
}

TEST_CASE("a talk that is extended is longer in calendars that look, and nobody gets a letter about it") {
  FeedDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea));
  const std::string url = desk.create(desk.anna);
  const messages::GetEntry wish{.appointment_id = made.appointment_id};
  const auto letters = [&] {
    std::int64_t count = 0;
    desk.store->read(
        [&](Transaction& tx) { count = tx.one<std::int64_t>("SELECT COUNT(*) FROM outgoing_mail").value(); });
    return count;
  };
  const auto entries = [&] {
    std::vector<Json> all;
    for (const std::string& text :
         {desk.get(desk.anna, wish).calendar, desk.get(desk.lea, wish).calendar, desk.open_page(url)->body}) {
      const Json found = read_calendar(text);
      CHECK(found["faults"] == Json::array());
      all.push_back(found["icalendar"]["events"][0]);
      all.push_back(found["vobject"]["events"][0]);
    }
    return all;
  };
  const auto before = entries();
  desk.clock.move(60min);
  desk.fire_timers();
  desk.get(desk.anna, messages::CheckIn{.appointment_id = made.appointment_id});
  desk.get(desk.lea, messages::Begin{.appointment_id = made.appointment_id});
  const auto letters_before = letters();
  CHECK(letters_before > 0);
  desk.get(desk.lea, messages::Extend{.appointment_id = made.appointment_id});
  const auto after = entries();
  for (std::size_t i = 0; i < after.size(); ++i) {
    CHECK(after[i]["uid"] == before[i]["uid"]);
    CHECK(after[i]["start"] == before[i]["start"]);
    CHECK(after[i]["end"].get<std::int64_t>() == before[i]["end"].get<std::int64_t>() + 20 * 60);
    CHECK(after[i]["sequence"].get<int>() == before[i]["sequence"].get<int>() + 1);
  }
  CHECK(letters() == letters_before);
}

TEST_CASE("one appointment as a file, for both sides and nobody else") {
  FeedDesk desk;
  const auto made = desk.book(desk.anna, desk.open_one(desk.lea));
  const messages::GetEntry wish{.appointment_id = made.appointment_id};
  const auto summary = [&](const Caller& person) {
    const Json found = read_calendar(desk.get(person, wish).calendar);
    CHECK(found["faults"] == Json::array());
    CHECK(found["vobject"]["method"] == "PUBLISH");
    CHECK(found["vobject"]["events"][0]["uid"] == made.appointment_id.text() + "@messe.example");
    return found["vobject"]["events"][0]["summary"].get<std::string>();
  };
  CHECK(summary(desk.anna) == "Holzwerk Aue GmbH: Lea Lang");
  CHECK(summary(desk.lea) == "Anna Weber: Holzwerk Aue GmbH");
  CHECK(summary(desk.olga) == "Anna Weber: Holzwerk Aue GmbH");
  CHECK(desk.outcome(desk.berta, wish) == "session.not_found");
  CHECK(desk.outcome(desk.otto, wish) == "session.not_found");
  CHECK(desk.outcome(desk.anna, messages::GetEntry{.appointment_id = new_id<protocol::AppointmentId>()}) ==
        "session.not_found");
}
