import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { BoothCalendar, clock, dateOf, goToTimes, nearestIn, sheetOf, timeOn } from './support/calendar.ts';
import { fillLogIn, names, people, stand, useFair } from './support/fair.ts';
import { demoPassword, type Guest } from './support/guest.ts';
import { app, appointment, feed, slot } from './support/texts.ts';

const fair = useFair();
const withinMs = 1_000;
let calendar: BoothCalendar;
let visitor: Guest;
let other: Guest;

test.beforeEach(async () => {
  calendar = await BoothCalendar.of(fair);
  [visitor, other] = [await fair.guest(people.visitor), await fair.guest(people.otherVisitor)];
  await calendar.clear([visitor, other]);
});

test('a talk is booked in three clicks, goes into the own calendar, and stands in the own day', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 4);
  const page = await fair.person(browser, people.visitor, { viewport: { width: 390, height: 844 } });
  await page.goto(`/booth/${stand.slug}`);
  const contact = page.getByRole('complementary');
  await contact.getByRole('link', { name: slot.bookTalk }).click();
  await timeOn(page, first!).click();
  const sheet = sheetOf(page);
  await expect(sheet).toContainText(names.lead);
  await sheet.getByLabel(appointment.reason).fill('Geht das auch in Teilzeit?');
  await sheet.getByRole('button', { name: appointment.book }).click();
  await expect(sheet.getByRole('status').filter({ hasText: appointment.booked })).toBeVisible();

  const download = page.waitForEvent('download');
  await sheet.getByRole('button', { name: new RegExp(appointment.toCalendar, 'u') }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const digits = `${dateOf(first!.starts_at)}T${clock(first!.starts_at).slice(0, 5)}00`.replace(/[-:]/gu, '');
  expect(file).toContain(`DTSTART;TZID=Europe/Berlin:${digits}`);
  expect(file.replaceAll('\r\n ', '')).toContain('Geht das auch in Teilzeit?');

  await sheet.getByRole('link', { name: appointment.toDay }).click();
  const card = page.getByRole('article').filter({ hasText: stand.name });
  await expect(card).toContainText(appointment.next);
  await expect(card).toContainText('Geht das auch in Teilzeit?');
  expect((await visitor.call('appointment.list', {})).appointments[0]).toMatchObject({
    slot_id: first!.slot_id,
    reason: 'Geht das auch in Teilzeit?',
    state: 'booked',
  });
});

test('a time that somebody takes is crossed out within a second, at its place', async ({ browser }) => {
  const [first, second] = await calendar.open(names.lead, 60, 3);
  const page = await fair.person(browser, people.visitor);
  await goToTimes(page, first!);
  const time = timeOn(page, first!);
  await expect(time).not.toHaveAttribute('aria-disabled', 'true');
  const below = await timeOn(page, second!).boundingBox();
  const struck = time.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (element.getAttribute('aria-disabled') === 'true') resolve(Date.now());
        };
        new MutationObserver(look).observe(element, { attributes: true });
        look();
      }),
  );
  const asked = Date.now();
  await other.call('slot.hold', { slot_id: first!.slot_id });
  expect((await struck) - asked).toBeLessThan(withinMs);
  await expect(time).toContainText(slot.state.taken);
  expect(await timeOn(page, second!).boundingBox()).toEqual(below);
  // The list was not reloaded; a fresh one leaves it out.
  await page.reload();
  await expect(timeOn(page, second!)).toBeVisible();
  await expect(time).toHaveCount(0);
});

test('of two who press at one moment one gets the time, the other is led to the nearest', async ({ browser }) => {
  const slots = await calendar.open(names.lead, 60, 3);
  const pages = [
    await fair.person(browser, people.visitor),
    await fair.person(browser, people.otherVisitor),
  ];
  for (const page of pages) await goToTimes(page, slots[1]!);
  const moment = Date.now() + 500;
  await Promise.all(
    pages.map((page) =>
      timeOn(page, slots[1]!).evaluate(
        (element, at) =>
          new Promise<void>((done) => {
            setTimeout(() => done((element as HTMLElement).click()), at - Date.now());
          }),
        moment,
      ),
    ),
  );
  const outcomes = pages.map((page) => sheetOf(page).getByText(/reserviert\.$/u));
  const refusals = pages.map((page) => sheetOf(page).getByText(appointment.takenTitle));
  for (const [index, held] of outcomes.entries()) await expect(held.or(refusals[index]!).first()).toBeVisible();
  const winners = await Promise.all(outcomes.map((held) => held.isVisible()));
  expect(winners.filter(Boolean)).toHaveLength(1);

  const loser = pages[winners[0] ? 1 : 0]!;
  await expect(nearestIn(loser)).toHaveCount(2);
  await nearestIn(loser).first().click();
  await sheetOf(loser).getByRole('button', { name: appointment.book }).click();
  await expect(sheetOf(loser).getByText(appointment.booked)).toBeVisible();
});

test('an own appointment at that time is named, and the nearest free times are one press away', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 4);
  await calendar.open(names.colleague, 60, 4);
  await visitor.call('appointment.book', { slot_id: first!.slot_id });
  const page = await fair.person(browser, people.visitor);
  const colleague = calendar.member(names.colleague).person_id;
  await goToTimes(page, first!);
  await page.getByLabel(slot.who).selectOption(colleague);
  await timeOn(page, first!).click();
  const alert = sheetOf(page).getByRole('alert');
  await expect(alert).toContainText(appointment.overlapTitle);
  await expect(alert).toContainText(appointment.overlapWith(clock(first!.starts_at), stand.name));
  await nearestIn(page).first().click();
  await expect(sheetOf(page).getByRole('button', { name: appointment.book })).toBeVisible();
});

test('a hold goes on after a reload, runs out in real time without harm, and is taken anew', async ({ browser }) => {
  test.setTimeout(300_000);
  const [first] = await calendar.open(names.lead, 60, 2);
  const page = await fair.person(browser, people.visitor);
  await goToTimes(page, first!);
  await timeOn(page, first!).click();
  const sheet = sheetOf(page);
  await sheet.getByLabel(appointment.reason).fill('Was ich schrieb');
  await page.reload();
  await expect(sheet.getByText(/reserviert\.$/u)).toBeVisible();
  await expect(sheet.getByLabel(appointment.reason)).toHaveValue('Was ich schrieb');
  await sheet.getByRole('button', { name: appointment.moreTime }).click();
  await expect(sheet.getByRole('status').filter({ hasText: appointment.moreTimeGiven('').slice(0, 10) })).toHaveCount(1);

  await expect(sheet.getByText(appointment.lapsed)).toBeVisible({ timeout: 150_000 });
  await expect(sheet.getByLabel(appointment.reason)).toHaveValue('Was ich schrieb');
  await sheet.getByRole('button', { name: appointment.takeAgain }).click();
  await sheet.getByRole('button', { name: appointment.book }).click();
  await expect(sheet.getByText(appointment.booked)).toBeVisible();
  expect((await visitor.call('appointment.list', {})).appointments[0]).toMatchObject({ reason: 'Was ich schrieb' });
});

test('who leaves the sheet gives the time back to others', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  const page = await fair.person(browser, people.visitor);
  await goToTimes(page, first!);
  await timeOn(page, first!).click();
  await expect(timeOn(page, first!)).toContainText(slot.state.held);
  await page.keyboard.press('Escape');
  await expect(sheetOf(page)).toHaveCount(0);
  await expect.poll(async () => (await calendar.slot(first!.slot_id))?.free_seats).toBe(1);
  await expect(timeOn(page, first!)).not.toContainText(slot.state.held);
});

test('a stranger chooses, logs in, and is back at the chosen time', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  const page = await fair.stranger(browser);
  await goToTimes(page, first!);
  await timeOn(page, first!).click();
  await sheetOf(page).getByRole('link', { name: app.logIn }).click();
  await fillLogIn(page, people.visitor, demoPassword);
  await sheetOf(page).getByRole('button', { name: appointment.take }).click();
  await sheetOf(page).getByRole('button', { name: appointment.book }).click();
  await expect(sheetOf(page).getByText(appointment.booked)).toBeVisible();
});

test('somebody in Lisbon sees the fair’s time and their own', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 2);
  const page = await fair.person(browser, people.visitor, { timezoneId: 'Europe/Lisbon' });
  await goToTimes(page, first!);
  const there = new Date(first!.starts_at).toLocaleTimeString('de-DE', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/Lisbon',
  });
  await expect(timeOn(page, first!)).toContainText(`${there} Uhr in Lissabon`);
});

test('the earliest appointment is found from the hall and taken with two presses', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 1, 2);
  const page = await fair.person(browser, people.visitor);
  await page.goto('/hall');
  await page.getByRole('link', { name: slot.earliestLink }).click();
  await page.getByRole('button', { name: slot.takeAt(clock(first!.starts_at), stand.name) }).click();
  await expect(page).toHaveURL(new RegExp(`/booth/${stand.slug}/book$`, 'u'));
  await sheetOf(page).getByRole('button', { name: appointment.book }).click();
  await expect(sheetOf(page).getByText(appointment.booked)).toBeVisible();
});

test('an appointment is moved, then cancelled after a question, and kept among the past ones', async ({ browser }) => {
  const [first, second] = await calendar.open(names.lead, 60, 4);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Lehre' });
  const page = await fair.person(browser, people.visitor);
  await page.goto('/day');
  const card = page.getByRole('article').filter({ hasText: appointment.next });
  await card.getByRole('link', { name: appointment.move }).click();
  await expect(page.getByText(slot.movingText)).toBeVisible();
  await timeOn(page, second!).click();
  await sheetOf(page).getByRole('button', { name: appointment.moveSend }).click();
  await expect(sheetOf(page).getByText(appointment.movedDone)).toBeVisible();
  expect((await calendar.slot(first!.slot_id))?.free_seats).toBe(1);

  await page.goto('/day');
  await expect(card).toContainText(clock(second!.starts_at + 15 * 60_000));
  await card.getByRole('button', { name: appointment.cancel }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText(appointment.cancelAsk)).toHaveCount(0);
  await card.getByRole('button', { name: appointment.cancel }).click();
  await page.getByLabel(appointment.cancelReason).fill('Mein Zug fällt aus.');
  await page.getByRole('button', { name: appointment.cancelSend }).click();
  await expect(page.getByRole('heading', { name: appointment.dayEmpty })).toBeVisible();
  const earlier = page.locator('section').filter({ hasText: appointment.earlier });
  await expect(earlier).toContainText('Mein Zug fällt aus.');
  await expect(earlier).toContainText(appointment.stateWord['cancelled']!);
  await page.getByRole('main').getByRole('link', { name: app.toHall }).click();
  await expect(page).toHaveURL(/\/hall$/u);
});

test('calendars follow all appointments under a secret address, until it is renewed or ended', async ({ browser }) => {
  const [first] = await calendar.open(names.lead, 60, 1);
  await visitor.call('appointment.book', { slot_id: first!.slot_id, reason: 'Nachtschicht' });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await fair.person(browser, people.visitor, { viewport: { width: 390, height: 844 }, permissions });
  await page.goto('/day');
  await page.getByText(feed.title).click();
  await page.getByRole('button', { name: feed.create }).click();
  const address = page.getByLabel(feed.address);
  await expect(address).toHaveValue(/\/calendar\/[\w-]+\.ics$/u);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations).toEqual([]);
  const old = await address.inputValue();
  await page.getByRole('button', { name: feed.copy }).click();
  await expect(page.getByText(feed.copied)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(old);
  await expect(page.getByRole('link', { name: feed.open })).toHaveAttribute('href', old.replace('http:', 'webcal:'));
  // A calendar has no log-in.
  expect((await (await fetch(old)).text()).replaceAll('\r\n ', '')).toContain('Nachtschicht');

  await page.getByRole('button', { name: feed.renew }).click();
  await expect(address).not.toHaveValue(old);
  const renewed = await address.inputValue();
  expect([(await fetch(old)).status, (await fetch(renewed)).status]).toEqual([404, 200]);
  await page.getByRole('button', { name: feed.revoke }).click();
  await expect(page.getByText(feed.revoked)).toBeVisible();
  await expect(address).toHaveCount(0);
  expect((await fetch(renewed)).status).toBe(404);
  // Told once: nothing of it is kept on the page.
  await page.reload();
  await page.getByText(feed.title).click();
  await expect(page.getByRole('button', { name: feed.create })).toBeVisible();
  await expect(address).toHaveCount(0);
});

test('six hundred times stay quick to choose from', async ({ browser }) => {
  test.setTimeout(240_000);
  const from = Math.ceil((Date.now() + 86_400_000) / 300_000) * 300_000;
  const { opened } = await calendar.lead.call('slot.open', {
    booth_id: calendar.boothId,
    person_id: calendar.member(names.lead).person_id,
    windows: Array.from({ length: 6 }, (_, day) => ({
      from: from + day * 86_400_000,
      to: from + day * 86_400_000 + 100 * 5 * 60_000,
    })),
    minutes: 5,
  });
  expect(opened).toBe(600);
  const [first] = await calendar.slots();
  const page = await fair.person(browser, people.visitor);
  await goToTimes(page, first!);
  await page.getByText(slot.viewWeek, { exact: true }).click();
  const cells = page.locator('.picker .choice');
  await expect(cells).toHaveCount(600);
  // One change of one slot is the work of one row, not of six hundred.
  const changes = await page.evaluateHandle(() => {
    const seen = new Set<Node>();
    new MutationObserver((records) => {
      for (const { target } of records) {
        const row = target.parentElement?.closest('.choice') ?? target;
        if (row instanceof Element && row.matches('.choice, .choice *')) seen.add(row);
      }
    }).observe(document.querySelector('.picker')!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    return { count: () => seen.size };
  });
  await other.call('slot.hold', { slot_id: first!.slot_id });
  await expect(cells.first()).toHaveAttribute('aria-disabled', 'true');
  expect(await changes.evaluate(({ count }) => count())).toBe(1);
});
