// A move that is killed in the middle: `crashing_mover FROM TO TABLE` dies while it copies TABLE.
#include <signal.h>
#include <unistd.h>

#include <string_view>

#include "server/storage/move.hpp"

int main(int argc, char** argv) {
  using namespace stollen;
  if (argc != 4) return 2;
  const std::string_view last_table = argv[3];
  storage::MoveRequest request{.from = argv[1], .to = argv[2], .migrations = {}};
  request.on_progress = [&](std::string_view table, std::uint64_t) {
    if (table == last_table) kill(getpid(), SIGKILL);
  };
  storage::move_store(request, system_clock());
  return 0;
}
