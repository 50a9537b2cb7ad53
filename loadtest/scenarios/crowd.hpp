#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/report.hpp"
#include "loadtest/scenario.hpp"
#include "loadtest/scenarios/shared_run.hpp"
#include "loadtest/scenarios/talker.hpp"

namespace stollen::load {

/// A scenario's own size, where the command line says nothing.
struct CrowdSize {
  int users = 200;
  int rooms = 1;
  int seconds = 60;
  double rate = 1;  ///< messages a second, all users together
};

/// People in rooms who talk at a steady rate, and the truth about what each of them saw: what most scenarios
/// have in common. The steps are called in the order in which they stand here. When the run is shared among
/// threads, each has a crowd with its part of the users, all of them call the same steps, and the marked ones
/// begin when all have come so far.
class Crowd {
 public:
  Crowd(const RunOptions& options, const CrowdSize& usual);

  void log_in();
  /// With cookies of earlier log-ins: as many people as there are users, over so many accounts.
  void log_in_as(int accounts);
  void find_rooms();
  /// All users, spread over the rooms. (All wait for each other afterwards.)
  void join();
  /// Users [first, first + count), into rooms they do not leave; returns when all have joined.
  void join(std::size_t first, std::size_t count);
  /// Talks for the run's seconds and returns; `meanwhile` is called with each turn of the loop.
  void talk(const std::function<void()>& meanwhile = {});
  /// Talks from now on until stop_talking(). (All wait for each other.)
  void begin_to_talk(double rate);
  void stop_talking();
  /// Until everybody has seen everything. (All wait for each other.)
  bool settle(std::chrono::seconds patience = std::chrono::seconds(60));
  /// The figures, and the guarantees that always hold: nothing lost, doubled, reordered, unanswered. (All
  /// wait for each other; afterwards figures() and totals() are of all.)
  void judge(Report& report, bool is_settled);

  /// Runs until `is_done`, telling how it goes; false: the patience was not enough.
  bool wait(const std::function<bool()>& is_done, std::chrono::nanoseconds patience, std::string_view doing);
  void wait_for(std::chrono::nanoseconds time, std::string_view doing);
  [[nodiscard]] std::size_t online() const;
  /// All threads wait for each other here.
  void meet();
  /// Likewise, and what each of them has is put together.
  double sum(double own);
  double most(double own);

  Engine& engine() { return engine_; }
  RunFigures& figures() { return figures_; }
  Totals& totals() { return totals_; }
  std::deque<Room>& rooms() { return rooms_; }
  std::vector<std::unique_ptr<Talker>>& talkers() { return talkers_; }
  /// Who speaks in turn: all, or the first so many.
  void let_speak(std::size_t first, std::size_t count);
  /// Of the whole run; talkers() are this thread's part.
  [[nodiscard]] const CrowdSize& size() const { return size_; }
  /// What the scenario adds to the progress line.
  std::function<std::string()> also_tell;

 private:
  void schedule(SteadyTime begin, std::chrono::nanoseconds step, std::int64_t index,
                std::uint64_t generation);
  void progress(std::string_view doing);
  void require_logged_in(bool all);
  [[nodiscard]] int threads() const { return options_.shared == nullptr ? 1 : options_.shared->shards(); }
  /// This thread's part of so many, and how many those before it have.
  [[nodiscard]] int part_of(int total) const;
  [[nodiscard]] int before_part_of(int total) const;
  double combine(double own, const std::function<double(double, double)>& how);
  void learn_from_all();

  const RunOptions& options_;
  const std::string run_;
  CrowdSize size_;
  Engine engine_;
  RunFigures figures_;
  Totals totals_;
  std::deque<Room> rooms_;
  std::vector<std::unique_ptr<Talker>> talkers_;
  std::size_t first_speaker_ = 0, speakers_ = 0;
  std::size_t online_first_ = 0;
  std::uint64_t talking_ = 0;  ///< changes when the talk begins and ends, so that late timers know
  SteadyTime talk_began_;
  std::uint64_t phase_ = 0;  ///< how often all threads have met
};

}  // namespace stollen::load
