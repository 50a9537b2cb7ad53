// Many people in few rooms talk at a steady rate. Everybody must see everything once and in order, whatever
// happens to the server meanwhile.
#include <algorithm>

#include "loadtest/scenarios/crowd.hpp"

namespace stollen::load {

Report run_chat_flood(const RunOptions& options) {
  const int users = options.users > 0 ? options.users : 200;
  Crowd crowd(options, {.users = users, .rooms = 1, .seconds = 60, .rate = std::min(100.0, 0.5 * users)});
  crowd.log_in();
  crowd.find_rooms();
  crowd.join();
  crowd.talk();
  const bool is_settled = crowd.settle();
  Report report("chat_flood");
  crowd.judge(report, is_settled);
  return report;
}

}  // namespace stollen::load
