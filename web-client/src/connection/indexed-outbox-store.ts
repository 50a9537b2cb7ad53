import type { WireError } from './command-error.ts';
import { MemoryOutboxStore, type OutboxStore, type StoredEntry } from './outbox-store.ts';

const databaseName = 'stollen';
const storeName = 'outbox';

/** The browser's own database where it can be had, memory otherwise. */
export async function openOutboxStore(factory: IDBFactory | undefined): Promise<OutboxStore> {
  if (!factory) return new MemoryOutboxStore();
  try {
    return new IndexedOutboxStore(await openDatabase(factory));
  } catch {
    // Private windows and strict settings refuse storage; sending must still work.
    return new MemoryOutboxStore();
  }
}

class IndexedOutboxStore implements OutboxStore {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async add(entry: StoredEntry): Promise<void> {
    await this.#change((store) => store.add(entry));
  }

  async list(personId: string): Promise<StoredEntry[]> {
    const store = this.#database.transaction(storeName, 'readonly').objectStore(storeName);
    // Index entries of one key come in the order of the primary key, which counts up.
    return (await resultOf(store.index('person_id').getAll(personId))) as StoredEntry[];
  }

  async fail(cid: string, error: WireError): Promise<void> {
    await this.#change(async (store) => {
      const key = await resultOf(store.index('cid').getKey(cid));
      if (key === undefined) return;
      const entry = (await resultOf(store.get(key))) as StoredEntry;
      store.put({ ...entry, error }, key);
    });
  }

  async remove(cid: string): Promise<void> {
    await this.#change(async (store) => {
      const key = await resultOf(store.index('cid').getKey(cid));
      if (key !== undefined) store.delete(key);
    });
  }

  /** Resolves when the change is on disk, so that "kept" is true when the page says it. */
  async #change(work: (store: IDBObjectStore) => unknown): Promise<void> {
    const transaction = this.#database.transaction(storeName, 'readwrite', { durability: 'strict' });
    const committed = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('The browser stored nothing.'));
    });
    await Promise.all([work(transaction.objectStore(storeName)), committed]);
  }
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1);
  request.onupgradeneeded = () => {
    // The counting key must not be part of the entry: it gives the order, the cid the identity.
    const store = request.result.createObjectStore(storeName, { autoIncrement: true });
    store.createIndex('cid', 'cid', { unique: true });
    store.createIndex('person_id', 'person_id');
  };
  return resultOf(request);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser refused.'));
  });
}
