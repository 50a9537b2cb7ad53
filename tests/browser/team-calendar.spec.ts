import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Slot } from '../../protocol/generated/ts/index.ts';
import { BoothCalendar, cell, chooseTime, clock, dateOf, goToCalendar, goToTimes, timeOn } from './support/calendar.ts';
import { choose, names, people, stand, useFair } from './support/fair.ts';
import type { Guest } from './support/guest.ts';
import { app, appointment, meeting, slot, team } from './support/texts.ts';

const fair = useFair();
let calendar: BoothCalendar;
let visitor: Guest;

test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  visitor = await fair.guest(people.visitor);
  await calendar.clear([visitor]);
});

test('the team opens times by a form that shows them first, and a visitor sees them at once', async ({ browser }) => {
  const lead = await fair.person(browser, people.lead);
  await lead.goto(`/desk/${stand.slug}`);
  await lead.getByRole('link', { name: slot.calendarTitle }).click();
  await expect(lead.getByText(slot.calendarEmpty)).toBeVisible();
  const page = await fair.person(browser, people.visitor);
  await page.goto(`/booth/${stand.slug}/book`);
  await expect(page.getByText(slot.noSlots)).toBeVisible();

  await lead.getByRole('button', { name: slot.open }).click();
  const form = lead.getByRole('dialog', { name: slot.open });
  const tomorrow = dateOf(Date.now() + 86_400_000);
  await form.getByLabel(slot.openOtherDay).fill(tomorrow);
  await form.getByRole('button', { name: slot.openAddDay }).click();
  for (const day of await form.getByRole('checkbox').all()) await day.setChecked(false);
  await form.getByRole('checkbox').last().check();
  await form.getByLabel(slot.openPerson).selectOption({ label: names.colleague });
  await form.getByLabel(slot.openFrom, { exact: true }).fill('10:00');
  await form.getByLabel(slot.openTo, { exact: true }).fill('12:00');
  await choose(lead, slot.openLength, slot.minutes(20));
  await form.getByLabel(slot.openBuffer).selectOption('5');
  await form.getByRole('button', { name: slot.openAddBreak }).click();
  await form.getByLabel(slot.openBreakFrom, { exact: true }).fill('10:50');
  await form.getByLabel(slot.openBreakTo, { exact: true }).fill('11:10');
  const preview = form.getByRole('region', { name: slot.openPreview });
  const shown = ['10:00', '10:25', '11:10', '11:35'];
  await expect(preview).toContainText(slot.previewCount(4, names.colleague));
  await expect(preview.getByRole('listitem')).toHaveText(shown);
  await form.getByRole('button', { name: slot.openSend(4) }).click();
  await expect(form).toHaveCount(0);
  await expect(lead.getByRole('list', { name: names.colleague, exact: true }).getByRole('button')).toHaveCount(4);

  const times = page.getByRole('tabpanel').getByRole('button');
  await expect(times).toHaveCount(4);
  for (const [index, time] of shown.entries()) await expect(times.nth(index)).toContainText(`${time} Uhr`);
});

test('free times are blocked where the own calendar file is busy, and booked ones are named', async ({ browser }) => {
  const [first, second, third] = await calendar.open(names.lead, 60, 3);
  await visitor.call('appointment.book', { slot_id: second!.slot_id });
  const at = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/gu, '');
  const file = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:Zahnarzt', `DTSTART:${at(first!.starts_at)}`]
    .concat(`DTEND:${at(third!.starts_at)}`, 'END:VEVENT', 'END:VCALENDAR', '')
    .join('\r\n');
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await lead.getByRole('button', { name: slot.busy }).click();
  const form = lead.getByRole('dialog', { name: slot.busy });
  await form.getByLabel(slot.busyWho).selectOption({ label: names.lead });
  await form.getByRole('button', { name: slot.busySend }).click();
  await expect(form.getByText(slot.busyFileMissing)).toBeVisible();
  await form.getByLabel(slot.busyFile).setInputFiles({ name: 'x.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
  await form.getByRole('button', { name: slot.busySend }).click();
  await expect(form.getByRole('status')).toContainText(slot.busyBlocked(1));
  await expect(form.getByRole('listitem')).toContainText([clock(second!.starts_at)]);
  await expect(cell(lead, names.lead, first!)).toContainText(slot.slotState.blocked);
  await expect(cell(lead, names.lead, third!)).toContainText(slot.slotState.open);
  await calendar.lead.call('slot.unblock', { slot_ids: [first!.slot_id] });
});

test('a form that cannot be right says so at the field', async ({ browser }) => {
  const lead = await fair.person(browser, people.lead);
  await lead.goto(`/desk/${stand.slug}/calendar`);
  await lead.getByRole('button', { name: slot.open }).click();
  const form = lead.getByRole('dialog', { name: slot.open });
  await form.getByLabel(slot.openFrom, { exact: true }).fill('14:00');
  await form.getByLabel(slot.openTo, { exact: true }).fill('10:00');
  await choose(lead, slot.openKind, slot.openKindRound);
  await form.getByRole('button', { name: slot.openSend(0) }).click();
  await expect(form.getByText(slot.wrongSpan)).toBeVisible();
  await expect(form.getByText(slot.titleMissing)).toBeVisible();
  expect(await calendar.slots()).toHaveLength(0);
});

test('the team sees who comes and why, and hands the appointment to a colleague with a note', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 3);
  await calendar.open(names.colleague, 60, 3);
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await expect(cell(lead, names.lead, first!)).toContainText(slot.slotState.open);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Schichtplan und Anfahrt' });
  await expect(cell(lead, names.lead, first!)).toContainText(names.visitor);
  await cell(lead, names.lead, first!).click();
  const sheet = lead.getByRole('dialog', { name: clock(first!.starts_at) });
  await expect(sheet).toContainText('Schichtplan und Anfahrt');
  await sheet.getByRole('button', { name: team.reassign }).click();
  await sheet.getByLabel(team.reassignTo).selectOption({ label: names.colleague });
  await sheet.getByLabel(team.reassignNote).fill('Kennt die Verzahnung.');
  await sheet.getByRole('button', { name: team.reassignSend }).click();
  await expect(cell(lead, names.colleague, first!)).toContainText(names.visitor);

  const page = await fair.person(browser, people.visitor);
  await page.goto('/day');
  await expect(page.getByRole('article').filter({ hasText: appointment.next })).toContainText(appointment.withPerson(names.colleague));
  await expect(page.getByRole('main')).not.toContainText('Verzahnung');
  const colleague = await fair.person(browser, people.colleague);
  await goToCalendar(colleague, first!);
  await cell(colleague, names.colleague, first!).click();
  await expect(colleague.getByRole('dialog')).toContainText('Kennt die Verzahnung.');
  await colleague.getByRole('dialog').getByText(team.history).click();
  await expect(colleague.getByRole('dialog')).toContainText(team.step['reassigned']!);
});

test('the team proposes another time, the visitor declines it, and takes the next one', async ({ browser }) => {
  const [first, second] = await calendar.open(names.lead, 60, 2);
  const [third] = await calendar.open(names.colleague, 60, 1);
  const reason = 'Geht das auch an einem anderen Tag?';
  const { appointment: booked } = await visitor.call('appointment.book', { slot_id: first!.slot_id, reason });
  const page = await fair.person(browser, people.visitor, { viewport: { width: 390, height: 844 } });
  await page.goto('/day');
  const card = page.getByRole('article').filter({ hasText: reason });
  await expect(card).toContainText(clock(first!.starts_at + 15 * 60_000));
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await cell(lead, names.lead, first!).click();
  const sheet = lead.getByRole('dialog');
  const propose = async (other: Slot, note: string): Promise<void> => {
    await sheet.getByRole('button', { name: team.propose }).click();
    await chooseTime(sheet, other);
    await sheet.getByLabel(team.proposeNote).fill(note);
    await sheet.getByRole('button', { name: team.proposeSend, exact: true }).click();
    await expect(sheet).toContainText(team.proposalOpen);
    await expect(sheet).toContainText(note);
  };
  await propose(second!, 'Da ist auch die Ausbilderin da.');
  await expect(cell(lead, names.lead, second!)).toContainText(slot.proposedTo(names.visitor));
  await expect(card).toContainText(meeting.proposed);
  await expect(card).toContainText('Da ist auch die Ausbilderin da.');
  for (const one of [page, lead]) {
    const { violations } = await new AxeBuilder({ page: one }).setLegacyMode().include('main').analyze();
    expect(violations).toEqual([]);
  }
  await card.getByRole('button', { name: meeting.decline }).click();
  await expect(card).not.toContainText(meeting.proposed);
  await expect(sheet).not.toContainText(team.proposalOpen);
  await expect(cell(lead, names.lead, second!)).toContainText(slot.slotState.open);

  await propose(third!, 'Oder bei mir?');
  await card.getByRole('button', { name: meeting.accept, exact: true }).click();
  await expect(card).toContainText(appointment.withPerson(names.colleague));
  await expect(cell(lead, names.colleague, third!)).toContainText(names.visitor);
  expect((await calendar.slot(first!.slot_id))?.free_seats).toBe(1);
  const { appointments } = await visitor.call('appointment.list', {});
  const { appointment_id } = booked;
  expect(appointments.find((one) => one.appointment_id === appointment_id)).toMatchObject({ slot_id: third!.slot_id });
});

test('the team cancels with a reason that the visitor reads', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await cell(lead, names.lead, first!).click();
  const sheet = lead.getByRole('dialog');
  await sheet.getByRole('button', { name: appointment.cancel }).click();
  await sheet.getByLabel(appointment.cancelReason).fill('Ich bin krank geworden.');
  await sheet.getByRole('button', { name: appointment.cancelSend }).click();
  await expect(cell(lead, names.lead, first!)).not.toContainText(names.visitor);
  const page = await fair.person(browser, people.visitor);
  await page.goto('/day');
  await expect(page.getByText('Ich bin krank geworden.')).toBeVisible();
});

test('a free time is blocked, released and withdrawn, and visitors see each step', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  const page = await fair.person(browser, people.visitor);
  await goToTimes(page, first!);
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await cell(lead, names.lead, first!).click();
  const sheet = lead.getByRole('dialog');
  await sheet.getByRole('button', { name: slot.block }).click();
  await expect(cell(lead, names.lead, first!)).toContainText(slot.slotState.blocked);
  await expect(timeOn(page, first!)).toContainText(slot.state.taken);
  await sheet.getByRole('button', { name: slot.unblock }).click();
  await expect(timeOn(page, first!)).not.toContainText(slot.state.taken);
  await sheet.getByRole('button', { name: slot.withdraw }).click();
  await sheet.getByRole('button', { name: slot.withdraw }).last().click();
  await expect(cell(lead, names.lead, first!)).toHaveCount(0);
  await expect(timeOn(page, first!)).toContainText(slot.state.taken);
  expect(await calendar.slot(first!.slot_id)).toBeUndefined();
});

test('a free time is dragged to a colleague, or put there by plain fields', async ({ browser }) => {
  const [first, second] = await calendar.open(names.lead, 90, 2);
  await calendar.open(names.colleague, 60, 1);
  const lead = await fair.person(browser, people.lead, { viewport: { width: 1440, height: 1600 } });
  await goToCalendar(lead, first!);
  const from = (await cell(lead, names.lead, first!).boundingBox())!;
  const column = (await lead.getByRole('list', { name: names.colleague, exact: true }).boundingBox())!;
  await lead.mouse.move(from.x + 20, from.y + 6);
  await lead.mouse.down();
  await lead.mouse.move(column.x + 30, from.y + 6, { steps: 8 });
  await lead.mouse.up();
  await expect(cell(lead, names.colleague, first!)).toBeVisible();
  await expect(cell(lead, names.lead, first!)).toHaveCount(0);
  // The press that ended the drag opened nothing.
  await expect(lead.getByRole('dialog')).toHaveCount(0);

  await cell(lead, names.lead, second!).press('Enter');
  const sheet = lead.getByRole('dialog');
  await sheet.getByText(slot.moveSlot, { exact: true }).click();
  const later = { starts_at: second!.starts_at + 60 * 60_000 };
  await sheet.getByLabel(slot.moveDay, { exact: true }).fill(dateOf(later.starts_at));
  await sheet.getByLabel(slot.moveTime).fill(clock(later.starts_at).slice(0, 5));
  await sheet.getByRole('button', { name: slot.moveSend }).click();
  await expect.poll(async () => (await calendar.slot(second!.slot_id))?.starts_at).toBe(later.starts_at);
});

test('somebody who called is booked by the team, and an unknown address is said', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  const lead = await fair.person(browser, people.lead);
  await goToCalendar(lead, first!);
  await cell(lead, names.lead, first!).click();
  const sheet = lead.getByRole('dialog');
  await sheet.getByText(team.bookFor, { exact: true }).click();
  await sheet.getByLabel(team.email, { exact: true }).fill('niemand@demo.example');
  await sheet.getByRole('button', { name: team.bookForSend, exact: true }).click();
  await expect(sheet.getByText(team.noAccount)).toBeVisible();
  await sheet.getByLabel(team.email, { exact: true }).fill(people.visitor);
  await sheet.getByRole('button', { name: team.bookForSend, exact: true }).click();
  await expect(cell(lead, names.lead, first!)).toContainText(names.visitor);
  const page = await fair.person(browser, people.visitor);
  await page.goto('/day');
  await expect(page.getByRole('article').filter({ hasText: appointment.next })).toContainText(appointment.byStaff);
});

test('on a phone the day is a list, and on paper a table of what is booked', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Anfahrt' });
  const lead = await fair.person(browser, people.lead, { viewport: { width: 390, height: 844 } });
  await goToCalendar(lead, first!);
  await expect(lead.getByRole('tabpanel').getByRole('button', { name: new RegExp(names.visitor, 'u') })).toBeVisible();
  await expect(lead.getByRole('button', { name: app.print })).toBeVisible();
  await lead.emulateMedia({ media: 'print' });
  await expect(lead.getByRole('table')).toContainText('Anfahrt');
  await expect(lead.getByRole('tabpanel')).toBeHidden();
});
