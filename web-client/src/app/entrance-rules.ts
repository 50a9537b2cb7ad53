/** Which pages need a log-in or a right. The server decides again at each command; this only saves dead ends. */
import type { FairSnapshot, Me } from '@protocol';
import { managesCalendar } from '../features/slot/manages.ts';
import type { Page, Route } from './router.ts';

export type Permission = 'open' | 'unknown' | 'log-in' | 'forbidden' | 'not-found';

const kNeedLogIn: readonly Page[] = [
  'talks',
  'talk',
  'room',
  'cafe',
  'day',
  'desk',
  'desk-calendar',
  'calendars',
  'me',
  'mails',
];

export function mayEnter(
  route: Route,
  me: Pick<Me, 'roles' | 'booths'> | null | undefined,
  fair: Pick<FairSnapshot, 'shows_mail'>,
): Permission {
  if (route.page === 'not-found') return 'not-found';
  if (!kNeedLogIn.includes(route.page)) return 'open';
  if (me === undefined) return 'unknown';
  if (me === null) return 'log-in';
  if (route.page === 'mails') {
    if (!me.roles.includes('organiser')) return 'forbidden';
    return fair.shows_mail ? 'open' : 'not-found';
  }
  if (route.page === 'calendars') return me.roles.includes('organiser') ? 'open' : 'forbidden';
  if (route.page === 'desk-calendar') {
    return managesCalendar(me, route.with.booth_slug) ? 'open' : 'forbidden';
  }
  if (route.page === 'desk') {
    return me.booths.some((booth) => booth.booth_slug === route.with.booth_slug) ? 'open' : 'forbidden';
  }
  return 'open';
}
