// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

import type { SessionError } from './errors.ts';
import type {
  Appointment,
  AppointmentId,
  AppointmentStep,
  BoothCard,
  BoothDetail,
  BoothId,
  BoothRole,
  CafeTable,
  Conflict,
  ConversationId,
  Duty,
  FairSnapshot,
  FoundSlot,
  Hold,
  Job,
  JobId,
  JobKind,
  JoinStream,
  JoinedStream,
  LinkPurpose,
  Locale,
  Me,
  Message,
  MessageId,
  OutgoingMail,
  PersonId,
  Portion,
  RoomInfo,
  SessionId,
  SessionInfo,
  Slot,
  SlotId,
  TableId,
  TimeSpan,
  Timestamp,
  WaitlistEntry,
  WelcomeTopic,
} from './types.ts';

/** Asks for an account. The answer is the same for known and unknown addresses; the mail tells the truth. */
export interface Register {
  email: string;
  name: string;
  password: string;
  locale: Locale;
}

export type RegisterReply = Record<string, never>;

/** Confirms the address by the mailed token and logs in. */
export interface Confirm {
  token: string;
}

export interface ConfirmReply {
  me: Me;
}

/** Logs in and sets the session cookie. */
export interface LogIn {
  email: string;
  password: string;
}

export interface LogInReply {
  me: Me;
}

/** Ends this session, closes its sockets and clears the cookie. */
export type LogOut = Record<string, never>;

export type LogOutReply = Record<string, never>;

/** The caller's own account; `me` is absent when nobody is logged in. */
export type GetMe = Record<string, never>;

export interface GetMeReply {
  me?: Me;
}

/** Changes the display name and language. */
export interface UpdateProfile {
  name: string;
  locale: Locale;
}

export interface UpdateProfileReply {
  me: Me;
}

/** The caller's log-ins, newest first. */
export type ListSessions = Record<string, never>;

export interface ListSessionsReply {
  sessions: SessionInfo[];
}

/** Ends one of the caller's own sessions and closes its sockets. */
export interface EndSession {
  session_id: SessionId;
}

export type EndSessionReply = Record<string, never>;

/** Mails a reset link. Same answer and time for known and unknown addresses. */
export interface RequestPasswordReset {
  email: string;
}

export type RequestPasswordResetReply = Record<string, never>;

/** Sets a new password by the mailed token, ends all sessions and logs in anew. */
export interface ResetPassword {
  token: string;
  password: string;
}

export interface ResetPasswordReply {
  me: Me;
}

/** Mails an invitation to join a booth's team. For the booth's leads and for organisers. */
export interface InviteStaff {
  booth_id: BoothId;
  email: string;
  role: BoothRole;
}

export type InviteStaffReply = Record<string, never>;

/** What an invitation link leads to. */
export interface GetInvitation {
  token: string;
}

export interface GetInvitationReply {
  booth_name: string;
  role: BoothRole;
  email: string;
  /** True: the invited address already has a password; then name and password are not asked again. */
  has_account: boolean;
}

/** Joins the booth's team and logs in. Name and password are needed when the address has no account yet. */
export interface AcceptInvitation {
  token: string;
  name?: string;
  password?: string;
}

export interface AcceptInvitationReply {
  me: Me;
}

/** Books the seat that the caller holds or is offered, or a free seat at once. */
export interface Book {
  slot_id: SlotId;
  /** The hold; without it the caller's own seat of the slot is booked, held or offered, else a free one. */
  generation?: number;
  reason?: string;
  job_id?: JobId;
  /** IANA name; without it the fair's. */
  zone?: string;
}

export interface BookReply {
  appointment: Appointment;
}

/** The team or an organiser books for somebody who called by phone. The visitor learns of it by mail. */
export interface BookFor {
  slot_id: SlotId;
  email: string;
  reason?: string;
}

export interface BookForReply {
  appointment: Appointment;
}

/** The visitor takes another slot of the same booth; the old seat is free in the same step. */
export interface AppointmentMove {
  appointment_id: AppointmentId;
  slot_id: SlotId;
}

export interface AppointmentMoveReply {
  appointment: Appointment;
}

/** Calls an appointment off: the visitor until it begins or, having checked in, until they talk; a member of the booth or an organiser until the end. Cancelling twice is no error. */
export interface Cancel {
  appointment_id: AppointmentId;
  reason?: string;
}

export type CancelReply = Record<string, never>;

/** Gives an appointment at its time to a colleague, and the slot with it: of a round all appointments. Slots that the colleague has then go if nobody has a seat in them. */
export interface Reassign {
  appointment_id: AppointmentId;
  person_id: PersonId;
  note?: string;
}

export type ReassignReply = Record<string, never>;

/** Says that the caller is there: the visitor, or anybody of the booth's team. In a round each visitor does, and the team for all. Checking in twice is no error. */
export interface CheckIn {
  appointment_id: AppointmentId;
}

export interface CheckInReply {
  appointment: Appointment;
}

/** They talk: opens the talk if it is not open yet. Whoever of the team begins has the appointment from then on. A round begins with everybody who is there; who comes later is in it at once. */
export interface Begin {
  appointment_id: AppointmentId;
}

export interface BeginReply {
  appointment: Appointment;
}

/** They have met; of a round everybody who came. */
export interface Finish {
  appointment_id: AppointmentId;
}

export type FinishReply = Record<string, never>;

/** Longer by the member's next slot, which goes, or by the free time up to it, at most once more the slot's own length. A round is longer for everybody who talks in it, or not at all. */
export interface AppointmentExtend {
  appointment_id: AppointmentId;
}

export interface AppointmentExtendReply {
  appointment: Appointment;
}

/** The other side is not there, from three minutes after the start. By the team: the appointment ends, and its seat is free again if five minutes are left. By the visitor: the booth's team is alarmed, and the appointment stays. Reporting twice is no error. */
export interface ReportNoShow {
  appointment_id: AppointmentId;
}

export type ReportNoShowReply = Record<string, never>;

/** The team or an organiser proposes another slot of the booth; a seat is kept for the visitor for a day, but not beyond the start of either. A second proposal takes the place of the first. */
export interface Propose {
  appointment_id: AppointmentId;
  slot_id: SlotId;
  /** For the visitor. */
  note?: string;
}

export type ProposeReply = Record<string, never>;

/** Moves the appointment to the proposed slot. */
export interface Accept {
  appointment_id: AppointmentId;
}

export interface AcceptReply {
  appointment: Appointment;
}

/** The appointment stays where it is; the kept seat is free. */
export interface AppointmentDecline {
  appointment_id: AppointmentId;
}

export type AppointmentDeclineReply = Record<string, never>;

/** Appointments to come that cannot take place as they stand, in the order of their times: of a booth, or of all booths whose calendars the caller manages. For after the fair's hours or a team have changed. */
export interface ListConflicts {
  booth_id?: BoothId;
}

export interface ListConflictsReply {
  conflicts: Conflict[];
}

/** The caller's own appointments, also past and cancelled ones, newest first. */
export type AppointmentList = Record<string, never>;

export interface AppointmentListReply {
  appointments: Appointment[];
}

/** An appointment's steps; for both sides and organisers. */
export interface GetHistory {
  appointment_id: AppointmentId;
}

export interface GetHistoryReply {
  steps: AppointmentStep[];
}

/** What a mailed link is about, without what was said about the talk. Looking changes nothing, so that whatever reads mails may follow links. */
export interface GetByLink {
  token: string;
}

export interface GetByLinkReply {
  appointment: Appointment;
  purpose: LinkPurpose;
}

/** The visitor calls an appointment off by the link that is for that. Cancelling twice is no error. */
export interface CancelByLink {
  token: string;
}

export type CancelByLinkReply = Record<string, never>;

/** The visitor takes another slot of the booth by the link that is for that. */
export interface MoveByLink {
  token: string;
  slot_id: SlotId;
}

export interface MoveByLinkReply {
  appointment: Appointment;
}

/** An appointment as a calendar file (RFC 5545), for both sides and organisers. */
export interface GetEntry {
  appointment_id: AppointmentId;
}

export interface GetEntryReply {
  calendar: string;
}

/** Makes an address at which calendars can follow all appointments of the caller at this fair. An earlier one ends with it. The address is told this once; over HTTP, so that no answer that holds it is kept. */
export type CreateFeed = Record<string, never>;

export interface CreateFeedReply {
  url: string;
}

/** Ends the caller's calendar address. Without one nothing happens. */
export type RevokeFeed = Record<string, never>;

export type RevokeFeedReply = Record<string, never>;

/** A booth's page, by its slug. */
export interface BoothGet {
  slug: string;
}

export interface BoothGetReply {
  booth: BoothDetail;
}

/** All booths with their state now. */
export type BoothList = Record<string, never>;

export interface BoothListReply {
  booths: BoothCard[];
}

/** Job ads, filtered. Words are looked for in title, text, company and town, tolerant of umlauts. */
export interface ListJobs {
  words?: string;
  field?: string;
  kind?: JobKind;
  town?: string;
  /** Continue behind this job. */
  after?: JobId;
  limit?: number;
}

export interface ListJobsReply {
  jobs: Job[];
  total: number;
  /** All fields that occur, for the filter. */
  fields: string[];
}

/** Says what the caller does at the booth now. Everybody sees the booth's state change. */
export interface SetDuty {
  booth_id: BoothId;
  duty: Duty;
}

export type SetDutyReply = Record<string, never>;

/** Takes a seat. A person sits at one table only: the old seat is given up in the same step. */
export interface Sit {
  table_id: TableId;
}

export interface SitReply {
  conversation_id: ConversationId;
}

/** Gives the seat up. */
export type StandUp = Record<string, never>;

export type StandUpReply = Record<string, never>;

/** All tables now. */
export type CafeList = Record<string, never>;

export interface CafeListReply {
  tables: CafeTable[];
}

/** A visitor begins to talk with a booth. An open talk with the same booth is continued instead of opening a second one. */
export interface ConversationOpen {
  booth_id: BoothId;
  text: string;
  job_id?: JobId;
}

export interface ConversationOpenReply {
  conversation_id: ConversationId;
}

/** A member of the booth takes a waiting talk or round. Exactly one wins. */
export interface Take {
  conversation_id: ConversationId;
}

export type TakeReply = Record<string, never>;

/** Ends a talk: both sides may. A round is ended by the booth's team alone. */
export interface Close {
  conversation_id: ConversationId;
}

export type CloseReply = Record<string, never>;

/** Says something in a talk, in a round, at a table or in a room. */
export interface SendMessage {
  conversation_id: ConversationId;
  text: string;
  reply_to?: MessageId;
}

export interface SendMessageReply {
  message_id: MessageId;
  n: number;
}

/** Changes the text of an own message. */
export interface EditMessage {
  message_id: MessageId;
  text: string;
}

export type EditMessageReply = Record<string, never>;

/** Removes the text of an own message for everybody, also from the replayed past. Moderators may do so with any message in a round, a table's chat or a room. */
export interface DeleteMessage {
  message_id: MessageId;
}

export type DeleteMessageReply = Record<string, never>;

/** Adds or removes the caller's reaction. */
export interface React {
  message_id: MessageId;
  emoji: string;
  on: boolean;
}

export type ReactReply = Record<string, never>;

/** Moves the caller's read mark forward; it never moves back. In rooms nothing is kept. */
export interface MarkRead {
  conversation_id: ConversationId;
  n: number;
}

export type MarkReadReply = Record<string, never>;

/** Tells the others that the caller is writing. A hint: may be lost. */
export interface Type {
  conversation_id: ConversationId;
}

export type TypeReply = Record<string, never>;

/** Older messages, for paging back. */
export interface ListMessages {
  conversation_id: ConversationId;
  before_n: number;
  limit?: number;
}

export interface ListMessagesReply {
  /** Oldest first. */
  messages: Message[];
  has_more: boolean;
}

/** The fair's open rooms. */
export type ListRooms = Record<string, never>;

export interface ListRoomsReply {
  rooms: RoomInfo[];
}

/** The fair as everybody sees it, also before log-in. */
export type FairGet = Record<string, never>;

export interface FairGetReply {
  fair: FairSnapshot;
}

/** The Welcome Center's topic cards. */
export type ListTopics = Record<string, never>;

export interface ListTopicsReply {
  topics: WelcomeTopic[];
}

/** The newest outgoing mails. With a mail server set their texts are left empty, since they carry personal links. */
export interface ListOutgoing {
  limit?: number;
}

export interface ListOutgoingReply {
  mails: OutgoingMail[];
}

/** Follows streams. Subscribes first, then reads, so that nothing between snapshot and live events is missed. */
export interface SessionJoin {
  streams: JoinStream[];
}

export interface SessionJoinReply {
  streams: JoinedStream[];
}

/** Stops following streams. Leaving what was not joined is no error. */
export interface SessionLeave {
  streams: string[];
}

export type SessionLeaveReply = Record<string, never>;

/** A booth's slots now. */
export interface SlotList {
  booth_id: BoothId;
}

export interface SlotListReply {
  slots: Slot[];
}

/** The earliest slots that can be booked now, over all booths or those of one field of work; without those that overlap the caller's own appointments. */
export interface Find {
  booth_id?: BoothId;
  /** As `booth.list_jobs` names them, or a booth's sector. */
  field?: string;
  /** Not before; without it from now on. */
  from?: Timestamp;
  /** Order by distance from this time instead: for the nearest free ones. */
  near?: Timestamp;
  /** Without it 10. */
  limit?: number;
}

export interface FindReply {
  slots: FoundSlot[];
}

/** Keeps a seat for 120 seconds while the visitor fills in the rest. Holding the same slot again gives the same hold with its time anew, as an extension. One hold at a time: an older one of another slot is given up. */
export interface SlotHold {
  slot_id: SlotId;
  /** If it is taken, a slot of the same booth with the same time will do. */
  any_member?: boolean;
}

export interface SlotHoldReply {
  hold: Hold;
}

/** 120 seconds more, from now on. */
export interface SlotExtend {
  slot_id: SlotId;
  generation: number;
}

export interface SlotExtendReply {
  hold: Hold;
}

/** Gives a hold up. A hold that has ended is no error. */
export interface Release {
  slot_id: SlotId;
  generation: number;
}

export type ReleaseReply = Record<string, never>;

/** Generates slots for a member of the team in the given windows. Times are cut to five minutes. What would overlap another slot of the member is left out and counted. */
export interface SlotOpen {
  booth_id: BoothId;
  person_id: PersonId;
  windows: TimeSpan[];
  breaks?: TimeSpan[];
  minutes: number;
  buffer_minutes?: number;
  seats?: number;
  title?: string;
  walk_in_percent?: number;
  portions?: Portion[];
}

export interface SlotOpenReply {
  opened: number;
  left_out: number;
}

/** Blocks a member's slots to come at the booth in which their own calendar says that they are busy: repeated and all-day events too, without cancelled ones and those that are marked as free. Slots in which somebody has a seat stay as they are and are told as conflicts. Only times are read from the file, and none of it is kept. */
export interface ImportBusy {
  booth_id: BoothId;
  person_id: PersonId;
  /** A calendar file (iCalendar, RFC 5545). */
  calendar: string;
}

export interface ImportBusyReply {
  blocked: number;
  /** Busy, and blocked already. */
  blocked_before: number;
  /** Busy, but held or booked. */
  conflicts: Slot[];
  /** Entries of the file whose times could not be read. */
  unread: number;
  /** False: the file says more than is followed. */
  is_complete: boolean;
}

/** Takes free slots back for now; all of them or none. */
export interface Block {
  slot_ids: SlotId[];
}

export type BlockReply = Record<string, never>;

/** Makes blocked slots and those kept for walk-ins bookable. */
export interface Unblock {
  slot_ids: SlotId[];
}

export type UnblockReply = Record<string, never>;

/** Removes slots in which nobody has a seat, held or booked; all of them or none. */
export interface Withdraw {
  slot_ids: SlotId[];
}

export type WithdrawReply = Record<string, never>;

/** Gives a slot without bookings another time or another member of the team. */
export interface SlotMove {
  slot_id: SlotId;
  starts_at: Timestamp;
  person_id?: PersonId;
}

export type SlotMoveReply = Record<string, never>;

/** Waits for a time at the booth. Who waits already changes the wishes and keeps place and offer. */
export interface WaitlistJoin {
  booth_id: BoothId;
  /** Only this member of the team; without it anybody. */
  person_id?: PersonId;
  /** Also times that begin within two hours. */
  short_notice: boolean;
}

export interface WaitlistJoinReply {
  entry: WaitlistEntry;
  /** How many people waited at the booth before, at that moment. */
  ahead: number;
}

/** Waits no longer; an offered seat goes to the next. Leaving twice is no error. */
export interface WaitlistLeave {
  booth_id: BoothId;
}

export type WaitlistLeaveReply = Record<string, never>;

/** Does not want the offered slot: it goes to the next and is not offered to this person again, who goes on waiting. */
export interface WaitlistDecline {
  booth_id: BoothId;
  slot_id: SlotId;
}

export interface WaitlistDeclineReply {
  entry: WaitlistEntry;
}

/** How many people wait at a booth, for those who manage its calendar. */
export interface Count {
  booth_id: BoothId;
}

export interface CountReply {
  waiting: number;
}

/** Commands that change the log-in cookie, which only an HTTP answer can carry, or answer a secret that no log may keep. */
export const httpOnlyCommands: ReadonlySet<string> = new Set([
  'account.confirm',
  'account.log_in',
  'account.log_out',
  'account.reset_password',
  'account.accept_invitation',
  'appointment.create_feed',
  'slot.import_busy',
]);

/** Commands that mean the connection itself. */
export const socketOnlyCommands: ReadonlySet<string> = new Set([
  'conversation.type',
  'session.join',
  'session.leave',
]);

/** What a command takes, what it answers, and the errors it may answer. */
export interface CommandMap {
  /** Asks for an account. The answer is the same for known and unknown addresses; the mail tells the truth. */
  'account.register': { with: Register; ok: RegisterReply; error: SessionError | 'account.invalid_email' | 'account.weak_password' | 'account.name_reserved' };
  /** Confirms the address by the mailed token and logs in. */
  'account.confirm': { with: Confirm; ok: ConfirmReply; error: SessionError | 'account.invalid_token' };
  /** Logs in and sets the session cookie. */
  'account.log_in': { with: LogIn; ok: LogInReply; error: SessionError | 'account.wrong_credentials' | 'account.too_many_attempts' };
  /** Ends this session, closes its sockets and clears the cookie. */
  'account.log_out': { with: LogOut; ok: LogOutReply; error: SessionError };
  /** The caller's own account; `me` is absent when nobody is logged in. */
  'account.get_me': { with: GetMe; ok: GetMeReply; error: SessionError };
  /** Changes the display name and language. */
  'account.update_profile': { with: UpdateProfile; ok: UpdateProfileReply; error: SessionError | 'account.name_reserved' };
  /** The caller's log-ins, newest first. */
  'account.list_sessions': { with: ListSessions; ok: ListSessionsReply; error: SessionError };
  /** Ends one of the caller's own sessions and closes its sockets. */
  'account.end_session': { with: EndSession; ok: EndSessionReply; error: SessionError };
  /** Mails a reset link. Same answer and time for known and unknown addresses. */
  'account.request_password_reset': { with: RequestPasswordReset; ok: RequestPasswordResetReply; error: SessionError };
  /** Sets a new password by the mailed token, ends all sessions and logs in anew. */
  'account.reset_password': { with: ResetPassword; ok: ResetPasswordReply; error: SessionError | 'account.invalid_token' | 'account.weak_password' };
  /** Mails an invitation to join a booth's team. For the booth's leads and for organisers. */
  'account.invite_staff': { with: InviteStaff; ok: InviteStaffReply; error: SessionError | 'account.invalid_email' | 'account.already_member' };
  /** What an invitation link leads to. */
  'account.get_invitation': { with: GetInvitation; ok: GetInvitationReply; error: SessionError | 'account.invalid_token' };
  /** Joins the booth's team and logs in. Name and password are needed when the address has no account yet. */
  'account.accept_invitation': { with: AcceptInvitation; ok: AcceptInvitationReply; error: SessionError | 'account.invalid_token' | 'account.weak_password' | 'account.name_reserved' };
  /** Books the seat that the caller holds or is offered, or a free seat at once. */
  'appointment.book': { with: Book; ok: BookReply; error: SessionError | 'slot.taken' | 'slot.overlap' | 'slot.too_many' | 'slot.not_open' | 'slot.hold_lost' | 'fair.read_only' };
  /** The team or an organiser books for somebody who called by phone. The visitor learns of it by mail. */
  'appointment.book_for': { with: BookFor; ok: BookForReply; error: SessionError | 'appointment.no_account' | 'slot.taken' | 'slot.overlap' | 'slot.too_many' | 'slot.not_open' | 'fair.read_only' };
  /** The visitor takes another slot of the same booth; the old seat is free in the same step. */
  'appointment.move': { with: AppointmentMove; ok: AppointmentMoveReply; error: SessionError | 'appointment.over' | 'slot.taken' | 'slot.overlap' | 'slot.not_open' | 'fair.read_only' };
  /** Calls an appointment off: the visitor until it begins or, having checked in, until they talk; a member of the booth or an organiser until the end. Cancelling twice is no error. */
  'appointment.cancel': { with: Cancel; ok: CancelReply; error: SessionError | 'appointment.over' };
  /** Gives an appointment at its time to a colleague, and the slot with it: of a round all appointments. Slots that the colleague has then go if nobody has a seat in them. */
  'appointment.reassign': { with: Reassign; ok: ReassignReply; error: SessionError | 'appointment.over' | 'appointment.not_in_team' | 'slot.member_busy' };
  /** Says that the caller is there: the visitor, or anybody of the booth's team. In a round each visitor does, and the team for all. Checking in twice is no error. */
  'appointment.check_in': { with: CheckIn; ok: CheckInReply; error: SessionError | 'appointment.too_early' | 'appointment.over' };
  /** They talk: opens the talk if it is not open yet. Whoever of the team begins has the appointment from then on. A round begins with everybody who is there; who comes later is in it at once. */
  'appointment.begin': { with: Begin; ok: BeginReply; error: SessionError | 'appointment.not_now' };
  /** They have met; of a round everybody who came. */
  'appointment.finish': { with: Finish; ok: FinishReply; error: SessionError | 'appointment.not_now' };
  /** Longer by the member's next slot, which goes, or by the free time up to it, at most once more the slot's own length. A round is longer for everybody who talks in it, or not at all. */
  'appointment.extend': { with: AppointmentExtend; ok: AppointmentExtendReply; error: SessionError | 'appointment.not_now' | 'appointment.no_next' };
  /** The other side is not there, from three minutes after the start. By the team: the appointment ends, and its seat is free again if five minutes are left. By the visitor: the booth's team is alarmed, and the appointment stays. Reporting twice is no error. */
  'appointment.report_no_show': { with: ReportNoShow; ok: ReportNoShowReply; error: SessionError | 'appointment.too_early' | 'appointment.not_now' };
  /** The team or an organiser proposes another slot of the booth; a seat is kept for the visitor for a day, but not beyond the start of either. A second proposal takes the place of the first. */
  'appointment.propose': { with: Propose; ok: ProposeReply; error: SessionError | 'appointment.over' | 'slot.taken' | 'slot.overlap' | 'slot.not_open' | 'fair.read_only' };
  /** Moves the appointment to the proposed slot. */
  'appointment.accept': { with: Accept; ok: AcceptReply; error: SessionError | 'appointment.no_proposal' | 'appointment.over' | 'slot.hold_lost' };
  /** The appointment stays where it is; the kept seat is free. */
  'appointment.decline': { with: AppointmentDecline; ok: AppointmentDeclineReply; error: SessionError | 'appointment.no_proposal' };
  /** Appointments to come that cannot take place as they stand, in the order of their times: of a booth, or of all booths whose calendars the caller manages. For after the fair's hours or a team have changed. */
  'appointment.list_conflicts': { with: ListConflicts; ok: ListConflictsReply; error: SessionError };
  /** The caller's own appointments, also past and cancelled ones, newest first. */
  'appointment.list': { with: AppointmentList; ok: AppointmentListReply; error: SessionError };
  /** An appointment's steps; for both sides and organisers. */
  'appointment.get_history': { with: GetHistory; ok: GetHistoryReply; error: SessionError };
  /** What a mailed link is about, without what was said about the talk. Looking changes nothing, so that whatever reads mails may follow links. */
  'appointment.get_by_link': { with: GetByLink; ok: GetByLinkReply; error: SessionError | 'appointment.bad_link' | 'appointment.link_expired' };
  /** The visitor calls an appointment off by the link that is for that. Cancelling twice is no error. */
  'appointment.cancel_by_link': { with: CancelByLink; ok: CancelByLinkReply; error: SessionError | 'appointment.bad_link' | 'appointment.link_expired' | 'appointment.over' };
  /** The visitor takes another slot of the booth by the link that is for that. */
  'appointment.move_by_link': { with: MoveByLink; ok: MoveByLinkReply; error: SessionError | 'appointment.bad_link' | 'appointment.link_expired' | 'appointment.over' | 'slot.taken' | 'slot.overlap' | 'slot.not_open' | 'fair.read_only' };
  /** An appointment as a calendar file (RFC 5545), for both sides and organisers. */
  'appointment.get_entry': { with: GetEntry; ok: GetEntryReply; error: SessionError };
  /** Makes an address at which calendars can follow all appointments of the caller at this fair. An earlier one ends with it. The address is told this once; over HTTP, so that no answer that holds it is kept. */
  'appointment.create_feed': { with: CreateFeed; ok: CreateFeedReply; error: SessionError };
  /** Ends the caller's calendar address. Without one nothing happens. */
  'appointment.revoke_feed': { with: RevokeFeed; ok: RevokeFeedReply; error: SessionError };
  /** A booth's page, by its slug. */
  'booth.get': { with: BoothGet; ok: BoothGetReply; error: SessionError };
  /** All booths with their state now. */
  'booth.list': { with: BoothList; ok: BoothListReply; error: SessionError };
  /** Job ads, filtered. Words are looked for in title, text, company and town, tolerant of umlauts. */
  'booth.list_jobs': { with: ListJobs; ok: ListJobsReply; error: SessionError };
  /** Says what the caller does at the booth now. Everybody sees the booth's state change. */
  'booth.set_duty': { with: SetDuty; ok: SetDutyReply; error: SessionError };
  /** Takes a seat. A person sits at one table only: the old seat is given up in the same step. */
  'cafe.sit': { with: Sit; ok: SitReply; error: SessionError | 'cafe.table_full' | 'fair.read_only' };
  /** Gives the seat up. */
  'cafe.stand_up': { with: StandUp; ok: StandUpReply; error: SessionError | 'cafe.not_seated' };
  /** All tables now. */
  'cafe.list': { with: CafeList; ok: CafeListReply; error: SessionError };
  /** A visitor begins to talk with a booth. An open talk with the same booth is continued instead of opening a second one. */
  'conversation.open': { with: ConversationOpen; ok: ConversationOpenReply; error: SessionError | 'fair.read_only' };
  /** A member of the booth takes a waiting talk or round. Exactly one wins. */
  'conversation.take': { with: Take; ok: TakeReply; error: SessionError | 'conversation.already_taken' | 'conversation.closed' };
  /** Ends a talk: both sides may. A round is ended by the booth's team alone. */
  'conversation.close': { with: Close; ok: CloseReply; error: SessionError | 'conversation.closed' };
  /** Says something in a talk, in a round, at a table or in a room. */
  'conversation.send_message': { with: SendMessage; ok: SendMessageReply; error: SessionError | 'conversation.closed' | 'fair.read_only' };
  /** Changes the text of an own message. */
  'conversation.edit_message': { with: EditMessage; ok: EditMessageReply; error: SessionError | 'conversation.not_author' | 'conversation.message_deleted' | 'conversation.closed' | 'fair.read_only' };
  /** Removes the text of an own message for everybody, also from the replayed past. Moderators may do so with any message in a round, a table's chat or a room. */
  'conversation.delete_message': { with: DeleteMessage; ok: DeleteMessageReply; error: SessionError | 'conversation.not_author' };
  /** Adds or removes the caller's reaction. */
  'conversation.react': { with: React; ok: ReactReply; error: SessionError | 'conversation.message_deleted' | 'conversation.too_many_reactions' | 'fair.read_only' };
  /** Moves the caller's read mark forward; it never moves back. In rooms nothing is kept. */
  'conversation.mark_read': { with: MarkRead; ok: MarkReadReply; error: SessionError };
  /** Tells the others that the caller is writing. A hint: may be lost. */
  'conversation.type': { with: Type; ok: TypeReply; error: SessionError };
  /** Older messages, for paging back. */
  'conversation.list_messages': { with: ListMessages; ok: ListMessagesReply; error: SessionError };
  /** The fair's open rooms. */
  'conversation.list_rooms': { with: ListRooms; ok: ListRoomsReply; error: SessionError };
  /** The fair as everybody sees it, also before log-in. */
  'fair.get': { with: FairGet; ok: FairGetReply; error: SessionError | 'fair.none' };
  /** The Welcome Center's topic cards. */
  'fair.list_topics': { with: ListTopics; ok: ListTopicsReply; error: SessionError };
  /** The newest outgoing mails. With a mail server set their texts are left empty, since they carry personal links. */
  'mail.list_outgoing': { with: ListOutgoing; ok: ListOutgoingReply; error: SessionError };
  /** Follows streams. Subscribes first, then reads, so that nothing between snapshot and live events is missed. */
  'session.join': { with: SessionJoin; ok: SessionJoinReply; error: SessionError };
  /** Stops following streams. Leaving what was not joined is no error. */
  'session.leave': { with: SessionLeave; ok: SessionLeaveReply; error: SessionError };
  /** A booth's slots now. */
  'slot.list': { with: SlotList; ok: SlotListReply; error: SessionError };
  /** The earliest slots that can be booked now, over all booths or those of one field of work; without those that overlap the caller's own appointments. */
  'slot.find': { with: Find; ok: FindReply; error: SessionError };
  /** Keeps a seat for 120 seconds while the visitor fills in the rest. Holding the same slot again gives the same hold with its time anew, as an extension. One hold at a time: an older one of another slot is given up. */
  'slot.hold': { with: SlotHold; ok: SlotHoldReply; error: SessionError | 'slot.taken' | 'slot.overlap' | 'slot.too_many' | 'slot.not_open' | 'fair.read_only' };
  /** 120 seconds more, from now on. */
  'slot.extend': { with: SlotExtend; ok: SlotExtendReply; error: SessionError | 'slot.hold_lost' | 'slot.extended_often' };
  /** Gives a hold up. A hold that has ended is no error. */
  'slot.release': { with: Release; ok: ReleaseReply; error: SessionError };
  /** Generates slots for a member of the team in the given windows. Times are cut to five minutes. What would overlap another slot of the member is left out and counted. */
  'slot.open': { with: SlotOpen; ok: SlotOpenReply; error: SessionError | 'slot.too_many_slots' | 'fair.read_only' };
  /** Blocks a member's slots to come at the booth in which their own calendar says that they are busy: repeated and all-day events too, without cancelled ones and those that are marked as free. Slots in which somebody has a seat stay as they are and are told as conflicts. Only times are read from the file, and none of it is kept. */
  'slot.import_busy': { with: ImportBusy; ok: ImportBusyReply; error: SessionError };
  /** Takes free slots back for now; all of them or none. */
  'slot.block': { with: Block; ok: BlockReply; error: SessionError | 'slot.booked' };
  /** Makes blocked slots and those kept for walk-ins bookable. */
  'slot.unblock': { with: Unblock; ok: UnblockReply; error: SessionError };
  /** Removes slots in which nobody has a seat, held or booked; all of them or none. */
  'slot.withdraw': { with: Withdraw; ok: WithdrawReply; error: SessionError | 'slot.booked' };
  /** Gives a slot without bookings another time or another member of the team. */
  'slot.move': { with: SlotMove; ok: SlotMoveReply; error: SessionError | 'slot.booked' | 'slot.member_busy' };
  /** Waits for a time at the booth. Who waits already changes the wishes and keeps place and offer. */
  'waitlist.join': { with: WaitlistJoin; ok: WaitlistJoinReply; error: SessionError | 'waitlist.free_slots' | 'waitlist.booked' | 'waitlist.too_many' | 'slot.too_many' | 'fair.read_only' };
  /** Waits no longer; an offered seat goes to the next. Leaving twice is no error. */
  'waitlist.leave': { with: WaitlistLeave; ok: WaitlistLeaveReply; error: SessionError };
  /** Does not want the offered slot: it goes to the next and is not offered to this person again, who goes on waiting. */
  'waitlist.decline': { with: WaitlistDecline; ok: WaitlistDeclineReply; error: SessionError | 'waitlist.no_offer' };
  /** How many people wait at a booth, for those who manage its calendar. */
  'waitlist.count': { with: Count; ok: CountReply; error: SessionError };
}

export type CommandName = keyof CommandMap;
