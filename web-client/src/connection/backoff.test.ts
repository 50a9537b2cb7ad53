import { describe, expect, it } from 'vitest';
import { delayBeforeAttempt } from './backoff.ts';

describe('delay before the next attempt', () => {
  it('doubles its bound up to 30 s', () => {
    const almostOne = 0.999999;
    expect(delayBeforeAttempt(0, almostOne)).toBe(499);
    expect(delayBeforeAttempt(1, almostOne)).toBe(999);
    expect(delayBeforeAttempt(5, almostOne)).toBe(15_999);
    expect(delayBeforeAttempt(6, almostOne)).toBe(29_999);
    expect(delayBeforeAttempt(5000, almostOne)).toBe(29_999);
  });

  it('spreads over the whole range', () => {
    expect(delayBeforeAttempt(6, 0)).toBe(0);
    expect(delayBeforeAttempt(6, 0.5)).toBe(15_000);
  });

  it('obeys the server', () => {
    expect(delayBeforeAttempt(0, 0.1, 12_345)).toBe(12_345);
    expect(delayBeforeAttempt(9, 0.9, 0)).toBe(0);
  });
});
