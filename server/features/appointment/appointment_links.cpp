// What visitors do by the links in their mails, without a log-in.
#include "server/features/appointment/appointment_links.hpp"

#include "server/features/appointment/appointment_commands.hpp"
#include "server/features/appointment/appointment_mails.hpp"
#include "server/mail/signed_link.hpp"
#include "server/realtime/registry.hpp"

namespace stollen::appointment {
namespace {

/// The appointment of a link that is good for the purpose.
Result<protocol::Appointment> open(Transaction& tx, std::string_view purpose, const protocol::Secret& token) {
  const auto subject = mail::open_link(tx, purpose, token.reveal());
  if (!subject) {
    return fail(subject.error() == mail::LinkFault::expired ? messages::errors::link_expired
                                                            : messages::errors::bad_link);
  }
  const auto id = AppointmentId::parse(*subject);
  auto stored = id ? find(tx, *id) : std::nullopt;
  if (!stored) return fail(messages::errors::bad_link);
  // It may have been moved to an earlier time since the mail.
  if (stored->appointment.starts_at <= tx.now()) return fail(messages::errors::link_expired);
  return std::move(stored->appointment);
}

/// The link speaks for the visitor, and for nothing else that the visitor may be.
Caller visitor_of(const protocol::Appointment& appointment, const Caller& caller) {
  Caller visitor;
  visitor.person_id = appointment.visitor.person_id;
  visitor.name = appointment.visitor.name;
  visitor.address = caller.address;
  return visitor;
}

/// Whoever holds the link sees when, where and with whom; what was said about the talk stays behind the
/// log-in.
protocol::Appointment outside(protocol::Appointment appointment) {
  appointment.reason.reset();
  appointment.job_id.reset();
  appointment.job_title.reset();
  appointment.cancel_reason.reset();
  appointment.conversation_id.reset();
  appointment.proposal.reset();  // with the note of the team
  return appointment;
}

Result<messages::GetByLink::Reply> get_by_link(Transaction& tx, const Caller&,
                                               const messages::GetByLink& command) {
  auto purpose = protocol::LinkPurpose::move;
  auto appointment = open(tx, kMoveLink, command.token);
  if (!appointment && appointment.error().code == &messages::errors::bad_link) {
    purpose = protocol::LinkPurpose::cancel;
    appointment = open(tx, kCancelLink, command.token);
  }
  if (!appointment) return std::unexpected(appointment.error());
  return messages::GetByLink::Reply{.appointment = outside(std::move(*appointment)), .purpose = purpose};
}

Result<messages::CancelByLink::Reply> cancel_by_link(Transaction& tx, const Caller& caller,
                                                     const messages::CancelByLink& command) {
  const auto appointment = open(tx, kCancelLink, command.token);
  if (!appointment) return std::unexpected(appointment.error());
  const auto done = cancel(tx, visitor_of(*appointment, caller),
                           {.appointment_id = appointment->appointment_id, .reason = {}});
  if (!done) return std::unexpected(done.error());
  return messages::CancelByLink::Reply{};
}

Result<messages::MoveByLink::Reply> move_by_link(Transaction& tx, const Caller& caller,
                                                 const messages::MoveByLink& command) {
  const auto appointment = open(tx, kMoveLink, command.token);
  if (!appointment) return std::unexpected(appointment.error());
  auto moved = move(tx, visitor_of(*appointment, caller),
                    {.appointment_id = appointment->appointment_id, .slot_id = command.slot_id});
  if (!moved) return std::unexpected(moved.error());
  return messages::MoveByLink::Reply{.appointment = outside(std::move(moved->appointment))};
}

}  // namespace

void attach_links(realtime::Registry& registry) {
  registry.command<messages::GetByLink>(get_by_link);
  registry.command<messages::CancelByLink>(cancel_by_link);
  registry.command<messages::MoveByLink>(move_by_link);
}

}  // namespace stollen::appointment
