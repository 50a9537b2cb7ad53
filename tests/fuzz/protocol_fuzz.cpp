// Feeds any bytes to the readers of commands and of server frames, and any JSON to every decoder. Whatever is
// taken must be written as valid JSON and read again as the same value.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/all_commands.hpp"

namespace {

using namespace stollen::protocol;

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

template <class T>
void round_trip(const Json& json) {
  const auto first = decode<T>(json);
  if (!first) {
    demand(!first.error().message.empty(), "refused without a message");
    return;
  }
  const auto parsed = parse_json(to_json(*first));
  demand(parsed.has_value(), "wrote what is no JSON");
  const auto second = decode<T>(*parsed);
  demand(second.has_value(), "wrote what it refuses");
  demand(*first == *second, "changed on the way");
}

template <class... Ts>
void round_trip_all(const Json& json, std::type_identity<std::tuple<Ts...>> /*list*/) {
  (round_trip<Ts>(json), ...);
}

template <class... Commands>
void round_trip_command(const CommandEnvelope& command,
                        std::type_identity<std::tuple<Commands...>> /*list*/) {
  ((command.name == Commands::kName ? round_trip<Commands>(command.with) : void()), ...);
}

template <class... Commands>
void round_trip_replies(const Json& json, std::type_identity<std::tuple<Commands...>> /*list*/) {
  (round_trip<typename Commands::Reply>(json), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto command = parse_command(text)) {
    demand(is_command_id(command->cid), "took a wrong command id");
    round_trip_command(*command, std::type_identity<AllCommands>{});
  }
  if (const auto frame = parse_server_frame(text))
    round_trip_all(frame->body, std::type_identity<AllEvents>{});
  if (const auto json = parse_json(text)) {
    round_trip_all(*json, std::type_identity<AllCommands>{});
    round_trip_all(*json, std::type_identity<AllEvents>{});
    round_trip_all(*json, std::type_identity<AllTypes>{});
    round_trip_replies(*json, std::type_identity<AllCommands>{});
  }
  return 0;
}
