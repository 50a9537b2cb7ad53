import type { BoothId, DaySnapshot, WaitlistEntry } from '@protocol';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goTo } from '../../app/router.ts';
import { language } from '../../text/language.svelte.ts';
import { liveRegion } from '../../ui/live-region.svelte.ts';
import { ownDay } from '../appointment/own-day.svelte.ts';
import OfferBar from './offer-bar.svelte';
import { t } from './texts.ts';

language.current = 'en';
const kStart = Date.parse('2026-12-29T09:00:00Z');
const kMinute = 60_000;
const entry = (offered?: { slot: string; inMinutes: number }): WaitlistEntry =>
  ({
    booth_id: 'b' as BoothId,
    booth_slug: 'aeschen',
    booth_name: 'Aeschen',
    short_notice: false,
    joined_at: kStart,
    ...(offered && {
      offer: {
        slot: { slot_id: offered.slot, starts_at: kStart + 120 * kMinute, minutes: 15 },
        until: kStart + offered.inMinutes * kMinute,
      },
    }),
  }) as WaitlistEntry;
const day = (...waiting: WaitlistEntry[]): DaySnapshot => ({ appointments: [], waiting });

beforeEach(() => {
  vi.useFakeTimers({ now: kStart });
  goTo('/hall');
});
afterEach(() => {
  cleanup();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  ownDay.value = undefined;
});

/** All that a screen reader is told while so many seconds pass. */
async function saidWithin(seconds: number): Promise<string[]> {
  const said: string[] = [];
  for (let passed = 0; passed < seconds; passed += 1) {
    vi.advanceTimersByTime(1_000);
    await tick();
    if (liveRegion.polite !== said.at(-1)) said.push(liveRegion.polite);
  }
  return said;
}

test('an offer is said when it comes, and twice before it ends, and at no other time', async () => {
  render(OfferBar);
  ownDay.value = day(entry({ slot: '1', inMinutes: 15 }));
  const said = await saidWithin(15 * 60 - 1);
  expect(said).toEqual([
    expect.stringContaining('A time with Aeschen has become free for you'),
    t.soon('Aeschen', t.leftMinutes(5)),
    t.soon('Aeschen', t.leftMinutes(1)),
  ]);
});

test('an offer that runs out is told kindly until that is read', async () => {
  render(OfferBar);
  ownDay.value = day(entry({ slot: '1', inMinutes: 3 }));
  await saidWithin(181);
  ownDay.value = day(entry());
  await tick();
  expect(screen.getByText(t.passed('Aeschen'))).toBeTruthy();
  expect(screen.queryByRole('link', { name: t.take })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: t.close }));
  expect(screen.queryByText(t.passed('Aeschen'))).toBeNull();
});

test('the second one that runs out says that the waiting is over, and where to begin anew', async () => {
  render(OfferBar);
  ownDay.value = day(entry({ slot: '1', inMinutes: 3 }));
  await saidWithin(181);
  ownDay.value = day();
  await tick();
  expect(screen.getByText(t.ended('Aeschen'))).toBeTruthy();
  expect(screen.getByRole('link', { name: t.toBooth }).getAttribute('href')).toBe('/booth/aeschen/book');
});

test('what was declined in time is not mourned', async () => {
  render(OfferBar);
  ownDay.value = day(entry({ slot: '1', inMinutes: 3 }));
  await saidWithin(60);
  ownDay.value = day(entry());
  await tick();
  expect(screen.queryByRole('region')).toBeNull();
});

test('the bar leaves the word to pages that show the offer', async () => {
  render(OfferBar);
  ownDay.value = day(entry({ slot: '1', inMinutes: 3 }));
  await tick();
  expect(screen.getByRole('link', { name: t.take }).getAttribute('href')).toBe('/booth/aeschen/book?slot=1');
  for (const path of ['/day', '/booth/aeschen/book']) {
    goTo(path);
    await tick();
    expect(screen.queryByRole('region'), path).toBeNull();
  }
  goTo('/booth/other/book');
  await tick();
  expect(screen.getByRole('region')).toBeTruthy();
});
