import { isEventFrame, isReplyFrame, parseFrame, type EventFrame, type ReplyFrame } from './frame.ts';

/** The part of the browser's WebSocket that is used; the `ws` package offers the same under Node. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketHandlers {
  /** The server's greeting: from now on commands can be sent. */
  hello(data: HelloData): void;
  event(frame: EventFrame): void;
  reply(frame: ReplyFrame): void;
  /** Exactly once, and nothing after it. */
  closed(code: number, reason: string): void;
}

export interface HelloData {
  readonly server_time: number;
  readonly version: string;
  readonly heartbeat_ms: number;
  readonly max_frame_bytes: number;
  readonly person_id?: string;
  readonly roles: readonly string[];
}

const helloTimeoutMs = 10_000;
/** Heartbeats that may be missed: 2.25 × 20 s = 45 s. */
const silentHeartbeats = 2.25;
/** Local code for a connection that was given up from this side; never on the wire. */
export const silentCloseCode = 1006;

/** One connection, from opening to its end. It never comes back by itself. */
export class Socket {
  readonly #socket: SocketLike;
  readonly #handlers: SocketHandlers;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #silentAfterMs = helloTimeoutMs;
  #ended = false;

  constructor(socket: SocketLike, handlers: SocketHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.onmessage = (event: { data: unknown }) => this.#receive(event.data);
    socket.onclose = (event: { code: number; reason: string }) => this.#end(event.code, String(event.reason));
    // A close event follows every error; without a handler the `ws` package would throw.
    socket.onerror = () => undefined;
    this.#watchSilence();
  }

  send(text: string): void {
    if (!this.#ended) this.#socket.send(text);
  }

  /** Ends the connection without waiting for the other side, which may be long gone. */
  abort(): void {
    this.#end(silentCloseCode, '');
  }

  #receive(data: unknown): void {
    if (this.#ended || typeof data !== 'string') return;
    this.#watchSilence();
    const frame = parseFrame(data);
    if (isReplyFrame(frame)) this.#handlers.reply(frame);
    else if (isEventFrame(frame)) this.#receiveEvent(frame);
  }

  #receiveEvent(frame: EventFrame): void {
    if (frame.on === 'session.hello') {
      const hello = frame.data as HelloData;
      this.#silentAfterMs = hello.heartbeat_ms * silentHeartbeats;
      this.#watchSilence();
      this.#handlers.hello(hello);
    } else {
      this.#handlers.event(frame);
    }
  }

  #watchSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.abort(), this.#silentAfterMs);
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#silence);
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    try {
      this.#socket.close();
    } catch {
      // Already closing.
    }
    this.#handlers.closed(code, reason);
  }
}
