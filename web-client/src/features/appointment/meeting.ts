/** An appointment whose time has come: whom it concerns now, who is there, and what each side can do. */
import type { Appointment, ConversationId, Message, PersonId, Side, Timestamp } from '@protocol';
import { endOf, isOpen } from './day-order.ts';

const kMinuteMs = 60_000;
/** Both sides are told so long before the start. */
export const kNoticeMs = 5 * kMinuteMs;
/** Nobody is called missing earlier after the start. */
export const kGraceMs = 3 * kMinuteMs;

/** The visitor is the visitor also at a booth where they help. */
export const sideOf = (one: Pick<Appointment, 'visitor'>, me: PersonId | undefined): Side =>
  one.visitor.person_id === me ? 'visitor' : 'team';

/** Those that are about to begin or run, the first to begin first. A talk that goes on longer stays. */
export function meetingsAt(appointments: readonly Appointment[], now: Timestamp): Appointment[] {
  return appointments.filter(
    (one) =>
      one.state === 'in_progress' ||
      (isOpen(one.state) && one.starts_at - kNoticeMs <= now && now < endOf(one)),
  );
}

/** That of a talk; of a round, in which a team has several, the one that is furthest. */
export function meetingIn(meetings: readonly Appointment[], talk: ConversationId): Appointment | undefined {
  const all = meetings.filter(({ conversation_id }) => conversation_id === talk);
  const inState = (state: Appointment['state']) => all.find((one) => one.state === state);
  return inState('in_progress') ?? inState('checked_in') ?? all[0];
}

/** Where the talk stands: visitors have theirs among their talks, the team at its desk. */
export function talkPath(one: Pick<Appointment, 'booth_slug'>, id: ConversationId, side: Side): string {
  return side === 'visitor' ? `/talks/${id}` : `/desk/${one.booth_slug}?talk=${id}`;
}

/** Whole minutes to go, rounded up so that "in 1 Minute" never stands where it has begun; 0: it is time. */
export const minutesUntil = (at: Timestamp, now: Timestamp): number =>
  Math.max(0, Math.ceil((at - now) / kMinuteMs));

/** Whether the talk may open by itself: for who said "I am here" or waits for it, and never while they write. */
export function opensByItself(reader: { isHere: boolean; isWaitingPage: boolean; isBusy: boolean }): boolean {
  return (reader.isHere || reader.isWaitingPage) && !reader.isBusy;
}

/** Who is known to be there: checked in, talking, or heard in the talk. */
export interface Presence {
  readonly visitor: boolean;
  readonly team: boolean;
}
/** Who has written since shortly before the start; the reason that the fair itself says at the start tells nothing. */
export function heardIn(
  messages: readonly Pick<Message, 'kind' | 'sent_at' | 'author' | 'text'>[],
  one: Pick<Appointment, 'starts_at' | 'visitor' | 'reason' | 'is_round' | 'booth_id'>,
): Presence {
  const { person_id } = one.visitor;
  // In a round others than the visitor are not all of the team.
  const isTeam = (author: Message['author']): boolean =>
    author.person_id !== person_id && (!one.is_round || author.booth_id === one.booth_id);
  const written = messages.filter(
    ({ kind, sent_at, text }) =>
      kind === 'text' && sent_at >= one.starts_at - kNoticeMs && text !== one.reason,
  );
  return {
    visitor: written.some(({ author }) => author.person_id === person_id),
    team: written.some(({ author }) => isTeam(author)),
  };
}
export function presenceOf(one: Appointment, heard: Presence): Presence {
  const isTalking = one.state === 'in_progress';
  return {
    visitor: isTalking || one.visitor_here || heard.visitor,
    team: isTalking || one.team_here || heard.team,
  };
}

/** A visitor is there, the time has come, and nobody of the team has said that they are. */
export const waitsAlone = (one: Appointment, now: Timestamp): boolean =>
  one.state === 'checked_in' && !one.team_here && now >= one.starts_at + kGraceMs;

/** What a side can do in the talk; the server decides again. */
export interface MeetingActs {
  readonly begin: boolean;
  readonly finish: boolean;
  readonly extend: boolean;
  readonly reportVisitor: boolean;
  /** The visitor waits for the team: what they may want to do instead. */
  readonly choose: boolean;
}
export function actsOf(one: Appointment, side: Side, there: Presence, now: Timestamp): MeetingActs {
  const isTeam = side === 'team';
  const isToBegin = one.state === 'booked' || one.state === 'checked_in';
  const isLate = isToBegin && now >= one.starts_at + kGraceMs;
  const isTalking = one.state === 'in_progress';
  return {
    begin: isTeam && isToBegin && there.visitor,
    finish: isTeam && isTalking,
    extend: isTeam && isTalking,
    // Of a round it is known at its close who did not come.
    reportVisitor: isTeam && isLate && !there.visitor && !one.is_round,
    choose: !isTeam && isLate && !there.team,
  };
}
