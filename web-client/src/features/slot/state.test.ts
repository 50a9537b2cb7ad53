import type { CalendarSnapshot, Slot } from '@protocol';
import { expect, it } from 'vitest';
import { reduceCalendar } from './state.ts';

const slot = (slot_id: string, starts_at: number, free_seats = 1) =>
  Object.freeze({ slot_id, starts_at, free_seats }) as unknown as Slot;
const calendar: CalendarSnapshot = {
  booth_id: 'booth',
  slots: [slot('a', 10), slot('c', 10), slot('b', 20)],
} as never;
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });
const shape = (state: CalendarSnapshot) => state.slots.map(({ slot_id }) => slot_id).join('');
const after = (changed: Slot) => reduceCalendar(calendar, event('slot.changed', { slot: changed }));

it('puts a new slot at the place of its time, then of its id', () => {
  expect(shape(after(slot('d', 5)))).toBe('dacb');
  expect(shape(after(slot('bb', 10)))).toBe('abbcb');
  expect(shape(after(slot('d', 10)))).toBe('acdb');
  expect(shape(after(slot('d', 30)))).toBe('acbd');
});

it('replaces a known slot, also one that moved', () => {
  expect(after(slot('a', 10, 0)).slots[0]?.free_seats).toBe(0);
  expect(shape(after(slot('a', 10, 0)))).toBe('acb');
  expect(shape(after(slot('a', 25)))).toBe('cba');
});

it('takes a slot out', () => {
  expect(shape(reduceCalendar(calendar, event('slot.removed', { slot_id: 'c' })))).toBe('ab');
});

it('leaves alone what it does not know', () => {
  expect(reduceCalendar(calendar, event('slot.later', {}))).toBe(calendar);
});
