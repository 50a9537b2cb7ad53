import { describe, expect, it } from 'vitest';
import { advanced, arrivalOf, isBehind } from './position.ts';

describe('position', () => {
  const position = { epoch: 'a', last: 7 };

  it('knows what was applied before', () => {
    expect(arrivalOf(position, 1)).toBe('known');
    expect(arrivalOf(position, 7)).toBe('known');
  });

  it('takes the next number', () => {
    expect(arrivalOf(position, 8)).toBe('next');
    expect(advanced(position, 8)).toEqual({ epoch: 'a', last: 8 });
  });

  it('sees a jump', () => {
    expect(arrivalOf(position, 9)).toBe('gap');
  });

  it('compares with the head of a heartbeat', () => {
    expect(isBehind(position, 7)).toBe(false);
    expect(isBehind(position, 6)).toBe(false);
    expect(isBehind(position, 8)).toBe(true);
  });
});
