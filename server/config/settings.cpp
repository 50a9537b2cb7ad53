#include "server/config/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace stollen::config {
namespace {

using S = Settings;

const Setting kSettings[] = {
    {"data", "Where things are", &S::data, 0, 0, "folder",
     "Database and imported media. Created when missing."},
    {"store", "Where things are", &S::store, 0, 0, "address",
     "Empty: SQLite in the data folder. `postgres://USER:PASSWORD@HOST:PORT/DATABASE`: a PostgreSQL database "
     "(15 or newer, made with `--locale=C --encoding=UTF8`); several servers may share it. A flag is seen by "
     "everybody on the machine: a password stands better in the file, the environment, or where libpq looks "
     "(`~/.pgpass`)."},
    {"redis", "Where things are", &S::redis, 0, 0, "address",
     "Lets several servers on one PostgreSQL store tell each other at once what happens: "
     "`redis://USER:PASSWORD@HOST:PORT`, `rediss://…` for TLS, `redis+unix:///path/to/socket`. Nothing is "
     "kept there, and without it they learn of each other from the store, within two seconds. Two fairs may "
     "share one. About passwords see `store`."},
    {"redis_ca", "Where things are", &S::redis_ca, 0, 0, "file",
     "Certificates (PEM) of those who may vouch for a `rediss://` server. Empty: whom the system trusts."},
    {"listen", "Where things are", &S::listen, 0, 0, "address",
     "Address to listen on; `0.0.0.0` for all of IPv4, `::` for all of IPv6 and IPv4."},
    {"port", "Where things are", &S::port, 0, 65'535, "",
     "TCP port for pages, API and WebSocket; 0 takes any free one."},
    {"public_url", "Where things are", &S::public_url, 0, 0, "URL",
     "Address under which people reach the fair, such as `https://messe.example.org`. Used in mails and as "
     "the exact allowed origin. Empty: the address of the request, for local use."},
    {"allowed_origins", "Where things are", &S::allowed_origins, 0, 0, "list",
     "Further exact origins that may open sockets and send commands, separated by commas."},
    {"trusted_proxies", "Where things are", &S::trusted_proxies, 0, 0, "list",
     "Networks (CIDR) whose X-Forwarded-For and X-Forwarded-Proto are believed. Empty: nobody's."},
    {"web_dir", "Where things are", &S::web_dir, 0, 0, "folder",
     "For development: serve the client from this folder instead of the built-in one."},

    {"tls_cert", "TLS", &S::tls_cert, 0, 0, "file",
     "Certificate chain (PEM). With `tls_key` the server speaks TLS 1.3 and 1.2 itself; SIGHUP reads both "
     "anew."},
    {"tls_key", "TLS", &S::tls_key, 0, 0, "file", "Private key (PEM)."},

    {"smtp_url", "Mail", &S::smtp_url, 0, 0, "URL",
     "Mail server, such as `smtp://mail.example.org:587` or `smtps://…:465`. Empty: nothing is sent, "
     "organisers read outgoing mails on a page."},
    {"smtp_user", "Mail", &S::smtp_user, 0, 0, "", "User name at the mail server."},
    {"smtp_password", "Mail", &S::smtp_password, 0, 0, "", "Password at the mail server."},
    {"smtp_requires_tls", "Mail", &S::smtp_requires_tls, 0, 1, "",
     "1: mail leaves by TLS or not at all; 0 only for a mail server on the same machine."},
    {"mail_from", "Mail", &S::mail_from, 0, 0, "address",
     "Sender of all mails. Empty: the fair's contact address."},

    {"shards", "Capacity", &S::shards, 0, 256, "threads", "Event-loop threads; 0: one per core."},
    {"readers", "Capacity", &S::readers, 1, 64, "threads", "Threads that read from the store."},
    {"hash_threads", "Capacity", &S::hash_threads, 1, 64, "threads",
     "Threads that hash passwords (argon2id), apart from everything else."},
    {"hash_queue", "Capacity", &S::hash_queue, 1, 10'000, "log-ins",
     "Log-ins that may wait for hashing; more are answered `busy`."},
    {"hash_memory_kib", "Capacity", &S::hash_memory_kib, 8'192, 1'048'576, "KiB",
     "Memory of one argon2id hash."},

    {"connections", "Limits", &S::connections, 10, 1'000'000, "sockets",
     "Connections in all; bounded by the process's descriptors as well."},
    {"connections_per_address", "Limits", &S::connections_per_address, 1, 1'000'000, "sockets",
     "Connections from one address; raise it for schools behind one address. Loopback is exempt while no "
     "proxy is trusted."},
    {"sessions_per_person", "Limits", &S::sessions_per_person, 1, 1'000, "sockets",
     "Open tabs and devices of one person, at each server."},
    {"commands_per_second", "Limits", &S::commands_per_second, 0.1, 1'000'000, "1/s",
     "Commands of one connection in the long run; over HTTP, of one account, and ten times as many of one "
     "address without log-in."},
    {"commands_burst", "Limits", &S::commands_burst, 1, 1'000, "commands",
     "Commands of one connection at once."},

    {"heartbeat_ms", "Times", &S::heartbeat_ms, 100, 60'000, "ms",
     "Interval in which the server tells each connection the newest numbers of its streams."},
    {"silence_ms", "Times", &S::silence_ms, 500, 600'000, "ms",
     "A connection that shows no sign of life for so long is closed."},
    {"absence_grace_ms", "Times", &S::absence_grace_ms, 0, 600'000, "ms",
     "Time after a person's last connection closed until seat and duty are given up."},
    {"drain_notice_ms", "Times", &S::drain_notice_ms, 0, 15'000, "ms",
     "On SIGTERM, time in which /readyz already fails and the port is still open, so that a load balancer "
     "notices: twice the interval of its checks. 0 without one."},
    {"drain_patience_ms", "Times", &S::drain_patience_ms, 0, 60'000, "ms",
     "On SIGTERM, time for running commands to finish."},
    {"drain_spread_ms", "Times", &S::drain_spread_ms, 0, 60'000, "ms",
     "On SIGTERM, clients are told to come back spread over this time."},

    {"metrics_allow", "Watching", &S::metrics_allow, 0, 0, "list", "Networks (CIDR) that may read /metrics."},
    {"log_level", "Watching", &S::log_level, 0, 0, "", "`debug`, `info`, `warn` or `error`."},
    {"log_file", "Watching", &S::log_file, 0, 0, "file", "JSON lines go here; empty: to standard error."},
};

template <class T>
std::expected<T, std::string> number(const Setting& setting, std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::unexpected(fmt::format("{}: \"{}\" is not a number", setting.name, text));
  }
  // Written so that "nan" is in no range.
  if (!(static_cast<double>(value) >= setting.minimum && static_cast<double>(value) <= setting.maximum)) {
    return std::unexpected(fmt::format("{}: {} is out of range, allowed is {} to {}", setting.name, text,
                                       setting.minimum, setting.maximum));
  }
  return value;
}

std::expected<void, std::string> assign(Settings& settings, const Setting& setting, std::string_view text) {
  return std::visit(
      [&](auto member) -> std::expected<void, std::string> {
        using T = std::remove_cvref_t<decltype(settings.*member)>;
        if constexpr (std::is_arithmetic_v<T>) {
          auto value = number<T>(setting, text);
          if (!value) return std::unexpected(value.error());
          settings.*member = *value;
        } else {
          settings.*member = T(std::string(text));
        }
        return {};
      },
      setting.member);
}

/// Addresses may hold a password: scheme://user:password@host.
std::string without_password(std::string text) {
  const auto scheme = text.find("://");
  if (scheme == std::string::npos) return text;
  const auto user = scheme + 3;
  const auto host = text.substr(0, text.find('/', user)).rfind('@');
  const auto colon = text.find(':', user);
  if (host != std::string::npos && host > user && colon < host)
    text.replace(colon + 1, host - colon - 1, "(hidden)");
  return text;
}

std::string value_text(const Settings& settings, const Setting& setting) {
  return std::visit(
      [&](auto member) -> std::string {
        using T = std::remove_cvref_t<decltype(settings.*member)>;
        if constexpr (std::is_same_v<T, protocol::Secret>) {
          return (settings.*member).reveal().empty() ? "" : "(hidden)";
        } else if constexpr (std::is_same_v<T, std::string>) {
          return without_password(settings.*member);
        } else {
          return fmt::format("{}", settings.*member);
        }
      },
      setting.member);
}

const Setting* find(std::string_view name) {
  const auto* found = std::ranges::find(kSettings, name, &Setting::name);
  return found == std::end(kSettings) ? nullptr : found;
}

std::expected<Texts, std::string> read_file(const std::string& file) {
  Texts texts;
  try {
    const toml::table table = toml::parse_file(file);
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (find(name) == nullptr) {
        return std::unexpected(fmt::format("{}:{}: unknown setting \"{}\"; `stollen config` lists all", file,
                                           node.source().begin.line, name));
      }
      if (const auto* text = node.as_string()) {
        texts[name] = text->get();
      } else if (const auto* integer = node.as_integer()) {
        texts[name] = fmt::format("{}", integer->get());
      } else if (const auto* real = node.as_floating_point()) {
        texts[name] = fmt::format("{}", real->get());
      } else {
        return std::unexpected(
            fmt::format("{}:{}: {} must be a text or a number", file, node.source().begin.line, name));
      }
    }
  } catch (const toml::parse_error& error) {
    return std::unexpected(fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
  }
  return texts;
}

std::expected<void, std::string> check_redis(const Settings& settings) {
  const std::string_view redis = settings.redis;
  const bool uses_tls = redis.starts_with("rediss://");
  if (!settings.redis_ca.empty() && !uses_tls)
    return std::unexpected("redis_ca: is for a redis address that begins with rediss://");
  if (redis.empty()) return {};
  if (!uses_tls && !redis.starts_with("redis://") && !redis.starts_with("redis+unix://"))
    return std::unexpected("redis: must be empty or begin with redis://, rediss:// or redis+unix://");
  if (settings.store.empty()) {
    return std::unexpected(
        "redis: is for servers that share a store; set store to a postgres:// address, or leave redis empty");
  }
  return {};
}

std::expected<void, std::string> check_together(const Settings& settings) {
  if (settings.tls_cert.empty() != settings.tls_key.empty()) {
    return std::unexpected("tls_cert and tls_key go together: set both or none");
  }
  if (settings.data.empty()) return std::unexpected("data: must not be empty");
  const std::string& store = settings.store;
  if (!store.empty() && !store.starts_with("postgres://") && !store.starts_with("postgresql://"))
    return std::unexpected("store: must be empty or begin with postgres://");
  if (auto sound = check_redis(settings); !sound) return sound;
  constexpr std::string_view kLevels[] = {"debug", "info", "warn", "error"};
  if (std::ranges::find(kLevels, settings.log_level) == std::end(kLevels)) {
    return std::unexpected(
        fmt::format("log_level: \"{}\" is none of debug, info, warn, error", settings.log_level));
  }
  if (!settings.public_url.empty() && !settings.public_url.starts_with("https://") &&
      !settings.public_url.starts_with("http://")) {
    return std::unexpected("public_url: must begin with https:// or http://");
  }
  return {};
}

}  // namespace

std::string_view to_text(Source source) {
  switch (source) {
    case Source::default_value: return "default";
    case Source::file: return "file";
    case Source::environment: return "environment";
    case Source::flag: return "flag";
  }
  return "";
}

std::string Setting::flag() const {
  std::string text = "--" + std::string(name);
  std::ranges::replace(text, '_', '-');
  return text;
}

std::string Setting::environment() const {
  std::string text = "STOLLEN_" + std::string(name);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::span<const Setting> all_settings() {
  return kSettings;
}

std::expected<Effective, std::string> load(const std::optional<std::string>& file, const Texts& flags) {
  Effective effective;
  Texts from_file;
  if (file) {
    auto texts = read_file(*file);
    if (!texts) return std::unexpected(texts.error());
    from_file = std::move(*texts);
  }
  for (const Setting& setting : kSettings) {
    Source source = Source::default_value;
    std::optional<std::string> text;
    if (const auto found = from_file.find(setting.name); found != from_file.end()) {
      text = found->second;
      source = Source::file;
    }
    if (const char* variable = std::getenv(setting.environment().c_str())) {
      text = variable;
      source = Source::environment;
    }
    if (const auto found = flags.find(setting.name); found != flags.end()) {
      text = found->second;
      source = Source::flag;
    }
    effective.sources[std::string(setting.name)] = source;
    if (!text) continue;
    if (auto assigned = assign(effective.settings, setting, *text); !assigned) {
      return std::unexpected(fmt::format("{} (from {})", assigned.error(), to_text(source)));
    }
  }
  if (auto sound = check_together(effective.settings); !sound) return std::unexpected(sound.error());
  return effective;
}

std::string describe(const Effective& effective) {
  std::string text;
  for (const Setting& setting : kSettings) {
    const std::string assignment =
        fmt::format("{} = {}", setting.name, value_text(effective.settings, setting));
    text += fmt::format("{:<48} # {}\n", assignment, to_text(effective.sources.find(setting.name)->second));
  }
  return text;
}

std::string markdown() {
  std::string text =
      "# Configuration\n\n"
      "<!-- generated by `stollen config --markdown`; do not edit -->\n\n"
      "A setting comes from, in this order: its flag, its environment variable, the file given by\n"
      "`--config` (TOML; `stollen.toml` in the data folder when it exists), its default.\n"
      "`stollen config` prints the effective values and where each came from.\n";
  std::string_view group;
  const Settings defaults;
  for (const Setting& setting : kSettings) {
    if (setting.group != group) {
      group = setting.group;
      text += fmt::format(
          "\n## {}\n\n| setting | flag | default | range | meaning |\n|---|---|---|---|---|\n", group);
    }
    const bool is_number = setting.minimum < setting.maximum;
    const std::string value = value_text(defaults, setting);
    text += fmt::format(
        "| `{}` | `{}` | {} | {} | {} |\n", setting.name, setting.flag(),
        value.empty() ? "–" : fmt::format("`{}`", value),
        is_number ? fmt::format("{:.12g}–{:.12g} {}", setting.minimum, setting.maximum, setting.unit)
                  : std::string(setting.unit),
        setting.about);
  }
  text +=
      "\nThe environment variable of a setting is `STOLLEN_` and its name in capitals, such as "
      "`STOLLEN_PUBLIC_URL`.\n";
  return text;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view item = text.substr(0, comma);
    const std::size_t begin = item.find_first_not_of(" \t");
    if (begin != std::string_view::npos) {
      items.emplace_back(item.substr(begin, item.find_last_not_of(" \t") - begin + 1));
    }
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return items;
}

}  // namespace stollen::config
