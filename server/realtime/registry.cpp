#include "server/realtime/registry.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

#include "protocol/generated/cpp/all_commands.hpp"

namespace stollen::realtime {
namespace {

// Served by realtime itself.
constexpr std::array<std::string_view, 2> kOwnCommands{protocol::session::Join::kName,
                                                       protocol::session::Leave::kName};

template <class... Streams>
void for_each_pattern(std::tuple<Streams...>*, auto&& visit) {
  (visit(Streams::kPattern), ...);
}

}  // namespace

bool Handler::may_answer(const protocol::ErrorCode& code) const {
  return code.name.starts_with("session.") || std::ranges::find(errors, code.name) != errors.end();
}

void Registry::add(Handler handler) {
  const std::string_view name = handler.name;
  if (!commands_.emplace(name, std::move(handler)).second) {
    throw std::logic_error("command " + std::string(name) + " is registered twice");
  }
}

void Registry::add(StreamKind kind) {
  if (std::ranges::find(streams_, kind.pattern, &StreamKind::pattern) != streams_.end()) {
    throw std::logic_error("stream " + std::string(kind.pattern) + " is registered twice");
  }
  streams_.push_back(std::move(kind));
}

void Registry::on_absence(std::string_view feature,
                          std::function<void(Transaction&, protocol::PersonId)> hook) {
  absence_hooks_.push_back({feature, std::move(hook)});
}

void Registry::watch_after_restart(std::function<std::vector<protocol::PersonId>(Transaction&)> list) {
  watch_lists_.push_back(std::move(list));
}

void Registry::every(std::string_view name, std::chrono::milliseconds interval,
                     std::function<void(Transaction&)> work) {
  if (interval <= std::chrono::milliseconds::zero()) {
    throw std::logic_error("housekeeping " + std::string(name) + " needs an interval above zero");
  }
  housekeeping_.push_back({name, interval, std::move(work)});
}

void Registry::timer(std::string_view kind, OnTimer on_due) {
  if (!timers_.emplace(kind, std::move(on_due)).second) {
    throw std::logic_error("timer " + std::string(kind) + " is registered twice");
  }
}

void Registry::on_mail(std::function<void()> wake) {
  mail_hooks_.push_back(std::move(wake));
}

void Registry::on_media(std::function<void()> reload) {
  media_hooks_.push_back(std::move(reload));
}

void Registry::migrations(std::vector<storage::Migration> migrations) {
  if (migrations.empty()) return;
  if (std::ranges::find(migrations_, migrations.front().feature, &storage::Migration::feature) !=
      migrations_.end()) {
    throw std::logic_error("migrations of " + std::string(migrations.front().feature) +
                           " are registered twice");
  }
  migrations_.insert(migrations_.end(), migrations.begin(), migrations.end());
}

void Registry::authentication(Authenticate authenticate) {
  authenticate_ = std::move(authenticate);
}
void Registry::rights(LoadRights load) {
  load_rights_ = std::move(load);
}

const Handler* Registry::find_command(std::string_view name) const {
  const auto found = commands_.find(name);
  return found == commands_.end() ? nullptr : &found->second;
}

const StreamKind* Registry::find_stream(std::string_view name) const {
  const auto found =
      std::ranges::find_if(streams_, [name](const StreamKind& kind) { return kind.matches(name); });
  return found == streams_.end() ? nullptr : &*found;
}

void Registry::page(std::string_view prefix, ReadPage read) {
  if (std::ranges::find(pages_, prefix, &PageKind::prefix) != pages_.end())
    throw std::logic_error("pages below " + std::string(prefix) + " are registered twice");
  pages_.push_back({prefix, std::move(read)});
}

const Registry::PageKind* Registry::find_page(std::string_view path) const {
  const auto found =
      std::ranges::find_if(pages_, [path](const PageKind& kind) { return path.starts_with(kind.prefix); });
  return found == pages_.end() ? nullptr : &*found;
}

const Registry::OnTimer* Registry::find_timer(std::string_view kind) const {
  const auto found = timers_.find(kind);
  return found == timers_.end() ? nullptr : &found->second;
}

std::vector<std::string> Registry::missing() const {
  std::vector<std::string> names;
  for (const protocol::CommandInfo& command : protocol::kAllCommands) {
    const bool is_own = std::ranges::find(kOwnCommands, command.name) != kOwnCommands.end();
    if (!is_own && find_command(command.name) == nullptr) names.emplace_back(command.name);
  }
  for_each_pattern(static_cast<protocol::AllStreams*>(nullptr), [&](std::string_view pattern) {
    const bool is_served =
        std::ranges::any_of(streams_, [=](const auto& kind) { return kind.pattern == pattern; });
    if (!is_served) names.emplace_back(pattern);
  });
  return names;
}

std::vector<protocol::PersonId> Registry::watched_people(Transaction& transaction) const {
  std::vector<protocol::PersonId> people;
  for (const auto& list : watch_lists_) {
    const auto some = list(transaction);
    people.insert(people.end(), some.begin(), some.end());
  }
  std::ranges::sort(people);
  const auto doubles = std::ranges::unique(people);
  people.erase(doubles.begin(), doubles.end());
  return people;
}

void Registry::wake_mail() const {
  for (const auto& wake : mail_hooks_) wake();
}

void Registry::reload_media() const {
  for (const auto& reload : media_hooks_) reload();
}

}  // namespace stollen::realtime
