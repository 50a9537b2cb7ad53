#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/report.hpp"
#include "loadtest/target.hpp"

namespace stollen::load {

class SharedRun;

/// What the command line asks for; 0 and empty: the scenario's own default.
struct RunOptions {
  Target target;
  std::vector<Target> further_targets;  ///< other nodes of the same fair
  int users = 0;
  int rooms = 0;
  int seconds = 0;
  double rate = 0;  ///< of the scenario's main action, per second over all users
  std::string account = "gast-{:04}@demo.example";  ///< pattern of the users' addresses, counted from 1
  std::string password;
  int first_account = 1;          ///< number of the first user's account
  int first_room = 1;             ///< number of the first room, in the order in which the fair lists them
  bool is_beside_others = false;  ///< others use the server meanwhile: its own counts tell of them, too
  int server_pid = 0;             ///< a local server whose memory and CPU time are looked at; 0: none
  int slots = 0;                  ///< of booking_rush
  int rushes = 0;                 ///< of booking_rush: so many, one after the other
  std::string organiser = "messe@demo.example";  ///< address of an organiser with the same password
  std::string staff_file;  ///< table of the booths' teams, as `staff.csv` of a fair folder
  bool shows_progress = false;
  SharedRun* shared = nullptr;  ///< with the other threads of the run; none: this is the only one
  int shard = 0;                ///< which of them this is; the first one tells what came of the run

  /// Users take the nodes in turn.
  [[nodiscard]] std::size_t node_of(int number) const {
    return static_cast<std::size_t>(number) % (further_targets.size() + 1);
  }
  [[nodiscard]] const Target& target_of(int number) const {
    const std::size_t node = node_of(number);
    return node == 0 ? target : further_targets[node - 1];
  }
};

struct Scenario {
  std::string_view name;
  std::string_view about;
  bool can_be_shared;  ///< its users may be shared among several threads
  /// Throws std::runtime_error when it cannot even begin (no such account, too few rooms).
  Report (*run)(const RunOptions&);
};

/// Runs the scenario with its users shared among so many threads, each with sockets and checks of its own.
/// What they saw is verified together, and latencies are of all. Throws what the first one to fail throws.
Report run_shared(const Scenario& scenario, const RunOptions& options, int shards);

/// One file each, below scenarios/.
Report run_booking_rush(const RunOptions& options);
Report run_chat_flood(const RunOptions& options);
Report run_crowd_join(const RunOptions& options);
Report run_cut_and_resume(const RunOptions& options);
Report run_flooder(const RunOptions& options);
Report run_idle_crowd(const RunOptions& options);
Report run_one_hall(const RunOptions& options);
Report run_overload(const RunOptions& options);
Report run_reconnect_storm(const RunOptions& options);
Report run_seed_day(const RunOptions& options);
Report run_slow_readers(const RunOptions& options);

}  // namespace stollen::load
