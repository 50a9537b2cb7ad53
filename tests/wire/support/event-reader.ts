import {
  isEventFrame,
  isReplyFrame,
  parseFrame,
  type EventFrame,
  type ReplyFrame,
} from '@client/connection/frame.ts';
import type { JoinAnswer } from '@client/connection/follows.ts';
import type { FairServer } from './fair-server.ts';
import { withPatience } from './virtual-user.ts';

export interface Sent {
  event: string;
  id: string;
  retry: string;
  data: string;
}

interface Options {
  cookie?: string;
  lastEventId?: string;
  headers?: Record<string, string>;
}

/** Follows `GET /api/v1/events` as it comes over the wire, with nothing of the client's own code but its frames. */
export class EventReader {
  readonly response: Response;
  readonly sent: Sent[] = [];
  /** The server has ended the response. */
  hasEnded = false;
  readonly #abort: AbortController;
  #wake: () => void = () => undefined;
  #rest = '';

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    void this.#read();
  }

  static async open(server: FairServer, streams: string, options: Options = {}): Promise<EventReader> {
    const abort = new AbortController();
    const response = await fetch(`${server.origin}/api/v1/events?streams=${encodeURIComponent(streams)}`, {
      headers: {
        Accept: 'text/event-stream',
        ...(options.cookie ? { Cookie: options.cookie } : {}),
        ...(options.lastEventId === undefined ? {} : { 'Last-Event-ID': options.lastEventId }),
        ...options.headers,
      },
      signal: abort.signal,
    });
    return new EventReader(response, abort);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body!)
        this.#take(decoder.decode(chunk as Uint8Array, { stream: true }));
    } catch {
      // Cut from this side.
    }
    this.hasEnded = true;
    this.#wake();
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const one: Sent = { event: '', id: '', retry: '', data: '' };
      for (const line of block.split('\n')) {
        const [, field = '', value = ''] = /^(\w+): (.*)$/s.exec(line) ?? [];
        if (field in one) one[field as keyof Sent] = value;
      }
      if (one.data !== '') this.sent.push(one);
    }
    this.#wake();
  }

  frames(): (EventFrame | ReplyFrame)[] {
    return this.sent.flatMap(({ event, data }) => (event === '' ? (parseFrame(data) ?? []) : []));
  }
  events(): EventFrame[] {
    return this.frames().filter((frame) => isEventFrame(frame));
  }

  /** Waits until `find` finds something in what has come. */
  until<T>(what: string, find: () => T | undefined): Promise<T> {
    return withPatience(what, (resolve, reject) => {
      this.#wake = () => {
        const found = find();
        if (found !== undefined) resolve(found);
        else if (this.hasEnded)
          reject(new Error(`the events ended before ${what}: ${JSON.stringify(this.sent.slice(-3))}`));
      };
      this.#wake();
    });
  }

  async joined(): Promise<JoinAnswer[]> {
    const answer = await this.until('the answer of the join', () =>
      this.frames().find((frame) => isReplyFrame(frame)),
    );
    if (answer.error) throw new Error(JSON.stringify(answer.error));
    return (answer.ok as { streams: JoinAnswer[] }).streams;
  }
  event(name: string, n?: number): Promise<EventFrame> {
    return this.until(`the event ${name} ${n ?? ''}`, () =>
      this.events().find((frame) => frame.on === name && (n === undefined || frame.n === n)),
    );
  }
  async closed(): Promise<{ code: number; reason: string; retry_after_ms?: number }> {
    const farewell = await this.until('the farewell', () => this.sent.find(({ event }) => event === 'close'));
    return JSON.parse(farewell.data) as never;
  }

  cut(): void {
    this.#abort.abort();
  }
}
