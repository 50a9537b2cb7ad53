// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

import type {
  Appointment,
  AppointmentId,
  BoothCard,
  BoothId,
  BoothMembership,
  BoothState,
  CafeTable,
  ConversationId,
  ConversationState,
  ConversationSummary,
  FairSnapshot,
  Hold,
  Message,
  MessageId,
  Person,
  PersonId,
  Phase,
  Role,
  Seat,
  Side,
  Slot,
  SlotId,
  StaffAppointment,
  StaffMember,
  StaffSlot,
  StreamHead,
  TableId,
  Timestamp,
  WaitlistEnd,
  WaitlistEntry,
} from './types.ts';

/** The person's roles or booths changed. */
export interface RolesChangedEvent {
  roles: Role[];
  booths: BoothMembership[];
}

/** An appointment was made or changed. */
export interface AppointmentChangedEvent {
  appointment: Appointment;
}

/** An appointment is no longer this person's: it was given to a colleague. */
export interface GoneEvent {
  appointment_id: AppointmentId;
}

/** It begins in five minutes; for both sides. */
export interface StartingEvent {
  appointment_id: AppointmentId;
}

/** It began three minutes ago and this side is not there; for the other one. */
export interface MissingEvent {
  appointment_id: AppointmentId;
  side: Side;
}

/** A visitor says that nobody of the booth is there. */
export interface TeamMissingEvent {
  appointment_id: AppointmentId;
}

/** An appointment of the booth was made or changed; cancelled ones leave the calendar. */
export interface AppointmentStaffChangedEvent {
  appointment: StaffAppointment;
}

/** A booth's live state changed. */
export interface BoothStateChangedEvent {
  booth_id: BoothId;
  state: BoothState;
}

/** A booth was added or its card changed. */
export interface BoothChangedEvent {
  booth: BoothCard;
}

/** A booth was taken out of the fair. */
export interface BoothRemovedEvent {
  booth_id: BoothId;
}

/** Somebody sat down. */
export interface SeatTakenEvent {
  table_id: TableId;
  seat: Seat;
}

/** A seat is free again. */
export interface SeatLeftEvent {
  table_id: TableId;
  person_id: PersonId;
}

/** A table was added or changed by an import. */
export interface CafeChangedEvent {
  table: CafeTable;
}

/** A table was taken out of the café. */
export interface CafeRemovedEvent {
  table_id: TableId;
}

/** A new message. */
export interface MessageEvent {
  message: Message;
}

/** A message's text changed. */
export interface MessageEditedEvent {
  message_id: MessageId;
  text: string;
  edited_at: Timestamp;
}

/** A message's text is gone. */
export interface MessageDeletedEvent {
  message_id: MessageId;
}

/** Somebody reacted or took the reaction back. */
export interface ReactedEvent {
  message_id: MessageId;
  person_id: PersonId;
  emoji: string;
  on: boolean;
}

/** Somebody has read further. */
export interface ReadEvent {
  person_id: PersonId;
  n: number;
}

/** The talk was taken, closed or opened anew. The system message about it comes as its own event. */
export interface ConversationStateChangedEvent {
  state: ConversationState;
  owner?: Person;
}

/** Somebody takes part now. */
export interface MemberJoinedEvent {
  person: Person;
}

/** Somebody no longer takes part. */
export interface MemberLeftEvent {
  person_id: PersonId;
}

/** Somebody is writing. */
export interface TypingEvent {
  person_id: PersonId;
  name: string;
}

/** A conversation appeared in the person's list or changed there; the whole entry follows. */
export interface ListedEvent {
  conversation: ConversationSummary;
}

/** A conversation left the person's list. */
export interface UnlistedEvent {
  conversation_id: ConversationId;
}

/** A talk at the booth appeared or changed; the whole entry follows. */
export interface DeskChangedEvent {
  conversation: ConversationSummary;
}

/** A colleague's duty changed. */
export interface DutyChangedEvent {
  member: StaffMember;
}

/** The next phase has begun. */
export interface PhaseChangedEvent {
  phase: Phase;
}

/** The fair was imported anew; the whole state follows. */
export interface FairChangedEvent {
  fair: FairSnapshot;
}

/** First frame of every connection. */
export interface HelloEvent {
  server_time: Timestamp;
  version: string;
  heartbeat_ms: number;
  max_frame_bytes: number;
  /** Absent when nobody is logged in. */
  person_id?: PersonId;
  roles: Role[];
}

/** Sent regularly with the heads of the session's streams, so that a lost last event is noticed. */
export interface HeartbeatEvent {
  server_time: Timestamp;
  heads: StreamHead[];
}

/** The server took the session off a stream because the right to it ended. */
export interface LeftEvent {
  stream: string;
}

/** The caller's roles changed while connected. */
export interface RightsChangedEvent {
  roles: Role[];
}

/** A slot was added or changed, also its free seats. */
export interface SlotChangedEvent {
  slot: Slot;
}

/** A slot is no longer shown. */
export interface SlotRemovedEvent {
  slot_id: SlotId;
}

/** A slot was added or changed, as the team sees it. */
export interface SlotStaffChangedEvent {
  slot: StaffSlot;
}

/** A slot was withdrawn. */
export interface StaffRemovedEvent {
  slot_id: SlotId;
}

/** The person's hold began, or its time was set anew. It takes the place of an older one. */
export interface HeldEvent {
  hold: Hold;
}

/** The hold ended: booked, given up or run out. */
export interface HoldEndedEvent {
  slot_id: SlotId;
  generation: number;
}

/** The person waits, waits for something else, or an offer was made or has ended. */
export interface WaitlistChangedEvent {
  entry: WaitlistEntry;
}

/** The person waits no longer; an offer, if there was one, has ended. */
export interface WaitlistRemovedEvent {
  booth_id: BoothId;
  reason: WaitlistEnd;
}

/** So many people wait at the booth now. */
export interface CountedEvent {
  waiting: number;
}

/** `data` of every event. */
export interface EventMap {
  /** The person's roles or booths changed. */
  'account.roles_changed': RolesChangedEvent;
  /** An appointment was made or changed. */
  'appointment.changed': AppointmentChangedEvent;
  /** An appointment is no longer this person's: it was given to a colleague. */
  'appointment.gone': GoneEvent;
  /** It begins in five minutes; for both sides. */
  'appointment.starting': StartingEvent;
  /** It began three minutes ago and this side is not there; for the other one. */
  'appointment.missing': MissingEvent;
  /** A visitor says that nobody of the booth is there. */
  'appointment.team_missing': TeamMissingEvent;
  /** An appointment of the booth was made or changed; cancelled ones leave the calendar. */
  'appointment.staff_changed': AppointmentStaffChangedEvent;
  /** A booth's live state changed. */
  'booth.state_changed': BoothStateChangedEvent;
  /** A booth was added or its card changed. */
  'booth.changed': BoothChangedEvent;
  /** A booth was taken out of the fair. */
  'booth.removed': BoothRemovedEvent;
  /** Somebody sat down. */
  'cafe.seat_taken': SeatTakenEvent;
  /** A seat is free again. */
  'cafe.seat_left': SeatLeftEvent;
  /** A table was added or changed by an import. */
  'cafe.changed': CafeChangedEvent;
  /** A table was taken out of the café. */
  'cafe.removed': CafeRemovedEvent;
  /** A new message. */
  'conversation.message': MessageEvent;
  /** A message's text changed. */
  'conversation.message_edited': MessageEditedEvent;
  /** A message's text is gone. */
  'conversation.message_deleted': MessageDeletedEvent;
  /** Somebody reacted or took the reaction back. */
  'conversation.reacted': ReactedEvent;
  /** Somebody has read further. */
  'conversation.read': ReadEvent;
  /** The talk was taken, closed or opened anew. The system message about it comes as its own event. */
  'conversation.state_changed': ConversationStateChangedEvent;
  /** Somebody takes part now. */
  'conversation.member_joined': MemberJoinedEvent;
  /** Somebody no longer takes part. */
  'conversation.member_left': MemberLeftEvent;
  /** Somebody is writing. */
  'conversation.typing': TypingEvent;
  /** A conversation appeared in the person's list or changed there; the whole entry follows. */
  'conversation.listed': ListedEvent;
  /** A conversation left the person's list. */
  'conversation.unlisted': UnlistedEvent;
  /** A talk at the booth appeared or changed; the whole entry follows. */
  'conversation.desk_changed': DeskChangedEvent;
  /** A colleague's duty changed. */
  'conversation.duty_changed': DutyChangedEvent;
  /** The next phase has begun. */
  'fair.phase_changed': PhaseChangedEvent;
  /** The fair was imported anew; the whole state follows. */
  'fair.changed': FairChangedEvent;
  /** First frame of every connection. */
  'session.hello': HelloEvent;
  /** Sent regularly with the heads of the session's streams, so that a lost last event is noticed. */
  'session.heartbeat': HeartbeatEvent;
  /** The server took the session off a stream because the right to it ended. */
  'session.left': LeftEvent;
  /** The caller's roles changed while connected. */
  'session.rights_changed': RightsChangedEvent;
  /** A slot was added or changed, also its free seats. */
  'slot.changed': SlotChangedEvent;
  /** A slot is no longer shown. */
  'slot.removed': SlotRemovedEvent;
  /** A slot was added or changed, as the team sees it. */
  'slot.staff_changed': SlotStaffChangedEvent;
  /** A slot was withdrawn. */
  'slot.staff_removed': StaffRemovedEvent;
  /** The person's hold began, or its time was set anew. It takes the place of an older one. */
  'slot.held': HeldEvent;
  /** The hold ended: booked, given up or run out. */
  'slot.hold_ended': HoldEndedEvent;
  /** The person waits, waits for something else, or an offer was made or has ended. */
  'waitlist.changed': WaitlistChangedEvent;
  /** The person waits no longer; an offer, if there was one, has ended. */
  'waitlist.removed': WaitlistRemovedEvent;
  /** So many people wait at the booth now. */
  'waitlist.counted': CountedEvent;
}

export type EventName = keyof EventMap;

/** Pattern of the stream that carries the event; null: it concerns the connection itself. */
export interface EventStreamMap {
  'account.roles_changed': 'user:{PersonId}';
  'appointment.changed': 'day:{PersonId}';
  'appointment.gone': 'day:{PersonId}';
  'appointment.starting': 'day:{PersonId}';
  'appointment.missing': 'day:{PersonId}';
  'appointment.team_missing': 'calendar:{BoothId}:staff';
  'appointment.staff_changed': 'calendar:{BoothId}:staff';
  'booth.state_changed': 'hall';
  'booth.changed': 'hall';
  'booth.removed': 'hall';
  'cafe.seat_taken': 'cafe';
  'cafe.seat_left': 'cafe';
  'cafe.changed': 'cafe';
  'cafe.removed': 'cafe';
  'conversation.message': 'conversation:{ConversationId}';
  'conversation.message_edited': 'conversation:{ConversationId}';
  'conversation.message_deleted': 'conversation:{ConversationId}';
  'conversation.reacted': 'conversation:{ConversationId}';
  'conversation.read': 'conversation:{ConversationId}';
  'conversation.state_changed': 'conversation:{ConversationId}';
  'conversation.member_joined': 'conversation:{ConversationId}';
  'conversation.member_left': 'conversation:{ConversationId}';
  'conversation.typing': 'conversation:{ConversationId}';
  'conversation.listed': 'user:{PersonId}';
  'conversation.unlisted': 'user:{PersonId}';
  'conversation.desk_changed': 'booth:{BoothId}:staff';
  'conversation.duty_changed': 'booth:{BoothId}:staff';
  'fair.phase_changed': 'fair';
  'fair.changed': 'fair';
  'session.hello': null;
  'session.heartbeat': null;
  'session.left': null;
  'session.rights_changed': null;
  'slot.changed': 'calendar:{BoothId}';
  'slot.removed': 'calendar:{BoothId}';
  'slot.staff_changed': 'calendar:{BoothId}:staff';
  'slot.staff_removed': 'calendar:{BoothId}:staff';
  'slot.held': 'day:{PersonId}';
  'slot.hold_ended': 'day:{PersonId}';
  'waitlist.changed': 'day:{PersonId}';
  'waitlist.removed': 'day:{PersonId}';
  'waitlist.counted': 'calendar:{BoothId}:staff';
}

/** The events of one stream. */
export type EventsOf<Pattern> = { [K in EventName]: EventStreamMap[K] extends Pattern ? K : never }[EventName];
