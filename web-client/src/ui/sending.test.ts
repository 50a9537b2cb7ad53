import { expect, test } from 'vitest';
import { Sending } from './sending.svelte.ts';

const wordsOf = (error: unknown): string => `No: ${(error as Error).message}`;

test('a second press while the first is on its way does nothing', async () => {
  const sending = new Sending(wordsOf);
  let sent = 0;
  let arrive = (): void => undefined;
  const send = () => {
    sent += 1;
    return new Promise<void>((done) => (arrive = done));
  };
  const first = sending.run(send);
  expect(sending.isBusy).toBe(true);
  expect(await sending.run(send)).toBe(false);
  arrive();
  expect(await first).toBe(true);
  expect([sent, sending.isBusy]).toEqual([1, false]);
});

test('a refusal is put in words until the next press', async () => {
  const sending = new Sending(wordsOf);
  expect(await sending.run(() => Promise.reject(new Error('taken')))).toBe(false);
  expect([sending.problem, sending.isBusy]).toEqual(['No: taken', false]);
  expect(await sending.run(() => Promise.resolve())).toBe(true);
  expect(sending.problem).toBe('');
});
