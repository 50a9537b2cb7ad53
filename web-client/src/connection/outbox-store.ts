import type { WireError } from './command-error.ts';

/** A command that shall be done once, whatever happens to network, page or server in between. */
export interface StoredEntry {
  readonly cid: string;
  readonly person_id: string;
  readonly name: string;
  readonly with: unknown;
  /** Set when the server has refused it for good; nothing was done then. */
  readonly error?: WireError;
}

/** Where unanswered commands wait. Entries of all people who use this browser lie in one store. */
export interface OutboxStore {
  add(entry: StoredEntry): Promise<void>;
  /** In the order in which they were added. */
  list(personId: string): Promise<StoredEntry[]>;
  /** Does nothing when the entry is gone. */
  fail(cid: string, error: WireError): Promise<void>;
  remove(cid: string): Promise<void>;
}

/** For browsers that refuse to keep anything: entries last as long as the page. */
export class MemoryOutboxStore implements OutboxStore {
  #entries: StoredEntry[] = [];

  add(entry: StoredEntry): Promise<void> {
    this.#entries.push(structuredClone(entry));
    return Promise.resolve();
  }

  list(personId: string): Promise<StoredEntry[]> {
    return Promise.resolve(this.#entries.filter((entry) => entry.person_id === personId));
  }

  fail(cid: string, error: WireError): Promise<void> {
    this.#entries = this.#entries.map((entry) => (entry.cid === cid ? { ...entry, error } : entry));
    return Promise.resolve();
  }

  remove(cid: string): Promise<void> {
    this.#entries = this.#entries.filter((entry) => entry.cid !== cid);
    return Promise.resolve();
  }
}
