#pragma once
// Bodies of Transaction's query templates; included by transaction.hpp only.

namespace stollen::storage {

namespace detail {
template <class... Ts, std::size_t... Is>
RowOf<Ts...> read_row(const Row& row, std::index_sequence<Is...>) {
  if constexpr (sizeof...(Ts) == 1) {
    return Column<Ts...>::read(row, 0);
  } else {
    return RowOf<Ts...>{Column<Ts>::read(row, static_cast<int>(Is))...};
  }
}
}  // namespace detail

template <class... Ts, class... Args>
auto Transaction::one(Sql sql, const Args&... args) -> std::optional<RowOf<Ts...>> {
  std::optional<RowOf<Ts...>> found;
  const Connection::RowHandler take = [&found](const Row& row) {
    found.emplace(detail::read_row<Ts...>(row, std::index_sequence_for<Ts...>{}));
    return false;
  };
  connection_.execute(sql, std::array<Parameter, sizeof...(Args)>{Parameter(args)...}, &take);
  return found;
}

template <class... Ts, class... Args>
auto Transaction::all(Sql sql, const Args&... args) -> std::vector<RowOf<Ts...>> {
  std::vector<RowOf<Ts...>> rows;
  const Connection::RowHandler take = [&rows](const Row& row) {
    rows.push_back(detail::read_row<Ts...>(row, std::index_sequence_for<Ts...>{}));
    return true;
  };
  connection_.execute(sql, std::array<Parameter, sizeof...(Args)>{Parameter(args)...}, &take);
  return rows;
}

}  // namespace stollen::storage
