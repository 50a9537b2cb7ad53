#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/features/cafe/cafe.hpp"

namespace stollen::cafe {

using protocol::ConversationId;
using protocol::PersonId;
using protocol::TableId;

/// All tables with the people at them, in the order of slugs: two statements, however many tables.
std::vector<protocol::CafeTable> all_tables(Transaction& tx);
std::optional<protocol::CafeTable> find_table(Transaction& tx, std::string_view slug);

/// The chat of a table; nothing when there is no such table.
std::optional<ConversationId> chat_of(Transaction& tx, TableId table);
/// Where the person sits.
std::optional<TableId> seat_of(Transaction& tx, PersonId person);
/// Takes the first free seat, in one guarded statement; nothing when all are taken.
std::optional<protocol::Seat> take_seat(Transaction& tx, TableId table, const protocol::Person& person);
/// Frees the person's seat; the table they sat at.
std::optional<TableId> free_seat(Transaction& tx, PersonId person);
std::vector<PersonId> people_at(Transaction& tx, TableId table);
std::vector<PersonId> all_seated(Transaction& tx);

}  // namespace stollen::cafe
