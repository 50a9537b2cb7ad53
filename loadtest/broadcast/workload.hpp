#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/broadcast/member.hpp"
#include "loadtest/broadcast/room.hpp"
#include "loadtest/log_ins.hpp"
#include "loadtest/process_figures.hpp"
#include "loadtest/report.hpp"

namespace stollen::load::broadcast {

inline constexpr std::chrono::seconds kSettlePatience{20};

/// Rooms of one size that are spoken in alike.
struct GroupOptions {
  std::string name;  ///< prefix of its figures; empty for the main group
  int rooms = 1;
  int members = 250;
  int in_flight = 0;  ///< per room; 0: at a fixed rate
  double rate = 0;    ///< messages a second, all rooms of the group together; 0 and no in_flight: silence
};

struct WorkloadOptions {
  Target target;
  Mode mode = Mode::durable;
  std::vector<GroupOptions> groups;
  double seconds = 5, warm_up_seconds = 1;
  int payload_bytes = 120;
  Accounts accounts;
  int people = 0;            ///< accounts over which the members are spread; 0: one each
  std::string cookies_file;  ///< empty: none
  int server_pid = 0;        ///< 0: unknown
  int log_ins_from = 0;      ///< number of the first of these accounts; 0: behind the members'
  int log_ins_at_once = 0;   ///< further accounts that log in all the time, beside the talk
};

/// Members of rooms, and a closed loop (the next message is sent when all members have one) or a steady rate.
/// Every member must get every message once and in the common order, every acknowledgement must be true.
/// Latencies are counted from the moment at which a message was meant to be sent.
class Workload {
 public:
  explicit Workload(const WorkloadOptions& options);
  Report run();

 private:
  struct Group {
    GroupOptions options;
    Tally tally;
    std::deque<Room> rooms;
    std::vector<std::vector<std::unique_ptr<Member>>> members;  ///< by room
    std::vector<std::size_t> turn;                              ///< by room: who speaks next
    std::int64_t due = 0;
  };
  struct Measured {
    SteadyTime at;
    std::chrono::nanoseconds own_cpu;
    ProcessFigures server;
  };

  void log_in();
  [[nodiscard]] int account_of(int member) const;
  std::vector<Member::Place> find_places();
  void make_members();
  void join_all();
  void speak(Group& group, std::size_t room, SteadyTime intended);
  void begin_to_speak(Group& group);
  void pace(Group& group, SteadyTime begin, std::chrono::nanoseconds step);
  void measure();
  bool settle();
  [[nodiscard]] Measured now_measured() const;
  void wait(double seconds);
  [[nodiscard]] Report report(bool is_settled) const;
  void report_group(Report& report, const Group& group) const;
  void report_cost(Report& report) const;

  const WorkloadOptions options_;
  const std::string run_;
  Engine engine_;
  Faults faults_;
  LogIns log_ins_, further_log_ins_;
  std::deque<Group> groups_;
  int member_count_ = 0, joined_ = 0;
  bool is_speaking_ = false;
  ProcessFigures server_empty_, server_joined_;
  Measured begin_{}, end_{};
};

}  // namespace stollen::load::broadcast
