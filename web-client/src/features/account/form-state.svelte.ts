/** A form on its way: what is wrong with which field, what is wrong with all of it, and whether it is being sent. */
import { tick } from 'svelte';
import { errorCode, errorField, errorText } from './error-text.ts';

/** Errors that belong to a field even when the server does not name one. */
const kFieldOfCode: Record<string, string> = {
  'account.invalid_email': 'email',
  'account.weak_password': 'password',
  'account.name_reserved': 'name',
};

export class FormState {
  errors = $state<Record<string, string>>({});
  problem = $state('');
  isBusy = $state(false);

  /** Runs `send` unless `check` finds errors; then the first wrong field gets the focus. */
  async submit(
    form: HTMLFormElement,
    check: Record<string, string | false>,
    send: () => Promise<void>,
  ): Promise<void> {
    if (this.isBusy) return;
    this.problem = '';
    this.errors = Object.fromEntries(Object.entries(check).filter(([, text]) => text)) as Record<
      string,
      string
    >;
    if (Object.keys(this.errors).length > 0) return this.#focusFirst(form);
    this.isBusy = true;
    try {
      await send();
    } catch (error) {
      const field = kFieldOfCode[errorCode(error)] ?? errorField(error);
      if (field && form.elements.namedItem(field)) this.errors = { [field]: errorText(error) };
      else this.problem = errorText(error);
      await this.#focusFirst(form);
    } finally {
      this.isBusy = false;
    }
  }

  async #focusFirst(form: HTMLFormElement): Promise<void> {
    await tick();
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

export const looksLikeEmail = (text: string): boolean => /^\S+@\S+\.\S+$/u.test(text.trim());
