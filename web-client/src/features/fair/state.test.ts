import type { FairSnapshot } from '@protocol';
import { expect, it } from 'vitest';
import { reduceFair } from './state.ts';

const fair = Object.freeze({ slug: 'f', phase: 'before' }) as FairSnapshot;
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });

it('follows the phase', () => {
  expect(reduceFair(fair, event('fair.phase_changed', { phase: 'live' }))).toEqual({
    slug: 'f',
    phase: 'live',
  });
});

it('takes a new import as it is', () => {
  const next = { slug: 'g', phase: 'after' };
  expect(reduceFair(fair, event('fair.changed', { fair: next }))).toEqual(next);
});

it('leaves alone what it does not know', () => {
  expect(reduceFair(fair, event('fair.later', {}))).toBe(fair);
});
