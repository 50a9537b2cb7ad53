/**
 * A list that stays where it is while somebody reads it: what is taken meanwhile is crossed out at its place, and
 * nothing moves under a finger that is about to press.
 */
import type { SlotId, Timestamp } from '@protocol';
import { isBookable, opensLater, type Entry } from './entries.ts';

/** `held`, `offered` and `mine`: the reader's own, which nobody took away. */
export type EntryState = 'free' | 'later' | 'taken' | 'held' | 'offered' | 'mine';

export interface Shown {
  readonly entry: Entry;
  readonly state: EntryState;
}

export interface Own {
  /** What the reader holds now. */
  readonly held: SlotId | undefined;
  /** What the waiting list keeps for the reader. */
  readonly offered: SlotId | undefined;
  /** What the reader has booked. */
  readonly mine: ReadonlySet<SlotId>;
}

export function stateOf(entry: Entry, own: Own, now: Timestamp): EntryState {
  if (entry.slots.some(({ slot_id }) => slot_id === own.held)) return 'held';
  if (entry.slots.some(({ slot_id }) => slot_id === own.offered)) return 'offered';
  if (entry.slots.some(({ slot_id }) => own.mine.has(slot_id))) return 'mine';
  if (entry.slots.some((slot) => isBookable(slot, now))) return 'free';
  return entry.slots.some((slot) => opensLater(slot, now)) ? 'later' : 'taken';
}

/**
 * What to show after a change. `before` is what was shown, empty for a new list; while `isTouched` nothing is added.
 * What did not change is the very same object as before, so that a view has nothing to do for it.
 */
export function steadied(
  before: readonly Shown[],
  entries: readonly Entry[],
  own: Own,
  now: Timestamp,
  isTouched: boolean,
): readonly Shown[] {
  const current = new Map(entries.map((entry) => [entry.key, entry]));
  const stayed = before.map((shown) => {
    const entry = current.get(shown.entry.key);
    const next: Shown = entry
      ? { entry, state: stateOf(entry, own, now) }
      : { entry: shown.entry, state: 'taken' };
    return isSame(shown, next) ? shown : next;
  });
  if (isTouched) return stayed;
  const known = new Set(before.map(({ entry }) => entry.key));
  const added = entries
    .filter(({ key }) => !known.has(key))
    .map((entry): Shown => ({ entry, state: stateOf(entry, own, now) }))
    .filter(({ state }) => state !== 'taken');
  if (added.length === 0) return stayed;
  return [...stayed, ...added].sort((one, other) => one.entry.starts_at - other.entry.starts_at);
}

function isSame(one: Shown, other: Shown): boolean {
  const [slots, others] = [one.entry.slots, other.entry.slots];
  return (
    one.state === other.state &&
    slots.length === others.length &&
    slots.every((slot, index) => slot === others[index])
  );
}
