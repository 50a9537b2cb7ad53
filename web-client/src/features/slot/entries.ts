/** A booth's slots as a visitor chooses from them: day by day, of one person or of whoever is free. */
import type { PersonId, Slot, Timestamp } from '@protocol';
import { dateAt } from '../../text/zoned-time.ts';

/** What stands at one place of the list: one slot, or those of several people at the same time. */
export interface Entry {
  readonly key: string;
  readonly starts_at: Timestamp;
  readonly minutes: number;
  readonly isRound: boolean;
  readonly title?: string;
  /** In the order of the booth; at least one. */
  readonly slots: readonly Slot[];
}

export interface Day {
  /** "2026-12-29" in the fair's zone. */
  readonly date: string;
  readonly starts_at: Timestamp;
  readonly free: number;
}

export const isBookable = (slot: Slot, now: Timestamp): boolean =>
  slot.free_seats > 0 && slot.starts_at > now && (slot.opens_at ?? 0) <= now;

/** Bookable in a while: nobody has it, but it is not released yet. */
export const opensLater = (slot: Slot, now: Timestamp): boolean =>
  slot.free_seats > 0 && slot.starts_at > now && (slot.opens_at ?? 0) > now;

/** The slot to take for an entry: free ones first, and among those the first person's. */
export const slotToTake = (entry: Entry, now: Timestamp): Slot | undefined =>
  entry.slots.find((slot) => isBookable(slot, now));

/** Days that have slots to come, with what is free on each. */
export function daysOf(slots: readonly Slot[], zone: string, now: Timestamp): Day[] {
  const days = new Map<string, { date: string; starts_at: Timestamp; free: number }>();
  for (const slot of slots) {
    if (slot.starts_at <= now) continue;
    const date = dateAt(slot.starts_at, zone);
    const day = days.get(date) ?? { date, starts_at: slot.starts_at, free: 0 };
    if (isBookable(slot, now)) day.free += slot.free_seats;
    days.set(date, day);
  }
  return [...days.values()];
}

/** Whom one can choose, by name. */
export function peopleOf(slots: readonly Slot[]): { person_id: PersonId; name: string }[] {
  const people = new Map<PersonId, string>();
  for (const slot of slots) people.set(slot.person_id, slot.name);
  return [...people]
    .map(([person_id, name]) => ({ person_id, name }))
    .sort((one, other) => one.name.localeCompare(other.name, 'de'));
}

/** The one that an address names; nobody when it names none, or somebody without times. */
export const wishedOf = <Person extends { person_id: PersonId }>(
  people: readonly Person[],
  wanted: string | null,
): Person | undefined => people.find(({ person_id }) => person_id === wanted);

/** One entry per slot, or with `isMerged` one per time; rounds always stand for themselves. */
export function entriesOf(slots: readonly Slot[], isMerged: boolean): Entry[] {
  const entries = new Map<string, Entry>();
  for (const slot of slots) {
    const isRound = slot.seats > 1;
    const key = isMerged && !isRound ? `${slot.starts_at}-${slot.minutes}` : slot.slot_id;
    const before = entries.get(key)?.slots ?? [];
    entries.set(key, {
      key,
      starts_at: slot.starts_at,
      minutes: slot.minutes,
      isRound,
      ...(slot.title !== undefined && { title: slot.title }),
      slots: [...before, slot],
    });
  }
  return [...entries.values()];
}
