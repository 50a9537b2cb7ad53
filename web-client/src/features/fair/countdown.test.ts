import { expect, test } from 'vitest';
import { remaining } from './countdown.ts';

const kHour = 3_600_000;

test.each([
  [3 * 24 * kHour + 4 * kHour, ['3 days', '4 hours']],
  [2 * kHour, ['2 hours']],
  [59 * 60_000 + 1_000, ['59 minutes', '1 seconds']],
  [900, ['1 seconds']],
  [0, []],
  [-5, []],
])('%d ms left', (ms, words) => {
  expect(remaining(ms).map((part) => `${part.value} ${part.unit}`)).toEqual(words);
});
