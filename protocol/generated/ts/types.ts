// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

/** Milliseconds since 1970, UTC. */
export type Timestamp = number;

/** A person with an account. */
export type PersonId = string & { readonly __id: 'PersonId' };

/** An appointment; its calendar entry keeps one UID for ever. */
export type AppointmentId = string & { readonly __id: 'AppointmentId' };

/** A booth. */
export type BoothId = string & { readonly __id: 'BoothId' };

/** A job ad. */
export type JobId = string & { readonly __id: 'JobId' };

/** A table in the café. */
export type TableId = string & { readonly __id: 'TableId' };

/** A talk, a round, a table's chat or a room. */
export type ConversationId = string & { readonly __id: 'ConversationId' };

/** A message in a conversation. */
export type MessageId = string & { readonly __id: 'MessageId' };

/** A hall of the fair. */
export type HallId = string & { readonly __id: 'HallId' };

/** An outgoing mail. */
export type MailId = string & { readonly __id: 'MailId' };

/** One log-in of one person; a browser keeps it in its cookie until log-out or expiry. */
export type SessionId = string & { readonly __id: 'SessionId' };

/** A time at which one member of a booth's team can be met. */
export type SlotId = string & { readonly __id: 'SlotId' };

/** Language of pages and mails. `de`: German `en`: English */
export type Locale = 'de' | 'en';

/** What a member of a booth's team may do. `lead`: Everything at the booth, and inviting colleagues. `talk`: Taking waiting people and talking. `handover`: Only talks that a colleague hands over. */
export type BoothRole = 'lead' | 'talk' | 'handover';

/** Where the appointment stands. `booked`: To come. `checked_in`: The visitor is there. `in_progress`: They talk. `done`: Met. `no_show`: One side did not come. `cancelled`: Called off. */
export type AppointmentState = 'booked' | 'checked_in' | 'in_progress' | 'done' | 'no_show' | 'cancelled';

/** One of the two who meet. `visitor`: The visitor. `team`: The booth's team: any member counts. */
export type Side = 'visitor' | 'team';

/** Why an appointment to come cannot take place as it stands. `outside_hours`: At its time the fair is neither live nor in the time after it. `no_member`: Its member is no longer in the booth's team. */
export type Trouble = 'outside_hours' | 'no_member';

/** The one thing that a mailed link may do without a log-in. `move`: Take another slot. `cancel`: Call the appointment off. */
export type LinkPurpose = 'move' | 'cancel';

/** Companies have jobs, institutions have topics. `company`: A company. `institution`: An agency, chamber, school or office. */
export type BoothKind = 'company' | 'institution';

/** What a visitor may expect at the booth now. `free`: Somebody is free to talk. `talking`: All on duty are in a talk. `pause`: The team is on a break. `unstaffed`: Nobody is on duty. */
export type BoothState = 'free' | 'talking' | 'pause' | 'unstaffed';

/** What a member of the team does at this moment. `free`: Free to talk. `talking`: In a talk. `pause`: On a break. `off`: Not on duty. */
export type Duty = 'free' | 'talking' | 'pause' | 'off';

/** Kind of position. */
export type JobKind = 'full_time' | 'part_time' | 'apprenticeship' | 'internship' | 'dual_study' | 'thesis';

/** Whether the work can be done from home. */
export type Remote = 'no' | 'partly' | 'yes';

/** What the pay is counted by. */
export type PayUnit = 'hour' | 'month' | 'year';

/** Where the conversation takes place. `talk`: A visitor and a booth. `round`: The visitors of a group round and a booth; there is no `visitor`, they are its `members`. `table`: The people seated at a café table. `room`: Open to everybody with an account. */
export type ConversationKind = 'talk' | 'round' | 'table' | 'room';

/** State of a talk or a round; tables and rooms are always `active`. `waiting`: No member of the booth has taken it yet. `active`: Taken. `closed`: Ended; can be read, and opened anew by the visitor. */
export type ConversationState = 'waiting' | 'active' | 'closed';

/** Who speaks. `text`: A person. `system`: The fair itself; `text` holds a constant name such as `taken` or `closed`, `author` who did it. */
export type MessageKind = 'text' | 'system';

/** Where the fair stands today. `before`: Announced; everything can be looked at. `booking`: Appointments can be booked. `live`: The live hours: booths are staffed. `after`: Live end: messages and content stay open. `read_only`: Writing has ended; reading goes on until the purge. `over`: Personal data is gone. */
export type Phase = 'before' | 'booking' | 'live' | 'after' | 'read_only' | 'over';

/** What became of a mail. `queued`: Waiting to be sent. `sent`: Accepted by the mail server. `shown`: No mail server is set: kept for the mail page. `failed`: Given up after the last try. */
export type MailState = 'queued' | 'sent' | 'shown' | 'failed';

/** What a caller may be. A person may hold several at once. `visitor`: Anybody with a confirmed account. `exhibitor`: Member of at least one booth's team. `moderator`: Keeps order in chats and rooms. `organiser`: Builds and runs the fair. */
export type Role = 'visitor' | 'exhibitor' | 'moderator' | 'organiser';

/** How the server answered the wish to join one stream. `replayed`: The client's position was known: `events` holds all that came after it. `reset`: The client starts anew from `snapshot`. `denied`: No such stream, or not for this caller: the two are not told apart. */
export type JoinOutcome = 'replayed' | 'reset' | 'denied';

/** Whether seats of the slot can be booked at all. `open`: Bookable while seats are free. `blocked`: The team took it back for now. `walk_in`: Kept for people who come without an appointment. */
export type SlotState = 'open' | 'blocked' | 'walk_in';

/** Why somebody waits no longer. `booked`: The person has an appointment at the booth. `left`: The person left the list. `unanswered`: Two offers in a row ran out; a mail says so. `closed`: The booth is no more, or the fair takes no more entries. */
export type WaitlistEnd = 'booked' | 'left' | 'unanswered' | 'closed';

/** How a person appears to others. */
export interface Person {
  person_id: PersonId;
  /** Display name, a pseudonym is allowed. Empty for a deleted person. */
  name: string;
  /** Set by the server for staff: the badge that cannot be forged. */
  booth_id?: BoothId;
  booth_name?: string;
  /** True for moderators and organisers. */
  is_team?: boolean;
}

/** A place in a booth's team. */
export interface BoothMembership {
  booth_id: BoothId;
  booth_slug: string;
  booth_name: string;
  role: BoothRole;
}

/** The caller's own account. */
export interface Me {
  person_id: PersonId;
  session_id: SessionId;
  email: string;
  name: string;
  locale: Locale;
  roles: Role[];
  booths: BoothMembership[];
}

/** One of the caller's log-ins. */
export interface SessionInfo {
  session_id: SessionId;
  is_current: boolean;
  created_at: Timestamp;
  last_seen_at: Timestamp;
  expires_at: Timestamp;
  /** Short text made from the browser's own words, such as `Firefox, Linux`. */
  device: string;
}

/** Another slot that the team proposes; a seat of it is kept for the visitor until then. */
export interface Proposal {
  /** As it was when it was proposed. */
  slot: Slot;
  until: Timestamp;
  note?: string;
}

/** An appointment as both sides see it. */
export interface Appointment {
  appointment_id: AppointmentId;
  slot_id: SlotId;
  booth_id: BoothId;
  booth_slug: string;
  booth_name: string;
  /** The member of the team. */
  person_id: PersonId;
  /** The member's name when the appointment was made or given. */
  name: string;
  visitor: Person;
  starts_at: Timestamp;
  /** Grows when the team extends it. */
  minutes: number;
  /** A group round with several seats: who has one shares a talk with the others. */
  is_round: boolean;
  title?: string;
  state: AppointmentState;
  /** What the visitor wants to talk about. */
  reason?: string;
  job_id?: JobId;
  job_title?: string;
  /** IANA name of the visitor's time zone when it was booked. */
  zone: string;
  /** Raised by every change that a calendar must learn of. */
  sequence: number;
  booked_at: Timestamp;
  /** Booked by the team on the visitor's behalf. */
  by_staff: boolean;
  cancelled_by?: PersonId;
  cancel_reason?: string;
  /** Only with cancelled, then true: the fair could not be entered at its time, so neither side is to blame. */
  not_held?: boolean;
  /** The talk, as soon as it is open; of a round it is the same for all, and gone with the seat. */
  conversation_id?: ConversationId;
  /** The visitor has checked in. */
  visitor_here: boolean;
  /** Somebody of the booth has checked in. */
  team_here: boolean;
  /** Only with no_show: who did not come. */
  missed_by?: Side;
  proposal?: Proposal;
}

/** An appointment as the booth's team sees it. */
export interface StaffAppointment {
  appointment: Appointment;
  /** What colleagues wrote when it was given; never shown to the visitor. */
  note?: string;
}

/** An appointment that cannot take place as it stands. */
export interface Conflict {
  appointment: Appointment;
  trouble: Trouble;
}

/** One step of an appointment's history. */
export interface AppointmentStep {
  at: Timestamp;
  /** A constant name such as `booked`, `moved`, `reassigned`, `cancelled`, `checked_in`, `team_here`, `opened`, `begun`, `extended`, `done`, `no_show`, `team_missing`, `proposed`, `declined`. */
  step: string;
  /** Who; absent: the fair itself. */
  by?: Person;
  text?: string;
}

/** State of the stream `day:<person>`: appointments as visitor or as member of a team that are not over for more than a day, in the order of starts_at, then appointment_id; the hold, if any; and where the person waits, in the order of joined_at, then booth_id. */
export interface DaySnapshot {
  appointments: Appointment[];
  hold?: Hold;
  waiting: WaitlistEntry[];
}

/** State of the stream `calendar:<booth>:staff`: slots in the order of starts_at, then slot_id; appointments that are not cancelled, in the order of starts_at, then appointment_id. Those of days that are over are left out. */
export interface StaffCalendarSnapshot {
  booth_id: BoothId;
  slots: StaffSlot[];
  appointments: StaffAppointment[];
  /** How many people are on the booth's waiting list. */
  waiting: number;
}

/** A booth as seen in the hall. */
export interface BoothCard {
  booth_id: BoothId;
  slug: string;
  hall_id: HallId;
  kind: BoothKind;
  name: string;
  tagline: LocalText;
  sector: string;
  town: string;
  logo_url?: string;
  job_count: number;
  topics: string[];
  state: BoothState;
}

/** A link that the booth shows. */
export interface Link {
  label: string;
  url: string;
}

/** A job ad. */
export interface Job {
  job_id: JobId;
  slug: string;
  booth_id: BoothId;
  booth_slug: string;
  booth_name: string;
  title: LocalText;
  field: string;
  kind: JobKind;
  town: string;
  postcode: string;
  remote: Remote;
  /** Whole euros gross per `pay_unit`. */
  pay_min?: number;
  pay_max?: number;
  pay_unit: PayUnit;
  /** A date, or words such as `sofort`. */
  entry: string;
  text: LocalText;
}

/** A member of the booth's team as visitors see it. */
export interface TeamMember {
  person_id: PersonId;
  name: string;
  position: string;
  languages: string[];
  role: BoothRole;
  duty: Duty;
}

/** Everything on a booth's page. */
export interface BoothDetail {
  card: BoothCard;
  text: LocalText;
  postcode: string;
  employees?: number;
  website?: string;
  links: Link[];
  team: TeamMember[];
  jobs: Job[];
}

/** State of the stream `hall`. */
export interface HallSnapshot {
  booths: BoothCard[];
}

/** A taken seat. */
export interface Seat {
  person: Person;
  since: Timestamp;
}

/** A table with the people at it. */
export interface CafeTable {
  table_id: TableId;
  slug: string;
  topic: LocalText;
  about: LocalText;
  town: string;
  host: string;
  seat_count: number;
  /** In the order in which people sat down. */
  seats: Seat[];
  /** The table's chat; open to those seated. */
  conversation_id: ConversationId;
}

/** State of the stream `cafe`. */
export interface CafeSnapshot {
  tables: CafeTable[];
}

/** One kind of reaction to a message. */
export interface Reaction {
  emoji: string;
  people: PersonId[];
}

/** A message. Its number is that of the event that brought it. */
export interface Message {
  message_id: MessageId;
  /** Number in the conversation's stream; the order of the chat. */
  n: number;
  kind: MessageKind;
  author: Person;
  /** Empty when deleted. */
  text: string;
  reply_to?: MessageId;
  sent_at: Timestamp;
  edited_at?: Timestamp;
  is_deleted?: boolean;
  reactions: Reaction[];
  /** Id of the command that sent it, so that the author's client can pair it with its own copy. */
  cid?: string;
}

/** How far a person has read. */
export interface ReadMark {
  person_id: PersonId;
  n: number;
}

/** A conversation in a list. */
export interface ConversationSummary {
  conversation_id: ConversationId;
  kind: ConversationKind;
  state: ConversationState;
  title: string;
  booth_id?: BoothId;
  booth_slug?: string;
  booth_name?: string;
  visitor?: Person;
  /** The member of the booth who took it. */
  owner?: Person;
  job_title?: string;
  opened_at: Timestamp;
  /** Number of the newest message. */
  last_n: number;
  /** Beginning of the newest message. */
  last_text: string;
  last_at: Timestamp;
  /** How far the person whose list this is has read. */
  read_n: number;
}

/** State of a conversation's stream. */
export interface ConversationSnapshot {
  conversation_id: ConversationId;
  kind: ConversationKind;
  state: ConversationState;
  title: string;
  booth_id?: BoothId;
  booth_slug?: string;
  booth_name?: string;
  visitor?: Person;
  owner?: Person;
  job?: Job;
  /** Who takes part; empty for rooms. */
  members: Person[];
  /** The newest, oldest first. */
  messages: Message[];
  /** Older messages exist. */
  has_more: boolean;
  /** Empty for rooms. */
  read_marks: ReadMark[];
}

/** State of a person's own stream: roles, booths and conversations, the latter newest first. */
export interface UserSnapshot {
  roles: Role[];
  booths: BoothMembership[];
  conversations: ConversationSummary[];
}

/** A colleague on the desk. */
export interface StaffMember {
  person_id: PersonId;
  name: string;
  role: BoothRole;
  duty: Duty;
}

/** State of a booth's staff stream: who waits, which talks are open, who is on duty. */
export interface DeskSnapshot {
  booth_id: BoothId;
  booth_slug: string;
  booth_name: string;
  /** Waiting ones first in order of arrival, then active ones; the newest 50 closed ones last. `read_n` is 0 here. */
  conversations: ConversationSummary[];
  team: StaffMember[];
}

/** An open room in the list of rooms. */
export interface RoomInfo {
  conversation_id: ConversationId;
  slug: string;
  title: LocalText;
  about: LocalText;
  last_at?: Timestamp;
}

/** When a phase begins. */
export interface PhaseDate {
  phase: Phase;
  starts_at: Timestamp;
}

/** The fair's own colours and pictures. */
export interface Theme {
  /** #rrggbb on light ground. */
  accent?: string;
  /** #rrggbb on dark ground. */
  accent_dark?: string;
  logo_url?: string;
  hero_url?: string;
}

/** A text in German and, where given, in English. */
export interface LocalText {
  de: string;
  en?: string;
}

/** A hall of booths. */
export interface Hall {
  hall_id: HallId;
  slug: string;
  title: LocalText;
  about: LocalText;
}

/** One entry of the day's programme. */
export interface ProgrammeItem {
  slug: string;
  starts_at: Timestamp;
  minutes: number;
  title: LocalText;
  about: LocalText;
  place: string;
  booth_slug?: string;
}

/** A topic card of the Welcome Center. */
export interface WelcomeTopic {
  slug: string;
  title: LocalText;
  text: LocalText;
  booth_slug?: string;
  link_label?: string;
  link_url?: string;
}

/** State of the stream `fair`. */
export interface FairSnapshot {
  slug: string;
  title: LocalText;
  claim: LocalText;
  organiser: string;
  contact_email: string;
  /** IANA name of the fair's time zone. */
  zone: string;
  /** `Sie` or `du`. */
  address_form: string;
  phase: Phase;
  phases: PhaseDate[];
  theme: Theme;
  halls: Hall[];
  programme: ProgrammeItem[];
  /** True: accounts with published passwords exist. */
  is_demo: boolean;
  /** True: no mail server is set; organisers see outgoing mails on a page. */
  shows_mail: boolean;
}

/** A mail as it leaves. */
export interface OutgoingMail {
  mail_id: MailId;
  to: string;
  subject: string;
  text: string;
  state: MailState;
  created_at: Timestamp;
}

/** One stream that the client wants to follow, with its position if it has one. */
export interface JoinStream {
  /** Name of the stream, such as `hall` or `conversation:<id>`. */
  stream: string;
  /** Epoch under which `last` was counted. */
  epoch?: string;
  /** Number of the last event that the client has applied. */
  last?: number;
}

/** Answer for one stream. */
export interface JoinedStream {
  stream: string;
  outcome: JoinOutcome;
  epoch?: string;
  /** Number of the newest event contained in this answer. */
  head?: number;
  /** With `reset`: the stream's state at `head`. */
  snapshot?: unknown;
  /** With `replayed`: list of the missed event envelopes in order. */
  events?: unknown;
}

/** Newest number of a stream that this session follows. */
export interface StreamHead {
  stream: string;
  head: number;
}

/** A slot as everybody sees it. Blocked slots and those for walk-ins are not shown; slots that have ended stay until the day is over. */
export interface Slot {
  slot_id: SlotId;
  booth_id: BoothId;
  /** The member of the team. */
  person_id: PersonId;
  /** The member's name when the slot was made or given. */
  name: string;
  starts_at: Timestamp;
  minutes: number;
  /** More than 1: a group round. */
  seats: number;
  /** Neither held, offered to somebody who waits, nor booked. */
  free_seats: number;
  /** What a group round is about. */
  title?: string;
  /** Can be booked from then on. */
  opens_at?: Timestamp;
}

/** A slot as the team sees it. */
export interface StaffSlot {
  slot: Slot;
  state: SlotState;
  held_seats: number;
}

/** A free slot with its booth. */
export interface FoundSlot {
  slot: Slot;
  booth_slug: string;
  booth_name: string;
}

/** A seat kept for one person for a short time. */
export interface Hold {
  /** As it stood when the hold was told: its free seats do not follow. */
  slot: Slot;
  booth_slug: string;
  booth_name: string;
  /** Names this hold: a later hold of the same seat has a higher one. */
  generation: number;
  until: Timestamp;
  extensions_left: number;
}

/** From then until then, the end not included. */
export interface TimeSpan {
  from: Timestamp;
  to: Timestamp;
}

/** A part of the slots that can be booked only from a time on. */
export interface Portion {
  percent: number;
  opens_at: Timestamp;
}

/** State of the stream `calendar:<booth>`: in the order of starts_at, then slot_id. Slots of days that are over in the fair's zone are left out. */
export interface CalendarSnapshot {
  booth_id: BoothId;
  slots: Slot[];
}

/** A seat kept for one person until the deadline: theirs alone to book, and their time is taken for it. */
export interface SlotOffer {
  /** As it was when it was offered: its free seats do not follow. */
  slot: Slot;
  /** Then it goes to the next. Later after an outage, in which nobody could answer. */
  until: Timestamp;
}

/** Somebody's place on a booth's waiting list; one for each booth. */
export interface WaitlistEntry {
  booth_id: BoothId;
  booth_slug: string;
  booth_name: string;
  /** Only this member of the team. */
  person_id?: PersonId;
  /** The member's name when the wish was made; there is one if and only if there is `person_id`. */
  name?: string;
  /** Also times that begin within two hours. */
  short_notice: boolean;
  joined_at: Timestamp;
  offer?: SlotOffer;
}

/** All types by name. */
export interface TypeMap {
  Person: Person;
  BoothMembership: BoothMembership;
  Me: Me;
  SessionInfo: SessionInfo;
  Proposal: Proposal;
  Appointment: Appointment;
  StaffAppointment: StaffAppointment;
  Conflict: Conflict;
  AppointmentStep: AppointmentStep;
  DaySnapshot: DaySnapshot;
  StaffCalendarSnapshot: StaffCalendarSnapshot;
  BoothCard: BoothCard;
  Link: Link;
  Job: Job;
  TeamMember: TeamMember;
  BoothDetail: BoothDetail;
  HallSnapshot: HallSnapshot;
  Seat: Seat;
  CafeTable: CafeTable;
  CafeSnapshot: CafeSnapshot;
  Reaction: Reaction;
  Message: Message;
  ReadMark: ReadMark;
  ConversationSummary: ConversationSummary;
  ConversationSnapshot: ConversationSnapshot;
  UserSnapshot: UserSnapshot;
  StaffMember: StaffMember;
  DeskSnapshot: DeskSnapshot;
  RoomInfo: RoomInfo;
  PhaseDate: PhaseDate;
  Theme: Theme;
  LocalText: LocalText;
  Hall: Hall;
  ProgrammeItem: ProgrammeItem;
  WelcomeTopic: WelcomeTopic;
  FairSnapshot: FairSnapshot;
  OutgoingMail: OutgoingMail;
  JoinStream: JoinStream;
  JoinedStream: JoinedStream;
  StreamHead: StreamHead;
  Slot: Slot;
  StaffSlot: StaffSlot;
  FoundSlot: FoundSlot;
  Hold: Hold;
  TimeSpan: TimeSpan;
  Portion: Portion;
  CalendarSnapshot: CalendarSnapshot;
  SlotOffer: SlotOffer;
  WaitlistEntry: WaitlistEntry;
}

export type TypeName = keyof TypeMap;
