import { expect, test } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import { inWords } from './until.ts';

language.current = 'de';

test.each([
  [130 * 60_000 + 59_000, '2 Std. 10 Min.'],
  [60 * 60_000, '1 Std.'],
  [60_000, '1 Min.'],
  [59_000, 'weniger als einer Minute'],
  [26 * 3_600_000, '1 Tag 2 Std.'],
])('%i milliseconds are "%s"', (ms, words) => expect(inWords(ms)).toBe(words));
