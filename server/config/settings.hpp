#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/cpp/secret.hpp"

namespace stollen::config {

/// Every setting with its default. Name, range, unit and meaning stand in the table of settings.cpp,
/// from which the parser, the environment, the flags and docs/configuration.md are made.
struct Settings {
  std::string data = "data";
  std::string store;
  std::string redis;
  std::string redis_ca;
  std::string listen = "127.0.0.1";
  std::int64_t port = 8080;
  std::string public_url;
  std::string allowed_origins;
  std::string trusted_proxies;
  std::string tls_cert;
  std::string tls_key;
  std::string web_dir;

  std::string smtp_url;
  std::string smtp_user;
  protocol::Secret smtp_password;
  std::int64_t smtp_requires_tls = 1;
  std::string mail_from;

  std::int64_t shards = 0;
  std::int64_t readers = 2;
  std::int64_t hash_threads = 1;
  std::int64_t hash_queue = 64;
  std::int64_t hash_memory_kib = 19'456;

  std::int64_t connections = 18'000;
  std::int64_t connections_per_address = 400;
  std::int64_t sessions_per_person = 10;
  double commands_per_second = 5;
  std::int64_t commands_burst = 20;

  std::int64_t heartbeat_ms = 20'000;
  std::int64_t silence_ms = 45'000;
  std::int64_t absence_grace_ms = 20'000;
  std::int64_t drain_notice_ms = 0;
  std::int64_t drain_patience_ms = 5'000;
  std::int64_t drain_spread_ms = 15'000;

  std::string metrics_allow = "127.0.0.1/32, ::1/128";
  std::string log_level = "info";
  std::string log_file;
};

/// Where the effective value came from.
enum class Source { default_value, file, environment, flag };
std::string_view to_text(Source source);

/// One line of the table.
struct Setting {
  using Member = std::variant<std::string Settings::*, std::int64_t Settings::*, double Settings::*,
                              protocol::Secret Settings::*>;
  std::string_view name;   ///< as in the file; the flag is --name-with-dashes, the variable STOLLEN_NAME
  std::string_view group;  ///< heading in the documentation
  Member member;
  double minimum = 0;  ///< numbers only
  double maximum = 0;
  std::string_view unit;
  std::string_view about;

  [[nodiscard]] bool is_secret() const {
    return std::holds_alternative<protocol::Secret Settings::*>(member);
  }
  [[nodiscard]] std::string flag() const;         ///< such as `--tls-cert`
  [[nodiscard]] std::string environment() const;  ///< such as `STOLLEN_TLS_CERT`
};

std::span<const Setting> all_settings();

/// The effective settings and the source of each.
struct Effective {
  Settings settings;
  std::map<std::string, Source, std::less<>> sources;
};

/// Given as text, for instance by flags; keys are names of settings.
using Texts = std::map<std::string, std::string, std::less<>>;

/// default < file < environment < flags. The file is TOML with the settings' names as top-level keys.
/// An unknown key, a wrong type or a value out of range gives a sentence that names it.
std::expected<Effective, std::string> load(const std::optional<std::string>& file, const Texts& flags);

/// `name = value  # source`, secrets hidden.
std::string describe(const Effective& effective);
/// docs/configuration.md.
std::string markdown();

/// Items of a comma-separated setting, trimmed.
std::vector<std::string> split_list(std::string_view text);

}  // namespace stollen::config
