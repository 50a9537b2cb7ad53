#pragma once
// What the account feature itself does with booths' teams, beyond account.hpp.

#include <string>
#include <vector>

#include "server/features/account/account.hpp"

namespace stollen::account {

struct Membership {
  BoothId booth;
  PersonId person;
  protocol::BoothRole role = protocol::BoothRole::talk;
  std::string position;
  std::vector<std::string> languages;
};
/// False: is a member already, nothing changed. Tells the desk and the person.
bool join_team(Transaction& tx, const Membership& membership);

/// Publishes the member as the desk shows it now.
void tell_desk(Transaction& tx, BoothId booth, PersonId person);
/// The same at all booths of the person.
void tell_desks(Transaction& tx, PersonId person);
/// Publishes the person's roles and booths, and makes open sessions load their rights anew.
void tell_person(Transaction& tx, PersonId person);

/// How languages are stored.
std::string join_words(const std::vector<std::string>& words);

}  // namespace stollen::account
