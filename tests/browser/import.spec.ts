import { expect, test } from '@playwright/test';
import { importChanged } from './support/changed-fair.ts';
import { stand, useFair } from './support/fair.ts';
import { booth } from './support/texts.ts';

const fair = useFair();

test('an organiser changes the fair while it runs, and open pages show it', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/hall');
  const card = page.getByRole('article').filter({ has: page.getByRole('link', { name: stand.name }) });
  await expect(card).toContainText('Zahnräder, die man nicht hört');
  const logo = await card.locator('img').getAttribute('src');

  await importChanged(fair.server, [
    { file: 'exhibitors.csv', from: 'Zahnräder, die man nicht hört', to: 'Zahnräder, die man kaum hört' },
    { file: `media/logos/${stand.slug}.svg`, from: '<svg', to: '<!-- neu --><svg' },
  ]);

  await expect(card).toContainText('Zahnräder, die man kaum hört');
  await expect(card.locator('img')).not.toHaveAttribute('src', logo!);
  const shown = await page.request.get((await card.locator('img').getAttribute('src'))!);
  expect(shown.status()).toBe(200);
  await page.goto(`/booth/${stand.slug}`);
  await expect(page.getByRole('heading', { name: booth.about })).toBeVisible();
});
