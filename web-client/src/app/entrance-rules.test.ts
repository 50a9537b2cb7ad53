import type { BoothMembership, Me } from '@protocol';
import { expect, test } from 'vitest';
import { mayEnter } from './entrance-rules.ts';
import { matchRoute } from './router.ts';

const fair = { shows_mail: true };
const visitor: Pick<Me, 'roles' | 'booths'> = { roles: ['visitor'], booths: [] };
const staff: Pick<Me, 'roles' | 'booths'> = {
  roles: ['visitor', 'exhibitor'],
  booths: [
    { booth_slug: 'talmess', role: 'talk' } as BoothMembership,
    { booth_slug: 'harz', role: 'handover' } as BoothMembership,
  ],
};

test.each([
  '/',
  '/hall',
  '/booth/talmess',
  '/booth/talmess/book',
  '/earliest',
  '/jobs',
  '/programme',
  '/welcome',
  '/register',
  '/imprint',
])('%s is open to everybody', (path) => expect(mayEnter(matchRoute(path), null, fair)).toBe('open'));

test.each([
  '/talks',
  '/day',
  '/cafe',
  '/rooms/foyer',
  '/me',
  '/desk/talmess',
  '/desk/talmess/calendar',
  '/calendars',
  '/mails',
])('%s needs a log-in', (path) => {
  expect(mayEnter(matchRoute(path), null, fair)).toBe('log-in');
  expect(mayEnter(matchRoute(path), undefined, fair)).toBe('unknown');
});

test.each(['', '/calendar'])('a desk%s is open to its own team only', (part) => {
  expect(mayEnter(matchRoute(`/desk/talmess${part}`), staff, fair)).toBe('open');
  expect(mayEnter(matchRoute(`/desk/other${part}`), staff, fair)).toBe('forbidden');
  expect(mayEnter(matchRoute(`/desk/talmess${part}`), visitor, fair)).toBe('forbidden');
});

test('calendars are led by who takes appointments, and at every booth by organisers', () => {
  const organiser: Pick<Me, 'roles' | 'booths'> = { roles: ['visitor', 'organiser'], booths: [] };
  expect(mayEnter(matchRoute('/desk/harz'), staff, fair)).toBe('open');
  expect(mayEnter(matchRoute('/desk/harz/calendar'), staff, fair)).toBe('forbidden');
  expect(mayEnter(matchRoute('/desk/harz/calendar'), organiser, fair)).toBe('open');
  expect(mayEnter(matchRoute('/desk/harz'), organiser, fair)).toBe('forbidden');
  expect(mayEnter(matchRoute('/calendars'), organiser, fair)).toBe('open');
  expect(mayEnter(matchRoute('/calendars'), staff, fair)).toBe('forbidden');
});

test('the mails are for organisers of a fair without a mail server', () => {
  expect(mayEnter(matchRoute('/mails'), visitor, fair)).toBe('forbidden');
  const organiser: Pick<Me, 'roles' | 'booths'> = { roles: ['visitor', 'organiser'], booths: [] };
  expect(mayEnter(matchRoute('/mails'), organiser, fair)).toBe('open');
  expect(mayEnter(matchRoute('/mails'), organiser, { shows_mail: false })).toBe('not-found');
});

test('an unknown address is not found', () => {
  expect(mayEnter(matchRoute('/nothing'), null, fair)).toBe('not-found');
});
