// People who come by an import or the command line instead of registering.

#include "server/core/new_id.hpp"
#include "server/features/account/account.hpp"
#include "server/features/account/account_store.hpp"
#include "server/features/account/team.hpp"

namespace stollen::account {
namespace {

// Gives a first password; one that the person has set is never replaced.
bool set_first_password(Transaction& tx, PersonRow& person, const std::optional<std::string>& hash) {
  if (!hash || person.password_hash) return false;
  person.password_hash = hash;
  if (!person.verified_at) person.verified_at = tx.now();
  return true;
}

bool update_membership(Transaction& tx, const StaffImport& import, PersonId person) {
  const auto changed = tx.changed(
      "UPDATE booth_member SET role = $3, position = $4, languages = $5 WHERE booth_id = $1 AND person_id = "
      "$2 "
      "AND (role <> $3 OR position <> $4 OR languages <> $5)",
      import.booth, person, import.role, import.position, join_words(import.languages));
  if (changed == 0) return false;
  tell_desk(tx, import.booth, person);
  tell_person(tx, person);
  return true;
}

}  // namespace

Change ensure_staff(Transaction& tx, const StaffImport& import) {
  const std::string email = normalise_email(import.email).value();
  auto person = find_person_by_email(tx, email);
  const bool is_new = !person;
  if (is_new) {
    person = PersonRow{.person_id = new_id<PersonId>(), .email = email, .name = import.name};
    set_first_password(tx, *person, import.password_hash);
    insert_person(tx, *person);
  }
  bool has_changed = false;
  // Until its owner has come, the entry belongs to the organiser; then the name is the owner's.
  const bool is_unclaimed = !person->verified_at;
  if (!is_new && is_unclaimed && person->name != import.name) {
    person->name = import.name;
    has_changed = true;
  }
  if (!is_new && set_first_password(tx, *person, import.password_hash)) has_changed = true;
  if (has_changed) {
    update_person(tx, *person);
    tell_desks(tx, person->person_id);
  }
  const bool has_joined = join_team(tx, {.booth = import.booth,
                                         .person = person->person_id,
                                         .role = import.role,
                                         .position = import.position,
                                         .languages = import.languages});
  if (!has_joined && update_membership(tx, import, person->person_id)) has_changed = true;
  if (is_new) return Change::added;
  return has_joined || has_changed ? Change::updated : Change::unchanged;
}

Change ensure_person(Transaction& tx, const PersonImport& import) {
  const std::string email = normalise_email(import.email).value();
  auto person = find_person_by_email(tx, email);
  if (!person) {
    insert_person(tx, {.person_id = new_id<PersonId>(),
                       .email = email,
                       .name = import.name,
                       .locale = import.locale,
                       .password_hash = import.password_hash,
                       .verified_at = tx.now(),
                       .is_moderator = import.is_moderator,
                       .is_organiser = import.is_organiser});
    return Change::added;
  }
  bool has_changed = set_first_password(tx, *person, import.password_hash);
  if (!person->verified_at) {
    person->verified_at = tx.now();
    has_changed = true;
  }
  const bool gains_moderator = import.is_moderator && !person->is_moderator;
  const bool gains_organiser = import.is_organiser && !person->is_organiser;
  person->is_moderator = person->is_moderator || import.is_moderator;
  person->is_organiser = person->is_organiser || import.is_organiser;
  has_changed = has_changed || gains_moderator || gains_organiser;
  if (!has_changed) return Change::unchanged;
  update_person(tx, *person);
  if (gains_moderator || gains_organiser) tell_person(tx, person->person_id);
  return Change::updated;
}

std::vector<PersonLine> list_people(Transaction& tx) {
  std::vector<PersonLine> people;
  for (const auto& [id, email, name, is_confirmed] : tx.all<PersonId, std::string, std::string, bool>(
           "SELECT person_id, email, name, CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END FROM person "
           "WHERE deleted_at IS NULL ORDER BY email")) {
    people.push_back({id, email, name, {}, is_confirmed});
  }
  for (PersonLine& person : people) person.roles = roles(tx, person.person_id);
  return people;
}

bool set_roles(Transaction& tx, std::string_view email, bool is_moderator, bool is_organiser) {
  auto person = find_person_by_email(tx, normalise_email(email).value_or(""));
  if (!person) return false;
  person->is_moderator = is_moderator;
  person->is_organiser = is_organiser;
  update_person(tx, *person);
  tell_person(tx, person->person_id);
  return true;
}

bool set_password(Transaction& tx, std::string_view email, const std::string& password_hash) {
  auto person = find_person_by_email(tx, normalise_email(email).value_or(""));
  if (!person) return false;
  person->password_hash = password_hash;
  if (!person->verified_at) person->verified_at = tx.now();
  update_person(tx, *person);
  end_all_sessions(tx, person->person_id);
  return true;
}

}  // namespace stollen::account
