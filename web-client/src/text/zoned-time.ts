/** Wall clocks of a zone as plain values: "2026-12-29", "10:20". For forms and grouping; what is read is `format`'s. */
import type { Timestamp } from '@protocol';
import { keptFormatter } from './kept-formatter.ts';

/** Zones change their offset at full quarters of an hour only, so that asking once per quarter is enough. */
const kQuarterMs = 900_000;
const kOptions: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const known = new Map<string, number>();

/** Milliseconds that the zone's clock is ahead of UTC. */
export function offsetAt(at: Timestamp, zone: string): number {
  const quarter = Math.floor(at / kQuarterMs) * kQuarterMs;
  const key = `${zone}|${quarter}`;
  let offset = known.get(key);
  if (offset === undefined) {
    const part: Record<string, number> = {};
    for (const { type, value } of keptFormatter('en-GB', kOptions, zone).formatToParts(quarter)) {
      part[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    offset = Date.UTC(year, month - 1, day, hour, minute) - quarter;
    known.set(key, offset);
  }
  return offset;
}

const isoAt = (at: Timestamp, zone: string): string => new Date(at + offsetAt(at, zone)).toISOString();

/** "2026-12-29" */
export const dateAt = (at: Timestamp, zone: string): string => isoAt(at, zone).slice(0, 10);

/** "10:20" */
export const clockAt = (at: Timestamp, zone: string): string => isoAt(at, zone).slice(11, 16);

/** Minutes since the day began on the wall. */
export function minuteAt(at: Timestamp, zone: string): number {
  const [hours = 0, minutes = 0] = clockAt(at, zone).split(':').map(Number);
  return hours * 60 + minutes;
}

/** The moment at which the zone's clocks show this; NaN for what is no date or time. A skipped time is the one behind it. */
export function momentOf(date: string, clock: string, zone: string): Timestamp {
  const wall = Date.parse(`${date}T${clock}:00Z`);
  if (Number.isNaN(wall)) return wall;
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}
