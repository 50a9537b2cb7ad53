import { expect, test } from 'vitest';
import { excessOf, worded } from './reason.ts';

test('characters are counted as people see them, without space around', () => {
  expect(excessOf(` ${'👍'.repeat(500)} `)).toBe(0);
  expect(excessOf('👍'.repeat(503))).toBe(3);
});

test('no words are no field', () => {
  expect(worded('note', '  ')).toEqual({});
  expect(worded('note', ' Bitte pünktlich. ')).toEqual({ note: 'Bitte pünktlich.' });
});
