#pragma once

#include "server/calendar/busy_times.hpp"
#include "server/core/result.hpp"
#include "server/features/slot/slot.hpp"
#include "server/storage/database.hpp"

namespace stollen::slot {

namespace messages = protocol::slot;

Result<messages::List::Reply> list(Transaction& tx, const Caller& caller, const messages::List& command);
Result<messages::Find::Reply> find(Transaction& tx, const Caller& caller, const messages::Find& command);
Result<messages::Hold::Reply> hold(Transaction& tx, const Caller& caller, const messages::Hold& command);
Result<messages::Extend::Reply> extend(Transaction& tx, const Caller& caller,
                                       const messages::Extend& command);
Result<messages::Release::Reply> release(Transaction& tx, const Caller& caller,
                                         const messages::Release& command);

// For the team.
Result<messages::Open::Reply> open(Transaction& tx, const Caller& caller, const messages::Open& command);
/// Reads the file, before the transaction.
Result<calendar::BusyTimes> prepare_import_busy(storage::Database& database, const Caller& caller,
                                                const messages::ImportBusy& command);
Result<messages::ImportBusy::Reply> import_busy(Transaction& tx, const Caller& caller,
                                                const messages::ImportBusy& command,
                                                const calendar::BusyTimes& busy);
Result<messages::Block::Reply> block(Transaction& tx, const Caller& caller, const messages::Block& command);
Result<messages::Unblock::Reply> unblock(Transaction& tx, const Caller& caller,
                                         const messages::Unblock& command);
Result<messages::Withdraw::Reply> withdraw(Transaction& tx, const Caller& caller,
                                           const messages::Withdraw& command);
Result<messages::Move::Reply> move(Transaction& tx, const Caller& caller, const messages::Move& command);

}  // namespace stollen::slot
