// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "protocol/cpp/command_traits.hpp"
#include "protocol/cpp/error_code.hpp"
#include "protocol/generated/cpp/account.hpp"
#include "protocol/generated/cpp/booth.hpp"
#include "protocol/generated/cpp/cafe.hpp"
#include "protocol/generated/cpp/conversation.hpp"
#include "protocol/generated/cpp/fair.hpp"
#include "protocol/generated/cpp/mail.hpp"
#include "protocol/generated/cpp/session.hpp"

namespace stollen::protocol {

struct CommandInfo {
  std::string_view name;
  CommandTraits traits;
  std::span<const std::string_view> errors;
};

using AllCommands = std::tuple<
    account::Register,
    account::Confirm,
    account::LogIn,
    account::LogOut,
    account::GetMe,
    account::UpdateProfile,
    account::ListSessions,
    account::EndSession,
    account::RequestPasswordReset,
    account::ResetPassword,
    account::InviteStaff,
    account::GetInvitation,
    account::AcceptInvitation,
    booth::Get,
    booth::List,
    booth::ListJobs,
    booth::SetDuty,
    cafe::Sit,
    cafe::StandUp,
    cafe::List,
    conversation::Open,
    conversation::Take,
    conversation::Close,
    conversation::SendMessage,
    conversation::EditMessage,
    conversation::DeleteMessage,
    conversation::React,
    conversation::MarkRead,
    conversation::Type,
    conversation::ListMessages,
    conversation::ListRooms,
    fair::Get,
    fair::ListTopics,
    mail::ListOutgoing,
    session::Join,
    session::Leave>;

using AllEvents = std::tuple<
    account::RolesChangedEvent,
    booth::StateChangedEvent,
    booth::ChangedEvent,
    booth::RemovedEvent,
    cafe::SeatTakenEvent,
    cafe::SeatLeftEvent,
    cafe::ChangedEvent,
    cafe::RemovedEvent,
    conversation::MessageEvent,
    conversation::MessageEditedEvent,
    conversation::MessageDeletedEvent,
    conversation::ReactedEvent,
    conversation::ReadEvent,
    conversation::StateChangedEvent,
    conversation::MemberJoinedEvent,
    conversation::MemberLeftEvent,
    conversation::TypingEvent,
    conversation::ListedEvent,
    conversation::UnlistedEvent,
    conversation::DeskChangedEvent,
    conversation::DutyChangedEvent,
    fair::PhaseChangedEvent,
    fair::ChangedEvent,
    session::HelloEvent,
    session::HeartbeatEvent,
    session::LeftEvent,
    session::RightsChangedEvent>;

using AllTypes = std::tuple<
    Person,
    BoothMembership,
    Me,
    SessionInfo,
    BoothCard,
    Link,
    Job,
    TeamMember,
    BoothDetail,
    HallSnapshot,
    Seat,
    CafeTable,
    CafeSnapshot,
    Reaction,
    Message,
    ReadMark,
    ConversationSummary,
    ConversationSnapshot,
    UserSnapshot,
    StaffMember,
    DeskSnapshot,
    RoomInfo,
    PhaseDate,
    Theme,
    LocalText,
    Hall,
    ProgrammeItem,
    WelcomeTopic,
    FairSnapshot,
    OutgoingMail,
    JoinStream,
    JoinedStream,
    StreamHead>;

inline constexpr std::array<CommandInfo, 36> kAllCommands{
    CommandInfo{account::Register::kName, account::Register::kTraits, account::Register::kErrors},
    CommandInfo{account::Confirm::kName, account::Confirm::kTraits, account::Confirm::kErrors},
    CommandInfo{account::LogIn::kName, account::LogIn::kTraits, account::LogIn::kErrors},
    CommandInfo{account::LogOut::kName, account::LogOut::kTraits, account::LogOut::kErrors},
    CommandInfo{account::GetMe::kName, account::GetMe::kTraits, account::GetMe::kErrors},
    CommandInfo{account::UpdateProfile::kName, account::UpdateProfile::kTraits, account::UpdateProfile::kErrors},
    CommandInfo{account::ListSessions::kName, account::ListSessions::kTraits, account::ListSessions::kErrors},
    CommandInfo{account::EndSession::kName, account::EndSession::kTraits, account::EndSession::kErrors},
    CommandInfo{account::RequestPasswordReset::kName, account::RequestPasswordReset::kTraits, account::RequestPasswordReset::kErrors},
    CommandInfo{account::ResetPassword::kName, account::ResetPassword::kTraits, account::ResetPassword::kErrors},
    CommandInfo{account::InviteStaff::kName, account::InviteStaff::kTraits, account::InviteStaff::kErrors},
    CommandInfo{account::GetInvitation::kName, account::GetInvitation::kTraits, account::GetInvitation::kErrors},
    CommandInfo{account::AcceptInvitation::kName, account::AcceptInvitation::kTraits, account::AcceptInvitation::kErrors},
    CommandInfo{booth::Get::kName, booth::Get::kTraits, booth::Get::kErrors},
    CommandInfo{booth::List::kName, booth::List::kTraits, booth::List::kErrors},
    CommandInfo{booth::ListJobs::kName, booth::ListJobs::kTraits, booth::ListJobs::kErrors},
    CommandInfo{booth::SetDuty::kName, booth::SetDuty::kTraits, booth::SetDuty::kErrors},
    CommandInfo{cafe::Sit::kName, cafe::Sit::kTraits, cafe::Sit::kErrors},
    CommandInfo{cafe::StandUp::kName, cafe::StandUp::kTraits, cafe::StandUp::kErrors},
    CommandInfo{cafe::List::kName, cafe::List::kTraits, cafe::List::kErrors},
    CommandInfo{conversation::Open::kName, conversation::Open::kTraits, conversation::Open::kErrors},
    CommandInfo{conversation::Take::kName, conversation::Take::kTraits, conversation::Take::kErrors},
    CommandInfo{conversation::Close::kName, conversation::Close::kTraits, conversation::Close::kErrors},
    CommandInfo{conversation::SendMessage::kName, conversation::SendMessage::kTraits, conversation::SendMessage::kErrors},
    CommandInfo{conversation::EditMessage::kName, conversation::EditMessage::kTraits, conversation::EditMessage::kErrors},
    CommandInfo{conversation::DeleteMessage::kName, conversation::DeleteMessage::kTraits, conversation::DeleteMessage::kErrors},
    CommandInfo{conversation::React::kName, conversation::React::kTraits, conversation::React::kErrors},
    CommandInfo{conversation::MarkRead::kName, conversation::MarkRead::kTraits, conversation::MarkRead::kErrors},
    CommandInfo{conversation::Type::kName, conversation::Type::kTraits, conversation::Type::kErrors},
    CommandInfo{conversation::ListMessages::kName, conversation::ListMessages::kTraits, conversation::ListMessages::kErrors},
    CommandInfo{conversation::ListRooms::kName, conversation::ListRooms::kTraits, conversation::ListRooms::kErrors},
    CommandInfo{fair::Get::kName, fair::Get::kTraits, fair::Get::kErrors},
    CommandInfo{fair::ListTopics::kName, fair::ListTopics::kTraits, fair::ListTopics::kErrors},
    CommandInfo{mail::ListOutgoing::kName, mail::ListOutgoing::kTraits, mail::ListOutgoing::kErrors},
    CommandInfo{session::Join::kName, session::Join::kTraits, session::Join::kErrors},
    CommandInfo{session::Leave::kName, session::Leave::kTraits, session::Leave::kErrors},
};

inline constexpr std::array<ErrorCode, 31> kAllErrors{
    account::errors::wrong_credentials,
    account::errors::weak_password,
    account::errors::invalid_email,
    account::errors::name_reserved,
    account::errors::invalid_token,
    account::errors::too_many_attempts,
    account::errors::already_member,
    cafe::errors::table_full,
    cafe::errors::not_seated,
    conversation::errors::already_taken,
    conversation::errors::closed,
    conversation::errors::not_author,
    conversation::errors::message_deleted,
    conversation::errors::too_many_reactions,
    fair::errors::none,
    fair::errors::read_only,
    session::errors::malformed,
    session::errors::invalid_field,
    session::errors::unknown_command,
    session::errors::too_large,
    session::errors::http_only,
    session::errors::log_in_required,
    session::errors::forbidden,
    session::errors::not_found,
    session::errors::not_joined,
    session::errors::cid_reused,
    session::errors::rate_limited,
    session::errors::busy,
    session::errors::draining,
    session::errors::unavailable,
    session::errors::internal,
};

}  // namespace stollen::protocol
