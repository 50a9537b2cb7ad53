import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { CafeTable } from '../../protocol/generated/ts/index.ts';
import { Conversation } from './support/conversation.ts';
import { people, useFair } from './support/fair.ts';
import { Refusal, type Guest } from './support/guest.ts';
import { cafe, talk } from './support/texts.ts';

async function table(guest: Guest, slug: string): Promise<CafeTable> {
  const { tables } = await guest.call('cafe.list', {});
  return tables.find((one) => one.slug === slug)!;
}

function card(page: Page, slug: string): Locator {
  return page.locator(`#table-${slug}`);
}

test.describe('the café', () => {
  const fair = useFair();

  test('people sit down, see each other, chat and get up', async ({ browser }) => {
    const one = await fair.person(browser, people.visitor);
    const other = await fair.person(browser, people.otherVisitor);
    for (const page of [one, other]) {
      await page.goto('/cafe');
      await card(page, 'hutzenstub').getByRole('button').click();
    }
    await expect(card(one, 'hutzenstub').getByRole('list', { name: cafe.seatedHere })).toContainText('Jonas Weber');
    await expect(card(other, 'hutzenstub').getByRole('list', { name: cafe.seatedHere })).toContainText('Anna Richter');
    await expect(card(one, 'hutzenstub')).toContainText(cafe.freeSeats(5));

    await new Conversation(one).write('Singt hier jemand mit?');
    await expect(new Conversation(other).message('Singt hier jemand mit?')).toBeVisible();
    await new Conversation(other).write('Ja, Bass.');
    await new Conversation(one).expectTexts(['Singt hier jemand mit?', 'Ja, Bass.']);

    await one.keyboard.press('Escape');
    await expect(one.getByRole('dialog')).toHaveCount(0);
    await card(one, 'hutzenstub').getByRole('button', { name: cafe.stand }).click();
    await expect(card(other, 'hutzenstub')).toContainText(cafe.freeSeats(6));
    await expect(card(other, 'hutzenstub').getByRole('list', { name: cafe.seatedHere })).not.toContainText('Anna');
  });

  test('who takes another seat gives the first one up in the same step', async ({ browser }) => {
    const page = await fair.person(browser, people.visitor);
    await page.goto('/cafe');
    await card(page, 'haus-geerbt').getByRole('button').click();
    await expect(card(page, 'haus-geerbt')).toContainText(cafe.freeSeats(5));
    await page.keyboard.press('Escape');
    await card(page, 'hin-und-her').getByRole('button').click();
    await expect(card(page, 'hin-und-her')).toContainText(cafe.freeSeats(7));
    await expect(card(page, 'haus-geerbt')).toContainText(cafe.freeSeats(6));
  });

  test('of thirty people who rush to a table with eight seats eight sit and twenty-two are told', async ({ browser }) => {
    const slug = 'zurueck-aus-bayern';
    const crowd = await fair.crowd(1, 29);
    const page = await fair.person(browser, people.visitor);
    await page.goto('/cafe');
    const button = card(page, slug).getByRole('button');
    await expect(button).toBeEnabled();
    const { table_id: id } = await table(crowd[0]!, slug);

    // All at the same moment; the page's own press too, by its own clock, which is this machine's.
    const moment = Date.now() + 500;
    const pressed = button.evaluate(
      (element, at) =>
        new Promise<void>((done) => {
          setTimeout(() => done((element as HTMLElement).click()), at - Date.now());
        }),
      moment,
    );
    const outcomes = await Promise.all(
      crowd.map(async (guest) => {
        await new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
        try {
          await guest.call('cafe.sit', { table_id: id });
          return 'seated';
        } catch (error) {
          return error instanceof Refusal ? error.code : String(error);
        }
      }),
    );
    await pressed;
    // The thirtieth person is told on the page: seated, a moment too late, or full before the press.
    const isSeated = card(page, slug).getByRole('button', { name: cafe.stand });
    const isTold = page.getByText(cafe.fullTitle).or(card(page, slug).getByRole('button', { name: cafe.full, disabled: true }));
    await expect(isSeated.or(isTold).first()).toBeVisible();
    outcomes.push((await isSeated.count()) > 0 ? 'seated' : 'cafe.table_full');

    expect(outcomes.filter((outcome) => outcome === 'seated')).toHaveLength(8);
    expect(outcomes.filter((outcome) => outcome === 'cafe.table_full')).toHaveLength(22);
    const { seats } = await table(crowd[0]!, slug);
    expect(new Set(seats.map(({ person }) => person.person_id)).size).toBe(8);
    await expect(card(page, slug).getByRole('list', { name: cafe.seatedHere }).getByRole('listitem')).toHaveCount(8);
    await expect(card(page, slug)).toContainText(cafe.freeSeats(0));
  });

  test('a seat left by a closed tab is free within 45 seconds, one left for a moment is kept', async ({ browser }) => {
    const slug = 'pflege-unter-uns';
    const watcher = await fair.person(browser, people.otherVisitor);
    await watcher.goto('/cafe');
    const page = await fair.person(browser, people.visitor);
    await page.goto('/cafe');
    await card(page, slug).getByRole('button').click();
    await expect(card(watcher, slug)).toContainText(cafe.freeSeats(7));

    // A reload is no leaving.
    await page.reload();
    await expect(card(page, slug).getByRole('button', { name: cafe.stand })).toBeVisible();
    await expect(card(watcher, slug)).toContainText(cafe.freeSeats(7));

    const left = Date.now();
    await page.context().close();
    await expect(card(watcher, slug)).toContainText(cafe.freeSeats(8), { timeout: 45_000 });
    expect(Date.now() - left).toBeGreaterThan(5_000); // It was not simply thrown out.
  });

  test('an open room is read and written by everybody at the fair', async ({ browser }) => {
    const one = await fair.person(browser, people.visitor);
    const other = await fair.person(browser, people.otherVisitor);
    await one.goto('/cafe');
    await one.getByRole('link', { name: /Foyer/u }).click();
    await other.goto('/rooms/foyer');
    await new Conversation(one).write('Guten Morgen allerseits!');
    await new Conversation(other).expectTexts(['Guten Morgen allerseits!']);
    await expect(other.getByText(talk.typingMany)).toHaveCount(0);
  });
});

test.describe('a café that clears up quickly', () => {
  const fair = useFair({ 'absence-grace-ms': 1_000 });

  test('the operator decides how long a seat is kept', async ({ browser }) => {
    const watcher = await fair.person(browser, people.otherVisitor);
    await watcher.goto('/cafe');
    const page = await fair.person(browser, people.visitor);
    await page.goto('/cafe');
    await card(page, 'hutzenstub').getByRole('button').click();
    await expect(card(watcher, 'hutzenstub')).toContainText(cafe.freeSeats(6));
    await page.context().close();
    await expect(card(watcher, 'hutzenstub')).toContainText(cafe.freeSeats(7), { timeout: 10_000 });
  });
});
