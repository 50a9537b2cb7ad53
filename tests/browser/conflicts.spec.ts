import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { changeRows } from '../wire/support/store.ts';
import { BoothCalendar, cell, clock, dateOf, goToCalendar } from './support/calendar.ts';
import { importChanged, type Change } from './support/changed-fair.ts';
import { names, people, stand, useFair } from './support/fair.ts';
import type { Guest } from './support/guest.ts';
import { app, appointment, slot, team } from './support/texts.ts';

const fair = useFair();
let calendar: BoothCalendar;
let visitor: Guest;
test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  visitor = await fair.guest(people.visitor);
  await calendar.clear([visitor]);
});

const later: Change = { file: 'fair.toml', from: 'live = "-1h"', to: 'live = "+3h"' };
const boxOn = (page: Page): Locator => page.getByRole('region', { name: team.conflicts });
async function hasNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
}

test('who no longer has a time or a colleague is led to each, and the box goes with the last', async ({ browser }) => {
  const [early, near] = await calendar.open(names.lead, 60, 2);
  const [passed] = await calendar.open(names.colleague, 250, 1);
  await visitor.call('appointment.book', { slot_id: early!.slot_id, reason: 'Schichtplan' });
  await visitor.call('appointment.book', { slot_id: passed!.slot_id, reason: 'Verzahnung' });
  const lead = await fair.person(browser, people.lead, { viewport: { width: 390, height: 844 } });
  await goToCalendar(lead, early!);
  await expect(boxOn(lead)).toHaveCount(0);
  // The open page learns of the fair's new hours by itself.
  await importChanged(fair.server, [later]);
  const box = boxOn(lead);
  await expect(box).toContainText(team.conflictTitle.outside_hours(1));
  // Somebody leaves the team.
  const { person_id } = calendar.member(names.colleague);
  expect(await changeRows(fair.server, 'DELETE FROM booth_member WHERE person_id = ?', person_id)).toBe(1);
  await lead.reload();
  await expect(box).toContainText(team.conflictTitle.no_member(1));
  await hasNoFaults(lead);

  const [wrongTime, wrongPerson] = [early, passed].map((one) =>
    box.getByRole('listitem').filter({ hasText: clock(one!.starts_at) }),
  ) as [Locator, Locator];
  await wrongTime.getByRole('link', { name: team.propose }).click();
  const sheet = lead.getByRole('dialog');
  // What is offered is inside the new hours: not the free time next to the old one.
  await expect(sheet.getByLabel(slot.newTime)).not.toHaveValue(near!.slot_id);
  const offered = await calendar.slot(await sheet.getByLabel(slot.newTime).inputValue());
  expect(offered?.starts_at).toBeGreaterThan(Date.now() + 2.9 * 3_600_000);
  // A day later nothing else of the visitor's is in the way.
  const days = sheet.getByLabel(slot.newDay, { exact: true });
  await days.selectOption(await days.locator('option').last().getAttribute('value'));
  await sheet.getByRole('button', { name: team.proposeSend, exact: true }).click();
  await expect(sheet).toContainText(team.proposalOpen);
  await lead.keyboard.press('Escape');
  await expect(wrongTime).toContainText(team.conflictWaits);

  await wrongPerson.getByRole('link', { name: team.reassign }).click();
  await sheet.getByLabel(team.reassignTo).selectOption({ label: names.lead });
  await sheet.getByRole('button', { name: team.reassignSend }).click();
  await expect(box).not.toContainText(team.conflictTitle.no_member(1));
  await lead.keyboard.press('Escape');

  await wrongTime.getByRole('link', { name: appointment.cancel }).click();
  await sheet.getByLabel(appointment.cancelReason).fill('Die Messe beginnt später.');
  await sheet.getByRole('button', { name: appointment.cancelSend }).click();
  await expect(box).toHaveCount(0);
  const states = (await visitor.call('appointment.list', {})).appointments.map(({ slot_id, state, name }) => [slot_id, state, name]);
  expect(states).toContainEqual([early!.slot_id, 'cancelled', names.lead]);
  expect(states).toContainEqual([passed!.slot_id, 'booked', names.lead]);
  await importChanged(fair.server);
});

test('an organiser of no team finds every calendar, helps there, and sees what no longer fits at all booths', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Schichtplan' });
  const page = await fair.person(browser, people.organiser);
  await page.goto('/hall');
  await page.getByRole('banner').getByRole('link', { name: app.calendarsShort }).click();
  await expect(page.getByRole('heading', { level: 1, name: slot.calendars })).toBeFocused();
  await page.getByLabel(slot.calendarsSearch).fill('silbertal');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('link', { name: stand.name }).click();
  await page.getByRole('tab').first().waitFor();
  await goToCalendar(page, first!);
  await cell(page, names.lead, first!).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Schichtplan');
  // To propose is to speak for the booth.
  await expect(sheet.getByRole('button', { name: team.propose })).toHaveCount(0);
  await sheet.getByRole('button', { name: team.reassign }).click();
  await sheet.getByLabel(team.reassignTo).selectOption({ label: names.colleague });
  await sheet.getByRole('button', { name: team.reassignSend }).click();
  await expect(cell(page, names.colleague, first!)).toContainText(names.visitor);

  await page.getByRole('button', { name: slot.open }).click();
  const form = page.getByRole('dialog', { name: slot.open });
  await form.getByLabel(slot.openOtherDay).fill(dateOf(Date.now() + 86_400_000));
  await form.getByRole('button', { name: slot.openAddDay }).click();
  for (const day of await form.getByRole('checkbox').all()) await day.setChecked(false);
  await form.getByRole('checkbox').last().check();
  await form.getByLabel(slot.openFrom, { exact: true }).fill('10:00');
  await form.getByLabel(slot.openTo, { exact: true }).fill('10:15');
  await form.getByRole('button', { name: slot.openSend(1) }).click();
  await expect(form).toHaveCount(0);

  await page.goto('/calendars');
  await expect(boxOn(page)).toHaveCount(0);
  await importChanged(fair.server, [later]);
  await expect(boxOn(page)).toContainText(stand.name);
  await hasNoFaults(page);
  await boxOn(page).getByRole('link', { name: team.look }).click();
  await expect(page.getByRole('dialog')).toContainText('Schichtplan');
  await importChanged(fair.server);

  await page.goto(`/booth/${stand.slug}`);
  await page.getByRole('complementary').getByRole('link', { name: slot.calendarTitle }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/${stand.slug}/calendar`, 'u'));
});
