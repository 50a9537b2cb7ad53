// Booths' teams: who belongs, what they do now, and who must hear of a change.

#include <algorithm>
#include <string>

#include "protocol/generated/cpp/conversation.hpp"
#include "server/core/log.hpp"
#include "server/features/account/account.hpp"
#include "server/features/account/team.hpp"

namespace stollen::account {

using protocol::BoothRole;
using protocol::Role;
using protocol::RoleSet;

namespace {

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace stollen::account

template <>
struct stollen::storage::Column<stollen::account::TeamPerson> {
  static stollen::account::TeamPerson read(const Row& row, int first) {
    using namespace stollen;
    return {.person_id = Column<protocol::PersonId>::read(row, first),
            .name = Column<std::string>::read(row, first + 1),
            .role = Column<protocol::BoothRole>::read(row, first + 2),
            .position = Column<std::string>::read(row, first + 3),
            .languages = account::split_words(row.text(first + 4)),
            .duty = Column<protocol::Duty>::read(row, first + 5),
            .is_duty_by_talk = Column<bool>::read(row, first + 6)};
  }
};

namespace stollen::account {

protocol::Person appearance(Transaction& tx, PersonId person, BoothId booth) {
  const auto found = tx.one<std::string, bool, std::optional<BoothId>, std::optional<std::string>>(
      "SELECT p.name, CASE WHEN p.is_moderator + p.is_organiser > 0 THEN 1 ELSE 0 END, t.booth_id, t.name "
      "FROM person p LEFT JOIN team t ON t.booth_id = COALESCE("
      "(SELECT m.booth_id FROM booth_member m WHERE m.booth_id = $2 AND m.person_id = p.person_id), "
      "(SELECT m.booth_id FROM booth_member m WHERE m.person_id = p.person_id "
      "ORDER BY m.joined_at, m.booth_id LIMIT 1)) "
      "WHERE p.person_id = $1 AND p.deleted_at IS NULL",
      person, booth);
  protocol::Person shown{.person_id = person};
  if (!found) return shown;
  bool is_team = false;
  std::tie(shown.name, is_team, shown.booth_id, shown.booth_name) = *found;
  if (is_team) shown.is_team = true;
  return shown;
}

std::optional<BoothRole> booth_role(Transaction& tx, PersonId person, BoothId booth) {
  return tx.one<BoothRole>("SELECT role FROM booth_member WHERE booth_id = $1 AND person_id = $2", booth,
                           person);
}

RoleSet roles(Transaction& tx, PersonId person) {
  RoleSet roles;
  const auto found = tx.one<bool, bool, bool>(
      "SELECT is_moderator, is_organiser, CASE WHEN EXISTS (SELECT 1 FROM booth_member m "
      "WHERE m.person_id = p.person_id) THEN 1 ELSE 0 END FROM person p WHERE person_id = $1 AND deleted_at "
      "IS NULL",
      person);
  if (!found) return roles;
  const auto [is_moderator, is_organiser, is_exhibitor] = *found;
  roles.insert(Role::visitor);
  if (is_exhibitor) roles.insert(Role::exhibitor);
  if (is_moderator) roles.insert(Role::moderator);
  if (is_organiser) roles.insert(Role::organiser);
  return roles;
}

std::vector<Role> role_list(RoleSet roles) {
  std::vector<Role> list;
  for (const Role role : protocol::values_of<Role>()) {
    if (roles.contains(role)) list.push_back(role);
  }
  return list;
}

std::vector<protocol::BoothMembership> booths_of(Transaction& tx, PersonId person) {
  std::vector<protocol::BoothMembership> booths;
  for (auto& [id, slug, name, role] : tx.all<BoothId, std::string, std::string, BoothRole>(
           "SELECT t.booth_id, t.slug, t.name, m.role FROM booth_member m JOIN team t ON t.booth_id = "
           "m.booth_id "
           "WHERE m.person_id = $1 ORDER BY m.joined_at, m.booth_id LIMIT 50",
           person)) {
    booths.push_back({id, std::move(slug), std::move(name), role});
  }
  return booths;
}

std::vector<TeamPerson> team(Transaction& tx, BoothId booth) {
  return tx.all<TeamPerson>(
      "SELECT p.person_id, p.name, m.role, m.position, m.languages, m.duty, m.is_duty_by_talk "
      "FROM booth_member m JOIN person p ON p.person_id = m.person_id WHERE m.booth_id = $1 "
      "ORDER BY p.person_id LIMIT 100",
      booth);
}

void tell_desk(Transaction& tx, BoothId booth, PersonId person) {
  const auto member = tx.one<TeamPerson>(
      "SELECT p.person_id, p.name, m.role, m.position, m.languages, m.duty, m.is_duty_by_talk "
      "FROM booth_member m JOIN person p ON p.person_id = m.person_id WHERE m.booth_id = $1 AND m.person_id "
      "= $2",
      booth, person);
  if (!member) return;
  tx.publish(
      protocol::BoothStaffStream::name(booth),
      protocol::conversation::DutyChangedEvent{
          .member = {.person_id = person, .name = member->name, .role = member->role, .duty = member->duty}});
}

void tell_desks(Transaction& tx, PersonId person) {
  for (const auto& booth : booths_of(tx, person)) tell_desk(tx, booth.booth_id, person);
}

void tell_person(Transaction& tx, PersonId person) {
  tx.publish(protocol::UserStream::name(person),
             protocol::account::RolesChangedEvent{.roles = role_list(roles(tx, person)),
                                                  .booths = booths_of(tx, person)});
  tx.effects().rights_changed.push_back(person);
}

bool set_duty(Transaction& tx, BoothId booth, PersonId person, protocol::Duty duty, bool is_by_talk) {
  const auto changed = tx.changed(
      "UPDATE booth_member SET duty = $3, is_duty_by_talk = $4 "
      "WHERE booth_id = $1 AND person_id = $2 AND duty <> $3",
      booth, person, duty, is_by_talk);
  if (changed == 0) {
    // By hand what a talk had set already: from now on the end of the talk must not undo it.
    if (!is_by_talk) {
      tx.run("UPDATE booth_member SET is_duty_by_talk = 0 WHERE booth_id = $1 AND person_id = $2", booth,
             person);
    }
    return false;
  }
  tell_desk(tx, booth, person);
  return true;
}

std::vector<BoothId> duties_of(Transaction& tx, PersonId person) {
  return tx.all<BoothId>("SELECT booth_id FROM booth_member WHERE person_id = $1 AND duty <> 'off'", person);
}

std::vector<PersonId> people_on_duty(Transaction& tx) {
  return tx.all<PersonId>("SELECT DISTINCT person_id FROM booth_member WHERE duty <> 'off'");
}

bool join_team(Transaction& tx, const Membership& membership) {
  const auto joined = tx.changed(
      "INSERT INTO booth_member (booth_id, person_id, role, position, languages, duty, is_duty_by_talk, "
      "joined_at) "
      "VALUES ($1, $2, $3, $4, $5, 'off', 0, $6) ON CONFLICT (booth_id, person_id) DO NOTHING",
      membership.booth, membership.person, membership.role, membership.position,
      join_words(membership.languages), tx.now());
  if (joined == 0) return false;
  tell_desk(tx, membership.booth, membership.person);
  tell_person(tx, membership.person);
  log::info("account.team_joined", {{"booth", membership.booth}, {"person", membership.person}});
  return true;
}

void ensure_booth(Transaction& tx, BoothId booth, std::string_view slug, std::string_view name) {
  reserve_name(tx, "booth." + booth.text(), name);
  const auto known = tx.one<std::string>("SELECT name FROM team WHERE booth_id = $1", booth);
  if (known && *known == name) return;
  tx.run(
      "INSERT INTO team (booth_id, slug, name) VALUES ($1, $2, $3) "
      "ON CONFLICT (booth_id) DO UPDATE SET name = excluded.name",
      booth, slug, name);
  if (!known) return;
  for (const TeamPerson& member : team(tx, booth)) tell_person(tx, member.person_id);
}

void remove_booth(Transaction& tx, BoothId booth) {
  const auto members =
      tx.all<PersonId>("DELETE FROM booth_member WHERE booth_id = $1 RETURNING person_id", booth);
  tx.run("DELETE FROM account_token WHERE booth_id = $1", booth);
  tx.run("DELETE FROM team WHERE booth_id = $1", booth);
  reserve_name(tx, "booth." + booth.text(), "");
  for (const PersonId person : members) {
    tell_person(tx, person);
    tx.effects().removals.push_back({person, protocol::BoothStaffStream::name(booth)});
  }
}

}  // namespace stollen::account
