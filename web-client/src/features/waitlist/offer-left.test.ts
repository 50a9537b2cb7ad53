import { expect, test } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import { leftWords, stepOf } from './offer-left.ts';

language.current = 'de';

test.each([
  [15 * 60_000, 'noch 15 Minuten'],
  [15 * 60_000 - 1, 'noch 14 Minuten'],
  [119_999, 'noch 1 Minute'],
  [60_000, 'noch 1 Minute'],
  [59_999, 'noch 50 Sekunden'],
  [10_000, 'noch 10 Sekunden'],
  [9_999, 'noch wenige Sekunden'],
  [-5_000, 'noch wenige Sekunden'],
])('%i milliseconds are "%s"', (ms, words) => expect(leftWords(ms)).toBe(words));

test('what is left is worth saying twice', () => {
  const minutes = Array.from({ length: 16 }, (_, passed) => 15 - passed);
  const steps = minutes.map((left) => stepOf(left * 60_000));
  expect(steps.filter((step, index) => step !== steps[index - 1])).toEqual(['long', 'minutes', 'minute']);
  expect([steps.indexOf('minutes'), steps.indexOf('minute')]).toEqual([10, 14]);
});
