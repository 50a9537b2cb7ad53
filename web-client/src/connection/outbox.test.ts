import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandError } from './command-error.ts';
import { Outbox, outboxCapacity, verdictOn, type OutboxBell, type OutboxEntry } from './outbox.ts';
import { MemoryOutboxStore, type OutboxStore, type StoredEntry } from './outbox-store.ts';
import { createLocalLock } from './tab-lock.ts';

const failure = (code: string, errorClass: CommandError['class'], retryAfterMs?: number) =>
  new CommandError({
    code,
    class: errorClass,
    message: code,
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
  });
const settled = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(0));

/** The pages of one browser: they share the store, the lock and the bell. */
class Browser {
  readonly store: OutboxStore;
  readonly lock = createLocalLock();
  readonly listeners: (() => void)[] = [];
  constructor(store: OutboxStore = new MemoryOutboxStore()) {
    this.store = store;
  }

  openPage() {
    const page = new Page();
    const bell: OutboxBell = {
      ring: () =>
        this.listeners.filter((listener) => listener !== page.ring).forEach((listener) => listener()),
      onRing: (listener) => {
        page.ring = listener;
        this.listeners.push(listener);
      },
    };
    page.outbox = new Outbox({
      store: Promise.resolve(this.store),
      lock: this.lock,
      bell,
      send: (entry) => page.send(entry),
      changed: (entries) => {
        page.shown = entries;
      },
    });
    return page;
  }
}

class Page {
  outbox!: Outbox;
  shown: readonly OutboxEntry[] = [];
  ring: () => void = () => {};
  readonly sent: { entry: StoredEntry; done: (error?: unknown) => Promise<void> }[] = [];

  send(entry: StoredEntry): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (error?: unknown) => {
        if (error) reject(error as Error);
        else resolve({});
        return settled();
      };
      this.sent.push({ entry, done });
    });
  }
  texts(): unknown[] {
    return this.sent.map(({ entry }) => entry.with);
  }
}

let browser: Browser;
let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  browser = new Browser();
  page = browser.openPage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('verdict', () => {
  it.each([
    ['bad', 'failed'],
    ['denied', 'failed'],
    ['conflict', 'failed'],
    ['busy', 'later'],
    ['unknown', 'later'],
  ] as const)('class %s: %s', (errorClass, verdict) => {
    expect(verdictOn(failure('a.b', errorClass))).toBe(verdict);
  });

  it('waits for a new log-in, and after what it does not understand', () => {
    expect(verdictOn(failure('session.log_in_required', 'denied'))).toBe('later');
    expect(verdictOn(new Error('?'))).toBe('later');
  });
});

describe('outbox', () => {
  it('sends one after another in the order of submission', async () => {
    page.outbox.open('p');
    page.outbox.submit('c', 1);
    page.outbox.submit('c', 2);
    await settled();
    expect(page.texts()).toEqual([1]);
    expect(page.shown.map(({ state }) => state)).toEqual(['sending', 'waiting']);
    await page.sent[0]?.done();
    expect(page.texts()).toEqual([1, 2]);
    await page.sent[1]?.done();
    expect(page.shown).toEqual([]);
    expect(await browser.store.list('p')).toEqual([]);
  });

  it('keeps what is submitted offline and sends it after return under the same cid', async () => {
    page.outbox.open('p');
    page.outbox.close();
    const cid = page.outbox.submit('c', 'hello');
    await settled();
    expect(page.sent).toEqual([]);
    expect(page.shown).toEqual([{ cid, name: 'c', with: 'hello', state: 'waiting' }]);
    page.outbox.open('p');
    await settled();
    await page.sent[0]?.done(failure('connection.offline', 'unknown'));
    page.outbox.close();
    page.outbox.open('p');
    await settled();
    expect(page.sent.map(({ entry }) => entry.cid)).toEqual([cid, cid]);
  });

  it('outlives the page', async () => {
    page.outbox.open('p');
    page.outbox.close();
    const cid = page.outbox.submit('c', 'hello');
    await settled();
    browser.listeners.length = 0;
    const next = browser.openPage();
    next.outbox.open('p');
    await settled();
    expect(next.sent[0]?.entry).toEqual({ cid, person_id: 'p', name: 'c', with: 'hello' });
  });

  it('shows as waiting only what would outlive the page', async () => {
    let store: (() => void) | undefined;
    const memory = new MemoryOutboxStore();
    vi.spyOn(memory, 'add').mockImplementation(
      () => new Promise((resolve) => (store = () => resolve(undefined))),
    );
    const slow = new Browser(memory).openPage();
    slow.outbox.open('p1');
    slow.outbox.close();
    await settled();
    const cid = slow.outbox.submit('c', 'hello');
    await settled();
    expect(slow.shown).toEqual([]);
    store?.();
    await settled();
    expect(slow.shown).toMatchObject([{ cid, state: 'waiting' }]);
  });

  it('shows a refused entry, and lets it be retried anew or discarded', async () => {
    page.outbox.open('p');
    const cid = page.outbox.submit('c', 1);
    const second = page.outbox.submit('c', 2);
    await settled();
    await page.sent[0]?.done(failure('conversation.closed', 'conflict'));
    expect(page.shown).toMatchObject([
      { cid, state: 'failed', error: { code: 'conversation.closed' } },
      { cid: second },
    ]);
    page.outbox.discard(second);
    expect(page.shown).toHaveLength(2);
    await page.sent[1]?.done();
    const retried = page.outbox.retry(cid);
    expect(retried).not.toBe(cid);
    await settled();
    await page.sent[2]?.done(failure('conversation.closed', 'conflict'));
    page.outbox.discard(retried ?? '');
    await settled();
    expect(page.shown).toEqual([]);
    expect(await browser.store.list('p')).toEqual([]);
  });

  it('waits as long as a busy server asks, without passing anything by', async () => {
    page.outbox.open('p');
    page.outbox.submit('c', 1);
    page.outbox.submit('c', 2);
    await settled();
    await page.sent[0]?.done(failure('session.rate_limited', 'busy', 900));
    await vi.advanceTimersByTimeAsync(899);
    expect(page.texts()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.texts()).toEqual([1, 1]);
  });

  it('lets one of several tabs send', async () => {
    const other = browser.openPage();
    page.outbox.open('p');
    other.outbox.open('p');
    page.outbox.submit('c', 1);
    other.outbox.submit('c', 2);
    await settled();
    expect([...page.texts(), ...other.texts()]).toHaveLength(1);
    const first = page.sent[0] ?? other.sent[0];
    await first?.done();
    await settled();
    const both = [...page.sent, ...other.sent];
    expect(both).toHaveLength(2);
    await both.find((one) => one !== first)?.done();
    await settled();
    expect(new Set([...page.texts(), ...other.texts()])).toEqual(new Set([1, 2]));
    expect([page.shown, other.shown]).toEqual([[], []]);
  });

  it('keeps people apart', async () => {
    page.outbox.open('p');
    page.outbox.close();
    page.outbox.submit('c', 'secret');
    await settled();
    page.outbox.open('q');
    await settled();
    expect(page.shown).toEqual([]);
    expect(page.sent).toEqual([]);
    page.outbox.open('p');
    await settled();
    expect(page.texts()).toEqual(['secret']);
  });

  it('adopts what came before the greeting, unless nobody is logged in', async () => {
    page.outbox.submit('c', 1);
    page.outbox.open('p');
    await settled();
    expect(page.texts()).toEqual([1]);

    const stranger = new Browser().openPage();
    const cid = stranger.outbox.submit('c', 2);
    stranger.outbox.open(undefined);
    expect(stranger.shown).toMatchObject([
      { cid, state: 'failed', error: { code: 'session.log_in_required' } },
    ]);
    stranger.outbox.discard(cid);
    stranger.outbox.open('p');
    await settled();
    expect(stranger.sent).toEqual([]);
  });

  it('sends also what the browser refuses to store', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const full = new MemoryOutboxStore();
    full.add = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const poor = new Browser(full).openPage();
    poor.outbox.open('p');
    poor.outbox.submit('c', 1);
    poor.outbox.submit('c', 2);
    await settled();
    await poor.sent[0]?.done();
    await poor.sent[1]?.done();
    expect(poor.texts()).toEqual([1, 2]);
    expect(poor.shown).toEqual([]);
  });

  it('has a limit', () => {
    for (let i = 0; i < outboxCapacity; i += 1) page.outbox.submit('c', i);
    expect(() => page.outbox.submit('c', 'more')).toThrow(CommandError);
  });
});
