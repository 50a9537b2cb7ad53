import type { CalendarSnapshot, EventMap, SlotId, Timestamp } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

/** State of a stream `calendar:<booth>`: slots in the order of their times, then of their ids. */
export function reduceCalendar(state: CalendarSnapshot, event: StreamEvent): CalendarSnapshot {
  switch (event.name) {
    case 'slot.changed': {
      const { slot } = event.data as EventMap['slot.changed'];
      return { ...state, slots: withEntry(state.slots, slot, slotOrder) };
    }
    case 'slot.removed': {
      const { slot_id } = event.data as EventMap['slot.removed'];
      return { ...state, slots: state.slots.filter((slot) => slot.slot_id !== slot_id) };
    }
    default:
      return state;
  }
}

/** How an entry stands in a calendar: by its time, then by its id, which also tells it from others. */
export type CalendarOrder<T> = (entry: T) => { at: Timestamp; id: string };

export const slotOrder: CalendarOrder<{ slot_id: SlotId; starts_at: Timestamp }> = (slot) => ({
  at: slot.starts_at,
  id: slot.slot_id,
});

/** Replaces the entry of the same id or inserts it, at the place of its time. */
export function withEntry<T>(entries: T[], entry: T, orderOf: CalendarOrder<T>): T[] {
  const { at, id } = orderOf(entry);
  const others = entries.filter((other) => orderOf(other).id !== id);
  const place = others.findIndex((other) => {
    const order = orderOf(other);
    return order.at > at || (order.at === at && order.id > id);
  });
  return others.toSpliced(place < 0 ? others.length : place, 0, entry);
}
