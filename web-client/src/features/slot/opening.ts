/** What comes of "from ten to two, fifteen minutes each": the times that opening would make. */
import type { Slot, TimeSpan, Timestamp } from '@protocol';
import { momentOf } from '../../text/zoned-time.ts';

export interface ClockSpan {
  readonly from: string;
  readonly to: string;
}

const kGridMs = 300_000;
const kMinuteMs = 60_000;

export const isSpan = ({ from, to }: ClockSpan): boolean => from !== '' && to !== '' && from < to;

/** The same hours on each of the days. */
export function spansOf(dates: readonly string[], hours: readonly ClockSpan[], zone: string): TimeSpan[] {
  return dates.flatMap((date) =>
    hours
      .filter(isSpan)
      .map(({ from, to }) => ({ from: momentOf(date, from, zone), to: momentOf(date, to, zone) })),
  );
}

/** Starts of all times in the windows: one after the other with the buffer between, none into a break. */
export function startsIn(
  windows: readonly TimeSpan[],
  breaks: readonly TimeSpan[],
  minutes: number,
  bufferMinutes: number,
): Timestamp[] {
  const lengthMs = minutes * kMinuteMs;
  const starts: Timestamp[] = [];
  for (const { from, to } of windows) {
    let at = Math.ceil(from / kGridMs) * kGridMs;
    while (at + lengthMs <= to) {
      const start = at;
      const inTheWay = breaks.find((one) => start < one.to && one.from < start + lengthMs);
      if (inTheWay) {
        at = Math.ceil(inTheWay.to / kGridMs) * kGridMs;
        continue;
      }
      starts.push(at);
      at = Math.ceil((at + lengthMs + bufferMinutes * kMinuteMs) / kGridMs) * kGridMs;
    }
  }
  return starts;
}

/** What would be new, and how many are over or would meet a time that the person has already. */
export function withoutTaken(
  starts: readonly Timestamp[],
  minutes: number,
  taken: readonly Pick<Slot, 'starts_at' | 'minutes'>[],
  now: Timestamp,
): { starts: Timestamp[]; leftOut: number } {
  const isFree = (start: Timestamp): boolean =>
    start > now &&
    !taken.some(
      (one) => start < one.starts_at + one.minutes * kMinuteMs && one.starts_at < start + minutes * kMinuteMs,
    );
  const free = starts.filter(isFree);
  return { starts: free, leftOut: starts.length - free.length };
}
