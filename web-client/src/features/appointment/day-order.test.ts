import type { Appointment, AppointmentState } from '@protocol';
import { expect, test } from 'vitest';
import { earlierOf, isComing } from './day-order.ts';

const kMinute = 60_000;
const one = (id: string, start: number, state: AppointmentState = 'booked') =>
  ({ appointment_id: id, starts_at: start * kMinute, minutes: 15, state }) as Appointment;
const kNow = 100 * kMinute;

test('an appointment is to come until it ends, and as long as it runs', () => {
  expect(isComing(one('a', 120), kNow)).toBe(true);
  expect(isComing(one('a', 90), kNow)).toBe(true);
  expect(isComing(one('a', 85), kNow)).toBe(false);
  expect(isComing(one('a', 50, 'in_progress'), kNow)).toBe(true);
  expect(isComing(one('a', 120, 'cancelled'), kNow)).toBe(false);
});

test('what is over is listed newest first, and as the live list knows it', () => {
  const listed = [one('a', 10, 'done'), one('b', 20), one('c', 200)];
  const live = [one('c', 200, 'cancelled'), one('d', 300)];
  expect(earlierOf(listed, live, kNow).map(({ appointment_id, state }) => [appointment_id, state])).toEqual([
    ['c', 'cancelled'],
    ['b', 'booked'],
    ['a', 'done'],
  ]);
});
