import type { BoothCard, HallSnapshot } from '@protocol';
import { expect, it } from 'vitest';
import { reduceHall } from './state.ts';

const card = (id: string, hall: string, name: string, slug = id) =>
  Object.freeze({ booth_id: id, hall_id: hall, name, slug, state: 'unstaffed' }) as unknown as BoothCard;
const hall: HallSnapshot = Object.freeze({
  booths: Object.freeze([
    card('1', 'h2', 'Alpha'),
    card('2', 'h2', 'delta'),
    card('3', 'h1', 'Beta'),
  ]) as BoothCard[],
});
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });
const ids = (state: HallSnapshot) => state.booths.map((booth) => booth.booth_id);

it('shows what may be expected at a booth', () => {
  const next = reduceHall(hall, event('booth.state_changed', { booth_id: '2', state: 'free' }));
  expect(next.booths.map(({ state }) => state)).toEqual(['unstaffed', 'free', 'unstaffed']);
});

it('puts a booth at its place: hall by hall, then by name, then by slug', () => {
  const after = (one: BoothCard) => ids(reduceHall(hall, event('booth.changed', { booth: one })));
  expect(after(card('9', 'h2', 'Charlie'))).toEqual(['1', '9', '2', '3']);
  expect(after(card('9', 'h2', 'Zeta'))).toEqual(['1', '2', '9', '3']);
  expect(after(card('9', 'h1', 'Alpha'))).toEqual(['1', '2', '9', '3']);
  expect(after(card('9', 'h3', 'Alpha'))).toEqual(['1', '2', '3', '9']);
  expect(after(card('9', 'h2', 'ALPHA', '0'))).toEqual(['9', '1', '2', '3']);
});

it('replaces a card and moves it when its name or hall changed', () => {
  const renamed = reduceHall(hall, event('booth.changed', { booth: card('1', 'h2', 'Zeta') }));
  expect(ids(renamed)).toEqual(['2', '1', '3']);
  const moved = reduceHall(hall, event('booth.changed', { booth: card('1', 'h1', 'Zeta') }));
  expect(ids(moved)).toEqual(['2', '3', '1']);
});

it('takes a booth out', () => {
  expect(ids(reduceHall(hall, event('booth.removed', { booth_id: '1' })))).toEqual(['2', '3']);
});

it('leaves alone what it does not know', () => {
  expect(reduceHall(hall, event('booth.later', {}))).toBe(hall);
  expect(reduceHall(hall, event('booth.state_changed', { booth_id: '?', state: 'free' }))).toEqual(hall);
});
