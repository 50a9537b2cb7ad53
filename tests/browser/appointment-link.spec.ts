import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Appointment, AppointmentId } from '../../protocol/generated/ts/index.ts';
import { BoothCalendar, beginsIn, chooseTime, clock } from './support/calendar.ts';
import { names, people, stand, useFair } from './support/fair.ts';
import type { Guest } from './support/guest.ts';
import { appointment, link, slot } from './support/texts.ts';

const fair = useFair();
let calendar: BoothCalendar;
let visitor: Guest;
test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  visitor = await fair.guest(people.visitor);
  await calendar.clear([visitor]);
});

async function own(id: AppointmentId): Promise<Appointment | undefined> {
  const { appointments } = await visitor.call('appointment.list', {});
  return appointments.find(({ appointment_id }) => appointment_id === id);
}
/** As the mails name their links, in the visitor's language. */
const behind = { move: 'Verlegen', cancel: 'Absagen' };

async function hasNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
}

test('the link of a mail moves the appointment without a log-in, and only by a press', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 1);
  const [tomorrow, wanted] = await calendar.open(names.colleague, 25 * 60, 3);
  const { appointment: booked } = await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Lehre' });
  const page = await fair.stranger(browser, { viewport: { width: 390, height: 844 }, timezoneId: 'Europe/Lisbon' });
  await page.goto(await fair.mailedLink(people.visitor, behind.move));
  await expect(page.getByRole('heading', { level: 1, name: link.moveTitle })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(clock(first!.starts_at + 15 * 60_000));
  await expect(page.getByRole('main')).not.toContainText('Lehre');
  // The token is out of the address before anybody can photograph or share it.
  expect(new URL(page.url()).hash).toBe('');
  expect((await calendar.slot(first!.slot_id))?.free_seats).toBe(0);

  await chooseTime(page, wanted!);
  await hasNoFaults(page);
  // In the very moment before the press somebody else takes it.
  const other = await fair.guest(people.otherVisitor);
  await other.call('appointment.book', { slot_id: wanted!.slot_id });
  await page.getByRole('button', { name: link.moveSend }).click();
  await expect(page.getByRole('alert').filter({ hasText: link.taken })).toBeVisible();
  await chooseTime(page, tomorrow!);
  await page.getByRole('button', { name: link.moveSend }).click();
  await expect(page.getByRole('main').getByText(link.moved)).toBeVisible();
  await expect(page.getByRole('main')).toContainText(names.colleague);
  expect(await own(booked.appointment_id)).toMatchObject({ slot_id: tomorrow!.slot_id, reason: 'Lehre' });
  await calendar.clear([other]);
});

test('the link of a mail cancels the appointment, and says so when it is opened again', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 1);
  const { appointment: booked } = await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const address = await fair.mailedLink(people.visitor, behind.cancel);
  const page = await fair.stranger(browser);
  await page.goto(address);
  await expect(page.getByText(link.cancelAsk)).toBeVisible();
  await hasNoFaults(page);
  expect(await own(booked.appointment_id)).toMatchObject({ state: 'booked' });
  await page.getByRole('button', { name: link.cancelSend }).click();
  await expect(page.getByRole('main').getByText(link.cancelled)).toBeVisible();
  await hasNoFaults(page);
  expect(await own(booked.appointment_id)).toMatchObject({ state: 'cancelled' });
  expect((await calendar.slot(first!.slot_id))?.free_seats).toBe(1);

  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByText(link.isCancelled)).toBeVisible();
  await expect(page.getByRole('button', { name: link.cancelSend })).toHaveCount(0);
  await page.getByRole('link', { name: link.otherTime }).click();
  await expect(page.getByRole('heading', { level: 1, name: slot.bookTitle(stand.name) })).toBeVisible();
});

test('links that are damaged, cut off or too late say what is wrong, and where to go', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 1);
  const { appointment: booked } = await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const address = await fair.mailedLink(people.visitor, behind.cancel);
  const page = await fair.stranger(browser, { viewport: { width: 390, height: 844 } });
  const open = async (wrong: string, words: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(wrong);
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: appointment.toDay })).toBeVisible();
    await hasNoFaults(page);
  };
  await open(`${address.slice(0, -8)}AAAAAAAA`, link.bad);
  await open(address.slice(0, address.indexOf('#') + 6), link.bad);
  await open(address.slice(0, address.indexOf('#')), link.missing);
  await beginsIn(fair, booked.appointment_id, -1);
  await open(address, link.expired);
});
