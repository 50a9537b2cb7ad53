import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Duty } from '../../protocol/generated/ts/index.ts';
import { expect, test } from '@playwright/test';
import { useFair } from './support/fair.ts';

/** The picture in the README: the hall on a busy day. Made anew by scripts/readme-picture, never by the tests. */
const fair = useFair();
const root = resolve(__dirname, '../..');
/** Over the booths in their order in the hall, again and again. */
const duties: (Duty | undefined)[] = ['free', undefined, 'talking', 'free', undefined, 'free', 'pause', undefined, 'free'];

/** One member of each team, in the order of the file, whose first columns are email, name, booth. */
async function oneOfEachTeam(): Promise<string[]> {
  const lines = (await readFile(`${root}/deploy/demo/erzgebirge/staff.csv`, 'utf8')).trim().split('\n').slice(1);
  const byBooth = new Map<string, string>();
  for (const line of lines) {
    const [email = '', , booth = ''] = line.split(',');
    if (!byBooth.has(booth)) byBooth.set(booth, email);
  }
  return [...byBooth.values()];
}

test('the hall on a busy day', async ({ browser }) => {
  for (const [index, email] of (await oneOfEachTeam()).entries()) {
    const duty = duties[index % duties.length];
    if (!duty) continue;
    const guest = await fair.guest(email);
    await guest.arrive();
    const booth_id = guest.me.booths[0]!.booth_id;
    await guest.call('booth.set_duty', { booth_id, duty });
  }
  const page = await fair.stranger(browser, {
    viewport: { width: 1280, height: 920 },
    locale: 'de',
    reducedMotion: 'reduce',
  });
  await page.goto('/hall');
  await expect(page.getByRole('main').getByRole('article').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${root}/docs/images/hall.png`, animations: 'disabled' });
});
