import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { BoothCalendar } from './support/calendar.ts';
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
