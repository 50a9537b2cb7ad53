#include "server/realtime/command_figures.hpp"

namespace stollen::realtime {

CommandFigures::CommandFigures(std::string_view command)
    : seconds_(metrics::duration_seconds(
          "stollen_command_seconds", "From reading a command to its answer.",
          {{"feature", command.substr(0, command.find('.'))}, {"command", command}})) {
  const auto counter = [command](std::string_view outcome) {
    return &metrics::counter(
        "stollen_commands_total", "Answered commands.",
        {{"feature", command.substr(0, command.find('.'))}, {"command", command}, {"outcome", outcome}});
  };
  outcomes_[0] = counter("ok");
  for (const auto error_class : protocol::values_of<protocol::ErrorClass>()) {
    outcomes_[1 + static_cast<std::size_t>(error_class)] = counter(protocol::to_text(error_class));
  }
}

void CommandFigures::count(const protocol::ErrorCode* code, std::chrono::nanoseconds took) {
  const std::size_t outcome = code == nullptr ? 0 : 1 + static_cast<std::size_t>(code->error_class);
  outcomes_[outcome]->add();
  seconds_.observe(std::chrono::duration<double>(took).count());
}

}  // namespace stollen::realtime
