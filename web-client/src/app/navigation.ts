/** Where the main ways lead; shared by head, menu and tabs. */
import type { Me } from '@protocol';
import type { IconName } from '../ui/icon-name.ts';
import type { Page } from './router.ts';
import { t } from './texts.ts';

export interface Way {
  href: string;
  text: string;
  short: string;
  icon: IconName;
  pages: Page[];
}

export const publicWays = (): Way[] => [
  {
    href: '/hall',
    text: t.hall,
    short: t.hallShort,
    icon: 'hall',
    pages: ['hall', 'booth', 'book', 'earliest'],
  },
  { href: '/jobs', text: t.jobs, short: t.jobs, icon: 'job', pages: ['jobs'] },
  { href: '/programme', text: t.programme, short: t.programme, icon: 'programme', pages: ['programme'] },
  { href: '/welcome', text: t.welcome, short: t.welcome, icon: 'welcome', pages: ['welcome'] },
  { href: '/cafe', text: t.cafe, short: t.cafeShort, icon: 'cafe', pages: ['cafe', 'room'] },
];

export function ownWays(me: Me | null | undefined, showsMail: boolean): Way[] {
  if (!me) return [];
  return [
    ...me.booths.map((booth) => ({
      href: `/desk/${booth.booth_slug}`,
      text: me.booths.length === 1 ? t.desk : t.deskOf(booth.booth_name),
      short: t.desk,
      icon: 'desk' as const,
      pages: ['desk' as const, 'desk-calendar' as const],
    })),
    { href: '/talks', text: t.talks, short: t.talks, icon: 'talks', pages: ['talks', 'talk'] },
    { href: '/day', text: t.day, short: t.dayShort, icon: 'day', pages: ['day'] },
    ...(me.roles.includes('organiser')
      ? [
          {
            href: '/calendars',
            text: t.calendars,
            short: t.calendarsShort,
            icon: 'programme' as const,
            pages: ['calendars' as const],
          },
        ]
      : []),
    ...(showsMail && me.roles.includes('organiser')
      ? [
          {
            href: '/mails',
            text: t.mails,
            short: t.mailsShort,
            icon: 'mail' as const,
            pages: ['mails' as const],
          },
        ]
      : []),
  ];
}
