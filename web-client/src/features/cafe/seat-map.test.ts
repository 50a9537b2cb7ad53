import type { CafeTable, PersonId, Seat } from '@protocol';
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import SeatMap from './seat-map.svelte';

afterEach(cleanup);

const seat = (id: string, name: string): Seat =>
  ({ person: { person_id: id as PersonId, name }, since: 0 }) as Seat;

function draw(seats: Seat[], own?: string): SVGSVGElement {
  const table = { seat_count: 4, seats } as CafeTable;
  const { container } = render(SeatMap, { table, own: own as PersonId | undefined });
  return container.querySelector('svg') as SVGSVGElement;
}

test('each seat is drawn, taken ones with the letters of the name', () => {
  const map = draw([seat('a', 'Anna Richter'), seat('b', 'Tiago')]);
  expect(map.querySelectorAll('.chair')).toHaveLength(4);
  expect(map.querySelectorAll('.chair.taken')).toHaveLength(2);
  expect([...map.querySelectorAll('text')].map((text) => text.textContent)).toEqual(['AR', 'T']);
});

test('the own seat carries the light, others do not', () => {
  const map = draw([seat('a', 'Anna'), seat('b', 'Bert')], 'b');
  expect(map.querySelectorAll('.chair.own')).toHaveLength(1);
  expect(draw([seat('a', 'Anna')], undefined).querySelectorAll('.chair.own')).toHaveLength(0);
});

test('the picture is silent for screen readers', () => {
  expect(draw([]).getAttribute('aria-hidden')).toBe('true');
});
