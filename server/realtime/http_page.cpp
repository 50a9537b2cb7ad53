// What features answer to plain GET.
#include "server/realtime/http_page.hpp"

#include <utility>

#include "server/core/log.hpp"

namespace stollen::realtime {
namespace {

constexpr std::chrono::seconds kBusyPause{5};

struct Reading {
  runtime::Shard& shard;
  PageAnswered done;
  std::string rest;
  bool is_answered = false;

  void answer(PageAnswer page) {
    if (std::exchange(is_answered, true)) return;  // read, and then the snapshot could not be ended
    shard.post([done = std::move(done), page = std::move(page)]() mutable { done(std::move(page)); });
  }
};

}  // namespace

void read_page(const NodeRef& node, runtime::Shard& shard, const Caller& caller, std::string_view path,
               PageAnswered done) {
  if (const auto wait = node->http_rates.take(caller, node->clock.steady_now()))
    return done({.status = 429, .content_type = {}, .body = {}, .retry_after = wait});
  const auto* kind = node->registry.find_page(path);
  if (kind == nullptr) return done({.status = 404, .content_type = {}, .body = {}, .retry_after = {}});
  auto reading =
      std::make_shared<Reading>(shard, std::move(done), std::string(path.substr(kind->prefix.size())));
  storage::ReadUnit unit;
  unit.work = [node, kind, reading](Transaction& tx) {
    auto page = kind->read(tx, reading->rest);
    reading->answer(page ? PageAnswer{.status = 200,
                                      .content_type = page->content_type,
                                      .body = std::move(page->body),
                                      .retry_after = {}}
                         : PageAnswer{.status = 404, .content_type = {}, .body = {}, .retry_after = {}});
  };
  const auto fail = [reading] {
    reading->answer({.status = 503, .content_type = {}, .body = {}, .retry_after = kBusyPause});
  };
  unit.failed = [fail, prefix = kind->prefix](std::string_view what) {
    log::error("realtime.page_failed", {{"page", prefix}, {"reason", what}});
    fail();
  };
  if (!node->database.submit(std::move(unit))) fail();
}

}  // namespace stollen::realtime
