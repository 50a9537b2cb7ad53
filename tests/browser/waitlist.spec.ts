import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { BoothCalendar, clock, goToCalendar, sheetOf, timeOn } from './support/calendar.ts';
import { names, people, stand, useFair } from './support/fair.ts';
import type { Guest } from './support/guest.ts';
import { recolour } from './support/pages.ts';
import { appointment, slot, waitlist } from './support/texts.ts';

const fair = useFair();
let calendar: BoothCalendar;
let guest: Guest;
test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  guest = await fair.guest('urs@demo.example');
  const waiting = [await fair.guest(people.visitor), await fair.guest(people.otherVisitor)];
  for (const one of waiting) await one.call('waitlist.leave', { booth_id: calendar.boothId });
  await calendar.clear([guest, ...waiting]);
});

async function hasNoFaults(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await recolour(page, colorScheme);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations).toEqual([]);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
const offerOn = (page: Page): Locator => page.getByRole('region', { name: waitlist.offer });
const join = (page: Page): Promise<void> => page.getByRole('button', { name: waitlist.join }).click();

test('a time that is given back is offered to one after the other, and taken from wherever they are', async ({ browser }) => {
  const [only] = await calendar.open(names.lead, 3 * 60, 1);
  const booked = await guest.call('appointment.book', { slot_id: only!.slot_id });
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, only!);

  const first = await fair.person(browser, people.visitor, { viewport: { width: 390, height: 844 } });
  await first.goto(`/booth/${stand.slug}/book`);
  await expect(first.getByRole('heading', { name: waitlist.full })).toBeVisible();
  await hasNoFaults(first);
  await join(first);
  await expect(first.getByText(waitlist.ahead(0))).toBeVisible();
  const isShort = first.getByRole('switch', { name: waitlist.shortNotice });
  await expect(isShort).not.toBeChecked();
  await isShort.click();
  await expect(isShort).toBeChecked();
  await hasNoFaults(first);
  const second = await fair.person(browser, people.otherVisitor);
  await second.goto(`/booth/${stand.slug}/book`);
  await join(second);
  await expect(second.getByText(waitlist.ahead(1))).toBeVisible();
  await expect(lead.getByText(waitlist.team(2))).toBeVisible();
  await hasNoFaults(lead);

  // Both look at something else when the team gives the time back.
  await first.goto('/hall');
  await second.goto('/programme');
  await second.getByRole('heading', { level: 1 }).waitFor();
  await expect(first.getByRole('heading', { level: 1 })).toBeVisible();
  const { appointment_id } = booked.appointment;
  await calendar.lead.call('appointment.cancel', { appointment_id, reason: 'Frau Vogelsang ist krank.' });
  await expect(offerOn(first)).toContainText(clock(only!.starts_at));
  await expect(first.locator('[aria-live=polite]').filter({ hasText: stand.name })).toBeAttached();
  await hasNoFaults(first);
  await expect(offerOn(second)).toHaveCount(0);
  await first.goto('/day');
  await expect(offerOn(first)).toHaveCount(1);
  await hasNoFaults(first);
  await offerOn(first).getByRole('button', { name: waitlist.decline }).click();
  await expect(offerOn(first)).toHaveCount(0);
  await expect(first.getByRole('heading', { name: waitlist.title })).toBeVisible();

  await offerOn(second).getByRole('link', { name: waitlist.take }).click();
  const sheet = sheetOf(second);
  await expect(sheet).toContainText(names.lead);
  await hasNoFaults(second);
  // Who closes the sheet still has the time, and finds it in the list as their own.
  await second.keyboard.press('Escape');
  await expect(offerOn(second)).toBeVisible();
  await expect(timeOn(second, only!)).toContainText(waitlist.slotState);
  await hasNoFaults(second);
  await timeOn(second, only!).click();
  await sheet.getByLabel(appointment.reason).fill('Gibt es Schichten am Vormittag?');
  await sheet.getByRole('button', { name: appointment.book }).click();
  await expect(sheet.getByText(appointment.booked)).toBeVisible();
  await sheet.getByRole('link', { name: appointment.toDay }).click();
  const card = second.getByRole('article').filter({ hasText: stand.name });
  await expect(card).toContainText('Gibt es Schichten am Vormittag?');
  await expect(second.getByRole('heading', { name: waitlist.title })).toHaveCount(0);
  await expect(lead.getByText(waitlist.team(1))).toBeVisible();

  const organiser = await fair.guest(people.organiser);
  const { mails } = await organiser.call('mail.list_outgoing', { limit: 50 });
  const offers = mails.filter(({ subject }) => subject.startsWith('Ein Termin ist frei'));
  expect(offers.map(({ to }) => to).sort()).toEqual([people.visitor, people.otherVisitor]);

  await first.getByRole('button', { name: waitlist.at(waitlist.leave, stand.name) }).click();
  await expect(first.getByRole('heading', { name: waitlist.title })).toHaveCount(0);
  await expect(lead.getByText(waitlist.teamHint)).toHaveCount(0);
});

test('who looks at times while the last one goes reads on undisturbed, and is led to the list', async ({ browser }) => {
  const [only] = await calendar.open(names.lead, 3 * 60, 1);
  const page = await fair.stranger(browser);
  await page.goto(`/booth/${stand.slug}/book`);
  const place = await timeOn(page, only!).boundingBox();
  await guest.call('appointment.book', { slot_id: only!.slot_id });
  await expect(page.getByRole('heading', { name: waitlist.full })).toBeVisible();
  await expect(timeOn(page, only!)).toContainText(slot.state.taken);
  expect(await timeOn(page, only!).boundingBox()).toEqual(place);
  await expect(page.getByText(waitlist.needAccount)).toBeVisible();
});
