#include <algorithm>
#include <set>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "protocol/generated/cpp/all_commands.hpp"
#include "tests/protocol/definitions.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;

template <class T>
concept IsPrintable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!IsPrintable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<PersonId, BoothId>);
static_assert(std::is_aggregate_v<conversation::SendMessage> && std::is_aggregate_v<Message>);

TEST_CASE("Enumerators and texts belong to each other") {
  CHECK(to_text(Duty::pause) == "pause");
  CHECK(from_text<Duty>("off") == Duty::off);
  CHECK_FALSE(from_text<Duty>("OFF").has_value());
  CHECK(values_of<Duty>().size() == 4);
  CHECK(from_text<ErrorClass>("busy") == ErrorClass::busy);
}

TEST_CASE("A gate of roles admits who holds one of them") {
  const RoleSet staff{Role::exhibitor, Role::organiser};
  CHECK(staff.admits({Role::visitor, Role::organiser}));
  CHECK_FALSE(staff.admits({Role::visitor, Role::moderator}));
  CHECK_FALSE(staff.admits({}));
  CHECK(RoleSet::anyone().admits({}));
  CHECK_FALSE(RoleSet{}.admits({Role::organiser}));
}

TEST_CASE("The list of commands says what the definitions say") {
  std::size_t count = 0;
  for (const std::string& word : testing::feature_words()) {
    const auto file = testing::read_json_file("messages/" + word + ".json");
    for (const auto& [name, entry] : file["commands"].items()) {
      ++count;
      const std::string full_name = word + "." + name;
      CAPTURE(full_name);
      const auto found = std::ranges::find(kAllCommands, full_name, &CommandInfo::name);
      REQUIRE(found != kAllCommands.end());
      CHECK(to_text(found->traits.kind) == entry["kind"].get<std::string>());
      CHECK(found->traits.is_prepared == entry.value("prepared", false));
      CHECK(found->traits.is_http_only == entry.value("http_only", false));
      CHECK(found->traits.is_socket_only == entry.value("socket_only", false));
      CHECK(found->errors.size() == entry["errors"].size());
      const auto roles = entry["roles"].get<std::set<std::string>>();
      for (const Role role : values_of<Role>()) {
        CHECK(found->traits.roles.contains(role) == roles.contains(std::string(to_text(role))));
      }
      CHECK(found->traits.roles.is_anyone() == roles.contains("anyone"));
    }
  }
  CHECK(count == kAllCommands.size());
}
