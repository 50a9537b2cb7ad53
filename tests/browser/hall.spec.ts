import { expect, test } from '@playwright/test';
import type { BoothCard } from '../../protocol/generated/ts/index.ts';
import { choose, names, people, stand, useFair } from './support/fair.ts';
import { app, booth, fair as fairTexts } from './support/texts.ts';

const fair = useFair();
const withinMs = 1_000;

async function booths(): Promise<BoothCard[]> {
  return (await (await fair.guest(people.visitor)).call('booth.list', {})).booths;
}

test('what a member of the team does now is seen in the hall within a second', async ({ browser }) => {
  const staff = await fair.person(browser, people.lead);
  await staff.goto(`/desk/${stand.slug}`);
  await expect(staff.getByRole('group', { name: booth.dutyLegend })).toBeVisible();
  const visitor = await fair.stranger(browser);
  await visitor.goto('/hall');
  const card = visitor.getByRole('article').filter({ has: visitor.getByRole('link', { name: stand.name }) });
  await expect(card).toContainText(booth.state.unstaffed);

  for (const [duty, state] of [
    ['free', 'free'],
    ['pause', 'pause'],
    ['talking', 'talking'],
    ['off', 'unstaffed'],
  ] as const) {
    // Both clocks are this machine's: pressed there, changed here.
    const changed = card.evaluate(
      (element, words) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (element.textContent?.includes(words)) resolve(Date.now());
          };
          new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
          look();
        }),
      booth.state[state],
    );
    const pressed = await staff
      .getByRole('radio', { name: booth.duty[duty], exact: true })
      .evaluate((radio: HTMLInputElement) => {
        radio.click();
        return Date.now();
      });
    const took = (await changed) - pressed;
    expect(took, `${duty} came after ${took} ms`).toBeLessThan(withinMs);
  }
});

test('a booth that opens leads a visitor from the lit window to the people behind it', async ({ browser }) => {
  const staff = await fair.person(browser, people.lead);
  await staff.goto(`/desk/${stand.slug}`);
  await choose(staff, booth.dutyLegend, booth.duty.free);
  const page = await fair.stranger(browser);
  await page.goto('/');
  await expect(page.getByText(fairTexts.boothsOpen('1', '42'))).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: fairTexts.enterHall }).click();
  await page.getByLabel(booth.onlyFree).check();
  await expect(page.getByRole('status').filter({ hasText: booth.found('1', '42') })).toBeVisible();
  await page.getByRole('link', { name: stand.name }).click();
  const team = page.getByRole('complementary', { name: booth.team });
  await expect(team.getByRole('listitem').filter({ hasText: names.lead })).toContainText(booth.duty.free);
  await expect(team.getByRole('listitem').filter({ hasText: names.colleague })).toContainText(booth.duty.off);
  await expect(team.getByRole('button', { name: booth.speakNow })).toBeVisible();

  await choose(staff, booth.dutyLegend, booth.duty.off);
  await expect(team.getByRole('button', { name: booth.leaveMessage })).toBeVisible();
  await expect(team.getByRole('listitem').filter({ hasText: names.lead })).toContainText(booth.duty.off);
});

test('the hall lists all exhibitors and finds them by word and by sector', async ({ browser }) => {
  const all = await booths();
  expect(all).toHaveLength(42);
  const page = await fair.stranger(browser);
  await page.goto('/hall');
  const cards = page.getByRole('main').getByRole('article');
  await expect(cards).toHaveCount(42);

  await page.getByLabel(booth.search, { exact: true }).fill('getriebe zschopau');
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText(stand.name);
  await page.getByLabel(booth.search, { exact: true }).fill('gibtesnicht');
  await expect(page.getByText(booth.nothingFound)).toBeVisible();
  await page.getByRole('button', { name: booth.resetFilters }).click();
  await expect(cards).toHaveCount(42);

  const sector = all[0]!.sector;
  const inSector = all.filter((one) => one.sector === sector).length;
  await page.getByLabel(booth.sector, { exact: true }).selectOption(sector);
  await expect(cards).toHaveCount(inSector);
  await expect(page.getByRole('status').filter({ hasText: booth.found(String(inSector), '42') })).toBeVisible();
});

test('a booth shows its text, its jobs with their pay, and an institution its topics', async ({ browser }) => {
  const all = await booths();
  const page = await fair.stranger(browser);
  const company = all.find(({ slug }) => slug === stand.slug)!;
  await page.goto(`/booth/${company.slug}`);
  await expect(page.getByRole('heading', { name: booth.about })).toBeVisible();
  const jobs = page.getByRole('main').getByRole('article');
  await expect(jobs).toHaveCount(company.job_count);
  await expect(jobs.first()).toContainText(/€ brutto\/(Monat|Stunde|Jahr)/u);
  await expect(jobs.first().getByText(/09\d{3}/u).first()).toBeVisible();

  const office = all.find(({ kind, topics }) => kind === 'institution' && topics.length > 0)!;
  await page.goto(`/booth/${office.slug}`);
  await expect(page.getByRole('heading', { name: booth.topics })).toBeVisible();
  await expect(page.getByText(office.topics[0]!, { exact: true })).toBeVisible();

  await page.goto('/booth/gibt-es-nicht');
  await expect(page.getByText(booth.notFound)).toBeVisible();
});

test('jobs are found by word, field, kind and place before anybody logs in', async ({ browser }) => {
  const guest = await fair.guest(people.visitor);
  const total = async (fields: object): Promise<string> => {
    const { total: count } = await guest.call('booth.list_jobs', { limit: 1, ...fields });
    return booth.jobsFound(count.toLocaleString('de-DE'));
  };
  const { fields } = await guest.call('booth.list_jobs', { limit: 1 });
  const page = await fair.stranger(browser);
  await page.goto('/jobs');
  const found = page.getByRole('search').getByRole('status');
  await expect(found).toHaveText(await total({}));

  await page.getByLabel(booth.search, { exact: true }).fill('zerspanung');
  await expect(found).toHaveText(await total({ words: 'zerspanung' }));
  await page.getByLabel(booth.search, { exact: true }).fill('');
  await page.getByLabel(booth.field, { exact: true }).selectOption(fields[0]!);
  await expect(found).toHaveText(await total({ field: fields[0]! }));
  await page.getByLabel(booth.kind, { exact: true }).selectOption('apprenticeship');
  await expect(found).toHaveText(await total({ field: fields[0]!, kind: 'apprenticeship' }));
  await page.getByLabel(booth.kind, { exact: true }).selectOption('');
  await page.getByLabel(booth.field, { exact: true }).selectOption('');
  await page.getByLabel(booth.town, { exact: true }).fill('Zschopau');
  await expect(found).toHaveText(await total({ town: 'Zschopau' }));
  await page.getByLabel(booth.search, { exact: true }).fill('gibtesnicht');
  await expect(page.getByText(booth.noJobsFound)).toBeVisible();
  await page.getByRole('button', { name: booth.resetFilters }).click();
  await expect(found).toHaveText(await total({}));

  const cards = page.getByRole('main').getByRole('article');
  const before = await cards.count();
  await page.getByRole('button', { name: booth.moreJobs }).click();
  await expect.poll(() => cards.count()).toBeGreaterThan(before);
});

test('a job leads to its booth with the job as the subject of the talk', async ({ browser }) => {
  const page = await fair.person(browser, people.otherVisitor);
  await page.goto(`/booth/${stand.slug}`);
  const job = page.getByRole('main').getByRole('article').first();
  const title = await job.getByRole('heading').innerText();
  await job.getByRole('button', { name: booth.askAboutJob }).click();
  await expect(page.getByRole('dialog', { name: stand.name })).toContainText(title);
  await page.getByRole('dialog').getByRole('button', { name: app.close }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
