import type { BoothId, WaitlistEntry } from '@protocol';
import { describe, expect, it } from 'vitest';
import { reduceWaiting } from './state.ts';

const entry = (booth_id: string, joined_at: number, short_notice = false): WaitlistEntry => ({
  booth_id: booth_id as BoothId,
  booth_slug: booth_id,
  booth_name: booth_id,
  short_notice,
  joined_at,
});
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });

describe('where a person waits', () => {
  const waiting = [entry('a', 10), entry('b', 20)];
  const booths = (entries: WaitlistEntry[]) => entries.map(({ booth_id }) => booth_id).join('');
  const after = (changed: WaitlistEntry) =>
    reduceWaiting(waiting, event('waitlist.changed', { entry: changed }));

  it('takes in a new entry at the place of its time, then of its booth', () => {
    expect(booths(after(entry('c', 30)))).toBe('abc');
    expect(booths(after(entry('aa', 20)))).toBe('aaab');
  });

  it('shows a changed wish in its place', () => {
    expect(after(entry('a', 10, true))).toEqual([entry('a', 10, true), waiting[1]]);
  });

  it('lets go of an entry that has ended', () => {
    expect(
      booths(reduceWaiting(waiting, event('waitlist.removed', { booth_id: 'a', reason: 'booked' }))),
    ).toBe('b');
  });

  it('leaves alone what it does not know', () => {
    expect(reduceWaiting(waiting, event('waitlist.later', {}))).toBe(waiting);
  });
});
