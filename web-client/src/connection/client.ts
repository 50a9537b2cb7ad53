import { httpOnlyCommands, socketOnlyCommands } from '@protocol';
import type { Refusal } from './close-code.ts';
import { createCid } from './cid.ts';
import { CommandError, offlineError } from './command-error.ts';
import { Follows, type FollowsOptions, type FollowView, type JoinAnswer } from './follows.ts';
import { encodeCommand, type EventFrame } from './frame.ts';
import type { HttpCall } from './http-call.ts';
import { Lifeline, type LifelineState } from './lifeline.ts';
import { Outbox, type OutboxEntry, type OutboxOptions } from './outbox.ts';
import { Requests } from './requests.ts';
import type { HelloData, SocketLike } from './socket.ts';

export interface ClientPerson {
  readonly person_id: string;
  readonly roles: readonly string[];
}

export interface ClientState {
  readonly lifeline: LifelineState;
  /** Undefined until the first greeting, null when nobody is logged in. */
  readonly person: ClientPerson | null | undefined;
  readonly hello?: HelloData;
  readonly outbox: readonly OutboxEntry[];
}

export interface ClientOptions {
  readonly openSocket: () => SocketLike;
  /** The way round a network that blocks WebSockets. */
  readonly openEvents?: () => SocketLike;
  readonly socketAgainAfterMs?: number;
  readonly http: HttpCall;
  readonly outbox: Pick<OutboxOptions, 'store' | 'lock' | 'bell'>;
  readonly reduce: FollowsOptions['reduce'];
  changed?(state: ClientState): void;
  readonly callTimeoutMs?: number;
  readonly random?: () => number;
}

type StreamListener = (data: unknown, at: number) => void;

/** Everything that the app needs of the server, without anything of a browser or a framework. */
export class Client {
  readonly #options: ClientOptions;
  readonly #lifeline: Lifeline;
  readonly #requests: Requests;
  readonly #follows: Follows;
  readonly #outbox: Outbox;
  readonly #listeners = new Map<string, Set<StreamListener>>();
  #state: ClientState = { lifeline: { status: 'connecting' }, person: undefined, outbox: [] };

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#requests = new Requests(options.callTimeoutMs ?? 15_000);
    this.#follows = new Follows({
      join: async (streams) => {
        const ok = await this.#request('session.join', { streams }, createCid());
        return (ok as { streams: JoinAnswer[] }).streams;
      },
      leave: (streams) => {
        // The answer says nothing that matters: what is left on the server ends with the connection.
        this.#request('session.leave', { streams }, createCid()).catch(() => undefined);
      },
      reduce: options.reduce,
      happened: (stream, { name, data, at }) => this.#tell(stream, name, data, at),
    });
    this.#outbox = new Outbox({
      ...options.outbox,
      send: (entry) => this.call(entry.name, entry.with, entry.cid),
      changed: (outbox) => this.#change({ outbox }),
    });
    this.#lifeline = new Lifeline(options, {
      state: (lifeline) => this.#change({ lifeline }),
      hello: (data) => this.#greeted(data),
      event: (frame) => this.#receive(frame),
      reply: (frame) => this.#requests.settle(frame),
      lost: () => this.#lost(),
    });
  }

  get state(): ClientState {
    return this.#state;
  }

  get refusal(): Refusal | undefined {
    return this.#state.lifeline.refusal;
  }

  /** Opens a socket, also instead of the one that is there: after log-in and log-out it carries the new cookie. */
  start(): void {
    this.#lifeline.start();
  }

  stop(): void {
    this.#lifeline.stop();
  }

  wake(): void {
    this.#lifeline.wake();
  }

  /**
   * Over the socket when it is there, over HTTP otherwise; begun over the socket and cut, it is repeated over HTTP
   * under the same cid. Rejects with a CommandError.
   */
  async call(name: string, fields: unknown, cid = createCid()): Promise<unknown> {
    const isSocketOnly = socketOnlyCommands.has(name);
    if (this.#lifeline.isOnline && !httpOnlyCommands.has(name)) {
      try {
        return await this.#request(name, fields, cid);
      } catch (error) {
        const wasCut = error instanceof CommandError && error.code === 'connection.offline';
        if (!wasCut || isSocketOnly) throw error;
      }
    }
    if (isSocketOnly) throw offlineError();
    return this.#options.http(name, fields, cid);
  }

  submit(name: string, fields: unknown): string {
    return this.#outbox.submit(name, fields);
  }

  discard(cid: string): void {
    this.#outbox.discard(cid);
  }

  retry(cid: string): string | undefined {
    return this.#outbox.retry(cid);
  }

  follow(stream: string, observer: (view: FollowView) => void): () => void {
    return this.#follows.follow(stream, observer);
  }

  amend(stream: string, change: (state: unknown) => unknown): void {
    this.#follows.amend(stream, change);
  }

  onEvent(stream: string, name: string, listener: StreamListener): () => void {
    const key = `${stream} ${name}`;
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  #request(name: string, fields: unknown, cid: string): Promise<unknown> {
    const reply = this.#requests.expect(cid);
    this.#lifeline.send(encodeCommand(cid, name, fields));
    return reply;
  }

  #greeted(hello: HelloData): void {
    const before = this.#state.person;
    const person = hello.person_id === undefined ? null : { person_id: hello.person_id, roles: hello.roles };
    if (before !== undefined && before?.person_id !== person?.person_id) this.#follows.forgetAll();
    this.#change({ person, hello });
    this.#follows.online();
    this.#outbox.open(person?.person_id);
  }

  #lost(): void {
    this.#follows.offline();
    this.#outbox.close();
    this.#requests.abandon();
  }

  #receive(frame: EventFrame): void {
    if (frame.on === 'session.heartbeat') {
      this.#follows.heads((frame.data as { heads: { stream: string; head: number }[] }).heads);
    } else if (frame.on === 'session.left') {
      this.#follows.left((frame.data as { stream: string }).stream);
    } else if (frame.on === 'session.rights_changed') {
      const { roles } = frame.data as { roles: string[] };
      if (this.#state.person) this.#change({ person: { ...this.#state.person, roles } });
      this.#follows.retryDenied();
    } else if (frame.n !== undefined) {
      this.#follows.receive(frame);
    } else {
      this.#tell(frame.in ?? '', frame.on, frame.data, frame.at);
    }
  }

  #tell(stream: string, name: string, data: unknown, at: number): void {
    const listeners = this.#listeners.get(`${stream} ${name}`) ?? [];
    for (const listener of [...listeners]) listener(data, at);
  }

  #change(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.changed?.(this.#state);
  }
}
