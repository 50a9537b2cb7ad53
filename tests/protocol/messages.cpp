#include "tests/protocol/messages.hpp"

#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "protocol/generated/cpp/all_commands.hpp"

namespace stollen::protocol::testing {
namespace {

template <class T>
std::expected<std::string, FieldError> round_trip(const nlohmann::json& json) {
  auto first = decode<T>(json);
  if (!first) return std::unexpected(first.error());
  std::string text = to_json(*first);
  const auto parsed = parse_json(text);
  if (!parsed) throw std::runtime_error("wrote what is no JSON: " + parsed.error());
  const auto second = decode<T>(*parsed);
  if (!second)
    throw std::runtime_error("wrote what it refuses: " + second.error().field + ": " +
                             second.error().message);
  if (!(*first == *second)) throw std::runtime_error("changed on the way: " + text);
  return text;
}

using Key = std::pair<std::string, std::string>;
using Table = std::map<Key, RoundTrip>;

template <class... Commands>
void add_commands(Table& table, std::type_identity<std::tuple<Commands...>> /*list*/) {
  (table.emplace(Key{"command", Commands::kName}, round_trip<Commands>), ...);
  (table.emplace(Key{"reply", Commands::kName}, round_trip<typename Commands::Reply>), ...);
}

template <class... Events>
void add_events(Table& table, std::type_identity<std::tuple<Events...>> /*list*/) {
  (table.emplace(Key{"event", Events::kName}, round_trip<Events>), ...);
}

template <class... Types>
void add_types(Table& table, std::type_identity<std::tuple<Types...>> /*list*/) {
  std::size_t i = 0;
  (table.emplace(Key{"type", kAllTypeNames[i++]}, round_trip<Types>), ...);
}

const Table& table() {
  static const Table all = [] {
    Table made;
    add_commands(made, std::type_identity<AllCommands>{});
    add_events(made, std::type_identity<AllEvents>{});
    add_types(made, std::type_identity<AllTypes>{});
    return made;
  }();
  return all;
}

}  // namespace

const RoundTrip* find_round_trip(const std::string& kind, const std::string& name) {
  const auto found = table().find({kind, name});
  return found == table().end() ? nullptr : &found->second;
}

std::size_t round_trip_count() {
  return table().size();
}

}  // namespace stollen::protocol::testing
