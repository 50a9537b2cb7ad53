import type { DaySnapshot } from '@protocol';
import { expect, test } from 'vitest';
import { overlapping } from './overlap.ts';

const kMinute = 60_000;
const slot = { slot_id: 's' as never, starts_at: 100 * kMinute, minutes: 15 };
const day = (starts: number, minutes: number, state = 'booked', hold?: number) =>
  ({
    appointments: [{ starts_at: starts * kMinute, minutes, state, booth_name: 'Zinn' }],
    ...(hold !== undefined && {
      hold: { slot: { slot_id: 'h', starts_at: hold * kMinute, minutes: 15 }, booth_name: 'Holz' },
    }),
  }) as unknown as DaySnapshot;

test('what overlaps by a minute stands in the way, what only touches does not', () => {
  expect(overlapping(slot, day(86, 15))?.booth_name).toBe('Zinn');
  expect(overlapping(slot, day(114, 15))?.booth_name).toBe('Zinn');
  expect(overlapping(slot, day(85, 15))).toBeUndefined();
  expect(overlapping(slot, day(115, 15))).toBeUndefined();
});

test('a cancelled appointment stands in nobody’s way', () => {
  expect(overlapping(slot, day(100, 15, 'cancelled'))).toBeUndefined();
});

test('a hold of another time stands in the way, too', () => {
  expect(overlapping(slot, day(0, 15, 'booked', 105))).toEqual({
    starts_at: 105 * kMinute,
    booth_name: 'Holz',
    isHold: true,
  });
});
