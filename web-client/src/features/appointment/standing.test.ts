import type { AppointmentState, Side } from '@protocol';
import { beforeEach, expect, test } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import { standing } from './standing.ts';

beforeEach(() => {
  language.current = 'en';
});

const words = (state: AppointmentState, side: Side, missed_by?: Side, isOver = false) =>
  standing({ state, ...(missed_by && { missed_by }) }, side, isOver);

test('each side reads from where it stands who is there and who did not come', () => {
  expect(words('checked_in', 'visitor')).toBe('You are there');
  expect(words('checked_in', 'team')).toBe('The visitor is here');
  expect(words('no_show', 'visitor', 'visitor')).toBe('You were not there');
  expect(words('no_show', 'team', 'visitor')).toBe('Visitor did not come');
  expect(words('no_show', 'visitor', 'team')).toBe('Nobody of the booth was there');
  expect(words('no_show', 'team')).toBe('Did not take place');
});

test('what nobody could come to blames neither side', () => {
  for (const side of ['visitor', 'team'] as const)
    expect(standing({ state: 'cancelled', not_held: true }, side, true)).toBe(
      'Could not take place: the fair could not be reached at that time',
    );
});

test('what was booked and has passed is over', () => {
  expect(words('booked', 'visitor', undefined, true)).toBe('Over');
  expect(words('booked', 'visitor')).toBe('Booked');
  expect(words('done', 'team', undefined, true)).toBe('Met');
});
