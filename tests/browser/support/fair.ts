import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { Guest } from './guest.ts';
import { Server, type Flags } from './server.ts';
import { account } from './texts.ts';

/** People of the demo fair by what they are in a journey. */
export const people = {
  organiser: 'messe@demo.example',
  visitor: 'anna@demo.example',
  otherVisitor: 'jonas@demo.example',
  lead: 'katrin.vogelsang@silbertal-getriebe.example',
  colleague: 'uwe.drechsel@silbertal-getriebe.example',
} as const;
export const stand = { slug: 'silbertal-getriebe', name: 'Silbertal Getriebetechnik GmbH' } as const;
export const names = { lead: 'Katrin Vogelsang', colleague: 'Uwe Drechsel', visitor: 'Anna Richter' } as const;
export const goodPassword = 'Fichtelberg-im-Nebel';

/** The demo fair for one file of journeys, with its own server. */
export class Fair {
  readonly server: Server;
  #contexts: BrowserContext[] = [];
  #guests: Guest[] = [];

  constructor(flags: Flags) {
    this.server = new Server(flags);
  }

  /** A browser of its own with a first page, nobody logged in. */
  async stranger(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: this.server.origin, ...options });
    this.#contexts.push(context);
    return context.newPage();
  }

  /** A browser in which somebody has logged in before. */
  async person(browser: Browser, email: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.stranger(browser, options);
    await this.enter(page, email);
    return page;
  }

  async enter(page: Page, email: string): Promise<void> {
    const { cookie } = await this.guest(email);
    const [name = '', value = ''] = cookie.split(/=(.*)/su);
    await page.context().addCookies([{ name, value, url: this.server.origin, httpOnly: true, sameSite: 'Lax' }]);
  }

  async guest(email: string): Promise<Guest> {
    const guest = await Guest.logIn(this.server, email);
    this.#guests.push(guest);
    return guest;
  }

  /** Visitors of the demo's crowd, each with an open socket. */
  async crowd(from: number, count: number): Promise<Guest[]> {
    const crowd: Guest[] = [];
    for (let i = from; i < from + count; i += 1) {
      const guest = await this.guest(`gast-${String(i).padStart(4, '0')}@demo.example`);
      await guest.arrive();
      crowd.push(guest);
    }
    return crowd;
  }

  /** The link in the newest mail to this address, as the organiser reads it; behind these words, where it has several. */
  async mailedLink(email: string, behind = ''): Promise<string> {
    const organiser = await this.guest(people.organiser);
    let link: string | undefined;
    await expect(async () => {
      const { mails } = await organiser.call('mail.list_outgoing', { limit: 50 });
      const text = mails.find((mail) => mail.to === email)?.text ?? '';
      link = /https?:\/\/\S+#\S+/u.exec(text.slice(Math.max(0, text.indexOf(behind))))?.[0];
      expect(link, `a link mailed to ${email}`).toBeTruthy();
    }).toPass({ timeout: 15_000 });
    return link as string;
  }

  /** Closes all browsers and sockets that a test opened. */
  async sendAllHome(): Promise<void> {
    for (const guest of this.#guests.splice(0)) guest.leave();
    for (const context of this.#contexts.splice(0)) await context.close();
  }
}

/** Opens a fair before the tests of a file and closes it behind them. */
export function useFair(flags: Flags = {}): Fair {
  const fair = new Fair(flags);
  test.beforeAll(async () => {
    await fair.server.open();
  });
  test.afterEach(async () => {
    await fair.sendAllHome();
  });
  test.afterAll(async () => {
    await fair.server.close();
  });
  return fair;
}

/** Presses one of a few options that stand side by side. */
export async function choose(page: Page, legend: string, option: string): Promise<void> {
  await page.getByRole('group', { name: legend }).getByText(option, { exact: true }).click();
}

export async function fillLogIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(account.email, { exact: true }).fill(email);
  await page.getByLabel(account.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: account.logInSend, exact: true }).click();
}
