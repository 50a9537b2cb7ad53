/** One event of a stream of Server-Sent Events. */
export interface SentEvent {
  /** `message` unless the server named it. */
  readonly type: string;
  readonly data: string;
}

/** Reads `text/event-stream` (WHATWG HTML, section 9.2) as it comes, wherever it is cut. */
export class EventStreamReader {
  readonly #take: (event: SentEvent) => void;
  #rest = '';
  #type = '';
  #data: string[] = [];

  constructor(take: (event: SentEvent) => void) {
    this.#take = take;
  }

  feed(text: string): void {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line) ?? [];
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    // Comments keep the way open; `id` and `retry` are for clients that keep no positions of their own.
  }

  #dispatch(): void {
    const event = { type: this.#type || 'message', data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#type = '';
    this.#data = [];
    if (!isEmpty) this.#take(event);
  }
}
