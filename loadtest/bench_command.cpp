#include "loadtest/bench_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "loadtest/broadcast/workload.hpp"
#include "loadtest/load_fair.hpp"

namespace stollen::load {
namespace {

using broadcast::GroupOptions;
using broadcast::Mode;
using broadcast::WorkloadOptions;

struct Request {
  WorkloadOptions workload;
  GroupOptions main, beside;
  std::string url, mode = "durable", password_env;
  bool is_json = false;
};

void add_options(CLI::App& bench, Request& request) {
  WorkloadOptions& workload = request.workload;
  bench.add_option("--url", request.url, "Address of the server or of limit_probe")->required();
  bench.add_option("--mode", request.mode, "bare (limit_probe), hint (not stored) or durable")
      ->check(CLI::IsMember({"bare", "hint", "durable"}));
  bench.add_option("--rooms", request.main.rooms, "Rooms")->check(CLI::Range(1, 10'000));
  bench.add_option("--members", request.main.members, "Members of each room")->check(CLI::Range(2, 18'000));
  bench
      .add_option("--in-flight", request.main.in_flight,
                  "Messages in flight in each room: the next is sent when all have one")
      ->check(CLI::Range(0, 10'000));
  bench
      .add_option("--rate", request.main.rate,
                  "Instead of --in-flight: messages per second, all rooms together")
      ->check(CLI::NonNegativeNumber);
  bench.add_option("--seconds", workload.seconds, "How long is measured")->check(CLI::Range(0.1, 86'400.0));
  bench.add_option("--warm-up", workload.warm_up_seconds, "Seconds before that")
      ->check(CLI::Range(0.0, 3'600.0));
  bench.add_option("--payload", workload.payload_bytes, "Bytes of a message's text")
      ->check(CLI::Range(64, 4'000));
  bench.add_option("--beside-rooms", request.beside.rooms, "Further rooms that talk at a rate of their own");
  bench.add_option("--beside-members", request.beside.members, "Members of each of them")
      ->check(CLI::Range(2, 18'000));
  bench.add_option("--beside-rate", request.beside.rate, "Their messages per second; 0: there are none");
  bench
      .add_option("--log-ins", workload.log_ins_at_once,
                  "So many further accounts log in at once, all the time")
      ->check(CLI::Range(0, 1'000));
  bench.add_option("--log-ins-from", workload.log_ins_from,
                   "Number of the first of them; 0: behind the members' accounts");
  bench.add_option("--people", workload.people, "Accounts over which the members are spread; 0: one each");
  bench.add_option("--account", workload.accounts.pattern,
                   "Pattern of their addresses; {} is the number, {:04} with zeros");
  bench.add_option("--password-env", request.password_env, "Environment variable that holds their password");
  bench.add_option("--cookies", workload.cookies_file, "Keep log-ins in this file for the next run");
  bench.add_option("--server-pid", workload.server_pid, "Measure this process too");
  bench.add_flag("--json", request.is_json, "Print nothing but one JSON line at the end");
  bench.footer(
      "Examples:\n"
      "  stollen-loadtest bench --mode bare --url http://127.0.0.1:9000 --members 250 --in-flight 8\n"
      "  stollen-loadtest bench --url http://127.0.0.1:8080 --members 250 --in-flight 64 --server-pid "
      "$(pidof stollen)\n"
      "  stollen-loadtest bench --url http://127.0.0.1:8080 --rooms 400 --members 2 --rate 5000\n\n"
      "The server must allow it: --commands-per-second 1000000 --commands-burst 1000; hints need --shards "
      "1.");
}

Report run(Request& request) {
  auto target = parse_target(request.url);
  if (!target) throw CLI::ValidationError(target.error());
  request.workload.target = *target;
  request.workload.mode = request.mode == "bare"   ? Mode::bare
                          : request.mode == "hint" ? Mode::hint
                                                   : Mode::durable;
  if (request.main.in_flight > 0 && request.main.rate > 0)
    throw CLI::ValidationError("--rate", "goes without --in-flight");
  if (!request.password_env.empty()) {
    const char* password = std::getenv(request.password_env.c_str());
    if (password == nullptr)
      throw CLI::ValidationError("--password-env", request.password_env + " is not set");
    request.workload.accounts.password = password;
  }
  request.workload.groups = {request.main};
  if (request.beside.rate > 0) request.workload.groups.push_back(request.beside);
  return broadcast::Workload(request.workload).run();
}

}  // namespace

void add_bench_commands(CLI::App& cli, std::function<void(const Report&, bool is_json)> take) {
  auto request = std::make_shared<Request>();
  request->workload.accounts.password = "glueckauf-demo";
  request->beside = {.name = "beside", .rooms = 1, .members = 2};
  auto* bench =
      cli.add_subcommand("bench", "Broadcast as fast as it goes, or at a rate, and check all of it.");
  add_options(*bench, *request);
  bench->callback([request, take = std::move(take)] { take(run(*request), request->is_json); });

  struct Fair {
    std::string folder;
    int rooms = 400, users = 2'500;
  };
  auto fair = std::make_shared<Fair>();
  auto* write = cli.add_subcommand("fair", "Write a fair folder for load tests; import it with --demo.");
  write->add_option("folder", fair->folder, "Where to write it")->required();
  write->add_option("--rooms", fair->rooms, "Open rooms")->check(CLI::Range(1, 10'000));
  write->add_option("--users", fair->users, "Accounts last-00001@load.example …")
      ->check(CLI::Range(1, 99'999));
  write->callback([fair] { write_load_fair(fair->folder, fair->rooms, fair->users); });
}

}  // namespace stollen::load
