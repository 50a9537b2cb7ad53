// Feeds any bytes to the readers of commands and of server frames, and any JSON to every decoder. Whatever is
// taken must be written as valid JSON and read again as the same value.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>
#include <type_traits>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/all_commands.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace stollen::protocol;
using stollen::tests::demand;

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

using nlohmann::json;

/// The examples of the protocol, bare and in the frames in which they travel.
std::vector<std::string> seeds() {
  std::vector<std::string> all;
  for (const auto& file : std::filesystem::directory_iterator(STOLLEN_ROOT "/protocol/examples")) {
    std::ifstream stream(file.path());
    const json examples = json::parse(stream);
    const auto full = [&](const std::string& name) {
      return examples["feature"].get<std::string>() + "." + name;
    };
    const auto each = [&](const char* kind, const auto& use) {
      if (!examples.contains(kind)) return;
      for (const auto& [name, values] : examples[kind].items()) {
        for (const json& value : values) use(name, value);
      }
    };
    each("commands", [&](const std::string& name, const json& value) {
      all.push_back(json{{"id", "01J9Z7Q2"}, {"do", full(name)}, {"with", value["with"]}}.dump());
      all.push_back(value["with"].dump());
      if (value.contains("reply")) all.push_back(value["reply"].dump());
    });
    each("events", [&](const std::string& name, const json& value) {
      all.push_back(
          json{{"on", full(name)}, {"in", "hall"}, {"n", 7}, {"at", 1'794'650'400'000}, {"data", value}}
              .dump());
      all.push_back(value.dump());
    });
    each("types", [&](const std::string&, const json& value) { all.push_back(value.dump()); });
  }
  demand(!all.empty(), "there are no examples");
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  stollen::tests::plant_seeds(*argc, *argv, seeds());
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = stollen::tests::text_of(data, size);
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
