// The parts of the network side that need no socket.
#include <array>

#include "server/net/address.hpp"
#include "server/net/frame_meter.hpp"
#include "server/net/http_reader.hpp"
#include "server/net/origin.hpp"
#include "server/net/outbox.hpp"
#include "server/net/site.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wire_client.hpp"

using namespace stollen::net;
using stollen::realtime::FrameClass;
using stollen::realtime::FrameRef;
using stollen::tests::client_frame;

TEST_CASE("addresses and networks are read, and IPv4 is the same through a dual-stack socket") {
  CHECK(Address::parse("127.0.0.1") == Address::parse("::ffff:127.0.0.1"));
  CHECK(Address::parse("[::1]")->is_loopback());
  CHECK_FALSE(Address::parse("1.2.3").has_value());
  CHECK(Address::parse("10.1.2.3")->text() == "10.1.2.3");
  CHECK(Address::parse("2001:db8::1")->counting_key() == Address::parse("2001:db8::ffff")->counting_key());
  const auto block = AddressBlock::parse("10.0.0.0/9");
  REQUIRE(block);
  CHECK(block->contains(*Address::parse("10.127.255.255")));
  CHECK_FALSE(block->contains(*Address::parse("10.128.0.0")));
  CHECK_FALSE(AddressBlock::parse("10.0.0.0/33").has_value());
  CHECK_FALSE(AddressBlock::parse("10.0.0.0/x").has_value());
}

TEST_CASE("empty lines before a request are passed over, whether they come at once or one by one") {
  const std::string request = "\r\n\r\n\r\nGET /x HTTP/1.1\r\nHost: fair\r\n\r\n";
  std::string at_once = request;
  HttpReader reader({});
  REQUIRE(reader.advance(at_once) == HttpReader::Step::head);
  CHECK(reader.request().path == "/x");

  HttpReader slow({});
  std::string bytes;
  auto step = HttpReader::Step::need_more;
  for (const char c : request) {
    REQUIRE(step == HttpReader::Step::need_more);
    bytes.push_back(c);
    step = slow.advance(bytes);
  }
  REQUIRE(step == HttpReader::Step::head);
  CHECK(slow.request().path == "/x");
}

TEST_CASE("origins are compared exactly") {
  CHECK(origin_of("HTTPS://Messe.Example.org:443/path") == "https://messe.example.org");
  CHECK(origin_of("http://[::1]:8080") == "http://[::1]:8080");
  CHECK_FALSE(origin_of("ftp://x").has_value());
  CHECK_FALSE(origin_of("http://").has_value());
  CHECK_FALSE(origin_of("http://user@host").has_value());
  CHECK_FALSE(origin_of("http://host:99999").has_value());
  CHECK_THROWS_WITH(OriginPolicy("messe.example.org", {}), Catch::Matchers::Contains("public_url"));
  CHECK_THROWS_WITH(OriginPolicy("", {"x"}), Catch::Matchers::Contains("allowed_origins"));
}

TEST_CASE("an outbox gives up hints at half, refuses what is durable when full, and keeps what was begun") {
  Outbox outbox({.bytes = 1'000, .frames = 100});
  const FrameRef frame = FrameRef::make(std::string(98, 'x'));  // 100 octets on the wire
  for (int i = 0; i < 5; ++i) CHECK(outbox.push(frame, FrameClass::hint) == Admission::queued);
  CHECK(outbox.push(frame, FrameClass::hint) == Admission::dropped);

  std::array<iovec, 8> parts{};
  REQUIRE(outbox.gather(parts) == 5);
  outbox.consume(50);  // the first frame has begun
  CHECK(outbox.push(frame, FrameClass::durable) == Admission::queued);
  CHECK(outbox.push(frame, FrameClass::durable) == Admission::queued);
  CHECK(outbox.frames() == 3);  // four waiting hints are gone, the begun one is not
  CHECK(outbox.bytes() == 250);
  while (outbox.bytes() + 100 <= 1'000) CHECK(outbox.push(frame, FrameClass::durable) == Admission::queued);
  CHECK(outbox.push(frame, FrameClass::durable) == Admission::full);
  CHECK(outbox.push(frame, FrameClass::control) == Admission::queued);

  CHECK(outbox.push_bytes("farewell") == Admission::queued);
  outbox.discard();
  REQUIRE(outbox.gather(parts) == 2);
  CHECK(parts[0].iov_len == 50);
  CHECK(std::string_view(static_cast<const char*>(parts[1].iov_base), parts[1].iov_len) == "farewell");
  outbox.consume(58);
  CHECK(outbox.empty());
  CHECK(outbox.bytes() == 0);
}

TEST_CASE("one large frame may come on top of little, so that who resumes gets its answer") {
  Outbox outbox({.bytes = 1'000, .frames = 100});
  const FrameRef small = FrameRef::make(std::string(98, 'x'));
  const FrameRef large = FrameRef::make(std::string(50'000, 'x'));
  CHECK(outbox.push(small, FrameClass::durable) == Admission::queued);
  CHECK(outbox.push(large, FrameClass::durable) == Admission::queued);
  CHECK(outbox.push(large, FrameClass::durable) == Admission::full);
  CHECK(outbox.push(small, FrameClass::control) == Admission::full);
}

TEST_CASE("an outbox is bounded in frames, too, and in order over many") {
  Outbox outbox({.bytes = 1'000'000, .frames = 256});
  std::string sent;
  std::string expected;
  std::array<iovec, 7> parts{};
  for (int i = 0; i < 1'000; ++i) {
    const std::string text = std::to_string(i);
    REQUIRE(outbox.push(FrameRef::make(text), FrameClass::durable) == Admission::queued);
    expected += FrameRef::make(text)->wire();
    if (i % 3 != 0) continue;
    const std::size_t count = outbox.gather(parts);
    std::size_t size = 0;
    for (std::size_t p = 0; p < count; ++p) {
      sent.append(static_cast<const char*>(parts.at(p).iov_base), parts.at(p).iov_len);
      size += parts.at(p).iov_len;
    }
    sent.resize(sent.size() - size / 2);  // the kernel took half
    outbox.consume(size - size / 2);
  }
  CHECK(sent == expected.substr(0, sent.size()));
  CHECK(sent.size() + outbox.bytes() == expected.size());
}

TEST_CASE("the meter finds frames wherever the bytes are cut") {
  const std::string wire = client_frame(1, std::string(70'000, 'a')) + client_frame(9, "p") +
                           client_frame(1, "", false) + client_frame(0, std::string(200, 'b')) +
                           client_frame(8, "");
  for (const std::size_t step : {1UL, 2UL, 3UL, 7UL, 1'000UL, 100'000UL}) {
    FrameMeter meter({});
    for (std::size_t at = 0; at < wire.size(); at += step) {
      CHECK_FALSE(meter.saw_close());
      const std::string_view part = std::string_view(wire).substr(at, step);
      REQUIRE(meter.feed(part, {}).verdict == FrameMeter::Verdict::fine);
    }
    CHECK(meter.saw_close());
  }
  FrameMeter meter({});
  const std::string before = client_frame(1, "sound");
  const FrameMeter::Reading reading = meter.feed(before + client_frame(2, "x"), {});
  CHECK(reading.verdict == FrameMeter::Verdict::binary);
  CHECK(reading.sound_bytes == before.size());
}

TEST_CASE("devices have short names") {
  CHECK(device_of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140") ==
        "Edge, Windows");
  CHECK(device_of("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18 Safari/604") == "Safari, iPhone");
  CHECK(device_of("curl/8").empty());
}
