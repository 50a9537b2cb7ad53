#include <utility>

#include "protocol/cpp/envelope.hpp"
#include "protocol/cpp/field_reader.hpp"

namespace stollen::protocol {
namespace {

constexpr FieldLimits kNameLimits{.min_length = 1, .max_length = 100};
constexpr FieldLimits kTextLimits{.max_length = 4000};

bool read_error(const Json& json, ServerFrame& frame, FieldError& error) {
  frame.kind = ServerFrame::Kind::error;
  std::optional<std::string> field;
  const bool is_valid = check_object(json, error) &&
                        read_required(json, "code", kNameLimits, frame.code, error) &&
                        read_required(json, "class", {}, frame.error_class, error) &&
                        read_required(json, "message", kTextLimits, frame.message, error) &&
                        read_optional(json, "field", kTextLimits, field, error) &&
                        read_optional(json, "retry_after_ms", {.minimum = 0}, frame.retry_after_ms, error);
  frame.field = std::move(field).value_or("");
  if (!is_valid) prepend_field("error", error);
  return is_valid;
}

bool read_answer(Json& json, ServerFrame& frame, FieldError& error) {
  const Json* cid = find_field(json, "re");
  if (!cid->is_null() && !read_required(json, "re", kNameLimits, frame.cid, error)) return false;
  if (const Json* failure = find_field(json, "error")) return read_error(*failure, frame, error);
  if (find_field(json, "ok") == nullptr) return fail_missing("ok", error);
  frame.kind = ServerFrame::Kind::reply;
  frame.body = OwnedJson(std::move(json["ok"]));
  return true;
}

bool read_event(Json& json, ServerFrame& frame, FieldError& error) {
  frame.kind = ServerFrame::Kind::event;
  std::optional<std::string> stream;
  std::optional<std::int64_t> n;
  if (!read_required(json, "on", kNameLimits, frame.name, error) ||
      !read_optional(json, "in", kNameLimits, stream, error) ||
      !read_optional(json, "n", {.minimum = 1}, n, error) ||
      !read_required(json, "at", {}, frame.at, error)) {
    return false;
  }
  if (find_field(json, "data") == nullptr) return fail_missing("data", error);
  frame.stream = std::move(stream).value_or("");
  frame.n = n.value_or(0);
  frame.body = OwnedJson(std::move(json["data"]));
  return true;
}

}  // namespace

std::expected<ServerFrame, FieldError> parse_server_frame(std::string_view text, const JsonLimits& limits) {
  auto parsed = parse_json(text, limits);
  if (!parsed) return std::unexpected(FieldError{{}, std::move(parsed.error())});
  // The tree is ours alone and dropped at the end: take its parts instead of copying them.
  auto& json = const_cast<Json&>(parsed->value());
  ServerFrame frame;
  FieldError error;
  if (!check_object(json, error)) return std::unexpected(std::move(error));
  const bool is_answer = find_field(json, "re") != nullptr;
  const bool is_valid = is_answer ? read_answer(json, frame, error) : read_event(json, frame, error);
  if (!is_valid) return std::unexpected(std::move(error));
  return frame;
}

}  // namespace stollen::protocol
