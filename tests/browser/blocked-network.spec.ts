import { expect, test } from '@playwright/test';
import { names, people, stand, useFair } from './support/fair.ts';
import { Filter } from './support/filter.ts';

const fair = useFair();

test('where the network blocks WebSockets, the fair goes on by events and says so once', async ({
  browser,
}) => {
  const filter = await Filter.open(fair.server);
  try {
    const context = await browser.newContext({ baseURL: filter.origin });
    const page = await context.newPage();
    await page.goto('/hall');
    const notice = page.getByText('Dieses Netz lässt nur eine langsamere Verbindung zu.');
    await expect(notice).toBeVisible({ timeout: 30_000 });
    expect(filter.cut).toBeGreaterThanOrEqual(2);

    const card = page.getByRole('article').filter({ has: page.getByRole('link', { name: stand.name }) });
    const before = await card.textContent();
    const lead = await fair.guest(people.lead);
    await lead.arrive();
    const { booths } = await lead.call('booth.list', {});
    const { booth_id } = booths.find(({ slug }) => slug === stand.slug)!;
    await lead.call('booth.set_duty', { booth_id, duty: 'pause' });
    await lead.call('booth.set_duty', { booth_id, duty: 'free' });
    await expect.poll(() => card.textContent(), { message: `${names.lead} is free now` }).not.toBe(before);

    await page.getByRole('status').getByRole('button', { name: 'Schließen' }).click();
    await expect(notice).toBeHidden();
    await context.close();
  } finally {
    filter.close();
  }
});
