import { expect, test } from 'vitest';
import { clockAt } from '../../text/zoned-time.ts';
import { isSpan, spansOf, startsIn, withoutTaken } from './opening.ts';

const kZone = 'Europe/Berlin';
const day = (from: string, to: string) => spansOf(['2026-12-29'], [{ from, to }], kZone);
const clocks = (starts: number[]) => starts.map((at) => clockAt(at, kZone));

test('times follow each other with the buffer between, as long as they fit', () => {
  expect(clocks(startsIn(day('10:00', '11:00'), [], 15, 5))).toEqual(['10:00', '10:20', '10:40']);
  expect(clocks(startsIn(day('10:00', '11:00'), [], 20, 0))).toEqual(['10:00', '10:20', '10:40']);
  expect(startsIn(day('10:00', '10:10'), [], 15, 0)).toEqual([]);
});

test('a time that would touch a break begins after it', () => {
  expect(clocks(startsIn(day('11:30', '13:30'), day('12:00', '12:45'), 20, 0))).toEqual([
    '11:30',
    '12:45',
    '13:05',
  ]);
});

test('a window begins at the next full five minutes', () => {
  expect(clocks(startsIn(day('10:02', '10:40'), [], 15, 0))).toEqual(['10:05', '10:20']);
});

test('each day has its own hours, also over the change of the clock', () => {
  const spans = spansOf(['2026-10-24', '2026-10-26'], [{ from: '10:00', to: '10:30' }], kZone);
  expect(clocks(startsIn(spans, [], 30, 0))).toEqual(['10:00', '10:00']);
  expect(spans[1]?.from).toBe((spans[0]?.from ?? 0) + 49 * 3_600_000);
});

test('what is over, and what meets a time that is there already, is left out and counted', () => {
  const [first = 0, second = 0, third = 0] = startsIn(day('10:00', '11:00'), [], 20, 0);
  expect(
    withoutTaken([first, second, third], 20, [{ starts_at: second + 300_000, minutes: 15 }], first),
  ).toEqual({
    starts: [third],
    leftOut: 2,
  });
});

test('an end that is not after its beginning is no span', () => {
  expect([isSpan({ from: '10:00', to: '10:00' }), isSpan({ from: '', to: '10:00' })]).toEqual([false, false]);
});
