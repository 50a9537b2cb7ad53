import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { Conversation } from './support/conversation.ts';
import { people, useFair } from './support/fair.ts';
import { allPages, furnish, recolour, switchLanguage, widths } from './support/pages.ts';
import { app, cafe } from './support/texts.ts';

test.use({ trace: 'off' });
/** Pictures of every page to be looked at, in tests/artefacts/screenshots. They prove nothing by themselves. */
const fair = useFair();
const folder = resolve(__dirname, '../artefacts/screenshots');

/** In light and dark. `fullPage: false` for what lies over the page. */
async function pictures(page: Page, name: string, fullPage = true): Promise<void> {
  const width = page.viewportSize()!.width;
  const language = await page.locator('html').getAttribute('lang');
  for (const colorScheme of ['light', 'dark'] as const) {
    await recolour(page, colorScheme);
    const path = `${folder}/${name}-${width}-${colorScheme}-${language}.png`;
    await page.screenshot({ path, fullPage, animations: 'disabled' });
  }
}

test('pictures of every page on phone and desk, light and dark, in both languages', async ({ browser }) => {
  test.setTimeout(600_000);
  await mkdir(folder, { recursive: true });
  const talkId = await furnish(fair);
  const pages = new Map<string, Page>();
  for (const { name, path, as = '' } of allPages(talkId)) {
    const open = { reducedMotion: 'reduce', viewport: widths.phone } as const;
    const page = pages.get(as) ?? (as ? await fair.person(browser, as, open) : await fair.stranger(browser, open));
    pages.set(as, page);
    await page.goto('about:blank');
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // Pictures load when they come near the window.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => document.fonts.ready);
    // Both languages in one visit, each page beginning in the one that the page before ended in.
    await pictures(page, name);
    await page.setViewportSize(widths.desk);
    await pictures(page, name);
    await switchLanguage(page);
    await pictures(page, name);
    await page.setViewportSize(widths.phone);
    await pictures(page, name);
  }
});

test('pictures of what stands over a page, and of a page without its server', async ({ browser }) => {
  await mkdir(folder, { recursive: true });
  const talkId = await furnish(fair);
  const page = await fair.person(browser, people.visitor, { reducedMotion: 'reduce' });
  for (const size of [widths.desk, widths.phone]) {
    await page.setViewportSize(size);
    await page.goto('/cafe');
    await page.getByRole('button', { name: cafe.myTable }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await pictures(page, 'cafe-table', false);
  }
  await page.goto('/hall');
  await page.getByRole('button', { name: app.menu }).click();
  await expect(page.getByRole('navigation', { name: app.menu })).toBeVisible();
  await pictures(page, 'menu', false);
  await page.goto(`/talks/${talkId}`);
  await expect(page.getByRole('log')).toBeVisible();
  await fair.server.kill();
  await expect(page.getByText(app.offline)).toBeVisible();
  await new Conversation(page).write('Sind Sie noch da?');
  await expect(new Conversation(page).pending()).toBeVisible();
  for (const size of [widths.desk, widths.phone]) {
    await page.setViewportSize(size);
    await pictures(page, 'talk-offline', false);
  }
  await fair.server.start();
});
