import { CommandError, offlineError, timeoutError } from './command-error.ts';
import type { ReplyFrame } from './frame.ts';

interface Pending {
  readonly resolve: (ok: unknown) => void;
  readonly reject: (error: CommandError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Commands that were sent over one socket and wait for their answer. */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  expect(cid: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(cid);
        reject(timeoutError());
      }, this.#timeoutMs);
      this.#pending.set(cid, { resolve, reject, timer });
    });
  }

  settle(frame: ReplyFrame): void {
    const pending = this.#pending.get(frame.re);
    if (!pending) return;
    this.#pending.delete(frame.re);
    clearTimeout(pending.timer);
    if (frame.error) pending.reject(new CommandError(frame.error));
    else pending.resolve(frame.ok);
  }

  /** The socket is gone: what became of these commands is not known. */
  abandon(): void {
    const abandoned = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of abandoned) {
      clearTimeout(pending.timer);
      pending.reject(offlineError());
    }
  }
}
