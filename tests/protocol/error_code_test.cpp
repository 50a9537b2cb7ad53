#include "protocol/cpp/error_code.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "protocol/generated/cpp/all_commands.hpp"
#include "tests/protocol/definitions.hpp"
#include "tests/support/catch.hpp"

using namespace stollen::protocol;

TEST_CASE("Error classes become statuses of HTTP") {
  CHECK(http_status(session::errors::invalid_field) == 400);
  CHECK(http_status(session::errors::too_large) == 413);
  CHECK(http_status(session::errors::unknown_command) == 404);
  CHECK(http_status(session::errors::log_in_required) == 401);
  CHECK(http_status(session::errors::not_found) == 404);
  CHECK(http_status(session::errors::forbidden) == 403);
  CHECK(http_status(conversation::errors::already_taken) == 409);
  CHECK(http_status(session::errors::rate_limited) == 429);
  CHECK(http_status(account::errors::too_many_attempts) == 429);
  CHECK(http_status(session::errors::unavailable) == 503);
  CHECK(http_status(session::errors::internal) == 500);
}

// The OpenAPI page and the server state the rule each for itself.
TEST_CASE("The OpenAPI page promises the statuses that the server sends") {
  const auto page = testing::read_json_file("generated/openapi.json");
  std::size_t checked = 0;
  for (const CommandInfo& command : kAllCommands) {
    if (command.traits.is_socket_only) continue;
    CAPTURE(command.name);
    const auto& responses = page["paths"]["/api/v1/" + std::string(command.name)]["post"]["responses"];
    REQUIRE(responses.contains("200"));
    for (const std::string_view name : command.errors) {
      const auto error = std::ranges::find(kAllErrors, name, &ErrorCode::name);
      REQUIRE(error != kAllErrors.end());
      CAPTURE(error->name);
      const std::string status = std::to_string(http_status(*error));
      REQUIRE(responses.contains(status));
      CHECK(responses[status]["description"].get<std::string>().find("`" + std::string(name) + "`") !=
            std::string::npos);
      ++checked;
    }
  }
  CHECK(checked > 10);
}

TEST_CASE("Error names are unique") {
  std::set<std::string_view> names;
  for (const ErrorCode& error : kAllErrors) CHECK(names.insert(error.name).second);
}
