#pragma once

#include "server/core/result.hpp"
#include "server/features/conversation/conversation.hpp"
#include "server/realtime/caller.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::conversation {

using realtime::Caller;
using realtime::Live;
namespace messages = protocol::conversation;

// conversation_commands.cpp
Result<messages::Open::Reply> open(Transaction& tx, const Caller& caller, const messages::Open& command);
Result<messages::Take::Reply> take(Transaction& tx, const Caller& caller, const messages::Take& command);
Result<messages::Close::Reply> close(Transaction& tx, const Caller& caller, const messages::Close& command);
Result<messages::MarkRead::Reply> mark_read(Transaction& tx, const Caller& caller,
                                            const messages::MarkRead& command);
Result<messages::ListRooms::Reply> list_rooms(Transaction& tx, const Caller& caller,
                                              const messages::ListRooms& command);

// message_commands.cpp
Result<messages::SendMessage::Reply> send_message(Transaction& tx, const Caller& caller,
                                                  const messages::SendMessage& command);
Result<messages::EditMessage::Reply> edit_message(Transaction& tx, const Caller& caller,
                                                  const messages::EditMessage& command);
Result<messages::DeleteMessage::Reply> delete_message(Transaction& tx, const Caller& caller,
                                                      const messages::DeleteMessage& command);
Result<messages::React::Reply> react(Transaction& tx, const Caller& caller, const messages::React& command);
Result<messages::Type::Reply> type(Live& live, const Caller& caller, const messages::Type& command);
Result<messages::ListMessages::Reply> list_messages(Transaction& tx, const Caller& caller,
                                                    const messages::ListMessages& command);

}  // namespace stollen::conversation
