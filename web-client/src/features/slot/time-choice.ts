/** One free time out of many, chosen by its day and then its time. */
import type { Slot, SlotId, Timestamp } from '@protocol';
import { isBookable } from './entries.ts';

/** What can be taken instead of the slot that somebody has. */
export const timesInstead = (slots: readonly Slot[], own: SlotId, now: Timestamp): Slot[] =>
  slots.filter((slot) => slot.slot_id !== own && isBookable(slot, now));

/** The one that was wanted as long as it is free, else the nearest to that moment. */
export function chosenTime(
  times: readonly Slot[],
  wanted: SlotId | undefined,
  near: Timestamp,
): Slot | undefined {
  return times.find(({ slot_id }) => slot_id === wanted) ?? nearestTo(times, near);
}

export function nearestTo(times: readonly Slot[], near: Timestamp): Slot | undefined {
  const distance = ({ starts_at }: Slot): number => Math.abs(starts_at - near);
  return times.reduce<Slot | undefined>(
    (best, slot) => (best && distance(best) <= distance(slot) ? best : slot),
    undefined,
  );
}
