import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { people, useFair } from './support/fair.ts';
import { allPages, furnish } from './support/pages.ts';
import { app, cafe } from './support/texts.ts';

test.use({ trace: 'off' });
/** Pictures of every page to be looked at, in tests/artefacts/screenshots. They prove nothing by themselves. */
const fair = useFair();
const folder = resolve(__dirname, '../artefacts/screenshots');
const widths = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };

/** `fullPage: false` for what lies over the page. */
async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage, animations: 'disabled' });
}

for (const [device, viewport] of Object.entries(widths)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const language of ['de', 'en'] as const) {
      test(`pictures on the ${device}, ${colorScheme}, ${language}`, async ({ browser }) => {
        test.setTimeout(400_000);
        await mkdir(folder, { recursive: true });
        const talkId = await furnish(fair);
        const pages = new Map<string, Page>();
        for (const { name, path, as = '' } of allPages(talkId)) {
          const options = { viewport, colorScheme, reducedMotion: 'reduce', locale: language } as const;
          const page =
            pages.get(as) ?? (as ? await fair.person(browser, as, options) : await fair.stranger(browser, options));
          pages.set(as, page);
          await page.goto('about:blank');
          await page.goto(path);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(page.locator('html')).toHaveAttribute('lang', language);
          await picture(page, `${name}-${viewport.width}-${colorScheme}-${language}`);
        }
        if (language === 'de') {
          const page = pages.get(people.visitor)!;
          await page.goto('/cafe');
          await page.getByRole('button', { name: cafe.myTable }).click();
          await picture(page, `cafe-table-${viewport.width}-${colorScheme}-${language}`, false);
          if (device === 'phone') {
            await page.goto('/hall');
            await page.getByRole('button', { name: app.menu }).click();
            await picture(page, `menu-${viewport.width}-${colorScheme}-${language}`, false);
          }
        }
      });
    }
  }
}
