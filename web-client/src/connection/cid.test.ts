import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCid } from './cid.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('makes ids that the envelope takes and that do not repeat', () => {
  const ids = new Set(Array.from({ length: 500 }, createCid));
  expect(ids.size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
});

it('begins with the time, so that ids of one time stand together', () => {
  const idAt = (milliseconds: number) => {
    vi.setSystemTime(milliseconds);
    return createCid().slice(0, 8);
  };
  const time = Date.UTC(2026, 11, 27, 9);
  expect(idAt(time)).toBe(idAt(time));
  expect(idAt(time + 1)).not.toBe(idAt(time));
  expect(idAt(time + 60_000).slice(0, 4)).toBe(idAt(time).slice(0, 4));
  const bytes = Uint8Array.from(atob(idAt(time).replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  );
  expect(bytes.reduce((value, byte) => value * 256 + byte, 0)).toBe(time);
});
