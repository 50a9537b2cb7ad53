import type { BoothCard, Hall, HallId } from '@protocol';
import { expect, test } from 'vitest';
import { groupByHall, matches } from './hall-filter.ts';

const booth = (more: Partial<BoothCard> = {}): BoothCard =>
  ({
    name: 'Mühlgraben Maschinenbau',
    sector: 'Maschinenbau',
    town: 'Grünhain',
    tagline: { de: 'Große Räder' },
    topics: ['Ausbildung'],
    hall_id: 'h1' as HallId,
    state: 'free',
    ...more,
  }) as BoothCard;
const none = { words: '', sector: '', isOnlyFree: false };

test.each(['mühlgraben', 'muehlgraben', 'muhlgraben', 'GRÜNHAIN', 'grosse', 'ausbild', 'räder gruenhain'])(
  '"%s" finds the booth',
  (words) => expect(matches(booth(), { ...none, words })).toBe(true),
);

test('every word must be found', () => {
  expect(matches(booth(), { ...none, words: 'räder leipzig' })).toBe(false);
});

test('"no waiting" shows free booths only', () => {
  expect(matches(booth(), { ...none, isOnlyFree: true })).toBe(true);
  for (const state of ['talking', 'pause', 'unstaffed'] as const) {
    expect(matches(booth({ state }), { ...none, isOnlyFree: true })).toBe(false);
  }
});

test('booths stand in their halls in the order of the halls, others last, empty halls not at all', () => {
  const halls = [{ hall_id: 'h2' }, { hall_id: 'h1' }, { hall_id: 'h3' }] as Hall[];
  const groups = groupByHall(
    [booth(), booth({ hall_id: 'h2' as HallId }), booth({ hall_id: 'hx' as HallId })],
    halls,
  );
  expect(groups.map((group) => group.hall?.hall_id)).toEqual(['h2', 'h1', undefined]);
});
