#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "server/storage/sqlite/connection.hpp"
#include "server/storage/transaction.hpp"

namespace stollen::storage::sqlite {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, protocol::Timestamp now, const std::string& epoch,
                    bool is_read_only)
      : Transaction(now, epoch, is_read_only), connection_(connection) {}

 private:
  std::int64_t execute(const Sql& sql, std::span<const Parameter> arguments,
                       const RowHandler* on_row) override {
    Statement& statement = connection_.statement(sql);
    if (is_read_only() && !statement.is_read_only()) {
      throw std::logic_error("a read unit changes nothing: " + std::string(sql.text()));
    }
    return statement.execute(arguments, on_row);
  }

  Connection& connection_;
};

}  // namespace stollen::storage::sqlite
