#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/cpp/error_code.hpp"
#include "protocol/cpp/json_reader.hpp"
#include "protocol/cpp/timestamp.hpp"

namespace stollen::protocol {

// ---- What a client sends: {"id":cid,"do":name,"with":{…}} ----

struct CommandEnvelope {
  std::string cid;
  std::string name;
  OwnedJson with;
};

// Answered as `session.malformed`.
struct EnvelopeError {
  std::string cid;      // empty when it could not be read
  std::string field;    // `id`, `do`, `with`, or empty
  std::string message;  // English sentence that says what is expected
};

// A command id: 1 to 64 of A-Z a-z 0-9 _ -
bool is_command_id(std::string_view text);

// `with` may be absent, which means {}. Keys besides id, do and with are ignored.
std::expected<CommandEnvelope, EnvelopeError> parse_command(std::string_view text,
                                                            const JsonLimits& limits = {});

// Id and name of a command that is not going to be run, where they come first as all clients of ours write
// them; of the rest nothing is known. None: it has to be parsed to tell. The views are into `text`.
struct CommandHead {
  std::string_view cid;
  std::string_view name;
};
std::optional<CommandHead> peek_command(std::string_view text);

void write_command(std::string& out, std::string_view cid, std::string_view name, std::string_view with_json);

// ---- What the server answers. All functions append to `out`; an empty cid is written as "re":null. ----

void write_reply(std::string& out, std::string_view cid, std::string_view ok_json);

void write_error(std::string& out, std::string_view cid, const ErrorCode& code, std::string_view message,
                 std::string_view field = {}, std::optional<std::int64_t> retry_after_ms = std::nullopt);

// `n` 0: a hint, which has no number. `stream` empty: the event concerns the connection itself.
void write_event(std::string& out, std::string_view name, std::string_view stream, std::int64_t n,
                 Timestamp at, std::string_view data_json);

// Bodies of answers over HTTP: {"ok":…} and {"error":{…}}.
void write_http_reply(std::string& out, std::string_view ok_json);
void write_http_error(std::string& out, const ErrorCode& code, std::string_view message,
                      std::string_view field = {}, std::optional<std::int64_t> retry_after_ms = std::nullopt);

// ---- For clients: any frame of the server ----

struct ServerFrame {
  enum class Kind { reply, error, event };
  Kind kind = Kind::reply;
  std::string cid;   // reply, error; empty when the server could not read the command's id
  OwnedJson body;    // reply: `ok`; event: `data`
  std::string code;  // error, with all that follows up to retry_after_ms
  ErrorClass error_class = ErrorClass::unknown;
  std::string message;
  std::string field;
  std::optional<std::int64_t> retry_after_ms;
  std::string name;    // event, with all that follows
  std::string stream;  // empty: about the connection itself
  std::int64_t n = 0;  // 0: a hint
  Timestamp at;
};

std::expected<ServerFrame, FieldError> parse_server_frame(std::string_view text,
                                                          const JsonLimits& limits = {});

}  // namespace stollen::protocol
