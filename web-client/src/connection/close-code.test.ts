import { describe, expect, it } from 'vitest';
import { farewellOf } from './close-code.ts';

describe('close codes', () => {
  it('4000 to 4499 and lost connections come back', () => {
    for (const code of [1000, 1001, 1006, 1012, 4000, 4001, 4008, 4009, 4010, 4029, 4499]) {
      expect(farewellOf(code, '')).toEqual({ comesBack: true });
    }
  });

  it('the reason may say when', () => {
    expect(farewellOf(4001, 'retry_after_ms=2500')).toEqual({ comesBack: true, retryAfterMs: 2500 });
    expect(farewellOf(4029, '{"retry_after_ms":800}')).toEqual({ comesBack: true, retryAfterMs: 800 });
  });

  it('4500 to 4999 stay away', () => {
    expect(farewellOf(4501, '')).toEqual({ comesBack: false, refusal: 'log_in_again' });
    expect(farewellOf(4503, '')).toEqual({ comesBack: false, refusal: 'removed' });
    expect(farewellOf(4504, '')).toEqual({ comesBack: false, refusal: 'too_many_sessions' });
    expect(farewellOf(4505, '')).toEqual({ comesBack: false, refusal: 'version' });
    expect(farewellOf(4999, '')).toEqual({ comesBack: false, refusal: 'protocol' });
  });
});
