/**
 * One answer that a view asks for: loading, there, or failed with a way to try again. An answer that comes after a
 * newer question is dropped; while a newer one is under way the old answer stays visible.
 */
import { untrack } from 'svelte';

export class Resource<Value> {
  value = $state.raw<Value>();
  error = $state.raw<unknown>();
  isLoading = $state(true);
  #ask: () => Promise<Value>;
  #asked = 0;

  /** `ask` runs now and again whenever state that it reads before its first `await` changes. */
  constructor(ask: () => Promise<Value>) {
    this.#ask = ask;
    $effect(() => {
      const answer = this.#ask();
      untrack(() => this.#take(answer));
    });
  }

  reload = (): void => this.#take(this.#ask());

  #take(answer: Promise<Value>): void {
    const mine = ++this.#asked;
    this.isLoading = true;
    answer.then(
      (value) => {
        if (mine !== this.#asked) return;
        this.value = value;
        this.error = undefined;
        this.isLoading = false;
      },
      (error: unknown) => {
        if (mine !== this.#asked) return;
        this.error = error;
        this.isLoading = false;
      },
    );
  }
}
