import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { openOutboxStore } from './indexed-outbox-store.ts';
import { MemoryOutboxStore, type OutboxStore } from './outbox-store.ts';

const entry = (cid: string, person_id = 'p1') => ({
  cid,
  person_id,
  name: 'conversation.send_message',
  with: { text: cid },
});
const refused = { code: 'conversation.closed', class: 'conflict' as const, message: 'Ended.' };

const kinds: [string, () => Promise<OutboxStore>][] = [
  ['memory', () => Promise.resolve(new MemoryOutboxStore())],
  ['indexed', () => openOutboxStore(new IDBFactory())],
];

describe.each(kinds)('outbox in %s', (_kind, open) => {
  it('keeps the order and the person apart', async () => {
    const store = await open();
    await store.add(entry('zz'));
    await store.add(entry('other', 'p2'));
    await store.add(entry('aa'));
    expect((await store.list('p1')).map(({ cid }) => cid)).toEqual(['zz', 'aa']);
    expect((await store.list('p2')).map(({ cid }) => cid)).toEqual(['other']);
    expect(await store.list('p3')).toEqual([]);
  });

  it('removes by cid, also twice', async () => {
    const store = await open();
    await store.add(entry('a'));
    await store.add(entry('b'));
    await store.remove('a');
    await store.remove('a');
    expect(await store.list('p1')).toEqual([entry('b')]);
  });

  it('keeps a refused entry in its place with its error', async () => {
    const store = await open();
    await store.add(entry('a'));
    await store.add(entry('b'));
    await store.fail('a', refused);
    await store.fail('gone', refused);
    expect(await store.list('p1')).toEqual([{ ...entry('a'), error: refused }, entry('b')]);
  });
});

describe('opening', () => {
  it('finds again what an earlier page kept', async () => {
    const factory = new IDBFactory();
    await (await openOutboxStore(factory)).add(entry('a'));
    expect(await (await openOutboxStore(factory)).list('p1')).toEqual([entry('a')]);
  });

  it('falls back to memory when the browser refuses', async () => {
    const refusing = {
      open() {
        throw new DOMException('denied', 'SecurityError');
      },
    } as unknown as IDBFactory;
    const store = await openOutboxStore(refusing);
    await store.add(entry('a'));
    expect(await store.list('p1')).toHaveLength(1);
    expect(await openOutboxStore(undefined)).toBeInstanceOf(MemoryOutboxStore);
  });
});
