import { CommandError } from './command-error.ts';
import { EventStreamReader, type SentEvent } from './event-stream.ts';
import type { JoinAnswer, JoinRequest } from './follows.ts';
import { isEventFrame, isReplyFrame, parseFrame, type EventFrame, type ReplyFrame } from './frame.ts';
import type { HttpCall } from './http-call.ts';
import type { SocketLike } from './socket.ts';

export interface EventSocketOptions {
  readonly http: HttpCall;
  /** Scheme and host; empty in a browser. */
  readonly origin?: string;
  readonly headers?: () => Record<string, string>;
}

interface Join {
  readonly cid: string;
  readonly streams: readonly JoinRequest[];
}
type Position = Pick<JoinRequest, 'epoch' | 'last'>;

/** Of an address; also the most that the server takes in one join. */
const mostStreams = 32;
/** Local code for a connection that was cut; never on the wire. */
const cutCode = 1006;

/**
 * Looks like a WebSocket, and is one response of Server-Sent Events with commands by POST: for networks that block
 * WebSockets. The streams stand in the response's address, so a join opens it anew, with the positions reached so far.
 */
export class EventSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;

  readonly #options: EventSocketOptions;
  readonly #positions = new Map<string, Position>();
  /** Joins that wait for the next opening, and those that this one answers. */
  #waiting: Join[] = [];
  #asked: Join[] = [];
  #response = new AbortController();
  #isGreeted = false;
  #isAnswered = false;
  #isPlanned = false;
  #isEnded = false;

  constructor(options: EventSocketOptions) {
    this.#options = options;
    void this.#open();
  }

  send(text: string): void {
    const { id, do: name, with: fields } = JSON.parse(text) as { id: string; do: string; with: unknown };
    if (name === 'session.join') this.#join(id, (fields as { streams: JoinRequest[] }).streams);
    else if (name === 'session.leave') this.#leave(id, (fields as { streams: string[] }).streams);
    else void this.#post(id, name, fields);
  }

  close(): void {
    this.#isEnded = true;
    this.#response.abort();
  }

  #join(cid: string, streams: readonly JoinRequest[]): void {
    const names = new Set([...this.#positions.keys(), ...streams.map(({ stream }) => stream)]);
    if (names.size > mostStreams) {
      const message = `Expected at most ${mostStreams} joined streams.`;
      this.#reply({
        re: cid,
        error: { code: 'session.invalid_field', class: 'bad', message, field: 'streams' },
      });
      return;
    }
    this.#waiting.push({ cid, streams });
    this.#planOpening();
  }

  #leave(cid: string, streams: readonly string[]): void {
    // What still comes of them is dropped here, and not asked for at the next opening.
    for (const stream of streams) this.#positions.delete(stream);
    queueMicrotask(() => this.#reply({ re: cid, ok: {} }));
  }

  async #post(cid: string, name: string, fields: unknown): Promise<void> {
    try {
      this.#reply({ re: cid, ok: await this.#options.http(name, fields, cid) });
    } catch (error) {
      if (error instanceof CommandError) this.#reply({ re: cid, error: error.toWire() });
    }
  }

  /** Joins of one moment share an opening; one that is not answered yet is not broken off. */
  #planOpening(): void {
    if (this.#isPlanned || !this.#isAnswered) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (!this.#isEnded && this.#isAnswered && this.#waiting.length > 0) void this.#open();
    });
  }

  async #open(): Promise<void> {
    this.#response.abort();
    const response = (this.#response = new AbortController());
    this.#isAnswered = false;
    this.#asked = this.#waiting.splice(0);
    for (const { streams } of this.#asked) {
      for (const { stream, ...position } of streams) this.#positions.set(stream, position);
    }
    const reader = new EventStreamReader((event) => {
      if (!response.signal.aborted) this.#take(event);
    });
    try {
      await this.#read(reader, response.signal);
    } catch {
      // Cut, refused or broken off: the same for whoever waits for events.
    }
    if (!response.signal.aborted) this.#end(cutCode, '');
  }

  async #read(reader: EventStreamReader, signal: AbortSignal): Promise<void> {
    const { origin = '', headers } = this.#options;
    const list = [...this.#positions].map(([stream, position]) => lineOf(stream, position)).join(',');
    const answer = await fetch(`${origin}/api/v1/events?streams=${encodeURIComponent(list)}`, {
      headers: { Accept: 'text/event-stream', ...headers?.() },
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (!answer.ok || !isStream || !answer.body) return;
    const decoder = new TextDecoder();
    const chunks = answer.body.getReader();
    for (;;) {
      const { done, value } = await chunks.read();
      if (done) return;
      reader.feed(decoder.decode(value, { stream: true }));
    }
  }

  #take(event: SentEvent): void {
    if (event.type === 'close') {
      const farewell = JSON.parse(event.data) as { code: number; reason: string; retry_after_ms?: number };
      const wish = farewell.retry_after_ms === undefined ? '' : ` retry_after_ms=${farewell.retry_after_ms}`;
      this.#end(farewell.code, farewell.reason + wish);
      return;
    }
    const frame = parseFrame(event.data);
    if (isReplyFrame(frame)) this.#takeAnswer(frame);
    else if (isEventFrame(frame)) this.#takeEvent(frame);
  }

  #takeEvent(frame: EventFrame): void {
    if (frame.on === 'session.hello') {
      // With no stream to join, the greeting is all that is waited for.
      if (this.#positions.size === 0) this.#answered();
      if (this.#isGreeted) return;
      this.#isGreeted = true;
    } else if (frame.on === 'session.left') {
      this.#positions.delete((frame.data as { stream: string }).stream);
    } else if (frame.in !== undefined) {
      const position = this.#positions.get(frame.in);
      if (!position) return;
      if (frame.n !== undefined) this.#positions.set(frame.in, { ...position, last: frame.n });
    }
    this.#emit(frame);
  }

  #takeAnswer(frame: ReplyFrame): void {
    const asked = this.#asked.splice(0);
    if (frame.error) {
      for (const { cid } of asked) this.#reply({ re: cid, error: frame.error });
      this.#answered();
      return;
    }
    const { streams } = frame.ok as { streams: JoinAnswer[] };
    const askedFor = new Set(asked.flatMap((join) => join.streams.map(({ stream }) => stream)));
    const before = new Map(this.#positions);
    for (const answer of streams) this.#learn(answer);
    for (const join of asked) {
      const own = new Set(join.streams.map(({ stream }) => stream));
      this.#reply({ re: join.cid, ok: { streams: streams.filter(({ stream }) => own.has(stream)) } });
    }
    for (const answer of streams) {
      if (!askedFor.has(answer.stream)) this.#goOn(answer, before.get(answer.stream)?.last ?? 0);
    }
    this.#answered();
  }

  #learn({ stream, outcome, epoch, head }: JoinAnswer): void {
    if (outcome === 'denied' || epoch === undefined || head === undefined) this.#positions.delete(stream);
    else if (this.#positions.has(stream)) this.#positions.set(stream, { epoch, last: head });
  }

  /** A stream that was joined before and only opened anew. */
  #goOn({ stream, outcome, head = 0, events }: JoinAnswer, last: number): void {
    if (outcome === 'denied') {
      this.#emit({ on: 'session.left', at: Date.now(), data: { stream } });
    } else if (outcome === 'replayed' && Array.isArray(events)) {
      for (const event of events) if (isEventFrame(event)) this.#emit(event);
    } else {
      // The way back was too long, or history was replaced: a head beyond their position has those who follow ask.
      const heads = [{ stream, head: Math.max(head, last + 1) }];
      this.#emit({ on: 'session.heartbeat', at: Date.now(), data: { heads } });
    }
  }

  #answered(): void {
    this.#isAnswered = true;
    if (this.#waiting.length > 0) this.#planOpening();
  }

  #reply(frame: ReplyFrame): void {
    this.#emit(frame);
  }

  #emit(frame: EventFrame | ReplyFrame): void {
    if (!this.#isEnded) this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }

  #end(code: number, reason: string): void {
    if (this.#isEnded) return;
    this.close();
    this.onclose?.({ code, reason } as never);
  }
}

function lineOf(stream: string, { epoch, last }: Position): string {
  return epoch === undefined || last === undefined ? stream : `${stream}@${epoch}:${last}`;
}
