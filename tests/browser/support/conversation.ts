import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { talk } from './texts.ts';

/** A conversation as it stands on a page. */
export class Conversation {
  readonly page: Page;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole('log', { name: talk.messages });
  }

  /** The texts of all messages in their order, without the fair's own lines and what is on its way. */
  texts(): Promise<string[]> {
    return this.log
      .locator('.message .text')
      .evaluateAll((all) => all.map((one) => (one.textContent ?? '').trim()));
  }

  async expectTexts(texts: string[]): Promise<void> {
    await expect.poll(() => this.texts(), { timeout: 45_000 }).toEqual(texts);
    await expect(this.pending()).toHaveCount(0);
  }

  pending(): Locator {
    return this.log.locator('.pending');
  }

  message(text: string): Locator {
    return this.log.locator('.message').filter({ hasText: text });
  }

  async write(text: string): Promise<void> {
    const composer = this.composer();
    await composer.fill(text);
    await composer.press('Enter');
  }

  /** The field for the next message. */
  composer(): Locator {
    return this.page.locator('form.composer').getByRole('textbox');
  }

  /** Opens what can be done with a message. */
  async act(text: string): Promise<Locator> {
    const name = `${talk.actions}: ${text.slice(0, 40)}`;
    await this.message(text).hover();
    await this.log.getByRole('button', { name }).click();
    return this.page.getByRole('group', { name: talk.actions, exact: true });
  }
}
