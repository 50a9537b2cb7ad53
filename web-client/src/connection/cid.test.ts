import { expect, it } from 'vitest';
import { createCid } from './cid.ts';

it('makes ids that the envelope takes and that do not repeat', () => {
  const ids = new Set(Array.from({ length: 500 }, createCid));
  expect(ids.size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
});
