#include "protocol/generated/cpp/session.hpp"
#include "protocol/generated/cpp/streams.hpp"
#include "server/core/log.hpp"
#include "server/features/booth/booth_rules.hpp"
#include "server/features/booth/booth_store.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::booth {
namespace {

namespace messages = protocol::booth;
using protocol::Duty;
using realtime::Caller;

constexpr std::size_t kUsualJobs = 50;

std::vector<protocol::TeamMember> visible_team(Transaction& tx, BoothId booth) {
  std::vector<protocol::TeamMember> team;
  for (auto& member : account::team(tx, booth)) {
    team.push_back({.person_id = member.person_id,
                    .name = std::move(member.name),
                    .position = std::move(member.position),
                    .languages = std::move(member.languages),
                    .role = member.role,
                    .duty = member.duty});
  }
  return team;
}

Result<messages::Get::Reply> get(Transaction& tx, const Caller&, const messages::Get& command) {
  auto page = find_page(tx, command.slug);
  if (!page) return fail(protocol::session::errors::not_found, {}, "slug");
  page->team = visible_team(tx, page->card.booth_id);
  page->jobs = jobs_of(tx, page->card.booth_id);
  return messages::Get::Reply{.booth = std::move(*page)};
}

Result<messages::List::Reply> list(Transaction& tx, const Caller&, const messages::List&) {
  return messages::List::Reply{.booths = all_cards(tx)};
}

Result<messages::ListJobs::Reply> list_jobs(Transaction& tx, const Caller&,
                                            const messages::ListJobs& command) {
  auto found = find_jobs(tx, {.patterns = search_patterns(command.words.value_or("")),
                              .field = command.field.value_or(""),
                              .kind = command.kind ? std::string(to_text(*command.kind)) : std::string{},
                              .town = command.town.value_or(""),
                              .after = command.after.value_or(JobId{}),
                              .limit = static_cast<std::size_t>(command.limit.value_or(kUsualJobs))});
  return messages::ListJobs::Reply{
      .jobs = std::move(found.jobs), .total = found.total, .fields = job_fields(tx)};
}

void change_duty(Transaction& tx, BoothId booth, PersonId person, Duty duty, bool is_by_talk) {
  if (!account::set_duty(tx, booth, person, duty, is_by_talk)) return;
  refresh_state(tx, booth);
  log::info("booth.duty_set", {{"booth", booth}, {"person", person}, {"duty", to_text(duty)}});
}

Result<messages::SetDuty::Reply> set_duty(Transaction& tx, const Caller& caller,
                                          const messages::SetDuty& command) {
  if (!account::booth_role(tx, caller.person_id, command.booth_id)) {
    return fail(protocol::session::errors::not_found, {}, "booth_id");
  }
  change_duty(tx, command.booth_id, caller.person_id, command.duty, false);
  return messages::SetDuty::Reply{};
}

/// Who is gone from all tabs is not on duty any more.
void on_absence(Transaction& tx, PersonId person) {
  for (const BoothId booth : account::duties_of(tx, person)) change_duty(tx, booth, person, Duty::off, false);
}

std::optional<account::TeamPerson> member_of(Transaction& tx, BoothId booth, PersonId person) {
  for (auto& member : account::team(tx, booth)) {
    if (member.person_id == person) return std::move(member);
  }
  return std::nullopt;
}

}  // namespace

void begin_talking(Transaction& tx, BoothId booth, PersonId person) {
  const auto member = member_of(tx, booth, person);
  if (member && member->duty != Duty::talking) change_duty(tx, booth, person, Duty::talking, true);
}

void end_talking(Transaction& tx, BoothId booth, PersonId person) {
  const auto member = member_of(tx, booth, person);
  if (member && member->duty == Duty::talking && member->is_duty_by_talk) {
    change_duty(tx, booth, person, Duty::free, false);
  }
}

void attach(realtime::Registry& registry) {
  registry.migrations(migrations());
  registry.command<messages::Get>(get);
  registry.command<messages::List>(list);
  registry.command<messages::ListJobs>(list_jobs);
  registry.command<messages::SetDuty>(set_duty);
  registry.stream<protocol::HallStream>(
      [](Transaction& tx, const Caller&, const protocol::HallStream::Key&) -> Result<protocol::HallSnapshot> {
        return protocol::HallSnapshot{.booths = all_cards(tx)};
      },
      [](Transaction&, const Caller&, const protocol::HallStream::Key&) -> Result<void> { return {}; });
  registry.on_absence("booth", on_absence);
  registry.watch_after_restart(account::people_on_duty);
}

}  // namespace stollen::booth
