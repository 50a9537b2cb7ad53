import type { Hold } from '@protocol';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import HoldLine from './hold-line.svelte';
import { t } from './texts.ts';

language.current = 'en';
const kStart = Date.parse('2026-12-29T09:00:00Z');
const holdUntil = (seconds: number, extensions_left = 10): Hold =>
  ({ slot: {}, generation: 1, until: kStart + seconds * 1_000, extensions_left }) as Hold;

beforeEach(() => {
  vi.useFakeTimers({ now: kStart });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** All that a screen reader is told while so many seconds pass. */
async function saidWithin(seconds: number): Promise<string[]> {
  const said: string[] = [];
  for (let passed = 0; passed < seconds; passed += 1) {
    vi.advanceTimersByTime(1_000);
    await tick();
    const words = screen.getByRole('status').textContent ?? '';
    if (words && words !== said.at(-1)) said.push(words);
  }
  return said;
}

test('the time that is left is said at 60 and at 20 seconds, and at no other', async () => {
  render(HoldLine, { hold: holdUntil(120), isBusy: false, onextend: () => undefined });
  expect(await saidWithin(119)).toEqual([t.holdSoon(60), t.holdSoon(20)]);
});

test('the words that are seen change in steps of ten seconds at the end', async () => {
  render(HoldLine, { hold: holdUntil(120), isBusy: false, onextend: () => undefined });
  expect(screen.getByText(t.holdLeft(120))).toBeTruthy();
  await saidWithin(71);
  expect(screen.getByText(t.holdLeft(50))).toBeTruthy();
});

test('more time is said once, and counted down anew', async () => {
  const onextend = vi.fn();
  const { rerender } = render(HoldLine, { hold: holdUntil(120), isBusy: false, onextend });
  await saidWithin(70);
  await fireEvent.click(screen.getByRole('button', { name: t.moreTime }));
  expect(onextend).toHaveBeenCalledOnce();
  await rerender({ hold: holdUntil(190) });
  const [more, ...rest] = await saidWithin(115);
  expect(more).toContain('Extended until');
  expect(rest).toEqual([t.holdSoon(60), t.holdSoon(20)]);
});

test('where no more time can be had, none is offered', () => {
  render(HoldLine, { hold: holdUntil(120, 0), isBusy: false, onextend: () => undefined });
  expect(screen.queryByRole('button')).toBeNull();
});
