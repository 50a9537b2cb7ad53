#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/features/account/account.hpp"
#include "server/features/booth/booth.hpp"

namespace stollen::booth {

/// What a visitor may expect: somebody free beats all in talks beats a break.
protocol::BoothState state_of(std::span<const account::TeamPerson> team);

/// For searching without regard to case, accents and the ways to write umlauts: `Käse` and `KAESE` fold to
/// `kaese`, `Straße` to `strasse`, `café` to `cafe`.
std::string fold(std::string_view text);
/// For sorting: lower case in no particular language.
std::string lower_case(std::string_view text);

/// Words of a search as patterns of LIKE with `\` as escape, at most six; the rest is ignored.
std::vector<std::string> search_patterns(std::string_view words);

}  // namespace stollen::booth
