/** One press on its way to the server: whether it is being sent, and in words why it was refused. */
export class Sending {
  isBusy = $state(false);
  problem = $state('');
  readonly #wordsOf: (error: unknown) => string;

  constructor(wordsOf: (error: unknown) => string) {
    this.#wordsOf = wordsOf;
  }

  /** Whether it was done. A second press while the first is on its way does nothing. */
  async run(send: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.problem = '';
    try {
      await send();
      return true;
    } catch (error) {
      this.problem = this.#wordsOf(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
