import type { Slot } from '@protocol';
import { expect, test } from 'vitest';
import { daysOf, entriesOf, isBookable, peopleOf, slotToTake } from './entries.ts';

const kNow = Date.parse('2026-12-29T08:00:00Z');
const at = (clock: string, date = '2026-12-29'): number => Date.parse(`${date}T${clock}:00+01:00`);
const slot = (id: string, starts_at: number, more: Partial<Slot> = {}): Slot =>
  ({
    slot_id: id,
    person_id: 'a',
    name: 'Anna',
    starts_at,
    minutes: 15,
    seats: 1,
    free_seats: 1,
    ...more,
  }) as Slot;

test('a slot can be booked when a seat is free, it is released, and its time is still to come', () => {
  expect(isBookable(slot('1', at('10:00')), kNow)).toBe(true);
  expect(isBookable(slot('1', at('10:00'), { free_seats: 0 }), kNow)).toBe(false);
  expect(isBookable(slot('1', at('10:00'), { opens_at: kNow + 1 }), kNow)).toBe(false);
  expect(isBookable(slot('1', at('10:00'), { opens_at: kNow }), kNow)).toBe(true);
  expect(isBookable(slot('1', kNow), kNow)).toBe(false);
});

test('days are those of the fair’s zone, with their free seats', () => {
  const slots = [
    slot('0', kNow - 1),
    slot('1', at('10:00')),
    slot('2', at('10:20'), { free_seats: 0 }),
    slot('3', at('10:40'), { seats: 8, free_seats: 5 }),
    slot('4', at('00:10', '2026-12-30')),
  ];
  expect(daysOf(slots, 'Europe/Berlin', kNow)).toEqual([
    { date: '2026-12-29', starts_at: at('10:00'), free: 6 },
    { date: '2026-12-30', starts_at: at('00:10', '2026-12-30'), free: 1 },
  ]);
});

test('whoever it may be: slots of one time are one entry, rounds stand for themselves', () => {
  const slots = [
    slot('1', at('10:00'), { free_seats: 0 }),
    slot('2', at('10:00'), { name: 'Bert' }),
    slot('3', at('10:00'), { minutes: 30 }),
    slot('4', at('10:00'), { seats: 8, title: 'Ausbildung' }),
  ];
  const merged = entriesOf(slots, true);
  expect(merged.map(({ slots: those }) => those.map(({ slot_id }) => slot_id))).toEqual([
    ['1', '2'],
    ['3'],
    ['4'],
  ]);
  expect(merged[2]).toMatchObject({ isRound: true, title: 'Ausbildung' });
  expect(entriesOf(slots, false)).toHaveLength(4);
});

test('of an entry the first slot that is free is taken', () => {
  const [entry] = entriesOf([slot('1', at('10:00'), { free_seats: 0 }), slot('2', at('10:00'))], true);
  expect(entry && slotToTake(entry, kNow)?.slot_id).toBe('2');
  expect(entry && slotToTake(entry, at('10:00'))).toBeUndefined();
});

test('people stand once each, by name', () => {
  const slots = [slot('1', 1, { person_id: 'b' as never, name: 'Özil' }), slot('2', 2), slot('3', 3)];
  expect(peopleOf(slots).map(({ name }) => name)).toEqual(['Anna', 'Özil']);
});
