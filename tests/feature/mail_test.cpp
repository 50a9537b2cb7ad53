#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/feature/house.hpp"
#include "tests/support/catch.hpp"

using namespace stollen;
using namespace stollen::tests;
using namespace std::chrono_literals;
using protocol::MailState;
namespace messages = protocol::mail;

namespace {

/// A real mail server (aiosmtpd) in its own process.
class SmtpSink {
 public:
  explicit SmtpSink(int refused = 0) {
    std::array<int, 2> in{}, out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      for (const int end : {in[0], in[1], out[0], out[1]}) {
        if (end > 2) ::close(end);  // a test started without an input gets its number
      }
      const std::string count = std::to_string(refused);
      execl("/usr/bin/python3", "python3", STOLLEN_SMTP_SINK, "--refuse", count.c_str(), nullptr);
      _exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
    port_ = std::stoi(line());
  }
  ~SmtpSink() {
    ::close(stdin_);  // it ends when nobody holds its input
    ::close(stdout_);
    waitpid(child_, nullptr, 0);
  }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  /// Waits for the next message.
  nlohmann::json message() { return nlohmann::json::parse(line()); }
  /// Whether one has come that nobody has looked at.
  bool has_more() { return !rest_.empty() || is_readable(0ms); }

 private:
  bool is_readable(std::chrono::milliseconds patience) {
    pollfd end{.fd = stdout_, .events = POLLIN, .revents = 0};
    return poll(&end, 1, static_cast<int>(patience.count())) == 1;
  }
  std::string line() {
    while (!rest_.contains('\n')) {
      std::array<char, 4096> buffer{};
      if (!is_readable(20s)) throw std::runtime_error("the mail server is silent");
      const auto count = read(stdout_, buffer.data(), buffer.size());
      if (count <= 0) throw std::runtime_error("the mail server has ended");
      rest_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::size_t end = rest_.find('\n');
    const std::string text = rest_.substr(0, end);
    rest_.erase(0, end + 1);
    return text;
  }

  pid_t child_ = 0;
  int stdin_ = -1, stdout_ = -1, port_ = 0;
  std::string rest_;
};

mail::Settings settings(const std::string& url) {
  return {.smtp_url = url,
          .from = "Messe Erzgebirge <messe@example.org>",
          .requires_tls = false,
          .first_retry = 10ms};
}

void enqueue(House& house, const std::string& to, const std::string& name) {
  house.write([&](Transaction& tx) {
    mail::enqueue(tx, {.to = to,
                       .text = mail::Text::confirm_address,
                       .locale = protocol::Locale::de,
                       .values = {{"name", name}, {"link", "https://messe.example/confirm#abc"}}});
  });
}

/// State and tries of the only mail, when they are as expected, or after a long time.
std::pair<std::string, std::int64_t> wait_for(
    House& house, const std::function<bool(const std::string&, std::int64_t)>& is_it) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  std::pair<std::string, std::int64_t> now;
  do {
    house.store->read([&](Transaction& tx) {
      std::tie(now.first, now.second) =
          tx.one<std::string, std::int64_t>("SELECT state, tries FROM outgoing_mail").value();
    });
    if (is_it(now.first, now.second)) break;
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < end);
  return now;
}

}  // namespace

TEST_CASE("a mail reaches a real server whole: umlauts, links and a hostile name included") {
  House house;
  SmtpSink sink;
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "j\u00F6rg@example.org", "J\u00F6rg <b>\r\nBcc: all@example.org");
  worker.wake();
  const auto message = sink.message();
  CHECK(message["from"] == "messe@example.org");
  CHECK(message["to"] == "j\u00F6rg@example.org");
  CHECK(message["subject"] == "Bitte best\u00E4tigen Sie Ihre E-Mail-Adresse");
  CHECK(message["text"].get<std::string>().contains("https://messe.example/confirm#abc"));
  CHECK(message["text"].get<std::string>().contains("J\u00F6rg <b>  Bcc: all@example.org"));
  CHECK(message["html"].get<std::string>().contains("J\u00F6rg &lt;b&gt;"));
  CHECK_FALSE(message["headers"].get<std::string>().contains("Bcc"));
  CHECK(message["headers"].get<std::string>().contains("Auto-Submitted: auto-generated"));
  CHECK(message["defects"] == 0);
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "sent"; }).first == "sent");
  CHECK(house.mail_to("j\u00F6rg@example.org").empty());  // the text has gone: it carried a personal link
}

TEST_CASE("a mail that is refused for now is sent again, as the same mail") {
  House house;
  SmtpSink sink(2);
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  const auto first = sink.message();
  CHECK(first["refused"] == true);
  wait_for(house, [](const auto&, auto tries) { return tries == 1; });
  house.clock.move(1h);
  worker.wake();
  CHECK(sink.message()["refused"] == true);
  wait_for(house, [](const auto&, auto tries) { return tries == 2; });
  house.clock.move(1h);
  worker.wake();
  const auto last = sink.message();
  CHECK(last["refused"] == false);
  CHECK(last["id"] == first["id"]);
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "sent"; }).first == "sent");
  CHECK_FALSE(sink.has_more());
}

TEST_CASE("a mail is given up after two days") {
  House house;
  SmtpSink sink(100);
  mail::Worker worker(*house.store, house.clock, settings(sink.url()));
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(49h);
  worker.wake();
  CHECK(wait_for(house, [](const auto& state, auto) { return state == "failed"; }).first == "failed");
  CHECK(house.mail_to("anna@example.org").empty());
}

TEST_CASE("without encryption nothing is sent when encryption is demanded") {
  House house;
  SmtpSink sink;
  auto strict = settings(sink.url());
  strict.requires_tls = true;
  mail::Worker worker(*house.store, house.clock, strict);
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  CHECK(wait_for(house, [](const auto&, auto tries) { return tries >= 1; }).first == "queued");
  CHECK_FALSE(sink.has_more());
}

TEST_CASE("a mail server that is not there holds nobody up") {
  House house;
  auto nowhere = settings("smtp://127.0.0.1:1");
  nowhere.first_retry = 1h;
  mail::Worker worker(*house.store, house.clock, nowhere);
  enqueue(house, "anna@example.org", "Anna");
  worker.wake();
  CHECK(wait_for(house, [](const auto&, auto tries) { return tries >= 1; }) ==
        std::pair<std::string, std::int64_t>{"queued", 1});
}

TEST_CASE("without a mail server organisers read the mails, newest first") {
  House house;
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(1s);
  enqueue(house, "berta@example.org", "Berta");
  const auto mails = house.get(house.organiser("Otto Ohm"), messages::ListOutgoing{}).mails;
  REQUIRE(mails.size() == 2);
  CHECK(mails[0].to == "berta@example.org");
  CHECK(mails[0].state == MailState::shown);
  CHECK(mails[0].text.contains("https://messe.example/confirm#abc"));
  CHECK(house.get(house.organiser("Otto Ohm"), messages::ListOutgoing{.limit = 1}).mails.size() == 1);
  CHECK(messages::ListOutgoing::kTraits.roles == protocol::RoleSet{protocol::Role::organiser});
}

TEST_CASE("a mail is only there when its command was committed") {
  House house;
  struct Changed {};
  try {
    house.write([&](Transaction& tx) {
      mail::enqueue(tx, {.to = "anna@example.org",
                         .text = mail::Text::account_exists,
                         .values = {{"name", "Anna"}, {"link", "x"}}});
      throw Changed{};
    });
  } catch (const Changed&) {
    // as a refused command does
  }
  CHECK(house.mail_count("anna@example.org") == 0);
}

TEST_CASE("old mails are forgotten") {
  House house;
  enqueue(house, "anna@example.org", "Anna");
  house.clock.move(13 * 24h);
  house.housekeeping("mail.forget_old");
  CHECK(house.mail_count("anna@example.org") == 1);
  house.clock.move(2 * 24h);
  house.housekeeping("mail.forget_old");
  CHECK(house.mail_count("anna@example.org") == 0);
}
