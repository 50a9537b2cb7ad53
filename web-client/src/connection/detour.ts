import { Socket, type SocketLike } from './socket.ts';

export interface DetourOptions {
  readonly openSocket: () => SocketLike;
  readonly openEvents?: () => SocketLike;
  readonly socketAgainAfterMs?: number;
  /** A WebSocket opened while the way round was taken. */
  isSocketBack(): void;
}

/** WebSockets in a row that never opened; one may fall into a moment without a network. */
const failuresUntilDetour = 2;
const tenMinutesMs = 600_000;

/**
 * Which way to the server: by WebSocket, or by Server-Sent Events where the network blocks it, which shows when sockets
 * never open while events do. While the way round is taken, a WebSocket is tried from time to time.
 */
export class Detour {
  readonly #options: DetourOptions;
  #failures = 0;
  #isTaken = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #trial: Socket | undefined;

  constructor(options: DetourOptions) {
    this.#options = options;
  }

  open(): SocketLike {
    const { openSocket, openEvents } = this.#options;
    this.#isTaken = openEvents !== undefined && this.#failures >= failuresUntilDetour;
    return this.#isTaken && openEvents ? openEvents() : openSocket();
  }

  /** The server has greeted. True: on the way round. */
  opened(): boolean {
    if (!this.#isTaken) this.#failures = 0;
    else this.#planTrial();
    return this.#isTaken;
  }

  /** What was opened came to nothing. */
  failed(): void {
    // When events do not come through either, the server is away, and the ways are tried in turn.
    this.#failures = this.#isTaken ? failuresUntilDetour - 1 : this.#failures + 1;
  }

  /** Perhaps it is another network now: one failure is enough to go round again. */
  reconsider(): void {
    this.#failures = Math.min(this.#failures, failuresUntilDetour - 1);
  }

  /** No trial while nothing is open. */
  rest(): void {
    clearTimeout(this.#timer);
    const trial = this.#trial;
    this.#trial = undefined;
    trial?.abort();
  }

  #planTrial(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(), this.#options.socketAgainAfterMs ?? tenMinutesMs);
  }

  #try(): void {
    let opened: SocketLike;
    try {
      opened = this.#options.openSocket();
    } catch {
      this.#planTrial();
      return;
    }
    const trial: Socket = new Socket(opened, {
      hello: () => {
        this.#failures = 0;
        this.rest();
        this.#options.isSocketBack();
      },
      event: () => undefined,
      reply: () => undefined,
      closed: () => {
        if (this.#trial !== trial) return;
        this.#trial = undefined;
        this.#planTrial();
      },
    });
    this.#trial = trial;
  }
}
