import { delayBeforeAttempt } from './backoff.ts';
import { farewellOf, type Refusal } from './close-code.ts';
import { Detour } from './detour.ts';
import type { EventFrame, ReplyFrame } from './frame.ts';
import { silentCloseCode, Socket, type HelloData, type SocketLike } from './socket.ts';

export type Status = 'connecting' | 'online' | 'offline' | 'refused';

export interface LifelineState {
  readonly status: Status;
  /** Time of the next attempt while offline, in milliseconds since 1970. */
  readonly retryAt?: number;
  readonly refusal?: Refusal;
  /** Online, but over Server-Sent Events, since the network lets no WebSocket through. */
  readonly isDetour?: boolean;
}

export interface LifelineHandlers {
  state(state: LifelineState): void;
  hello(data: HelloData): void;
  event(frame: EventFrame): void;
  reply(frame: ReplyFrame): void;
  /** The socket is gone; another may follow. */
  lost(): void;
}

export interface LifelineOptions {
  readonly openSocket: () => SocketLike;
  /** The way round a network that blocks WebSockets. */
  readonly openEvents?: () => SocketLike;
  /** How long the way round is taken before the socket is tried again. */
  readonly socketAgainAfterMs?: number;
  readonly random?: () => number;
}

/** A greeting alone does not make a good connection: attempts are counted on until it has held this long. */
const steadyAfterMs = 5_000;

/**
 * Keeps one connection alive: opens it, and opens another after back-off until the server refuses or `stop` is
 * called. Where no socket opens, it goes round by events.
 */
export class Lifeline {
  readonly #handlers: LifelineHandlers;
  readonly #detour: Detour;
  readonly #random: () => number;
  #socket: Socket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOnline = false;
  #isWaiting = false;

  constructor(options: LifelineOptions, handlers: LifelineHandlers) {
    this.#detour = new Detour({ ...options, isSocketBack: () => this.start() });
    this.#random = options.random ?? Math.random;
    this.#handlers = handlers;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  start(): void {
    this.stop();
    this.#attempt = 0;
    this.#open();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#detour.rest();
    this.#isWaiting = false;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.abort();
  }

  /** The network is back or the page is looked at again: no reason to wait any longer. */
  wake(): void {
    if (!this.#isWaiting) return;
    this.#attempt = 0;
    this.#detour.reconsider();
    this.#open();
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
    this.#handlers.state({ status: 'connecting' });
    let opened: SocketLike;
    try {
      opened = this.#detour.open();
    } catch {
      this.#detour.failed();
      this.#wait(undefined);
      return;
    }
    const socket: Socket = new Socket(opened, {
      hello: (data) => this.#greeted(socket, data),
      event: (frame) => this.#handlers.event(frame),
      reply: (frame) => this.#handlers.reply(frame),
      closed: (code, reason) => this.#closed(socket, code, reason),
    });
    this.#socket = socket;
  }

  #greeted(socket: Socket, data: HelloData): void {
    if (socket !== this.#socket) return;
    this.#isOnline = true;
    this.#timer = setTimeout(() => {
      this.#attempt = 0;
    }, steadyAfterMs);
    const isDetour = this.#detour.opened();
    this.#handlers.state({ status: 'online', ...(isDetour ? { isDetour } : {}) });
    this.#handlers.hello(data);
  }

  #closed(socket: Socket, code: number, reason: string): void {
    const wasOnline = this.#isOnline;
    this.#isOnline = false;
    if (wasOnline) this.#handlers.lost();
    if (socket !== this.#socket) return;
    this.#detour.rest();
    if (!wasOnline && code === silentCloseCode) this.#detour.failed();
    this.#socket = undefined;
    clearTimeout(this.#timer);
    const farewell = farewellOf(code, reason);
    if (farewell.comesBack) this.#wait(farewell.retryAfterMs);
    else this.#handlers.state({ status: 'refused', refusal: farewell.refusal });
  }

  #wait(retryAfterMs: number | undefined): void {
    const delayMs = delayBeforeAttempt(this.#attempt, this.#random(), retryAfterMs);
    this.#attempt += 1;
    this.#isWaiting = true;
    this.#timer = setTimeout(() => this.#open(), delayMs);
    this.#handlers.state({ status: 'offline', retryAt: Date.now() + delayMs });
  }
}
