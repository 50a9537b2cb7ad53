// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

/**
 * What the client should do. `bad`: never retry. `denied`: not allowed or not there. `conflict`: the state of things forbids it.
 * `busy`: certainly not done, retry later. `unknown`: perhaps done, send the same command id again.
 */
export type ErrorClass = 'bad' | 'denied' | 'conflict' | 'busy' | 'unknown';

export type AccountError = 'account.wrong_credentials' | 'account.weak_password' | 'account.invalid_email' | 'account.name_reserved' | 'account.invalid_token' | 'account.too_many_attempts' | 'account.already_member';

export type AppointmentError = 'appointment.over' | 'appointment.not_in_team' | 'appointment.no_account' | 'appointment.too_early' | 'appointment.not_now' | 'appointment.no_next' | 'appointment.no_proposal' | 'appointment.bad_link' | 'appointment.link_expired';

export type BoothError = never;

export type CafeError = 'cafe.table_full' | 'cafe.not_seated';

export type ConversationError = 'conversation.already_taken' | 'conversation.closed' | 'conversation.not_author' | 'conversation.message_deleted' | 'conversation.too_many_reactions';

export type FairError = 'fair.none' | 'fair.read_only';

export type MailError = never;

export type SessionError = 'session.malformed' | 'session.invalid_field' | 'session.unknown_command' | 'session.too_large' | 'session.http_only' | 'session.log_in_required' | 'session.forbidden' | 'session.not_found' | 'session.not_joined' | 'session.cid_reused' | 'session.rate_limited' | 'session.busy' | 'session.draining' | 'session.unavailable' | 'session.internal';

export type SlotError = 'slot.taken' | 'slot.overlap' | 'slot.too_many' | 'slot.not_open' | 'slot.hold_lost' | 'slot.extended_often' | 'slot.member_busy' | 'slot.booked' | 'slot.too_many_slots';

export type WaitlistError = 'waitlist.free_slots' | 'waitlist.booked' | 'waitlist.too_many' | 'waitlist.no_offer';

export type ErrorCode = AccountError | AppointmentError | BoothError | CafeError | ConversationError | FairError | MailError | SessionError | SlotError | WaitlistError;

/** The class of every error. */
export const errorClasses = {
  /** E-mail or password is wrong, or the account is not confirmed; the three are not told apart. */
  'account.wrong_credentials': 'denied',
  /** The password is among the most common ones or contains the e-mail address. */
  'account.weak_password': 'bad',
  /** This is not an e-mail address that can receive mail. */
  'account.invalid_email': 'bad',
  /** The name imitates staff, an exhibitor or the organisers. */
  'account.name_reserved': 'conflict',
  /** The link was used, has expired or was never valid. */
  'account.invalid_token': 'conflict',
  /** Too many failed attempts; wait `retry_after_ms`. */
  'account.too_many_attempts': 'busy',
  /** This person is already in the booth's team. */
  'account.already_member': 'conflict',
  /** The appointment has begun, is over or was cancelled. */
  'appointment.over': 'conflict',
  /** The person does not take appointments at this booth. */
  'appointment.not_in_team': 'conflict',
  /** There is no account with this address; the visitor registers first. */
  'appointment.no_account': 'conflict',
  /** Checking in is possible from 15 minutes before until the end, reporting that somebody is missing from three minutes after the start, or after the talk opened late. */
  'appointment.too_early': 'conflict',
  /** Not possible in the appointment's present state. */
  'appointment.not_now': 'conflict',
  /** The time behind the appointment is not free. */
  'appointment.no_next': 'conflict',
  /** There is no proposal, or it has ended. */
  'appointment.no_proposal': 'conflict',
  /** The link is damaged or was made for something else. */
  'appointment.bad_link': 'denied',
  /** The link has expired: links end when the appointment begins. */
  'appointment.link_expired': 'denied',
  /** All seats of this table are taken. */
  'cafe.table_full': 'conflict',
  /** The caller does not sit at a table. */
  'cafe.not_seated': 'conflict',
  /** A colleague was faster. */
  'conversation.already_taken': 'conflict',
  /** The conversation has ended. */
  'conversation.closed': 'conflict',
  /** Only the author may change a message; moderators may delete it. */
  'conversation.not_author': 'denied',
  /** The message was deleted. */
  'conversation.message_deleted': 'conflict',
  /** The message has as many kinds of reactions as it can hold. */
  'conversation.too_many_reactions': 'conflict',
  /** No fair has been imported yet. */
  'fair.none': 'denied',
  /** The fair no longer takes new entries. */
  'fair.read_only': 'denied',
  /** The frame or body is no envelope: not JSON, too deep, not UTF-8, no `do`, or no usable `id`. */
  'session.malformed': 'bad',
  /** A field is missing, has the wrong type or breaks a limit; `field` names it. */
  'session.invalid_field': 'bad',
  /** There is no command of this name. */
  'session.unknown_command': 'bad',
  /** The command is larger than the server accepts. */
  'session.too_large': 'bad',
  /** This command sets or ends the log-in cookie and is only answered over HTTP. */
  'session.http_only': 'bad',
  /** The command needs a log-in. */
  'session.log_in_required': 'denied',
  /** The caller's roles do not allow this command. */
  'session.forbidden': 'denied',
  /** No such object, or not for this caller: the two are not told apart. */
  'session.not_found': 'denied',
  /** The command needs the stream to be joined in this session. */
  'session.not_joined': 'denied',
  /** The same command id was used before with other content. */
  'session.cid_reused': 'conflict',
  /** Too many commands; try again after `retry_after_ms`. Nothing was done. */
  'session.rate_limited': 'busy',
  /** The server has more work than it can finish in time. Nothing was done. */
  'session.busy': 'busy',
  /** This server is going down for a restart. Nothing was done. */
  'session.draining': 'busy',
  /** The store refuses writes at the moment, for instance because its disk is full. Nothing was done. */
  'session.unavailable': 'busy',
  /** The server failed unexpectedly; send the same command id again to learn what became of it. */
  'session.internal': 'unknown',
  /** Somebody else was faster; no seat of the slot is free. An offered one is booked without a hold. */
  'slot.taken': 'conflict',
  /** The person has another appointment, hold or offer at that time. */
  'slot.overlap': 'conflict',
  /** The person has as many appointments as one may have at this fair. */
  'slot.too_many': 'conflict',
  /** The slot cannot be booked: blocked, kept for walk-ins, not yet released, or its time has come. */
  'slot.not_open': 'conflict',
  /** The hold has ended; the seat may be free still: hold it again. */
  'slot.hold_lost': 'conflict',
  /** A hold can be extended ten times. */
  'slot.extended_often': 'conflict',
  /** The member of the team has another slot at that time. */
  'slot.member_busy': 'conflict',
  /** Somebody has a seat of the slot; move or cancel the appointment first. */
  'slot.booked': 'conflict',
  /** A booth has at most 600 slots that are not over. */
  'slot.too_many_slots': 'conflict',
  /** A time that fits the wish is free: book it. */
  'waitlist.free_slots': 'conflict',
  /** The person has an appointment at this booth that is to come: it can be moved instead. */
  'waitlist.booked': 'conflict',
  /** One can wait at five booths at once. */
  'waitlist.too_many': 'conflict',
  /** The slot is not offered to the person, or no longer. */
  'waitlist.no_offer': 'conflict',
} as const satisfies Record<ErrorCode, ErrorClass>;
