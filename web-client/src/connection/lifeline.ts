import { delayBeforeAttempt } from './backoff.ts';
import { farewellOf, type Refusal } from './close-code.ts';
import type { EventFrame, ReplyFrame } from './frame.ts';
import { Socket, type HelloData, type SocketLike } from './socket.ts';

export type Status = 'connecting' | 'online' | 'offline' | 'refused';

export interface LifelineState {
  readonly status: Status;
  /** Time of the next attempt while offline, in milliseconds since 1970. */
  readonly retryAt?: number;
  readonly refusal?: Refusal;
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
  readonly random?: () => number;
}

/** A greeting alone does not make a good connection: attempts are counted on until it has held this long. */
const steadyAfterMs = 5_000;

/** Keeps one socket alive: opens it, and opens another after back-off until the server refuses or `stop` is called. */
export class Lifeline {
  readonly #handlers: LifelineHandlers;
  readonly #openSocket: () => SocketLike;
  readonly #random: () => number;
  #socket: Socket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOnline = false;
  #isWaiting = false;

  constructor(options: LifelineOptions, handlers: LifelineHandlers) {
    this.#openSocket = options.openSocket;
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
    this.#isWaiting = false;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.abort();
  }

  /** The network is back or the page is looked at again: no reason to wait any longer. */
  wake(): void {
    if (!this.#isWaiting) return;
    this.#attempt = 0;
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
      opened = this.#openSocket();
    } catch {
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
    this.#handlers.state({ status: 'online' });
    this.#handlers.hello(data);
  }

  #closed(socket: Socket, code: number, reason: string): void {
    const wasOnline = this.#isOnline;
    this.#isOnline = false;
    if (wasOnline) this.#handlers.lost();
    if (socket !== this.#socket) return;
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
