import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { BoothCalendar, goToTimes, nearestIn, sheetOf, timeOn } from './support/calendar.ts';
import { Conversation } from './support/conversation.ts';
import { goodPassword, names, people, stand, useFair } from './support/fair.ts';
import { allPages, furnish, lastLine, recolour, switchLanguage, widths } from './support/pages.ts';
import { account, app, appointment, booth, cafe, slot, speak, talk, team } from './support/texts.ts';

// Pictures of each step would cost more than the steps.
test.use({ trace: 'off' });
const fair = useFair();
test.beforeEach(() => speak('de'));
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations in words that lead to the element. */
async function violations(page: Page, where: string): Promise<string[]> {
  // Without frames the results need no page of their own to be put together in, and what passes needs no report.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(rules);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
}

/**
 * Of width, colours and language every two meet once: all twelve would only say the same things again. In this order
 * one visit needs a single change of the language.
 */
const looks = [
  { size: widths.narrow, colorScheme: 'light', isOther: false },
  { size: widths.phone, colorScheme: 'dark', isOther: false },
  { size: widths.desk, colorScheme: 'light', isOther: false },
  { size: widths.desk, colorScheme: 'dark', isOther: true },
  { size: widths.phone, colorScheme: 'light', isOther: true },
  { size: widths.narrow, colorScheme: 'dark', isOther: true },
] as const;

test('every page keeps all rules in every width, in light and dark, in both languages', async ({ browser }) => {
  test.setTimeout(600_000);
  const talkId = await furnish(fair);
  const pages = new Map<string, Page>();
  const faults: string[] = [];
  for (const { name, path, as = '' } of allPages(talkId)) {
    const open = { reducedMotion: 'reduce', viewport: widths.narrow } as const;
    const page = pages.get(as) ?? (as ? await fair.person(browser, as, open) : await fair.stranger(browser, open));
    pages.set(as, page);
    // A new document each time, also where only the part behind # differs.
    await page.goto('about:blank');
    await page.goto(path);
    await settled(page);
    const language = await page.locator('html').getAttribute('lang');
    for (const { size, colorScheme, isOther } of looks) {
      await page.setViewportSize(size);
      await recolour(page, colorScheme);
      if (isOther && (await page.locator('html').getAttribute('lang')) === language) await switchLanguage(page);
      const where = `${name}, ${size.width}, ${colorScheme}, ${await page.locator('html').getAttribute('lang')}`;
      faults.push(...(await violations(page, where)));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) faults.push(`${where}: ${overflow} pixels must be scrolled sideways`);
    }
  }
  expect(faults).toEqual([]);
});

for (const { locale, viewport } of [
  { locale: 'de', viewport: widths.desk },
  { locale: 'en', viewport: widths.phone },
] as const) {
  test(`every state keeps all rules, ${viewport.width} pixels wide, ${locale}`, async ({ browser }) => {
    test.setTimeout(300_000);
    speak(locale);
    const faults: string[] = [];
    const check = async (page: Page, state: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await recolour(page, colorScheme);
        faults.push(...(await violations(page, `${state}, ${colorScheme}`)));
      }
    };
    const options = { locale, viewport, reducedMotion: 'reduce' } as const;
    const talkId = await furnish(fair);

    const stranger = await fair.stranger(browser, options);
    await stranger.goto('/register');
    await stranger.getByRole('button', { name: account.registerSend }).click();
    await expect(stranger.getByText(account.nameShort)).toBeVisible();
    await check(stranger, 'a form with errors');
    await stranger.goto('/hall');
    await stranger.getByLabel(booth.search, { exact: true }).fill('gibtesnicht');
    await expect(stranger.getByText(booth.nothingFound)).toBeVisible();
    await check(stranger, 'a hall without a match');
    await stranger.goto(`/booth/${stand.slug}`);
    await stranger.getByRole('button', { name: new RegExp(`${booth.speakNow}|${booth.leaveMessage}`, 'u') }).click();
    await expect(stranger.getByRole('dialog')).toBeVisible();
    await check(stranger, 'a first message without an account');
    await stranger.setViewportSize(widths.phone);
    await stranger.goto('/');
    await stranger.getByRole('button', { name: app.menu }).click();
    await expect(stranger.getByRole('navigation', { name: app.menu })).toBeVisible();
    await check(stranger, 'the menu on a phone');

    const visitor = await fair.person(browser, people.visitor, options);
    await visitor.goto(`/talks/${talkId}`);
    const conversation = new Conversation(visitor);
    await conversation.act(lastLine);
    await check(visitor, 'the actions of a message');
    await visitor.keyboard.press('Escape');
    await visitor.locator('form.composer').getByRole('button', { name: talk.reactions }).click();
    await check(visitor, 'the picker of signs');
    await visitor.keyboard.press('Escape');
    await visitor.getByRole('main').getByRole('button', { name: talk.close }).click();
    await expect(visitor.getByText(talk.closeAsk)).toBeVisible();
    await check(visitor, 'the question before a talk ends');
    await visitor.getByRole('button', { name: talk.cancel }).click();
    await conversation.composer().fill('x'.repeat(4_010));
    await expect(visitor.getByText(talk.tooLong(10))).toBeVisible();
    await check(visitor, 'a message that is too long');
    await conversation.composer().fill('');
    await visitor.goto('/cafe');
    await visitor.getByRole('button', { name: cafe.myTable }).click();
    await expect(visitor.getByRole('dialog')).toBeVisible();
    await check(visitor, 'a table with its chat');

    await visitor.goto(`/talks/${talkId}`);
    await expect(conversation.composer()).toBeVisible();
    await fair.server.kill();
    await expect(visitor.getByText(app.offline)).toBeVisible();
    await conversation.write('Hallo?');
    await expect(conversation.pending()).toBeVisible();
    await check(visitor, 'a talk without a connection');
    await fair.server.start();
    expect(faults).toEqual([]);
  });
}

for (const { locale, viewport } of [
  { locale: 'de', viewport: widths.desk },
  { locale: 'en', viewport: widths.phone },
] as const) {
  test(`every state of the calendars keeps all rules, ${viewport.width} pixels wide, ${locale}`, async ({ browser }) => {
    test.setTimeout(300_000);
    speak(locale);
    const faults: string[] = [];
    const check = async (page: Page, state: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await recolour(page, colorScheme);
        faults.push(...(await violations(page, `${state}, ${colorScheme}`)));
      }
    };
    const options = { locale, viewport, reducedMotion: 'reduce' } as const;
    await furnish(fair);
    // Not where the same in the other window has left its appointments.
    const inMinutes = viewport === widths.desk ? 7 * 60 : 9 * 60;
    const [first] = await (await BoothCalendar.of(fair)).open(names.colleague, inMinutes, 4);

    const stranger = await fair.stranger(browser, { ...options, timezoneId: 'Europe/Lisbon' });
    await stranger.goto(`/booth/${stand.slug}/book?slot=${first!.slot_id}`);
    await expect(sheetOf(stranger).getByRole('link', { name: app.logIn })).toBeVisible();
    await check(stranger, 'a chosen time without an account');

    const visitor = await fair.person(browser, people.visitor, options);
    await visitor.goto(`/booth/${stand.slug}/book?slot=${first!.slot_id}`);
    await sheetOf(visitor).getByRole('button', { name: appointment.take }).click();
    await expect(sheetOf(visitor).getByRole('button', { name: appointment.book })).toBeVisible();
    await check(visitor, 'a time that is held');
    const other = await fair.person(browser, people.otherVisitor, options);
    await other.goto(`/booth/${stand.slug}/book?slot=${first!.slot_id}`);
    await sheetOf(other).getByRole('button', { name: appointment.take }).click();
    await expect(nearestIn(other)).toHaveCount(2);
    await check(other, 'a time that is taken');
    await sheetOf(visitor).getByRole('button', { name: appointment.book }).click();
    await expect(sheetOf(visitor).getByText(appointment.booked)).toBeVisible();
    await check(visitor, 'a booked time');
    if (viewport === widths.desk) {
      for (const view of [slot.viewDay, slot.viewWeek]) {
        await visitor.getByText(view, { exact: true }).click();
        await check(visitor, `times as a grid: ${view}`);
      }
    }
    await visitor.goto('/day');
    await visitor.getByRole('button', { name: appointment.cancel }).first().click();
    await check(visitor, 'the question before an appointment is cancelled');

    const lead = await fair.person(browser, people.lead, options);
    await lead.goto(`/desk/${stand.slug}/calendar`);
    await lead.getByRole('button', { name: slot.open }).click();
    const form = lead.getByRole('dialog');
    await form.getByText(slot.openKindRound, { exact: true }).click();
    await form.getByText(slot.openMore, { exact: true }).click();
    for (const more of [slot.openAddBreak, slot.openAddPortion]) await form.getByRole('button', { name: more }).click();
    await form.getByLabel(slot.openTo, { exact: true }).fill('00:00');
    await form.getByRole('button', { name: slot.openSend(0) }).click();
    await expect(form.getByText(slot.titleMissing)).toBeVisible();
    await check(lead, 'opening times, with errors');
    await lead.keyboard.press('Escape');
    await lead.getByRole('button', { name: slot.wholeDay }).click();
    await check(lead, 'what is done with a whole day');
    await lead.keyboard.press('Escape');
    await lead.getByRole('tabpanel').getByRole('button', { name: names.visitor }).first().click();
    await lead.getByRole('dialog').getByRole('button', { name: team.reassign }).click();
    await lead.getByRole('dialog').getByText(team.history).click();
    await check(lead, 'an appointment that is handed over');
    await lead.getByRole('dialog').getByRole('button', { name: team.propose }).click();
    await check(lead, 'another time that is proposed');
    await lead.keyboard.press('Escape');
    await lead.goto(`/desk/${stand.slug}/calendar`);
    await lead.getByRole('tabpanel').getByRole('button', { name: slot.slotState.open }).first().click();
    for (const more of [slot.moveSlot, team.bookFor]) {
      await lead.getByRole('dialog').getByText(more, { exact: true }).click();
    }
    await check(lead, 'a free time with all its forms');
    expect(faults).toEqual([]);
  });
}

/** Goes on by Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) {
      await expect(control).toBeInViewport();
      const isMarked = await control.evaluate((element) => {
        // A link whose area covers a card draws its ring around the card.
        const marked = [getComputedStyle(element), getComputedStyle(element, '::after')];
        return marked.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none');
      });
      expect(isMarked, 'the focus is seen').toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`150 steps of Tab do not reach ${String(control)}`);
}

async function pressOn(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

test('somebody without a mouse registers, finds a booth, talks, and sits down in the café', async ({ browser }) => {
  test.setTimeout(240_000);
  const lead = await fair.guest(people.lead);
  await lead.arrive();
  const { booths } = await lead.call('booth.list', {});
  await lead.call('booth.set_duty', {
    booth_id: booths.find(({ slug }) => slug === stand.slug)!.booth_id,
    duty: 'free',
  });
  const page = await fair.stranger(browser);
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: app.skip })).toBeFocused();
  await pressOn(page, page.getByRole('banner').getByRole('link', { name: app.register }));
  const email = 'tastatur@neu.example';
  await tabTo(page, page.getByLabel(account.name, { exact: true }));
  await page.keyboard.type('Tina Taste');
  await tabTo(page, page.getByLabel(account.email, { exact: true }));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel(account.password, { exact: true }));
  await page.keyboard.type(goodPassword);
  await page.keyboard.press('Enter');
  // After each navigation the focus is at the new page's heading.
  await expect(page.getByRole('heading', { level: 1, name: account.checkMail })).toBeVisible();
  await page.goto(await fair.mailedLink(email));
  await pressOn(page, page.getByRole('button', { name: account.confirmSend }));
  await expect(page.getByRole('heading', { level: 1, name: booth.hallTitle })).toBeFocused();

  await tabTo(page, page.getByLabel(booth.search, { exact: true }));
  await page.keyboard.type('Silbertal');
  await pressOn(page, page.getByRole('main').getByRole('link', { name: stand.name }));
  await expect(page.getByRole('heading', { level: 1, name: stand.name })).toBeFocused();
  await pressOn(page, page.getByRole('button', { name: booth.speakNow }));
  const dialog = page.getByRole('dialog', { name: stand.name });
  await tabTo(page, dialog.getByLabel(talk.openLabel));
  await page.keyboard.type('Geht das auch ohne Maus?');
  await pressOn(page, dialog.getByRole('button', { name: talk.openSend }));
  const conversation = new Conversation(page);
  await expect(conversation.message('Geht das auch ohne Maus?')).toBeVisible();
  await tabTo(page, conversation.composer());
  await page.keyboard.type('Offenbar ja.');
  await page.keyboard.press('Enter');
  await expect(conversation.message('Offenbar ja.')).toBeVisible();
  await expect(conversation.composer()).toBeFocused();

  // Edit by keyboard, and leave the sheet: the focus returns to what opened it.
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, conversation.log.getByRole('button', { name: `${talk.actions}: Offenbar ja.` }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: talk.emojiNames['👍']! })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(conversation.log.getByRole('button', { name: `${talk.actions}: Offenbar ja.` })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: booth.continueTalk })).toBeFocused();

  await page.goto('/cafe');
  const table = page.locator('#table-hutzenstub');
  await pressOn(page, table.getByRole('button'));
  await expect(table.getByRole('list', { name: cafe.seatedHere })).toContainText(cafe.you);
});

test('somebody without a mouse books a talk and cancels it', async ({ browser }) => {
  test.setTimeout(240_000);
  const calendar = await BoothCalendar.of(fair);
  const [first] = await calendar.open(names.colleague, 12 * 60, 2);
  const page = await fair.person(browser, 'tiago@demo.example');
  await goToTimes(page, first!);
  await pressOn(page, timeOn(page, first!));
  await tabTo(page, sheetOf(page).getByLabel(appointment.reason));
  await page.keyboard.type('Ohne Maus');
  await pressOn(page, sheetOf(page).getByRole('button', { name: appointment.book }));
  await pressOn(page, sheetOf(page).getByRole('link', { name: appointment.toDay }));
  await expect(page.getByRole('heading', { level: 1, name: appointment.dayTitle })).toBeFocused();
  await pressOn(page, page.getByRole('article').getByRole('button', { name: appointment.cancel }));
  await expect(page.getByLabel(appointment.cancelReason)).toBeFocused();
  await pressOn(page, page.getByRole('button', { name: appointment.cancelSend }));
  await expect(page.getByRole('heading', { name: appointment.dayEmpty })).toBeVisible();
});

test('new messages are said politely and gathered, the loss of the line once', async ({ browser }) => {
  const talkId = await furnish(fair);
  const page = await fair.person(browser, people.visitor);
  await page.goto(`/talks/${talkId}`);
  const conversation = new Conversation(page);
  await expect(conversation.composer()).toBeVisible();
  const said = await page.evaluateHandle(() => {
    const words: string[] = [];
    const region = document.querySelector('body [aria-live="polite"].spoken')!;
    new MutationObserver(() => words.push(region.textContent ?? '')).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return words;
  });
  const lead = await fair.guest(people.lead);
  for (let i = 1; i <= 15; i += 1) {
    await lead.call('conversation.send_message', { conversation_id: talkId as never, text: `Zeile ${i}` });
  }
  await expect(conversation.message('Zeile 15')).toBeVisible();
  await expect.poll(async () => (await said.jsonValue()).at(-1)).toBe(talk.newFrom(names.lead, 'Zeile 15'));
  expect((await said.jsonValue()).length).toBeLessThan(6);
  await expect(conversation.log).toHaveAttribute('aria-live', 'off');

  await fair.server.kill();
  await expect(page.getByText(app.offline)).toHaveCount(1);
  await fair.server.start();
  await expect(page.getByText(app.offline)).toHaveCount(0, { timeout: 40_000 });
});

async function animations(browser: Browser, reducedMotion: 'reduce' | 'no-preference'): Promise<number> {
  const page = await fair.stranger(browser, { reducedMotion });
  await page.goto('/');
  await settled(page);
  return page.evaluate(
    () =>
      document.getAnimations().filter(({ effect, playState }) => {
        const { duration } = effect!.getComputedTiming();
        return playState === 'running' && Number(duration) > 10;
      }).length,
  );
}

test('whoever asks for less motion gets none', async ({ browser }) => {
  expect(await animations(browser, 'reduce')).toBe(0);
});

test('the page says its language, and parts in the other language say theirs', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/hall');
  await settled(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('banner').getByRole('button', { name: app.switchLanguageLabel }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle(/Exhibition hall/u);
});
