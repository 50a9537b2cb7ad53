/** What a person's places on waiting lists mean for the pages: what is offered, what is full, and how an offer ended. */
import type { Appointment, BoothId, DaySnapshot, PersonId, Slot, Timestamp, WaitlistEntry } from '@protocol';
import { overlapping } from '../appointment/overlap.ts';
import { isBookable } from '../slot/entries.ts';

export type Offered = WaitlistEntry & Required<Pick<WaitlistEntry, 'offer'>>;

export const hasOffer = (entry: WaitlistEntry): entry is Offered => entry.offer !== undefined;

/** The one offer that a person has; nobody has two. */
export const offerIn = (waiting: readonly WaitlistEntry[]): Offered | undefined => waiting.find(hasOffer);

export const entryAt = (
  waiting: readonly WaitlistEntry[],
  booth: BoothId | undefined,
): WaitlistEntry | undefined => waiting.find(({ booth_id }) => booth_id === booth);

/** Whether nothing is left to book for the reader: with the wished member, and beside what they have at that time. */
export function isFull(
  slots: readonly Slot[],
  member: PersonId | undefined,
  day: DaySnapshot | undefined,
  now: Timestamp,
): boolean {
  return !slots.some(
    (slot) =>
      (member === undefined || slot.person_id === member) &&
      isBookable(slot, now) &&
      !(day && overlapping(slot, day)),
  );
}

/** Who has an appointment at the booth moves it instead of waiting there. */
export const isBookedAt = (
  appointments: readonly Appointment[],
  booth: BoothId,
  me: PersonId | undefined,
  now: Timestamp,
): boolean =>
  appointments.some(
    (one) =>
      one.booth_id === booth &&
      one.visitor.person_id === me &&
      (one.state === 'booked' || one.state === 'checked_in') &&
      one.starts_at > now,
  );

/** `passed`: it ran out, and the person waits on. `ended`: it was the second to do so, and they wait no longer. */
export type OfferEnd = 'passed' | 'ended';

/** Clocks of two machines never agree altogether. */
const kSlackMs = 1_000;

/** How the offer that was there before has ended without an answer; nothing if it stands, or was answered. */
export function endOf(
  before: Offered,
  day: Pick<DaySnapshot, 'waiting' | 'appointments'>,
  now: Timestamp,
): OfferEnd | undefined {
  const { slot, until } = before.offer;
  const entry = entryAt(day.waiting, before.booth_id);
  if (entry?.offer?.slot.slot_id === slot.slot_id || now < until - kSlackMs) return undefined;
  if (entry) return 'passed';
  const isBooked = day.appointments.some(
    ({ booth_id, booked_at }) => booth_id === before.booth_id && booked_at >= before.joined_at,
  );
  return isBooked ? undefined : 'ended';
}
