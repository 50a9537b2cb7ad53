import type { Slot, SlotState, StaffAppointment, StaffCalendarSnapshot, StaffSlot } from '@protocol';
import { expect, test } from 'vitest';
import { daysOfItems, isUntouched, itemsOf } from './calendar-items.ts';

const at = (clock: string, date = '2026-12-29'): number => Date.parse(`${date}T${clock}:00+01:00`);
const slot = (
  id: string,
  starts_at: number,
  state: SlotState = 'open',
  more: Partial<Slot> = {},
  held_seats = 0,
) =>
  ({
    slot: {
      slot_id: id,
      person_id: 'p',
      name: 'P',
      starts_at,
      minutes: 15,
      seats: 1,
      free_seats: 1,
      ...more,
    },
    state,
    held_seats,
  }) as StaffSlot;
const booking = (id: string, slot_id: string, starts_at: number) =>
  ({
    appointment: { appointment_id: id, slot_id, person_id: 'p', name: 'P', starts_at, minutes: 15 },
  }) as StaffAppointment;
const calendar = (slots: StaffSlot[], appointments: StaffAppointment[] = []) =>
  itemsOf({ booth_id: 'b', slots, appointments } as unknown as StaffCalendarSnapshot, 'Europe/Berlin');

test('a seat that is kept for an answer names whom it was proposed to', () => {
  const proposal = { slot: { slot_id: '2' } };
  const asked = booking('a', '1', at('10:00'));
  Object.assign(asked.appointment, { proposal, visitor: { person_id: 'v', name: 'Anna Richter' } });
  const [own, kept] = calendar([slot('1', at('10:00')), slot('2', at('10:20'), 'open', {}, 1)], [asked]);
  expect(kept).toMatchObject({ kind: 'held', proposedTo: 'Anna Richter' });
  expect(own).not.toHaveProperty('proposedTo');
});

test('what stands at a time follows from its slot, its hold and its appointments', () => {
  const items = calendar(
    [
      slot('1', at('10:00')),
      slot('2', at('10:20'), 'open', {}, 1),
      slot('3', at('10:40')),
      slot('4', at('11:00'), 'blocked'),
      slot('5', at('11:20'), 'walk_in'),
      slot('6', at('11:40'), 'open', { seats: 8, free_seats: 8 }),
    ],
    [booking('a', '3', at('10:40'))],
  );
  expect(items.map(({ kind }) => kind)).toEqual(['free', 'held', 'booked', 'blocked', 'walk_in', 'round']);
  expect(items.map(isUntouched)).toEqual([true, false, false, true, true, true]);
  expect(items[1]).toMatchObject({ column: 'p', from: 620, minutes: 15 });
});

test('an appointment whose slot is gone is still there, at its time', () => {
  const items = calendar([slot('1', at('10:20'))], [booking('a', 'gone', at('10:00'))]);
  expect(items.map(({ key, kind }) => [key, kind])).toEqual([
    ['a', 'booked'],
    ['1', 'free'],
  ]);
  expect(isUntouched(items[0] as (typeof items)[0])).toBe(false);
});

test('days count what is booked and what is free', () => {
  const items = calendar(
    [slot('1', at('10:00')), slot('2', at('10:20')), slot('3', at('10:00', '2026-12-30'), 'blocked')],
    [booking('a', '1', at('10:00'))],
  );
  expect(daysOfItems(items, 'Europe/Berlin').map(({ date, booked, free }) => [date, booked, free])).toEqual([
    ['2026-12-29', 1, 1],
    ['2026-12-30', 0, 0],
  ]);
});
