import type { CommandMap, CommandName, EventMap, EventName, PersonId, Role } from '@protocol';
import type { Refusal } from './close-code.ts';
import { Client, type ClientState } from './client.ts';
import type { FollowStatus } from './follows.ts';
import { subprotocol } from './frame.ts';
import { EventSocket } from './event-socket.ts';
import { createHttpCall } from './http-call.ts';
import { openOutboxStore } from './indexed-outbox-store.ts';
import type { Status } from './lifeline.ts';
import type { OutboxBell, OutboxEntry } from './outbox.ts';
import { reduceStream } from './reducers.ts';
import type { SocketLike } from './socket.ts';
import { createTabLock } from './tab-lock.ts';

/** The stream's state as a view sees it. `close` when the view goes; the last one leaves the stream. */
export interface Followed<S> {
  readonly state: S | undefined;
  /** `stale`: what is shown may be outdated, since the connection is away. */
  readonly status: FollowStatus;
  close(): void;
}

/** The app's one line to the server, with reactive state. */
class Connection {
  status = $state<Status>('connecting');
  /** Time of the next attempt while offline, in milliseconds since 1970. */
  retryAt = $state<number | undefined>();
  /** Online over Server-Sent Events, since the network lets no WebSocket through: slower, and without hints. */
  isDetour = $state(false);
  /** Why the server does not want this page back; set while `status` is `refused`. */
  refusal = $state<Refusal | undefined>();
  /** Null while nobody is logged in, and before the first greeting. */
  person = $state<{ person_id: PersonId; roles: Role[] } | null>(null);
  /** False until the server has said for the first time who is logged in. */
  isPersonKnown = $state(false);
  outbox = $state.raw<readonly OutboxEntry[]>([]);
  /** The server's version, as told in its greeting. */
  version = $state('');
  /** Another version answers than when this page was loaded: the page is best loaded anew. */
  hasNewVersion = $state(false);
  /** Server's clock minus this computer's, in milliseconds. */
  clockOffsetMs = $state(0);

  readonly #client: Client;
  #hello: ClientState['hello'];

  constructor() {
    this.#client = new Client({
      openSocket,
      openEvents: () => new EventSocket({ http: createHttpCall() }),
      http: createHttpCall(),
      outbox: {
        store: openOutboxStore(globalThis.indexedDB),
        lock: createTabLock(globalThis.navigator?.locks),
        ...bellOption(),
      },
      reduce: reduceStream,
      changed: (state) => this.#show(state),
    });
  }

  /** Called once by the module itself in a browser. */
  start(): void {
    addEventListener('online', () => this.#client.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#client.wake();
    });
    this.#client.start();
  }

  /** After log-in and log-out: a new socket carries the new cookie. */
  restart(): void {
    this.#client.start();
  }

  /** "Try again now" while offline. */
  wake(): void {
    this.#client.wake();
  }

  /** Rejects with a CommandError. */
  call<K extends CommandName>(name: K, fields: CommandMap[K]['with']): Promise<CommandMap[K]['ok']> {
    return this.#client.call(name, fields) as Promise<CommandMap[K]['ok']>;
  }

  /** Throws a CommandError `connection.outbox_full` when 200 entries wait already. */
  submit<K extends CommandName>(name: K, fields: CommandMap[K]['with']): { cid: string } {
    return { cid: this.#client.submit(name, $state.snapshot(fields)) };
  }

  /** Takes an entry that the server refused out of the outbox. */
  discard(cid: string): void {
    this.#client.discard(cid);
  }

  /** Submits a refused entry anew; undefined when there is none. */
  retry(cid: string): { cid: string } | undefined {
    const fresh = this.#client.retry(cid);
    return fresh === undefined ? undefined : { cid: fresh };
  }

  follow<S = unknown>(stream: string): Followed<S> {
    return new FollowedStream<S>((observer) => this.#client.follow(stream, observer));
  }

  /** Adds to a followed stream's state what the server does not send by itself; see Follows. */
  amend<S>(stream: string, change: (state: S) => S): void {
    this.#client.amend(stream, (state) => change(state as S));
  }

  /** What happens while the stream is followed, hints included. Returns what ends the listening. */
  onEvent<K extends EventName>(
    stream: string,
    name: K,
    listener: (data: EventMap[K], at: number) => void,
  ): () => void {
    return this.#client.onEvent(stream, name, (data, at) => listener(data as EventMap[K], at));
  }

  /** The server's time now, as well as it is known. */
  serverNow(): number {
    return Date.now() + this.clockOffsetMs;
  }

  #show(state: ClientState): void {
    this.status = state.lifeline.status;
    this.retryAt = state.lifeline.retryAt;
    this.isDetour = state.lifeline.isDetour ?? false;
    this.refusal = state.lifeline.refusal;
    this.isPersonKnown = state.person !== undefined;
    const before = this.person;
    if (
      before?.person_id !== state.person?.person_id ||
      String(before?.roles) !== String(state.person?.roles)
    ) {
      this.person = state.person ? { ...(state.person as { person_id: PersonId; roles: Role[] }) } : null;
    }
    if (this.outbox !== state.outbox) this.outbox = state.outbox;
    if (state.hello && state.hello !== this.#hello) {
      this.#hello = state.hello;
      if (this.version !== '' && this.version !== state.hello.version) this.hasNewVersion = true;
      this.version = state.hello.version;
      this.clockOffsetMs = state.hello.server_time - Date.now();
    }
  }
}

class FollowedStream<S> implements Followed<S> {
  state = $state.raw<S | undefined>();
  status = $state<FollowStatus>('loading');
  readonly close: () => void;

  constructor(follow: (observer: (view: { state: unknown; status: FollowStatus }) => void) => () => void) {
    this.close = follow((view) => {
      this.state = view.state as S | undefined;
      this.status = view.status;
    });
  }
}

function openSocket(): SocketLike {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${location.host}/socket`, subprotocol);
}

function bellOption(): { bell?: OutboxBell } {
  if (!('BroadcastChannel' in globalThis)) return {};
  const channel = new BroadcastChannel('stollen-outbox');
  return {
    bell: {
      ring: () => channel.postMessage('changed'),
      onRing: (listener) => channel.addEventListener('message', listener),
    },
  };
}

export const connection = new Connection();

// Components under test bring their own answers; a page cannot work without the line.
if (import.meta.env.MODE !== 'test' && typeof document !== 'undefined') connection.start();
