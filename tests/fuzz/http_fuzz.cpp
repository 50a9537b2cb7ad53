// Any bytes as a client's requests, up to the decision about each of them: the reader must see the same
// requests, however the network cuts them, and no answer may carry a line that the server did not write.

#include <algorithm>
#include <array>

#include "server/net/http_reader.hpp"
#include "server/net/routes.hpp"
#include "server/net/shard_context.hpp"
#include "server/runtime/scheduler.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen;
using namespace stollen::tests;
using net::HttpReader;

constexpr HttpReader::Limits kLimits{.head_bytes = 512, .body_bytes = 256};

/// Deciding asks nobody.
class NobodyToAsk final : public net::Gateway {
 public:
  void authenticate(runtime::Shard& /*shard*/, std::string_view /*token*/, Authenticated /*done*/) override {
    std::abort();
  }
  std::unique_ptr<realtime::Session> open_session(realtime::Peer& /*peer*/, runtime::Shard& /*shard*/,
                                                  realtime::Caller /*caller*/) override {
    std::abort();
  }
  void http_command(runtime::Shard& /*shard*/, realtime::Caller /*caller*/, std::string_view /*name*/,
                    std::string_view /*cid*/, std::string_view /*body*/, Answered /*done*/) override {
    std::abort();
  }
  [[nodiscard]] std::size_t body_bytes(std::string_view /*command*/) const override { std::abort(); }
  [[nodiscard]] bool has_page(std::string_view path) const override { return path.starts_with("/calendar/"); }
  void page(runtime::Shard& /*shard*/, const realtime::Caller& /*caller*/, std::string_view /*path*/,
            PageRead /*done*/) override {
    std::abort();
  }
};

constexpr std::array<net::StaticFile, 2> kPages{{
    {"/index.html", "text/html; charset=utf-8", "1111", false, "<!doctype html>", {}, {}},
    {"/assets/app.js", "text/javascript; charset=utf-8", "2222", true, "let x", "br", "gz"},
}};
constexpr std::array<net::StaticFile, 1> kMedia{
    {{"/logo.svg", "image/svg+xml", "3333", false, "<svg/>", {}, {}}}};

net::Options options() {
  net::Options options;
  options.public_url = "https://fair.example";
  options.hosts = {"fair.example"};
  options.trusted_proxies = {"127.0.0.0/8"};
  options.pages = net::StaticFiles::from_embedded(kPages);
  return options;
}

class House {
 public:
  House() : shard_({}), site_(options()), context_(shard_, places_, site_, nobody_) {
    context_.media = net::StaticFiles::from_embedded(kMedia);
    context_.append_metrics = [](std::string&) {};
  }

  /// What is decided about a request, as text.
  std::string decide(const net::HttpRequest& request) const {
    const auto client = site_.identify(request, *net::Address::parse("127.0.0.1"), false);
    const auto plan = net::plan_request(request, client, context_);
    const std::string head =
        net::head_of(plan.response, {.is_secure = client.is_secure, .keeps_alive = request.keeps_alive});
    demand(is_sound_head(head), "an answer's head has a line that is none");
    return std::to_string(static_cast<int>(plan.kind)) + " " + std::to_string(plan.response.status) + " " +
           std::string(plan.command) + " " + client.address.text() + " " +
           net::device_of(request.header("user-agent"));
  }

 private:
  static bool is_sound_head(std::string_view head) {
    if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n")) return false;
    head.remove_suffix(4);
    if (head.find("\r\n\r\n") != std::string_view::npos) return false;
    return std::ranges::all_of(head, [](char c) { return c == '\r' || c == '\n' || c >= ' '; });
  }

  runtime::Shard shard_;
  runtime::Placement places_{1};
  NobodyToAsk nobody_;
  const net::Site site_;
  net::ShardContext context_;
};

std::string text_of(const net::HttpRequest& request) {
  std::string text = request.method + " " + request.host + " " + request.path + "?" + request.query + " " +
                     std::to_string(request.version) + (request.keeps_alive ? " keeps" : " closes") +
                     (request.has_body ? " body\n" : "\n");
  for (const auto& [name, value] : request.headers) {
    text.append(name).append(": ").append(value).append("\n");
  }
  return text;
}

/// The requests of a connection, as the server comes to see them.
std::vector<std::string> read(std::span<const std::string_view> pieces, const House& house) {
  HttpReader reader(kLimits);
  std::vector<std::string> seen;
  std::string bytes;
  for (const std::string_view piece : pieces) {
    bytes.append(piece);
    for (auto step = reader.advance(bytes); step != HttpReader::Step::need_more;
         step = reader.advance(bytes)) {
      if (step == HttpReader::Step::refused) {
        demand(reader.refusal().status >= 400 && !reader.refusal().reason.empty(), "refused without reason");
        seen.push_back("refused " + std::to_string(reader.refusal().status) + " " +
                       std::string(reader.refusal().reason));
        return seen;
      }
      if (step == HttpReader::Step::head) {
        demand(reader.request().path.starts_with('/'), "took a target that is no path");
        seen.push_back(text_of(reader.request()) + house.decide(reader.request()));
      } else {
        demand(reader.request().body.size() <= kLimits.body_bytes, "took a body above the limit");
        seen.push_back("body " + reader.request().body);
        reader.next();
      }
    }
    demand(bytes.size() < kLimits.head_bytes + 2'048, "keeps more than a head and a chunk's line");
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::string host = "Host: fair.example\r\n";
  const std::string api =
      "POST /api/v1/account.log_in HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n";
  const std::array seeds{
      "\x01GET / HTTP/1.1\r\n" + host +
          "Accept: text/html\r\nUser-Agent: Mozilla/5.0 (X11; Linux) Firefox/128\r\n\r\n",
      "\x03" + api +
          "Content-Length: 2\r\nCookie: a=b; __Host-stollen=abc\r\nOrigin: https://fair.example\r\n\r\n{}",
      "\x05" + api +
          "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n2;x=y\r\n{}\r\n0\r\nA: b\r\n\r\n",
      "\x07GET /socket HTTP/1.1\r\n" + host +
          "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
          "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: jobfair.1\r\nOrigin: "
          "https://fair.example\r\n\r\n",
      "\x09HEAD /media/logo.svg HTTP/1.1\r\n" + host +
          "If-None-Match: W/\"3333\"\r\nX-Forwarded-For: 10.0.0.1, ::1\r\nX-Forwarded-Proto: https\r\n\r\n"
          "GET http://fair.example/assets/app.js?x HTTP/1.1\r\n" +
          host + "Accept-Encoding: gzip;q=0, br\r\n\r\n",
      std::string("\x0B\r\n\r\nGET /metrics HTTP/1.0\r\n\r\n"),
      std::string("\x0DGET /readyz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
  };
  plant_seeds(*argc, *argv, seeds);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const House house;
  if (size == 0) return 0;
  const std::string_view bytes = tests::text_of(data, size).substr(1);
  const std::array whole{bytes};
  auto at_once = read(whole, house);
  auto in_pieces = read(pieces_of(bytes, data[0]), house);
  // A chunk's line that has not ended may be too long to wait for; one that has come at once need not be
  // waited for.
  if (!in_pieces.empty() && in_pieces.back().ends_with("A chunk's head is too long.")) {
    in_pieces.pop_back();
    at_once.resize(std::min(at_once.size(), in_pieces.size()));
  }
  demand(at_once == in_pieces, "the cuts change what is read");
  return 0;
}
