import { delayBeforeAttempt } from './backoff.ts';
import { CommandError, type WireError } from './command-error.ts';
import { createCid } from './cid.ts';
import type { OutboxStore, StoredEntry } from './outbox-store.ts';
import type { TabLock } from './tab-lock.ts';

export interface OutboxEntry {
  readonly cid: string;
  readonly name: string;
  readonly with: unknown;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly error?: WireError;
}

/** Tells other tabs that the stored entries changed. */
export interface OutboxBell {
  ring(): void;
  onRing(listener: () => void): void;
}

export interface OutboxOptions {
  readonly store: Promise<OutboxStore>;
  readonly lock: TabLock;
  readonly bell?: OutboxBell;
  /** Rejects with a CommandError. */
  send(entry: StoredEntry): Promise<unknown>;
  changed(entries: readonly OutboxEntry[]): void;
}

export const outboxCapacity = 200;

const nobody: WireError = {
  code: 'session.log_in_required',
  class: 'denied',
  message: 'Nobody is logged in.',
};

/**
 * What an outcome asks of the entry at the head of the queue. `busy` was not done and `unknown` may have been done:
 * both are sent again with the same cid. A log-in that ran out comes back too: the person logs in again.
 */
export function verdictOn(error: unknown): 'later' | 'failed' {
  if (!(error instanceof CommandError)) return 'later';
  if (error.class === 'busy' || error.class === 'unknown') return 'later';
  return error.code === 'session.log_in_required' ? 'later' : 'failed';
}

/**
 * Commands that last until they are answered: kept in the browser per person, sent one after another in the order in
 * which they were submitted, by one tab at a time.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #personId: string | undefined;
  #entries: StoredEntry[] = [];
  /** Submitted before it was known who is logged in. */
  #unowned: Omit<StoredEntry, 'person_id'>[] = [];
  /** Could not be stored: they live in this page only. */
  readonly #unstored = new Set<string>();
  /** On their way to the store. Not shown yet: what is shown as waiting survives the page. */
  readonly #storing = new Set<string>();
  #sending: string | undefined;
  #isOpen = false;
  #isDraining = false;
  #isWanted = false;
  #attempt = 0;
  /** Set while the server's wish or back-off lets nothing go. */
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Changes of the store in their order; reading waits for them. */
  #writes: Promise<unknown> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.bell?.onRing(() => this.#refreshThenDrain());
  }

  /** Throws when too much waits already. */
  submit(name: string, fields: unknown): string {
    if (this.#entries.length + this.#unowned.length >= outboxCapacity) {
      const message = `More than ${outboxCapacity} entries wait to be sent.`;
      throw new CommandError({ code: 'connection.outbox_full', class: 'busy', message });
    }
    const entry = { cid: createCid(), name, with: fields };
    if (this.#personId === undefined) this.#unowned.push(entry);
    else this.#keep({ ...entry, person_id: this.#personId });
    this.#show();
    this.#drain();
    return entry.cid;
  }

  /** Takes a refused entry out. What waits cannot be taken back: it may be on its way. */
  discard(cid: string): void {
    if (!this.#refused(cid)) return;
    this.#unowned = this.#unowned.filter((entry) => entry.cid !== cid);
    this.#forget(cid);
    this.#show();
  }

  /** Submits a refused entry anew at the end of the queue, under a new cid, since the old one has its answer. */
  retry(cid: string): string | undefined {
    const entry = this.#refused(cid);
    if (!entry) return undefined;
    this.discard(cid);
    return this.submit(entry.name, entry.with);
  }

  /** The connection is up and it is known who is logged in. */
  open(personId: string | undefined): void {
    this.#isOpen = personId !== undefined;
    if (personId !== this.#personId) {
      this.#personId = personId;
      this.#entries = [];
      this.#show();
    }
    if (personId === undefined) {
      // Whoever logs in next may be somebody else.
      this.#unowned = this.#unowned.map((entry) => ({ ...entry, error: entry.error ?? nobody }));
      this.#show();
      return;
    }
    for (const entry of this.#unowned.splice(0)) this.#keep({ ...entry, person_id: personId });
    this.#attempt = 0;
    this.#endPause();
    this.#refreshThenDrain();
  }

  close(): void {
    this.#isOpen = false;
    this.#endPause();
  }

  #endPause(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  #refused(cid: string): Omit<StoredEntry, 'person_id'> | undefined {
    return [...this.#entries, ...this.#unowned].find((entry) => entry.cid === cid && entry.error);
  }

  #keep(entry: StoredEntry): void {
    this.#entries = [...this.#entries, entry];
    // Until it is stored, and for good where the disk is full: then it is sent from memory all the same.
    this.#unstored.add(entry.cid);
    this.#storing.add(entry.cid);
    this.#write(async (store) => {
      try {
        await store.add(entry);
        this.#unstored.delete(entry.cid);
      } finally {
        this.#storing.delete(entry.cid);
        this.#show();
      }
    });
  }

  #forget(cid: string): void {
    this.#entries = this.#entries.filter((entry) => entry.cid !== cid);
    this.#unstored.delete(cid);
    this.#write((store) => store.remove(cid));
  }

  #write(change: (store: OutboxStore) => Promise<void>): void {
    this.#writes = this.#writes
      .then(async () => change(await this.#options.store))
      .catch((error: unknown) => console.error('outbox could not be stored', error))
      .then(() => this.#options.bell?.ring());
  }

  #refreshThenDrain(): void {
    this.#refresh().then(
      () => this.#drain(),
      (error: unknown) => console.error('outbox could not be read', error),
    );
  }

  /** Takes over what other tabs stored and sent. */
  async #refresh(): Promise<void> {
    const personId = this.#personId;
    if (personId === undefined) return;
    await this.#writes;
    const before = new Set(this.#entries.map(({ cid }) => cid));
    const stored = await (await this.#options.store).list(personId);
    if (personId !== this.#personId) return;
    const known = new Set(stored.map(({ cid }) => cid));
    const isOwn = (cid: string) => this.#unstored.has(cid) || !before.has(cid);
    this.#entries = [...stored, ...this.#entries.filter(({ cid }) => !known.has(cid) && isOwn(cid))];
    this.#show();
  }

  #drain(): void {
    const personId = this.#personId;
    if (!this.#isOpen || personId === undefined || this.#pause !== undefined) return;
    if (this.#isDraining) {
      this.#isWanted = true;
      return;
    }
    this.#isDraining = true;
    this.#isWanted = false;
    this.#options
      .lock(`stollen-outbox:${personId}`, async () => {
        await this.#refresh();
        await this.#sendWaiting();
      })
      .catch((error: unknown) => console.error('outbox stopped', error))
      .finally(() => {
        this.#isDraining = false;
        if (this.#isWanted) this.#drain();
      });
  }

  async #sendWaiting(): Promise<void> {
    for (;;) {
      const entry = this.#entries.find(({ error }) => !error);
      if (!entry || !this.#isOpen || entry.person_id !== this.#personId) return;
      this.#sending = entry.cid;
      this.#show();
      try {
        await this.#options.send(entry);
        this.#attempt = 0;
        this.#forget(entry.cid);
      } catch (error) {
        if (verdictOn(error) === 'later') {
          this.#tryLater(error);
          return;
        }
        this.#refuse(entry.cid, (error as CommandError).toWire());
      } finally {
        this.#sending = undefined;
        this.#show();
      }
      // The next holder of the lock must not find what was just answered.
      await this.#writes;
    }
  }

  #refuse(cid: string, error: WireError): void {
    this.#entries = this.#entries.map((entry) => (entry.cid === cid ? { ...entry, error } : entry));
    this.#write((store) => store.fail(cid, error));
  }

  #tryLater(error: unknown): void {
    const retryAfterMs = error instanceof CommandError ? error.retryAfterMs : undefined;
    const delayMs = delayBeforeAttempt(this.#attempt, Math.random(), retryAfterMs);
    this.#attempt += 1;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#drain();
    }, delayMs);
  }

  #show(): void {
    this.#options.changed(
      [...this.#entries.filter(({ cid }) => !this.#storing.has(cid)), ...this.#unowned].map(
        ({ cid, name, with: fields, error }) => {
          const entry = { cid, name, with: fields };
          if (error) return { ...entry, state: 'failed', error };
          return { ...entry, state: cid === this.#sending ? 'sending' : 'waiting' };
        },
      ),
    );
  }
}
