import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { BoothId } from '../../../protocol/generated/ts/index.ts';
import { BoothCalendar } from './calendar.ts';
import { names, people, stand, type Fair } from './fair.ts';
import type { Guest } from './guest.ts';

/** Windows in which every page must do: the narrowest that WCAG asks for, a usual phone, a usual desk. */
export const widths = {
  narrow: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  desk: { width: 1440, height: 900 },
} as const;

export interface PageOfFair {
  name: string;
  path: string;
  /** Who looks at it; nobody: a stranger. */
  as?: string;
}

/** Every page of the client, with the somebody who may see it. `talkId`: a talk of the visitor with the lead. */
export function allPages(talkId: string): PageOfFair[] {
  const { visitor, lead, organiser } = people;
  return [
    { name: 'landing', path: '/' },
    { name: 'register', path: '/register' },
    { name: 'log-in', path: '/log-in' },
    { name: 'confirm', path: '/confirm#0123456789abcdef0123456789abcdef' },
    { name: 'confirm-without-token', path: '/confirm' },
    { name: 'reset', path: '/reset' },
    { name: 'reset-set', path: '/reset#0123456789abcdef0123456789abcdef' },
    { name: 'invitation-invalid', path: '/invitation#0123456789abcdef0123456789abcdef' },
    { name: 'hall', path: '/hall' },
    { name: 'booth', path: `/booth/${stand.slug}` },
    { name: 'booth-institution', path: '/booth/welcome-center' },
    { name: 'booth-unknown', path: '/booth/gibt-es-nicht' },
    { name: 'book', path: `/booth/${stand.slug}/book` },
    { name: 'book-nothing', path: `/booth/${fullStand}/book` },
    { name: 'book-waiting', path: `/booth/${fullStand}/book`, as: visitor },
    { name: 'earliest', path: '/earliest' },
    { name: 'jobs', path: '/jobs' },
    { name: 'welcome', path: '/welcome' },
    { name: 'programme', path: '/programme' },
    { name: 'accessibility', path: '/accessibility' },
    { name: 'privacy', path: '/privacy' },
    { name: 'imprint', path: '/imprint' },
    { name: 'not-found', path: '/gibt-es-nicht' },
    { name: 'log-in-needed', path: '/cafe' },
    { name: 'talks', path: '/talks', as: visitor },
    { name: 'talks-empty', path: '/talks', as: 'urs@demo.example' },
    { name: 'talk', path: `/talks/${talkId}`, as: visitor },
    { name: 'talk-unknown', path: '/talks/00000000000000000000000000', as: visitor },
    { name: 'room', path: '/rooms/foyer', as: visitor },
    { name: 'cafe', path: '/cafe', as: visitor },
    { name: 'day', path: '/day', as: visitor },
    { name: 'day-empty', path: '/day', as: 'urs@demo.example' },
    { name: 'me', path: '/me', as: visitor },
    { name: 'desk', path: `/desk/${stand.slug}`, as: lead },
    { name: 'desk-talk', path: `/desk/${stand.slug}?talk=${talkId}`, as: lead },
    { name: 'desk-calendar', path: `/desk/${stand.slug}/calendar`, as: lead },
    { name: 'calendars', path: '/calendars', as: organiser },
    { name: 'forbidden', path: `/desk/${stand.slug}`, as: visitor },
    { name: 'mails', path: '/mails', as: organiser },
  ];
}

/** As when the device goes over to its night: the page follows by itself. */
export async function recolour(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
}

/** To the other language; at the desk, where the switch stands in the head. */
export async function switchLanguage(page: Page): Promise<void> {
  const html = page.locator('html');
  const other = (await html.getAttribute('lang')) === 'de' ? 'en' : 'de';
  // On the page itself the switch is named in the language it leads to.
  await page.getByRole('banner').locator(`button[lang="${other}"]`).click();
  await expect(html).toHaveAttribute('lang', other);
}

export const lastLine = 'Genau. Und die Härterei sucht auch noch jemanden.';
/** Nothing is free here. */
const fullStand = 'tiefer-stolln';
const talks = new WeakMap<Fair, string>();
const calendars = new WeakSet<Fair>();

/** Makes the fair look used: duties, people at tables, a running talk, one who waits, a place on a waiting list, a mail. Gives the talk's id. */
export async function furnish(fair: Fair): Promise<string> {
  const [visitor, lead, colleague, other] = await Promise.all(
    [people.visitor, people.lead, people.colleague, people.otherVisitor].map(async (email) => {
      const guest = await fair.guest(email);
      await guest.arrive();
      return guest;
    }),
  ) as [Guest, Guest, Guest, Guest];
  const { booths } = await visitor.call('booth.list', {});
  const booth_id = booths.find(({ slug }) => slug === stand.slug)!.booth_id;
  const talkId = talks.get(fair) ?? (await converse(booth_id, visitor, lead, other));
  talks.set(fair, talkId);
  if (!calendars.has(fair)) {
    await arrange(fair, visitor, other);
    await wait(await fair.guest(people.organiser), visitor, booths.find(({ slug }) => slug === fullStand)!.booth_id);
  }
  calendars.add(fair);
  await lead.call('booth.set_duty', { booth_id, duty: 'free' });
  await colleague.call('booth.set_duty', { booth_id, duty: 'pause' });
  const { tables } = await visitor.call('cafe.list', {});
  for (const [index, one] of [visitor, other, lead].entries()) {
    await one.call('cafe.sit', { table_id: tables[index % 2]!.table_id });
  }
  return talkId;
}

/** Times in the calendar of the stand, and some that are booked, blocked, kept and over. */
async function arrange(fair: Fair, visitor: Guest, other: Guest): Promise<void> {
  const calendar = await BoothCalendar.of(fair);
  await calendar.clear([visitor, other]);
  const [first, second, third] = await calendar.open(names.lead, 45, 10);
  const [blocked] = await calendar.open(names.colleague, 60, 6);
  await calendar.open(names.lead, 26 * 60, 4);
  await calendar.lead.call('slot.block', { slot_ids: [blocked!.slot_id] });
  const to = Date.now() + 5 * 3_600_000;
  const round = { minutes: 30, seats: 8, title: 'Fragen zur Ausbildung und zum dualen Studium' };
  const { person_id } = calendar.member(names.colleague);
  const windows = [{ from: to - 1_800_000 - 300_000, to }];
  await calendar.lead.call('slot.open', { booth_id: calendar.boothId, person_id, windows, ...round });
  const reason = 'Ich pendle seit zehn Jahren nach München und suche etwas in der Nähe.';
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason });
  await other.call('appointment.book', { slot_id: second!.slot_id, reason: 'Ist Teilzeit möglich?' });
  const { appointment } = await visitor.call('appointment.book', { slot_id: third!.slot_id });
  const { appointment_id } = appointment;
  await visitor.call('appointment.cancel', { appointment_id, reason: 'Da fährt mein Zug.' });
}

/** Takes away what is free at a booth, so that the visitor waits there. */
async function wait(organiser: Guest, visitor: Guest, booth_id: BoothId): Promise<void> {
  const { slots } = await organiser.call('slot.list', { booth_id });
  await organiser.call('slot.block', { slot_ids: slots.map(({ slot_id }) => slot_id) });
  await visitor.call('waitlist.join', { booth_id, short_notice: true });
}

async function converse(booth_id: BoothId, visitor: Guest, lead: Guest, other: Guest): Promise<string> {
  const { conversation_id } = await visitor.call('conversation.open', {
    booth_id,
    text: 'Glück auf! Ich pendle seit zehn Jahren nach München. Haben Sie etwas für einen Zerspaner?',
  });
  await lead.call('conversation.take', { conversation_id });
  const say = (by: Guest, text: string) => by.call('conversation.send_message', { conversation_id, text });
  const { message_id } = await say(lead, 'Glück auf! Ja: zwei Stellen an den Wälzfräsmaschinen, tagsüber.');
  await visitor.call('conversation.react', { message_id, emoji: '👍', on: true });
  await say(visitor, 'Das klingt gut. Mehr steht unter https://silbertal-getriebe.example/stellen, nehme ich an?');
  await say(lead, lastLine);
  await other.call('conversation.open', { booth_id, text: 'Wie sind die Arbeitszeiten in der Montage?' });
  await visitor.call('account.request_password_reset', { email: people.otherVisitor });
  return conversation_id;
}
