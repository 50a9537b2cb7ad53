import type { CafeTable, PersonId, Seat } from '@protocol';
import { expect, test } from 'vitest';
import { chairs, freeSeats, tableOf } from './seat-plan.ts';

const seat = (id: string): Seat => ({ person: { person_id: id as PersonId, name: id }, since: 0 }) as Seat;
const table = (seat_count: number, ...people: string[]): CafeTable =>
  ({ seat_count, seats: people.map(seat) }) as CafeTable;

test('the first chair stands on top, all at the same distance', () => {
  const plan = chairs(table(8), 50);
  expect(plan).toHaveLength(8);
  expect(plan[0]).toMatchObject({ x: 0, y: -50 });
  for (const chair of plan) expect(Math.hypot(chair.x, chair.y)).toBeCloseTo(50, 1);
});

test('people take chairs in the order in which they sat down, the rest is free', () => {
  const plan = chairs(table(4, 'anna', 'bert'), 50);
  expect(plan.map((chair) => chair.seat?.person.name)).toEqual(['anna', 'bert', undefined, undefined]);
  expect(freeSeats(table(4, 'anna', 'bert'))).toBe(2);
});

test('a table never has fewer than no free seats', () => {
  expect(freeSeats(table(1, 'anna', 'bert'))).toBe(0);
});

test("a person's table is found, a stranger sits nowhere", () => {
  const tables = [table(4, 'anna'), table(4, 'bert')];
  expect(tableOf(tables, 'bert' as PersonId)).toBe(tables[1]);
  expect(tableOf(tables, 'clara' as PersonId)).toBeUndefined();
  expect(tableOf(tables, undefined)).toBeUndefined();
});
