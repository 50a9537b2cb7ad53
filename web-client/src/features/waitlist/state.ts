import type { EventMap, WaitlistEntry } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';
import { withEntry, type CalendarOrder } from '../slot/state.ts';

const entryOrder: CalendarOrder<WaitlistEntry> = (entry) => ({ at: entry.joined_at, id: entry.booth_id });

/** Where a person waits, as their day shows it: in the order of joining, then of booths. */
export function reduceWaiting(waiting: WaitlistEntry[], event: StreamEvent): WaitlistEntry[] {
  switch (event.name) {
    case 'waitlist.changed': {
      const { entry } = event.data as EventMap['waitlist.changed'];
      return withEntry(waiting, entry, entryOrder);
    }
    case 'waitlist.removed': {
      const { booth_id } = event.data as EventMap['waitlist.removed'];
      return waiting.filter((entry) => entry.booth_id !== booth_id);
    }
    default:
      return waiting;
  }
}
