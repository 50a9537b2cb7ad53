import { describe, expect, it } from 'vitest';
import { type BoothId, type PersonId, definition, errorClasses, parseStream, streams } from '../../protocol/generated/ts/index.ts';
import { sampleId } from './samples.ts';

describe('streams', () => {
  it('are named and found by their names', () => {
    expect(streams.fair()).toBe('fair');
    expect(parseStream(streams.fair())).toEqual({ pattern: 'fair', key: null });
    expect(parseStream(streams.user(sampleId as PersonId))).toEqual({ pattern: 'user:{PersonId}', key: sampleId });
    expect(parseStream(streams.boothStaff(sampleId as BoothId))).toEqual({ pattern: 'booth:{BoothId}:staff', key: sampleId });
  });

  it.each(['', 'fairs', 'user:', `user:${sampleId}0`, `booth:${sampleId}`, 'booth:staff', `User:${sampleId}`])('%j is none', (name) => {
    expect(parseStream(name)).toBeNull();
  });

  it('errors have the same classes in both lists', () => {
    expect(errorClasses).toEqual(definition.errors);
  });
});
