#include "server/config/settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/catch.hpp"

using namespace stollen;
using config::Source;
using config::Texts;

namespace {

/// A settings file that goes away with the object.
class SettingsFile {
 public:
  explicit SettingsFile(std::string_view content)
      : path_(std::filesystem::temp_directory_path() /
              ("stollen-settings-" + std::to_string(getpid()) + ".toml")) {
    std::ofstream(path_) << content;
  }
  ~SettingsFile() { std::filesystem::remove(path_); }
  SettingsFile(const SettingsFile&) = delete;
  SettingsFile& operator=(const SettingsFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// A variable that goes away with the object.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
};

std::string refusal(std::string_view file_content, const Texts& flags = {}) {
  const SettingsFile file(file_content);
  const auto loaded = config::load(file.path(), flags);
  if (loaded) return "accepted";
  std::string text = loaded.error();
  if (text.starts_with(file.path())) text = "FILE" + text.substr(file.path().size());
  return text;
}
std::string refusal(const Texts& flags) {
  const auto loaded = config::load(std::nullopt, flags);
  return loaded ? "accepted" : loaded.error();
}

}  // namespace

TEST_CASE("a flag beats the environment, which beats the file, which beats the default") {
  CHECK(config::load(std::nullopt, {})->settings.port == 8080);
  CHECK(config::load(std::nullopt, {})->sources.at("port") == Source::default_value);

  const SettingsFile file("port = 1001\nlisten = \"0.0.0.0\"\ncommands_per_second = 2.5\n");
  const auto from_file = config::load(file.path(), {});
  CHECK(from_file->settings.port == 1001);
  CHECK(from_file->settings.listen == "0.0.0.0");
  CHECK(from_file->settings.commands_per_second == 2.5);
  CHECK(from_file->sources.at("port") == Source::file);
  CHECK(from_file->sources.at("data") == Source::default_value);

  const Variable variable("STOLLEN_PORT", "1002");
  CHECK(config::load(file.path(), {})->settings.port == 1002);
  CHECK(config::load(file.path(), {})->sources.at("port") == Source::environment);

  const auto from_flag = config::load(file.path(), {{"port", "1003"}});
  CHECK(from_flag->settings.port == 1003);
  CHECK(from_flag->sources.at("port") == Source::flag);
  CHECK(from_flag->settings.listen == "0.0.0.0");
}

TEST_CASE("a value that is no number or out of range names the setting, the range and where it came from") {
  CHECK(refusal(Texts{{"port", "viele"}}) == "port: \"viele\" is not a number (from flag)");
  CHECK(refusal(Texts{{"port", "80x"}}) == "port: \"80x\" is not a number (from flag)");
  CHECK(refusal(Texts{{"port", ""}}) == "port: \"\" is not a number (from flag)");
  CHECK(refusal(Texts{{"port", "65536"}}) ==
        "port: 65536 is out of range, allowed is 0 to 65535 (from flag)");
  CHECK(refusal(Texts{{"port", "-1"}}) == "port: -1 is out of range, allowed is 0 to 65535 (from flag)");
  CHECK(refusal(Texts{{"port", "99999999999999999999"}}) ==
        "port: \"99999999999999999999\" is not a number (from flag)");
  CHECK(
      refusal(Texts{{"commands_per_second", "nan"}}).starts_with("commands_per_second: nan is out of range"));
  CHECK(refusal("heartbeat_ms = 5\n") ==
        "heartbeat_ms: 5 is out of range, allowed is 100 to 60000 (from file)");
  const Variable variable("STOLLEN_READERS", "0");
  CHECK(refusal(Texts{}) == "readers: 0 is out of range, allowed is 1 to 64 (from environment)");
}

TEST_CASE("every number's limits are accepted and what lies just outside is not") {
  for (const auto& setting : config::all_settings()) {
    if (setting.minimum >= setting.maximum) continue;
    INFO(setting.name);
    const auto load = [&](double value) {
      std::ostringstream text;
      text << std::fixed;
      text.precision(value == static_cast<double>(static_cast<std::int64_t>(value)) ? 0 : 3);
      text << value;
      return config::load(std::nullopt, {{std::string(setting.name), text.str()}});
    };
    CHECK(load(setting.minimum));
    CHECK(load(setting.maximum));
    CHECK_FALSE(load(setting.minimum - 1));
    CHECK_FALSE(load(setting.maximum + 1));
  }
}

TEST_CASE("a file is refused with its line when it has an unknown setting, a wrong type or no TOML") {
  CHECK(refusal("port = 1\nprot = 2\n") == "FILE:2: unknown setting \"prot\"; `stollen config` lists all");
  CHECK(refusal("port = [1]\n") == "FILE:1: port must be a text or a number");
  CHECK(refusal("[port]\nx = 1\n") == "FILE:1: port must be a text or a number");
  CHECK(refusal("port = \n").starts_with("FILE:1: "));
  CHECK(refusal("port = 1.5\n") == "port: \"1.5\" is not a number (from file)");
}

TEST_CASE("a file that is not there is told, not ignored") {
  const auto loaded = config::load("/nowhere/stollen.toml", {});
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().find("/nowhere/stollen.toml") != std::string::npos);
}

TEST_CASE("settings that belong together are checked together") {
  CHECK(refusal(Texts{{"tls_cert", "a.pem"}}) == "tls_cert and tls_key go together: set both or none");
  CHECK(refusal(Texts{{"tls_cert", "a.pem"}, {"tls_key", "b.pem"}}) == "accepted");
  CHECK(refusal(Texts{{"data", ""}}) == "data: must not be empty");
  CHECK(refusal(Texts{{"log_level", "loud"}}) == "log_level: \"loud\" is none of debug, info, warn, error");
  CHECK(refusal(Texts{{"public_url", "messe.example.org"}}) ==
        "public_url: must begin with https:// or http://");
}

TEST_CASE("redis is for servers that share a store, and is an address of Redis") {
  const auto with = [](Texts more) {
    more.emplace("store", "postgres://db/stollen");
    return refusal(more);
  };
  CHECK(with({{"redis", "redis://bus:6379"}}) == "accepted");
  CHECK(with({{"redis", "redis+unix:///run/redis.sock"}}) == "accepted");
  CHECK(with({{"redis", "rediss://bus"}, {"redis_ca", "ca.pem"}}) == "accepted");
  CHECK(refusal(Texts{{"redis", "redis://bus:6379"}}) ==
        "redis: is for servers that share a store; set store to a postgres:// address, or leave redis empty");
  CHECK(with({{"redis", "bus:6379"}}) ==
        "redis: must be empty or begin with redis://, rediss:// or redis+unix://");
  CHECK(with({{"redis", "redis://bus"}, {"redis_ca", "ca.pem"}}) ==
        "redis_ca: is for a redis address that begins with rediss://");
}

TEST_CASE("each setting has a name, a meaning and a default that it accepts itself") {
  std::set<std::string_view> names;
  for (const auto& setting : config::all_settings()) {
    INFO(setting.name);
    CHECK(names.insert(setting.name).second);
    CHECK(setting.about.ends_with('.'));
    CHECK(setting.flag().starts_with("--"));
    CHECK(setting.flag().find('_') == std::string::npos);
    CHECK(setting.environment().starts_with("STOLLEN_"));
  }
  CHECK(names.contains("tls_cert"));
}

TEST_CASE("secrets are not shown, only that there is one") {
  const Variable variable("STOLLEN_SMTP_PASSWORD", "geheim-123");
  const auto text = config::describe(*config::load(std::nullopt, {}));
  CHECK(text.find("geheim-123") == std::string::npos);
  CHECK(text.find("smtp_password = (hidden)") != std::string::npos);
}

TEST_CASE("the settings are described one a line with their sources") {
  const auto text = config::describe(*config::load(std::nullopt, {{"port", "81"}}));
  CHECK(static_cast<std::size_t>(std::ranges::count(text, '\n')) == config::all_settings().size());
  CHECK(text.find("port = 81 ") != std::string::npos);
  CHECK(text.find("# flag\n") != std::string::npos);
}

TEST_CASE("docs/configuration.md is what scripts/generate would write") {
  std::ifstream stream(STOLLEN_ROOT "/docs/configuration.md");
  REQUIRE(stream);
  std::ostringstream page;
  page << stream.rdbuf();
  CHECK(page.str() == config::markdown());
}

TEST_CASE("a list is split at commas and trimmed") {
  CHECK(config::split_list("") == std::vector<std::string>{});
  CHECK(config::split_list(" a , b\t,,c ") == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("a password in an address is not shown either, the rest of it is") {
  const auto shown = [](const std::string& address) {
    const Variable variable("STOLLEN_STORE", address);
    const auto text = config::describe(*config::load(std::nullopt, {}));
    const auto begin = text.find("store = ") + 8;
    return text.substr(begin, text.find(' ', begin) - begin);
  };
  CHECK(shown("postgres://fair:geheim-123@db:5432/stollen") == "postgres://fair:(hidden)@db:5432/stollen");
  CHECK(shown("postgres://fair@db:5432/stollen") == "postgres://fair@db:5432/stollen");
  CHECK(shown("postgres://fair:geheim@123@db/stollen") == "postgres://fair:(hidden)@db/stollen");
  CHECK(shown("postgres://db:5432/a@b") == "postgres://db:5432/a@b");
  const auto with_redis = config::load(
      std::nullopt,
      {{"store", "postgres://db/stollen"}, {"redis", "redis+unix://fair:geheim-123@/run/redis.sock"}});
  CHECK(config::describe(*with_redis).contains("redis = redis+unix://fair:(hidden)@/run/redis.sock "));
  CHECK(refusal(Texts{{"store", "mysql://db/stollen"}}) == "store: must be empty or begin with postgres://");
}
