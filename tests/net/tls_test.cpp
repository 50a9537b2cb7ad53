#include <openssl/ssl.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "tests/net/test_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/test_store.hpp"

using stollen::tests::flood_text;
using stollen::tests::HttpResponse;
using stollen::tests::kUpgradeHeaders;
using stollen::tests::TestServer;
using stollen::tests::WireClient;

namespace net = stollen::net;

namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, FreeContext>;

Context client_context(int lowest, int highest, const char* ciphers = nullptr) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), lowest);
  SSL_CTX_set_max_proto_version(context.get(), highest);
  SSL_CTX_set_security_level(context.get(), 0);  // the client would refuse old versions by itself
  if (ciphers != nullptr) REQUIRE(SSL_CTX_set_cipher_list(context.get(), ciphers) == 1);
  return context;
}

void make_certificate(const std::filesystem::path& folder, const std::string& name) {
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + name +
      " -keyout " + (folder / "key.pem").string() + " -out " + (folder / "cert.pem").string() +
      " 2>/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
}

std::string name_of_server(const WireClient& client) {
  X509* const certificate = SSL_get1_peer_certificate(client.tls());
  if (certificate == nullptr) return {};
  char name[64] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  X509_free(certificate);
  return name;
}

struct SecureServer {
  SecureServer() { make_certificate(folder.path(), "first"); }
  stollen::tests::TestFolder folder;
  std::function<void(net::Options&)> options = [this](net::Options& o) {
    o.tls = net::TlsFiles{(folder.path() / "cert.pem").string(), (folder.path() / "key.pem").string()};
  };
};

}  // namespace

TEST_CASE("TLS 1.3, and 1.2 with forward secrecy and an AEAD, are spoken, and nothing else") {
  const SecureServer secure;
  const TestServer server(secure.options);
  struct Offer {
    const char* what;
    int lowest;
    int highest;
    const char* ciphers;
    bool is_taken;
  };
  const Offer offer =
      GENERATE(Offer{"1.3", TLS1_3_VERSION, TLS1_3_VERSION, nullptr, true},
               Offer{"1.2 AEAD", TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", true},
               Offer{"1.2 ChaCha20", TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305", true},
               Offer{"1.2 CBC", TLS1_2_VERSION, TLS1_2_VERSION,
                     "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA", false},
               Offer{"1.2 CCM", TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-CCM8", false},
               Offer{"1.1", TLS1_1_VERSION, TLS1_1_VERSION, "ALL:@SECLEVEL=0", false},
               Offer{"1.0", TLS1_VERSION, TLS1_VERSION, "ALL:@SECLEVEL=0", false});
  CAPTURE(offer.what);
  const Context context = client_context(offer.lowest, offer.highest, offer.ciphers);
  WireClient client = server.client();
  CHECK(client.start_tls(context.get()) == offer.is_taken);
  if (!offer.is_taken) return;
  const HttpResponse answer = client.get("/healthz");
  CHECK(answer.status == 200);
  CHECK(answer.header("strict-transport-security") == "max-age=31536000; includeSubDomains");
}

TEST_CASE("a socket over TLS carries messages of every size, and floods") {
  const SecureServer secure;
  const TestServer server(secure.options);
  const Context context = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
  WireClient client = server.client();
  REQUIRE(client.start_tls(context.get()));
  std::string headers = kUpgradeHeaders;
  headers.replace(headers.find("http://"), 7, "https://");
  CHECK(client.upgrade(headers).status == 101);
  CHECK(client.frame().payload == "hello 127.0.0.1");
  for (const std::size_t size : {0UL, 1UL, 125UL, 126UL, 16'384UL, 16'385UL, 65'536UL}) {
    client.send_text(std::string(size, 'z'));
    CHECK(client.frame().payload.size() == size);
  }
  client.send_text("flood 200");
  for (int i = 0; i < 200; ++i) CHECK(client.frame().payload == flood_text(i));
  client.send_text("close");
  CHECK(client.closed_with() == 4503);
}

TEST_CASE("a new certificate serves new connections, and open ones go on") {
  const SecureServer secure;
  TestServer server(secure.options);
  const Context context = client_context(TLS1_2_VERSION, TLS1_3_VERSION);
  WireClient before = server.client();
  REQUIRE(before.start_tls(context.get()));
  CHECK(name_of_server(before) == "first");

  make_certificate(secure.folder.path(), "second");
  server.server().reload_tls();
  WireClient after = server.client();
  REQUIRE(after.start_tls(context.get()));
  CHECK(name_of_server(after) == "second");
  CHECK(before.get("/healthz").status == 200);

  // A broken file is named, and changes nothing.
  std::filesystem::remove(secure.folder.path() / "cert.pem");
  CHECK_THROWS_WITH(server.server().reload_tls(), Catch::Matchers::Contains("cert.pem"));
  WireClient still = server.client();
  REQUIRE(still.start_tls(context.get()));
  CHECK(name_of_server(still) == "second");
}

TEST_CASE("a handshake that dawdles is cut off, plain HTTP on the TLS port too") {
  const SecureServer secure;
  const TestServer server([&](net::Options& options) {
    secure.options(options);
    options.limits.handshake = std::chrono::milliseconds(150);
  });
  WireClient silent = server.client();
  CHECK(silent.rest().has_value());
  WireClient plain = server.client();
  plain.send("GET / HTTP/1.1\r\nHost: fair\r\n\r\n");
  CHECK(plain.rest().has_value());
  CHECK(server.figure("tls_handshakes_failed_total") == 2);
}
