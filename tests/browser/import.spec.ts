import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { stand, useFair } from './support/fair.ts';
import { demoFair, importFair } from './support/server.ts';
import { booth } from './support/texts.ts';

const fair = useFair();

test('an organiser changes the fair while it runs, and open pages show it', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/hall');
  const card = page.getByRole('article').filter({ has: page.getByRole('link', { name: stand.name }) });
  await expect(card).toContainText('Zahnräder, die man nicht hört');
  const logo = await card.locator('img').getAttribute('src');

  const folder = await mkdtemp(join(tmpdir(), 'stollen-folder-'));
  try {
    await cp(demoFair, folder, { recursive: true });
    const change = async (file: string, from: string, to: string): Promise<void> => {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      expect(text).toContain(from);
      await writeFile(path, text.replace(from, to));
    };
    await change('exhibitors.csv', 'Zahnräder, die man nicht hört', 'Zahnräder, die man kaum hört');
    await change(`media/logos/${stand.slug}.svg`, '<svg', '<!-- neu --><svg');
    await importFair(folder, fair.server.data);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  await expect(card).toContainText('Zahnräder, die man kaum hört');
  await expect(card.locator('img')).not.toHaveAttribute('src', logo!);
  const shown = await page.request.get((await card.locator('img').getAttribute('src'))!);
  expect(shown.status()).toBe(200);
  await page.goto(`/booth/${stand.slug}`);
  await expect(page.getByRole('heading', { name: booth.about })).toBeVisible();
});
