/** How an appointment stands, in plain words for the side that reads it. */
import type { Appointment, Side } from '@protocol';
import { t as meeting } from './meeting-texts.ts';
import { t } from './texts.ts';

export function standing(
  one: Pick<Appointment, 'state' | 'missed_by' | 'not_held'>,
  side: Side,
  isOver: boolean,
): string {
  if (one.not_held) return meeting.notHeld;
  if (one.state === 'booked' && isOver) return t.stateOver;
  if (one.state === 'checked_in' && side === 'team') return meeting.visitorHere;
  if (one.state === 'no_show' && one.missed_by)
    return (side === 'visitor' ? meeting.missedByOwn : meeting.missedBy)[one.missed_by];
  return t.stateWord[one.state] ?? '';
}
