// Somebody whose network lets no WebSocket through: follows a room by Server-Sent Events, is cut off and comes back
// with what the last `id` said, and reads over HTTP what the room's messages were.

/** Answers that ask to come again: too fast, or too much to do. */
const kAgain = new Set([429, 503]);
const kReadsAtEachReturn = 3;

export class PageReader {
  events = 0;
  returns = 0;
  resets = 0;
  requests = 0;
  asked_again = 0;
  /** What was not so, in sentences. */
  broken = [];
  #url;
  #cookie = '';
  #room;
  #positions = new Map();
  #lastEventId = '';
  /** Texts of the room by their number, as events brought them and not yet compared with the pages. */
  #heard = new Map();

  constructor(url) {
    this.#url = url;
  }

  async logIn(email, password, roomNumber) {
    const answer = await this.#request('/api/v1/account.log_in', { email, password });
    this.#cookie = answer.headers.get('set-cookie').split(';')[0];
    const { rooms } = await this.#command('conversation.list_rooms', {});
    this.#room = rooms[roomNumber - 1].conversation_id;
  }

  /** Follows for so long; each response for `perResponse` events, as a network that breaks. */
  async follow(seconds, perResponse) {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await this.#followOnce(end, perResponse);
      for (let i = 0; i < kReadsAtEachReturn; i += 1) await this.#readPages();
    }
    if (this.events === 0) this.broken.push('no event came');
  }

  async #followOnce(end, perResponse) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), Math.max(1, end - performance.now()));
    const streams = encodeURIComponent(`conversation:${this.#room},hall`);
    const headers = { Cookie: this.#cookie, Accept: 'text/event-stream' };
    if (this.#lastEventId !== '') headers['Last-Event-ID'] = this.#lastEventId;
    let left = perResponse;
    try {
      const response = await fetch(`${this.#url}/api/v1/events?streams=${streams}`, {
        headers,
        signal: abort.signal,
      });
      if (kAgain.has(response.status)) return await this.#waitFor(response);
      this.#require(response.status === 200, `events were answered ${response.status}`);
      this.returns += 1;
      for await (const block of blocksOf(response.body)) {
        left -= this.#take(block);
        // Only with an `id` there is a place to come back to; who could not even join comes back as they came.
        if (left === -Infinity || (left <= 0 && block.id)) break;
      }
    } catch (error) {
      if (!abort.signal.aborted) this.broken.push(`the events broke off: ${error.cause ?? error}`);
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  /** How many events the block brought. */
  #take({ id, event, data }) {
    if (id) this.#lastEventId = id;
    if (event === 'close') this.broken.push(`the server ended the events: ${data}`);
    if (event !== undefined || data === undefined) return 0;
    const frame = JSON.parse(data);
    if (frame.re === 'join' && frame.error) {
      this.#require(frame.error.class === 'busy', `the join was answered ${frame.error.code}`);
      this.asked_again += 1;
      return Infinity;
    }
    if (frame.re === 'join') {
      for (const joined of frame.ok.streams) this.#join(joined);
      return 0;
    }
    if (frame.n === undefined || !this.#positions.has(frame.in)) return 0;
    return this.#hear(frame);
  }

  #join({ stream, outcome, head, events = [] }) {
    this.#require(
      outcome === 'replayed' || outcome === 'reset',
      `${stream} could not be followed: ${outcome}`,
    );
    if (outcome === 'reset') {
      if (this.#positions.has(stream)) this.resets += 1;
      this.#positions.set(stream, head);
      return;
    }
    for (const frame of events) this.#hear(frame);
    this.#require(
      this.#positions.get(stream) >= head,
      `${stream} was replayed up to ${this.#positions.get(stream)} of ${head}`,
    );
  }

  #hear({ on, in: stream, n, data }) {
    const position = this.#positions.get(stream);
    if (n <= position) return 0;
    this.#require(n === position + 1, `${stream} went from ${position} to ${n}`);
    this.#positions.set(stream, n);
    this.events += 1;
    if (on === 'conversation.message') this.#heard.set(n, data.message.text);
    return 1;
  }

  /** The newest page of the room: what was heard is there, under the same number. */
  async #readPages() {
    const before_n = (this.#positions.get(`conversation:${this.#room}`) ?? 0) + 1;
    const { messages } = await this.#command('conversation.list_messages', {
      conversation_id: this.#room,
      before_n,
      limit: 100,
    });
    const shown = new Map(messages.map(({ n, text }) => [n, text]));
    const oldest = messages[0]?.n ?? before_n;
    for (const [n, text] of this.#heard)
      if (n >= oldest)
        this.#require(shown.get(n) === text, `message ${n} was heard, and the page shows another`);
    this.#heard.clear();
    await this.#command('booth.list', {});
    await this.#request('/metrics');
  }

  async #command(name, fields) {
    return (await (await this.#request(`/api/v1/${name}`, fields)).json()).ok;
  }

  /** POST with a body, else GET. */
  async #request(path, body) {
    const headers = { Origin: this.#url, 'Content-Type': 'application/json', Cookie: this.#cookie };
    for (;;) {
      const response = await fetch(
        `${this.#url}${path}`,
        body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
      );
      this.requests += 1;
      if (response.status === 200) return response;
      const text = await response.text();
      if (!kAgain.has(response.status)) throw new Error(`${path} was answered ${response.status}: ${text}`);
      await this.#waitFor(response);
    }
  }

  /** As long as the answer asks for. */
  #waitFor(response) {
    this.asked_again += 1;
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    return new Promise((resume) => setTimeout(resume, 1000 * seconds));
  }

  #require(holds, sentence) {
    if (!holds) this.broken.push(sentence);
  }
}

/** The fields of each block of an event stream. */
export async function* blocksOf(body) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = {};
      for (const line of block.split('\n')) {
        const [, name, value] = /^(\w+): (.*)$/s.exec(line) ?? [];
        if (name) fields[name] = value;
      }
      yield fields;
    }
  }
}
