import { expect, test } from 'vitest';
import { hoursOf, placed, steppedMinute, type GridItem } from './time-grid-layout.ts';

const item = (key: string, from: number, minutes: number): GridItem => ({ key, column: 'a', from, minutes });

test('the grid holds whole hours around all items', () => {
  expect(hoursOf([item('a', 605, 15), item('b', 650, 15)])).toEqual({ first: 10, count: 2 });
  expect(hoursOf([item('a', 600, 60)])).toEqual({ first: 10, count: 1 });
  expect(hoursOf([])).toEqual({ first: 0, count: 0 });
});

test('spare hours end with the day', () => {
  expect(hoursOf([item('a', 30, 15)], 1)).toEqual({ first: 0, count: 2 });
  expect(hoursOf([item('a', 23 * 60 + 30, 30)], 1)).toEqual({ first: 22, count: 2 });
});

test('an item stands at its five minutes and is as high as it is long', () => {
  expect(placed([item('a', 620, 15)], 10)).toMatchObject([{ row: 4, rows: 3, lane: 0, lanes: 1 }]);
});

test('items that follow each other share a lane, those that overlap stand side by side', () => {
  const all = placed([item('a', 600, 30), item('b', 615, 15), item('c', 630, 15), item('d', 700, 10)], 10);
  expect(all.map(({ item: one, lane, lanes }) => [one.key, lane, lanes])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 1],
    ['d', 0, 1],
  ]);
});

test('a chain of overlaps is one group', () => {
  const all = placed([item('a', 600, 30), item('b', 620, 30), item('c', 640, 30)], 10);
  expect(all.map(({ item: one, lane, lanes }) => [one.key, lane, lanes])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 2],
  ]);
});

test('what is dropped falls on a full step', () => {
  expect([steppedMinute(612.4), steppedMinute(612.6)]).toEqual([610, 615]);
});
