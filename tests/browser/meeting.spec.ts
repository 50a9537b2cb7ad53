import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { beginsIn, BoothCalendar, begunSince } from './support/calendar.ts';
import { names, people, stand, useFair } from './support/fair.ts';
import type { Guest } from './support/guest.ts';
import { recolour, widths } from './support/pages.ts';
import { meeting } from './support/texts.ts';

const fair = useFair();
let calendar: BoothCalendar;
let visitor: Guest;

test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  visitor = await fair.guest(people.visitor);
  await calendar.clear([visitor]);
});

const barOn = (page: Page): Locator => page.getByRole('region', { name: meeting.bar });

test('both are told of their appointment, check in, and the talk opens for both', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 0.5, 1);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Schichtplan' });
  const page = await fair.person(browser, people.visitor);
  await page.goto('/jobs');
  // From five minutes before; the time may be half a minute further away than that.
  await expect(barOn(page)).toContainText(meeting.with(stand.name), { timeout: 75_000 });
  const lead = await fair.person(browser, people.lead);
  await lead.goto('/hall');
  await expect(barOn(lead)).toContainText(meeting.with(names.visitor));

  await barOn(page).getByRole('button', { name: meeting.checkIn }).click();
  await expect(barOn(page)).toContainText(meeting.checkedIn);
  await expect(barOn(lead)).toContainText(meeting.isHere(names.visitor));
  for (const size of [widths.phone, widths.desk]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await lead.setViewportSize(size);
      await recolour(lead, colorScheme);
      const { violations } = await new AxeBuilder({ page: lead }).setLegacyMode().include('section.bar').analyze();
      expect(violations).toEqual([]);
    }
  }

  await barOn(lead).getByRole('button', { name: meeting.begin }).click();
  await expect(lead).toHaveURL(new RegExp(`/desk/${stand.slug}\\?talk=`, 'u'));
  await expect(page).toHaveURL(/\/talks\/[^/]+$/u);
  await expect(barOn(page)).toHaveCount(0);

  const line = (of: Page): Locator => of.getByRole('region', { name: meeting.line, exact: true });
  await expect(line(page)).toContainText(/noch \d+ Minuten/u);
  await expect(line(page).getByRole('button')).toHaveCount(0);
  await line(lead).getByRole('button', { name: meeting.extend }).click();
  await expect.poll(async () => (await visitor.call('appointment.list', {})).appointments[0]?.minutes).toBeGreaterThan(15);
  await line(lead).getByRole('button', { name: meeting.finish }).click();
  await expect(line(lead)).toHaveCount(0);
  await expect(line(page)).toHaveCount(0);
  expect((await visitor.call('appointment.list', {})).appointments[0]).toMatchObject({ state: 'done' });
});

test('a round is one talk, which its visitor and the team find under what it is about', async ({ browser }) => {
  const title = 'Rundgang durch die Härterei';
  // Apart from where people have met in other journeys; then it is moved here.
  const [round] = await calendar.open(names.lead, 180, 1, { seats: 3, title });
  const { appointment } = await visitor.call('appointment.book', { slot_id: round!.slot_id });
  await beginsIn(fair, appointment.appointment_id, 5);
  const page = await fair.person(browser, people.visitor);
  await page.goto('/day');
  await visitor.call('appointment.check_in', { appointment_id: appointment.appointment_id });
  await calendar.lead.call('appointment.begin', { appointment_id: appointment.appointment_id });
  await page.goto('/talks');
  await page.getByRole('link', { name: new RegExp(title, 'u') }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`${names.lead}, ${names.visitor}`);
  const lead = await fair.person(browser, people.lead);
  await lead.goto(`/desk/${stand.slug}`);
  await lead.getByRole('link', { name: new RegExp(title, 'u') }).click();
  await expect(lead.getByRole('heading', { name: title })).toBeVisible();
  const line = lead.getByRole('region', { name: meeting.line, exact: true });
  await line.getByRole('button', { name: meeting.finish }).click();
  await expect(line).toHaveCount(0);
  expect((await visitor.call('appointment.list', {})).appointments[0]).toMatchObject({ state: 'done' });
});

test('who is writing is not taken away, but shown the way', async ({ browser }) => {
  const [first] = await calendar.open(names.colleague, 0.5, 1);
  const { appointment } = await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const { appointment_id } = appointment;
  const page = await fair.person(browser, people.visitor);
  await page.goto('/jobs');
  await barOn(page).getByRole('button', { name: meeting.checkIn }).click({ timeout: 75_000 });
  await expect(barOn(page)).toContainText(meeting.checkedIn);
  await page.getByRole('searchbox').or(page.getByRole('textbox')).first().pressSequentially('Zerspa');
  await calendar.lead.call('appointment.begin', { appointment_id });
  await barOn(page).getByRole('link', { name: meeting.toTalk }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/jobs');
  await barOn(page).getByRole('link', { name: meeting.toTalk }).click();
  await expect(page).toHaveURL(/\/talks\/[^/]+$/u);
});

test('a visitor who waits in vain alarms the whole team, wherever they are, and one press leads to the talk', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 1);
  const { appointment: booked } = await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const talkId = await begunSince(fair, visitor, booked.appointment_id, 4);
  await visitor.call('appointment.check_in', { appointment_id: booked.appointment_id });
  const alarmOn = (page: Page): Locator => page.getByRole('alert').filter({ hasText: names.visitor });
  const lead = await fair.person(browser, people.lead, { viewport: { width: 390, height: 844 } });
  await lead.goto('/jobs');
  await expect(barOn(lead)).toContainText(meeting.with(names.visitor));
  const page = await fair.person(browser, people.visitor, { viewport: { width: 390, height: 844 } });
  await page.goto(`/talks/${talkId}`);
  const late = page.getByRole('status').filter({ hasText: meeting.teamLate });
  await expect(late).toBeVisible();
  await expect(late.getByRole('link', { name: meeting.otherTime })).toBeVisible();
  await late.getByRole('button', { name: meeting.writeInstead }).click();
  await expect(page.locator('form.composer').getByRole('textbox')).toBeFocused();
  await expect(alarmOn(lead)).toHaveCount(0);
  await late.getByRole('button', { name: meeting.waitOn }).click();
  await expect(page.getByText(meeting.teamTold)).toBeVisible();
  await expect(alarmOn(lead)).toBeVisible();
  // One line for one appointment.
  await expect(barOn(lead)).toHaveCount(0);

  // Whoever opens a page only now learns of it, too.
  const colleague = await fair.person(browser, people.colleague);
  await colleague.goto('/hall');
  await expect(alarmOn(colleague)).toBeVisible();
  for (const one of [lead, page]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await recolour(one, colorScheme);
      const { violations } = await new AxeBuilder({ page: one }).setLegacyMode().analyze();
      expect(violations).toEqual([]);
    }
  }
  await alarmOn(colleague).getByRole('button', { name: meeting.beginNow }).click();
  await expect(colleague).toHaveURL(new RegExp(`/desk/${stand.slug}\\?talk=${talkId}$`, 'u'));
  await expect(alarmOn(lead)).toHaveCount(0);
  await expect(page.getByText(meeting.teamTold)).toHaveCount(0);
  // It is the colleague's from now on, who can write at once.
  const line = colleague.getByRole('region', { name: meeting.line, exact: true });
  await expect(line.getByRole('button', { name: meeting.finish })).toBeVisible();
  await expect(colleague.locator('form.composer').getByRole('textbox')).toBeVisible();
  const { appointments } = await visitor.call('appointment.list', {});
  const own = appointments.find(({ appointment_id }) => appointment_id === booked.appointment_id);
  expect(own).toMatchObject({ state: 'in_progress', name: names.colleague });
  await line.getByRole('button', { name: meeting.finish }).click();
});

test('the team asks itself before it notes that nobody came, and the visitor reads it without blame', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 90, 1);
  const reason = 'Schichtplan und Anfahrt';
  // Whom no talk of the journeys before has heard just now.
  const other = await fair.guest(people.otherVisitor);
  const { appointment: booked } = await other.call('appointment.book', { slot_id: first!.slot_id, reason });
  const talkId = await begunSince(fair, other, booked.appointment_id, 4);
  const lead = await fair.person(browser, people.lead, { viewport: { width: 390, height: 844 } });
  await lead.goto(`/desk/${stand.slug}?talk=${talkId}`);
  const line = lead.getByRole('region', { name: meeting.line, exact: true });
  await expect(line).toContainText(meeting.notHereYet(other.me.name));
  await line.getByRole('button', { name: meeting.noShow, exact: true }).click();
  await expect(line).toContainText(meeting.noShowAsk(other.me.name));
  const { violations } = await new AxeBuilder({ page: lead }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
  await line.getByRole('button', { name: meeting.keepWaiting }).click();
  await expect(line).not.toContainText(meeting.noShowAsk(other.me.name));
  await line.getByRole('button', { name: meeting.noShow, exact: true }).click();
  await line.getByRole('button', { name: meeting.noShowSend }).click();
  await expect(line).toHaveCount(0);
  const page = await fair.person(browser, people.otherVisitor);
  await page.goto('/day');
  await expect(page.getByRole('article').filter({ hasText: reason }).first()).toContainText(meeting.missedByOwn.visitor);
});
