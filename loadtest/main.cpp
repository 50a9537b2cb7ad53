// stollen-loadtest: virtual users against a running Stollen.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "loadtest/bench_command.hpp"
#include "loadtest/scenario.hpp"

namespace {

using namespace stollen::load;

constexpr Scenario kScenarios[] = {
    {"booking_rush", "Everybody books the same few times at one instant; each seat is given exactly once.",
     false, run_booking_rush},
    {"chat_flood", "Many people in few rooms talk; everybody must see everything once and in order.", true,
     run_chat_flood},
    {"crowd_join", "The opening minute: people log in one after the other, with real password hashes.", false,
     run_crowd_join},
    {"cut_and_resume", "Connections break at random octets, again and again; nothing is lost or seen twice.",
     true, run_cut_and_resume},
    {"flooder", "One client sends as fast as it can; the others hardly feel it, and it is shown the door.",
     false, run_flooder},
    {"idle_crowd", "Very many sessions that only listen.", true, run_idle_crowd},
    {"one_hall", "Two thousand people in one room.", true, run_one_hall},
    {"overload", "Three times what the server can do: it does nearly its best, and recovers at once.", false,
     run_overload},
    {"reconnect_storm", "All connections break at once; everybody is back soon, without a run on the store.",
     true, run_reconnect_storm},
    {"seed_day", "The day of a small fair, compressed: talks with booths, the café, a room, the hall.", false,
     run_seed_day},
    {"slow_readers", "Some clients stop reading; the others do not notice, and the server's memory neither.",
     false, run_slow_readers},
};

void allow_many_sockets() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

const Scenario& find(const std::string& name) {
  for (const Scenario& scenario : kScenarios) {
    if (scenario.name == name) return scenario;
  }
  throw CLI::ValidationError(
      "NAME", fmt::format("there is no scenario \"{}\"; `stollen-loadtest list` names all", name));
}

Report run_with(const Scenario& scenario, const RunOptions& options, int shards) {
  if (shards == 1) return scenario.run(options);
  if (!scenario.can_be_shared) {
    throw CLI::ValidationError(
        "--shards-of-load",
        fmt::format("the users of {} belong together; only 1 is possible", scenario.name));
  }
  return run_shared(scenario, options, shards);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"Virtual users that speak Stollen's protocol over real sockets and check what they see."};
  cli.require_subcommand(1);
  cli.footer(
      "Examples:\n"
      "  stollen-loadtest list\n"
      "  stollen-loadtest run chat_flood --url http://localhost:8080 --users 200 --rooms 1 --seconds 60\n"
      "  stollen-loadtest run chat_flood --url https://messe.example.org --account 'load-{}@example.org' "
      "--password-env LOAD_PASSWORD\n\n"
      "Without --account the demo fair's guests are used. Exit status: 0 every guarantee held, 1 one was "
      "broken,\n"
      "2 the run could not begin.");
  cli.add_subcommand("list", "Name the scenarios.")->callback([] {
    for (const Scenario& scenario : kScenarios) fmt::print("{:<16} {}\n", scenario.name, scenario.about);
  });

  int status = 0;
  const auto take = [&status](Report report, bool is_json) {
    if (!is_json) fmt::print("{}", report.table());
    fmt::print("{}\n", report.json());
    status = report.is_good() ? 0 : 1;
  };
  std::signal(SIGPIPE, SIG_IGN);
  allow_many_sockets();
  add_bench_commands(cli, take);

  std::string name, password_env;
  std::vector<std::string> urls;
  RunOptions options;
  options.password = "glueckauf-demo";
  int shards = 1;
  bool is_json = false, is_insecure = false, is_any_speed = false;
  auto* run = cli.add_subcommand("run", "Run a scenario.");
  run->add_option("name", name, "The scenario")->required();
  run->add_option("--url", urls,
                  "Address of the server; several nodes of one fair: once for each, users take them in turn")
      ->required();
  run->add_option("--users", options.users, "How many people")->check(CLI::Range(1, 18'000));
  run->add_option("--rooms", options.rooms, "Over how many rooms they are spread")
      ->check(CLI::Range(1, 10'000));
  run->add_option("--seconds", options.seconds, "How long they act")->check(CLI::Range(1, 86'400));
  run->add_option("--rate", options.rate, "Actions per second, all users together")
      ->check(CLI::PositiveNumber);
  run->add_option("--account", options.account,
                  "Pattern of the users' addresses; {} is the number, {:04} with zeros");
  run->add_option("--accounts-from", options.first_account, "Number of the first user's account")
      ->check(CLI::Range(1, 99'999));
  run->add_option("--rooms-from", options.first_room, "Number of the first room, as the fair lists them")
      ->check(CLI::Range(1, 10'000));
  run->add_option("--password-env", password_env, "Environment variable that holds the users' password");
  run->add_option("--slots", options.slots, "booking_rush: for how many slots all come")
      ->check(CLI::Range(1, 200));
  run->add_option("--rushes", options.rushes, "booking_rush: so many in a row, each for slots of its own")
      ->check(CLI::Range(1, 10'000));
  run->add_option("--organiser", options.organiser,
                  "booking_rush: address of an organiser with the users' password, who opens the slots");
  run->add_option("--staff", options.staff_file,
                  "seed_day: table of the booths' teams, staff.csv of the fair folder")
      ->check(CLI::ExistingFile);
  run->add_option("--shards-of-load", shards,
                  "Threads of the generator, each with its part of the users; verified together")
      ->check(CLI::Range(1, 64));
  run->add_option("--server-pid", options.server_pid,
                  "A local server whose memory and CPU time are judged too");
  run->add_flag("--insecure", is_insecure, "Accept any certificate");
  run->add_flag("--any-speed", is_any_speed,
                "Tell what was slow, but do not fail for it: for machines that others use too");
  run->add_flag("--beside-others", options.is_beside_others,
                "Others use the server meanwhile: tell what the server counts, but do not judge it");
  run->add_flag("--json", is_json, "Print nothing but one JSON line at the end");

  try {
    cli.parse(argc, argv);
    if (!run->parsed()) return status;
    const Scenario& scenario = find(name);
    for (const std::string& url : urls) {
      auto target = parse_target(url);
      if (!target) throw CLI::ValidationError(target.error());
      target->verifies_certificate = !is_insecure;
      options.further_targets.push_back(std::move(*target));
    }
    options.target = options.further_targets.front();
    options.further_targets.erase(options.further_targets.begin());
    if (!password_env.empty()) {
      const char* password = std::getenv(password_env.c_str());
      if (password == nullptr) throw CLI::ValidationError("--password-env", password_env + " is not set");
      options.password = password;
    }
    options.shows_progress = !is_json && isatty(STDERR_FILENO) != 0;
    Report report = run_with(scenario, options, shards);
    if (is_any_speed) report.tolerate_slowness();
    take(std::move(report), is_json);
    return status;
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "stollen-loadtest: {}\n", error.what());
    return 2;
  }
}
