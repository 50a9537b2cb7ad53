/** Who leads a booth's calendar. The server decides again at each command; this only saves dead ends. */
import type { BoothMembership, Me } from '@protocol';

type Person = Pick<Me, 'roles' | 'booths'>;

/** Membership of those who take appointments at the booth; who only takes talks that are handed over does not. */
export const ownCalendar = (me: Person | null | undefined, slug: string): BoothMembership | undefined =>
  me?.booths.find((one) => one.booth_slug === slug && one.role !== 'handover');

export const managesCalendar = (me: Person | null | undefined, slug: string): boolean =>
  me?.roles.includes('organiser') === true || ownCalendar(me, slug) !== undefined;
