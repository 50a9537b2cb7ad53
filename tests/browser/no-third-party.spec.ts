import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { people, stand, useFair } from './support/fair.ts';
import { allPages, furnish } from './support/pages.ts';
import { booth, talk } from './support/texts.ts';

const fair = useFair();

/** Gathers what a page must not do: ask another host, break its content security policy, fail in its console. */
async function watch(page: Page): Promise<string[]> {
  const found: string[] = [];
  page.context().on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== fair.server.origin && protocol !== 'data:' && protocol !== 'blob:') found.push(`asks ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (!socket.url().startsWith(fair.server.origin.replace('http', 'ws'))) found.push(`opens ${socket.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`says ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`throws ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`gets ${response.status()} from ${response.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy ${event.violatedDirective} violated by ${event.blockedURI}`);
    });
  });
  return found;
}

test('no page asks another host, breaks its policy or fails in its console', async ({ browser }) => {
  test.setTimeout(300_000);
  const talkId = await furnish(fair);
  const faults: string[] = [];
  for (const { name, path, as } of allPages(talkId)) {
    const page = as ? await fair.person(browser, as) : await fair.stranger(browser);
    const found = await watch(page);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible();
    await page.waitForLoadState('networkidle');
    // A page that says "there is no such thing" has asked for it and was told with an error's status.
    const isForNothing = ['booth-unknown', 'talk-unknown', 'invitation-invalid'].includes(name);
    const counted = isForNothing ? found.filter((fault) => !/^(gets 4|says Failed to load resource)/u.test(fault)) : found;
    faults.push(...counted.map((fault) => `${name} ${fault}`));
    await page.context().close();
  }
  expect(faults).toEqual([]);
});

test('neither does somebody who opens a talk, writes, picks an emoji and leaves', async ({ browser }) => {
  const page = await fair.person(browser, 'tiago@demo.example');
  const found = await watch(page);
  await page.goto(`/booth/${stand.slug}`);
  await page.getByRole('button', { name: new RegExp(`${booth.speakNow}|${booth.leaveMessage}`, 'u') }).click();
  await page.getByLabel(talk.openLabel).fill('<img src=https://fremd.example/x.png> http://fremd.example/y.png');
  await page.getByRole('button', { name: talk.openSend }).click();
  await expect(page.getByRole('log').getByText('<img src=')).toBeVisible();
  await page.locator('form.composer').getByRole('button', { name: talk.reactions }).click();
  await page.getByRole('button', { name: talk.emojiNames['☕']! }).click();
  await page.locator('form.composer').getByRole('textbox').press('Enter');
  await expect(page.getByRole('log').getByText('☕')).toBeVisible();
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  expect(found).toEqual([]);
});

test('links to other hosts open apart and do not tell where they were followed', async ({ browser }) => {
  const page = await fair.person(browser, people.visitor);
  await page.goto(`/booth/${stand.slug}`);
  const links = page.getByRole('complementary').getByRole('link', { name: booth.openInNewTab });
  await expect(links.first()).toBeVisible();
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute('rel', /noopener noreferrer/u);
    await expect(link).toHaveAttribute('href', /^https:/u);
  }
});
