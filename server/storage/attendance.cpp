#include "server/storage/attendance.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace stollen::storage {
namespace {

using protocol::PersonId;

// A list in one statement that both databases take: a full row of places, the last ones repeated.
constexpr std::size_t kPeopleAtOnce = 32;
using People = std::array<PersonId, kPeopleAtOnce>;

void note_row(Transaction& transaction, const People& people, std::string_view origin) {
  const auto insert = [&](const auto&... person) {
    transaction.run(
        "INSERT INTO present (origin, person) VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6), "
        "($1, $7), ($1, $8), ($1, $9), ($1, $10), ($1, $11), ($1, $12), ($1, $13), ($1, $14), ($1, $15), "
        "($1, $16), ($1, $17), ($1, $18), ($1, $19), ($1, $20), ($1, $21), ($1, $22), ($1, $23), ($1, $24), "
        "($1, $25), ($1, $26), ($1, $27), ($1, $28), ($1, $29), ($1, $30), ($1, $31), ($1, $32), ($1, $33) "
        "ON CONFLICT (person, origin) DO NOTHING",
        origin, person...);
  };
  std::apply(insert, people);
}

}  // namespace

bool raise_beat(Transaction& transaction, std::string_view origin) {
  return transaction.changed("UPDATE node SET beat = beat + 1 WHERE origin = $1 AND beat >= 0", origin) == 1;
}

bool is_living(Transaction& transaction, std::string_view origin) {
  return transaction.one<std::int64_t>("SELECT 1 FROM node WHERE origin = $1 AND beat >= 0", origin)
      .has_value();
}

void enter_node(Transaction& transaction, std::string_view origin) {
  transaction.run("INSERT INTO node (origin, beat) VALUES ($1, 0) ON CONFLICT (origin) DO NOTHING", origin);
}

void leave_node(Transaction& transaction, std::string_view origin) {
  transaction.run("UPDATE node SET beat = -1 WHERE origin = $1", origin);
}

std::vector<NodeBeat> other_nodes(Transaction& transaction, std::string_view origin) {
  std::vector<NodeBeat> nodes;
  for (auto& [name, beat] : transaction.all<std::string, std::int64_t>(
           "SELECT origin, beat FROM node WHERE origin <> $1 ORDER BY origin", origin)) {
    nodes.push_back({std::move(name), beat});
  }
  return nodes;
}

void note_present(Transaction& transaction, std::span<const PersonId> people, std::string_view origin) {
  People row;
  for (; !people.empty(); people = people.subspan(std::min(people.size(), kPeopleAtOnce))) {
    const auto some = people.first(std::min(people.size(), kPeopleAtOnce));
    const auto rest = std::ranges::copy(some, row.begin()).out;
    std::fill(rest, row.end(), some.back());
    note_row(transaction, row, origin);
  }
}

std::vector<PersonId> people_at(Transaction& transaction, std::string_view origin) {
  return transaction.all<PersonId>("SELECT person FROM present WHERE origin = $1 ORDER BY person", origin);
}

std::unordered_set<PersonId> people_anywhere(Transaction& transaction) {
  const auto people = transaction.all<PersonId>("SELECT DISTINCT person FROM present");
  return {people.begin(), people.end()};
}

Departure depart(Transaction& transaction, PersonId person, std::string_view origin) {
  if (transaction.changed("DELETE FROM present WHERE person = $1 AND origin = $2", person, origin) == 0)
    return Departure::taken_over;
  const bool is_elsewhere =
      transaction.one<std::int64_t>("SELECT 1 FROM present WHERE person = $1 LIMIT 1", person).has_value();
  return is_elsewhere ? Departure::elsewhere : Departure::absent;
}

std::optional<std::vector<PersonId>> take_over(Transaction& transaction, const NodeBeat& from,
                                               std::string_view origin) {
  if (transaction.changed("DELETE FROM node WHERE origin = $1 AND beat = $2", from.origin, from.beat) == 0)
    return std::nullopt;
  auto people = people_at(transaction, from.origin);
  transaction.run("DELETE FROM present WHERE origin = $1", from.origin);
  note_present(transaction, people, origin);
  return people;
}

}  // namespace stollen::storage
