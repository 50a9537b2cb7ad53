import type { Slot, SlotId } from '@protocol';
import { expect, test } from 'vitest';
import { chosenTime, timesInstead } from './time-choice.ts';

const kNow = Date.parse('2026-12-29T09:00:00Z');
const kHour = 3_600_000;
const slot = (id: string, hours: number, change: Partial<Slot> = {}): Slot =>
  ({ slot_id: id, starts_at: kNow + hours * kHour, free_seats: 1, ...change }) as unknown as Slot;
const id = (text: string): SlotId => text as SlotId;

test('what is offered instead is free, to come, released and another one', () => {
  const slots = [
    slot('past', -1),
    slot('own', 1),
    slot('taken', 2, { free_seats: 0 }),
    slot('later', 3, { opens_at: kNow + kHour }),
    slot('free', 4),
  ];
  expect(timesInstead(slots, id('own'), kNow).map(({ slot_id }) => slot_id)).toEqual(['free']);
});

test('the nearest is chosen at first, and again when the wanted one has gone', () => {
  const times = [slot('a', 1), slot('b', 4), slot('c', 9)];
  const near = kNow + 5 * kHour;
  expect(chosenTime(times, undefined, near)?.slot_id).toBe('b');
  expect(chosenTime(times, id('c'), near)?.slot_id).toBe('c');
  expect(chosenTime(times.slice(0, 2), id('c'), near)?.slot_id).toBe('b');
  expect(chosenTime([], id('c'), near)).toBeUndefined();
});
