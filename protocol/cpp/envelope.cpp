#include "protocol/cpp/envelope.hpp"

#include <algorithm>
#include <utility>

#include "protocol/cpp/field_reader.hpp"
#include "protocol/cpp/json_writer.hpp"

namespace stollen::protocol {
namespace {

constexpr std::size_t kMaximumCidLength = 64;
constexpr std::size_t kMaximumNameLength = 100;

bool is_command_id_character(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '-';
}

// Moves a text out of an object that is about to be thrown away.
std::optional<std::string> take_text(Json& json, std::string_view name) {
  auto& fields = *json.get_ptr<Json::object_t*>();
  const auto found = fields.find(name);
  if (found == fields.end()) return std::nullopt;
  auto* text = found->second.get_ptr<std::string*>();
  if (text == nullptr) return std::nullopt;
  return std::move(*text);
}

Json take_json(Json& json, std::string_view name) {
  auto& fields = *json.get_ptr<Json::object_t*>();
  const auto found = fields.find(name);
  return found == fields.end() ? Json(Json::value_t::discarded) : std::move(found->second);
}

void write_error_object(JsonWriter& writer, const ErrorCode& code, std::string_view message,
                        std::string_view field, std::optional<std::int64_t> retry_after_ms) {
  writer.begin_object();
  writer.key("code");
  writer.plain_string(code.name);
  writer.key("class");
  writer.plain_string(to_text(code.error_class));
  writer.key("message");
  writer.string(message);
  if (!field.empty()) {
    writer.key("field");
    writer.string(field);
  }
  if (retry_after_ms) {
    writer.key("retry_after_ms");
    writer.integer(*retry_after_ms);
  }
  writer.end_object();
}

void write_cid(JsonWriter& writer, std::string_view cid) {
  writer.key("re");
  if (cid.empty()) {
    writer.null();
  } else {
    writer.string(cid);
  }
}

}  // namespace

bool is_command_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaximumCidLength &&
         std::ranges::all_of(text, is_command_id_character);
}

std::expected<CommandEnvelope, EnvelopeError> parse_command(std::string_view text, const JsonLimits& limits) {
  auto parsed = parse_json(text, limits);
  if (!parsed) return std::unexpected(EnvelopeError{{}, {}, std::move(parsed.error())});
  // The tree is ours alone and dropped at the end: take its parts instead of copying them.
  auto& json = const_cast<Json&>(parsed->value());
  if (!json.is_object()) return std::unexpected(EnvelopeError{{}, {}, "Expected an object."});

  auto cid = take_text(json, "id");
  if (!cid || !is_command_id(*cid)) {
    return std::unexpected(
        EnvelopeError{{}, "id", "Expected a command id: 1 to 64 of A-Z, a-z, 0-9, _ and -."});
  }
  auto name = take_text(json, "do");
  if (!name || name->empty() || name->size() > kMaximumNameLength) {
    return std::unexpected(EnvelopeError{std::move(*cid), "do", "Expected the name of a command."});
  }
  Json with = take_json(json, "with");
  if (with.is_discarded()) return CommandEnvelope{std::move(*cid), std::move(*name), OwnedJson()};
  if (!with.is_object())
    return std::unexpected(EnvelopeError{std::move(*cid), "with", "Expected an object."});
  return CommandEnvelope{std::move(*cid), std::move(*name), OwnedJson(std::move(with))};
}

std::optional<CommandHead> peek_command(std::string_view text) {
  constexpr std::string_view kBeforeCid = R"({"id":")";
  constexpr std::string_view kBeforeName = R"(","do":")";
  constexpr std::size_t kLongest =
      kBeforeCid.size() + kMaximumCidLength + kBeforeName.size() + kMaximumNameLength + 1;
  text = text.substr(0, kLongest);
  if (!text.starts_with(kBeforeCid)) return std::nullopt;
  text.remove_prefix(kBeforeCid.size());
  CommandHead head;
  head.cid = text.substr(0, text.find('"'));
  text.remove_prefix(head.cid.size());
  if (!is_command_id(head.cid) || !text.starts_with(kBeforeName)) return std::nullopt;
  text.remove_prefix(kBeforeName.size());
  const std::size_t end = text.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  head.name = text.substr(0, end);
  return head;
}

void write_command(std::string& out, std::string_view cid, std::string_view name,
                   std::string_view with_json) {
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("id");
  writer.string(cid);
  writer.key("do");
  writer.string(name);
  writer.key("with");
  writer.raw(with_json);
  writer.end_object();
}

void write_reply(std::string& out, std::string_view cid, std::string_view ok_json) {
  out.reserve(out.size() + cid.size() + ok_json.size() + 16);
  JsonWriter writer(out);
  writer.begin_object();
  write_cid(writer, cid);
  writer.key("ok");
  writer.raw(ok_json);
  writer.end_object();
}

void write_error(std::string& out, std::string_view cid, const ErrorCode& code, std::string_view message,
                 std::string_view field, std::optional<std::int64_t> retry_after_ms) {
  out.reserve(out.size() + cid.size() + code.name.size() + message.size() + field.size() + 120);
  JsonWriter writer(out);
  writer.begin_object();
  write_cid(writer, cid);
  writer.key("error");
  write_error_object(writer, code, message, field, retry_after_ms);
  writer.end_object();
}

void write_event(std::string& out, std::string_view name, std::string_view stream, std::int64_t n,
                 Timestamp at, std::string_view data_json) {
  out.reserve(out.size() + name.size() + stream.size() + data_json.size() + 80);
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("on");
  writer.plain_string(name);
  if (!stream.empty()) {
    writer.key("in");
    writer.string(stream);
  }
  if (n != 0) {
    writer.key("n");
    writer.integer(n);
  }
  writer.key("at");
  writer.integer(at.ms);
  writer.key("data");
  writer.raw(data_json);
  writer.end_object();
}

void write_http_reply(std::string& out, std::string_view ok_json) {
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("ok");
  writer.raw(ok_json);
  writer.end_object();
}

void write_http_error(std::string& out, const ErrorCode& code, std::string_view message,
                      std::string_view field, std::optional<std::int64_t> retry_after_ms) {
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("error");
  write_error_object(writer, code, message, field, retry_after_ms);
  writer.end_object();
}

}  // namespace stollen::protocol
