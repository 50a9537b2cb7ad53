import type { CafeSnapshot, CafeTable } from '@protocol';
import { expect, it } from 'vitest';
import { reduceCafe } from './state.ts';

const seat = (id: string) => ({ person: { person_id: id, name: id }, since: 1 });
const table = (id: string, slug: string, people: string[] = []) =>
  Object.freeze({ table_id: id, slug, seats: Object.freeze(people.map(seat)) }) as unknown as CafeTable;
const cafe: CafeSnapshot = { tables: [table('1', 'b', ['x', 'y']), table('2', 'd')] };
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });
const shape = (state: CafeSnapshot) =>
  state.tables.map(({ slug, seats }) => [slug, ...seats.map(({ person }) => person.person_id)]);

it('seats people in the order in which they come', () => {
  const next = reduceCafe(cafe, event('cafe.seat_taken', { table_id: '1', seat: seat('a') }));
  expect(shape(next)).toEqual([['b', 'x', 'y', 'a'], ['d']]);
});

it('frees a seat', () => {
  const next = reduceCafe(cafe, event('cafe.seat_left', { table_id: '1', person_id: 'x' }));
  expect(shape(next)).toEqual([['b', 'y'], ['d']]);
});

it('puts a new table at the place of its slug and replaces a known one', () => {
  const after = (one: CafeTable) => shape(reduceCafe(cafe, event('cafe.changed', { table: one })));
  expect(after(table('9', 'a'))).toEqual([['a'], ['b', 'x', 'y'], ['d']]);
  expect(after(table('9', 'c'))).toEqual([['b', 'x', 'y'], ['c'], ['d']]);
  expect(after(table('9', 'z'))).toEqual([['b', 'x', 'y'], ['d'], ['z']]);
  expect(after(table('1', 'b', ['y']))).toEqual([['b', 'y'], ['d']]);
});

it('takes a table out', () => {
  expect(shape(reduceCafe(cafe, event('cafe.removed', { table_id: '1' })))).toEqual([['d']]);
});

it('leaves alone what it does not know', () => {
  expect(reduceCafe(cafe, event('cafe.later', {}))).toBe(cafe);
});
