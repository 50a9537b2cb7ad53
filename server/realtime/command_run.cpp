#include "server/realtime/command_run.hpp"

#include <exception>
#include <utility>

#include "protocol/cpp/envelope.hpp"
#include "protocol/generated/cpp/session.hpp"
#include "server/core/log.hpp"
#include "server/realtime/command_log.hpp"
#include "server/realtime/delivery.hpp"
#include "server/storage/store_error.hpp"

namespace stollen::realtime {
namespace {

namespace errors = protocol::session::errors;
using protocol::CommandKind;
using storage::WriteOutcome;

/// One command on its way through pool and storage; lives as long as somebody works on it.
class CommandRun : public std::enable_shared_from_this<CommandRun> {
 public:
  CommandRun(NodeRef node, CommandCall call, Handler::Command command, Answered answered,
             runtime::SteadyClock::time_point since)
      : node_(std::move(node)),
        shard_(*call.shard),
        handler_(*call.handler),
        caller_(std::move(call.caller)),
        command_(std::move(command)),
        answered_(std::move(answered)),
        since_(since) {
    if (CommandLog::keeps(handler_, caller_)) log_.emplace(handler_, caller_, call.with.text());
    node_->running_commands.fetch_add(1, std::memory_order_relaxed);
  }
  ~CommandRun() { node_->running_commands.fetch_sub(1, std::memory_order_release); }
  CommandRun(const CommandRun&) = delete;
  CommandRun& operator=(const CommandRun&) = delete;

  void start() {
    if (handler_.traits.kind == CommandKind::read) {
      submit_read();
    } else if (handler_.traits.is_prepared) {
      const bool is_accepted = node_->pool.try_submit([self = shared_from_this()] { self->prepare(); });
      if (!is_accepted) finish(std::unexpected(busy_error()));
    } else {
      submit_write();
    }
  }

 private:
  void submit_read() {
    storage::ReadUnit unit;
    unit.work = [self = shared_from_this()](Transaction& transaction) {
      Result<std::string> reply =
          self->handler_.run(transaction, self->caller_, self->command_.get(), nullptr);
      self->finish(std::move(reply));
    };
    unit.failed = [self = shared_from_this()](std::string_view what) { self->finish_after_exception(what); };
    if (!node_->database.submit(std::move(unit))) finish(std::unexpected(busy_error()));
  }

  void prepare() {
    try {
      auto prepared = handler_.prepare(node_->database, caller_, command_.get());
      if (!prepared) return finish(std::unexpected(std::move(prepared.error())));
      prepared_ = std::move(*prepared);
    } catch (const std::exception& problem) {
      return finish_after_exception(problem.what());
    }
    submit_write();
  }

  void submit_write() {
    storage::WriteUnit unit;
    unit.work = [self = shared_from_this()](Transaction& transaction) { return self->write(transaction); };
    unit.done = [self = shared_from_this()](WriteOutcome outcome, storage::Effects&& effects) {
      self->written(outcome, std::move(effects));
    };
    const bool is_accepted =
        shard_.is_current() ? submit_with_others(std::move(unit)) : node_->database.submit(std::move(unit));
    if (!is_accepted) finish(std::unexpected(busy_error()));
  }

  bool submit_with_others(storage::WriteUnit unit) {
    is_expected_ = true;  // before the writer can have the unit
    if (!node_->database.submit_quietly(std::move(unit))) {
      is_expected_ = false;
      return false;
    }
    shard_.flushes().expect();
    node_->on(shard_).writer_bell.unit_came();
    return true;
  }

  // May run again after a serialization failure: everything is set anew.
  bool write(Transaction& transaction) {
    exception_.clear();
    try {
      if (log_) {
        if (auto known = log_->find(transaction)) {
          reply_ = std::move(*known);
          return false;  // nothing to store
        }
      }
      reply_ = handler_.run(transaction, caller_, command_.get(), prepared_.get());
      if (reply_ && log_) log_->remember(transaction, *reply_);
      return reply_.has_value();
    } catch (const std::exception& problem) {
      exception_ = problem.what();
      throw;
    }
  }

  void written(WriteOutcome outcome, storage::Effects&& effects) {
    if (outcome == WriteOutcome::unavailable) return finish(std::unexpected(unavailable_error()));
    if (outcome == WriteOutcome::unknown) return finish(fail(errors::internal));
    if (outcome == WriteOutcome::failed) return finish_after_exception(exception_);
    if (outcome == WriteOutcome::committed) {
      cookie_ = std::move(effects.cookie);
      apply_effects(node_, std::move(effects));
    }
    finish(std::move(reply_));
  }

  void finish_after_exception(std::string_view what) {
    log::error("realtime.command_failed",
               {{"command", handler_.name}, {"cid", caller_.cid}, {"reason", what}});
    finish(fail(errors::internal));
  }

  // On whichever thread the command ended.
  void finish(Result<std::string> reply) {
    if (std::exchange(is_finished_, true))
      return;  // a read that answered and then could not end its snapshot
    if (!reply && !handler_.may_answer(*reply.error().code)) {
      log::error("realtime.undeclared_error",
                 {{"command", handler_.name}, {"cid", caller_.cid}, {"code", reply.error().code->name}});
      reply = fail(errors::internal);
    }
    account_for(*node_, handler_.name, handler_.traits.kind, caller_, reply ? nullptr : &reply.error(),
                since_);
    shard_.post([&shard = shard_, is_expected = is_expected_, answered = std::move(answered_),
                 answer = CommandAnswer{std::move(reply), std::move(cookie_)}]() mutable {
      answered(std::move(answer));
      if (is_expected) shard.flushes().arrived();
    });
  }

  const NodeRef node_;
  runtime::Shard& shard_;
  const Handler& handler_;
  const Caller caller_;
  const Handler::Command command_;
  Answered answered_;
  const runtime::SteadyClock::time_point since_;
  std::optional<CommandLog> log_;
  Handler::Prepared prepared_;
  Result<std::string> reply_;
  std::optional<storage::Effects::Cookie> cookie_;
  std::string exception_;
  bool is_expected_ = false;  // the shard's output waits for the answer
  bool is_finished_ = false;
};

Result<std::string> run_live(const CommandCall& call, const Handler::Command& command, Live* live) {
  if (live == nullptr) return fail(errors::unknown_command);
  try {
    auto reply = call.handler->run_live(*live, call.caller, command.get());
    if (reply || call.handler->may_answer(*reply.error().code)) return reply;
    log::error(
        "realtime.undeclared_error",
        {{"command", call.handler->name}, {"cid", call.caller.cid}, {"code", reply.error().code->name}});
  } catch (const std::exception& problem) {
    log::error("realtime.command_failed",
               {{"command", call.handler->name}, {"cid", call.caller.cid}, {"reason", problem.what()}});
  }
  return fail(errors::internal);
}

}  // namespace

void run_command(const NodeRef& node, CommandCall call, Live* live, Answered answered) {
  const auto since = runtime::SteadyClock::now();
  const auto answer_now = [&](Result<std::string> reply) {
    account_for(*node, call.handler->name, call.handler->traits.kind, call.caller,
                reply ? nullptr : &reply.error(), since);
    answered({std::move(reply), std::nullopt});
  };
  if (auto refusal = closed_gate(*node, call.handler->traits, call.caller)) {
    return answer_now(std::unexpected(std::move(*refusal)));
  }
  auto command = call.handler->decode(call.with);
  if (!command) {
    return answer_now(
        fail(errors::invalid_field, std::move(command.error().message), std::move(command.error().field)));
  }
  if (call.handler->traits.kind == CommandKind::live) return answer_now(run_live(call, *command, live));
  std::make_shared<CommandRun>(node, std::move(call), std::move(*command), std::move(answered), since)
      ->start();
}

}  // namespace stollen::realtime
