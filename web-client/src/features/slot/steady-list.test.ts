import type { Slot, SlotId } from '@protocol';
import { expect, test } from 'vitest';
import { entriesOf } from './entries.ts';
import { steadied, type Own, type Shown } from './steady-list.ts';

const kNow = 1_000;
const nobody: Own = { held: undefined, offered: undefined, mine: new Set() };
const slot = (id: string, starts_at: number, more: Partial<Slot> = {}): Slot =>
  ({
    slot_id: id,
    person_id: 'a',
    name: 'A',
    starts_at,
    minutes: 15,
    seats: 1,
    free_seats: 1,
    ...more,
  }) as Slot;
const slots = [slot('1', 2_000), slot('2', 3_000, { free_seats: 0 }), slot('3', 4_000)];
const show = (those: Slot[], before: readonly Shown[] = [], own = nobody, isTouched = false) =>
  steadied(before, entriesOf(those, false), own, kNow, isTouched);
const looks = (shown: readonly Shown[]) => shown.map(({ entry, state }) => `${entry.key} ${state}`);

test('a new list leaves out what is taken', () => {
  expect(looks(show(slots))).toEqual(['1 free', '3 free']);
});

test('what is taken or withdrawn while somebody reads is crossed out at its place', () => {
  const before = show(slots);
  expect(looks(show([slot('1', 2_000, { free_seats: 0 }), slots[1] as Slot], before))).toEqual([
    '1 taken',
    '3 taken',
  ]);
});

test('what comes free again is free again', () => {
  const taken = show([slot('1', 2_000, { free_seats: 0 })], show(slots));
  expect(looks(show(slots, taken))).toEqual(['1 free', '3 free']);
});

test('new times come in at their place, but never under a finger', () => {
  const more = [...slots, slot('4', 2_500)];
  expect(looks(show(more, show(slots), nobody, true))).toEqual(['1 free', '3 free']);
  expect(looks(show(more, show(slots)))).toEqual(['1 free', '4 free', '3 free']);
});

test('the reader’s own hold, offer and appointment are no loss', () => {
  const own: Own = { held: '1' as SlotId, offered: '3' as SlotId, mine: new Set(['2' as SlotId]) };
  const full = slots.map((one) => ({ ...one, free_seats: 0 }));
  expect(looks(show(full, show(slots, [], own), own))).toEqual(['1 held', '2 mine', '3 offered']);
});

test('what did not change is the very same object, so that a view has nothing to do', () => {
  const before = show(slots);
  const after = show([slots[0] as Slot, slots[1] as Slot, slot('3', 4_000, { free_seats: 0 })], before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('of six hundred times only the changed one is new to the view', () => {
  const many = Array.from({ length: 600 }, (_, index) => slot(String(index), 2_000 + index));
  const before = show(many);
  const changed = many.map((one, index) => (index === 300 ? { ...one, free_seats: 0 } : one));
  const after = show(changed, before);
  expect(after.filter((one, index) => one !== before[index])).toHaveLength(1);
});
