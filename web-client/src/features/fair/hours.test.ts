import type { PhaseDate } from '@protocol';
import { expect, test } from 'vitest';
import { isOpenAt } from './hours.ts';

const phases: PhaseDate[] = [
  { phase: 'booking', starts_at: 100 },
  { phase: 'live', starts_at: 200 },
  { phase: 'after', starts_at: 300 },
  { phase: 'read_only', starts_at: 400 },
];

test.each([
  [99, false],
  [199, false],
  [200, true],
  [300, true],
  [399, true],
  [400, false],
])('at %i people can meet: %s', (at, isOpen) => expect(isOpenAt(phases, at)).toBe(isOpen));

test('without dates nobody can meet', () => expect(isOpenAt([], 500)).toBe(false));
