import { expect, test } from 'vitest';
import { clockAt, dateAt, minuteAt, momentOf } from './zoned-time.ts';

const kBerlin = 'Europe/Berlin';
const kStart = Date.parse('2026-12-29T09:00:00Z');

test('a moment has its date and time on the wall of a zone', () => {
  expect([dateAt(kStart, kBerlin), clockAt(kStart, kBerlin)]).toEqual(['2026-12-29', '10:00']);
  expect(clockAt(kStart, 'Europe/Lisbon')).toBe('09:00');
  expect(clockAt(kStart, 'Asia/Kolkata')).toBe('14:30');
  expect(minuteAt(kStart + 300_000, kBerlin)).toBe(605);
});

test('just before midnight the date is another one in another zone', () => {
  const late = Date.parse('2026-12-29T23:30:00Z');
  expect(dateAt(late, kBerlin)).toBe('2026-12-30');
  expect(dateAt(late, 'Europe/Lisbon')).toBe('2026-12-29');
});

test.each(['2026-12-29', '2026-07-01', '2026-03-28', '2026-03-30', '2026-10-24', '2026-10-26'])(
  'the wall clock of %s leads to its moment and back',
  (date) => {
    for (const clock of ['00:00', '01:55', '03:00', '12:05', '23:55']) {
      const at = momentOf(date, clock, kBerlin);
      expect([dateAt(at, kBerlin), clockAt(at, kBerlin)]).toEqual([date, clock]);
    }
  },
);

test('in the night to summer time the skipped hour is the one behind it', () => {
  expect(clockAt(momentOf('2026-03-29', '02:30', kBerlin), kBerlin)).toBe('03:30');
  expect(momentOf('2026-03-29', '03:00', kBerlin)).toBe(Date.parse('2026-03-29T01:00:00Z'));
});

test('after the hour that comes twice the clock is right again', () => {
  expect(momentOf('2026-10-25', '03:00', kBerlin)).toBe(Date.parse('2026-10-25T02:00:00Z'));
});

test('what is no time is no moment', () => {
  expect(momentOf('', '10:00', kBerlin)).toBeNaN();
  expect(momentOf('2026-12-29', '', kBerlin)).toBeNaN();
});
