import { randomUUID } from 'node:crypto';
import { CommandError, type WireError } from '@client/connection/command-error.ts';
import type { JoinAnswer, JoinRequest } from '@client/connection/follows.ts';
import { isEventFrame, isReplyFrame, parseFrame, type EventFrame } from '@client/connection/frame.ts';
import { createHttpCall } from '@client/connection/http-call.ts';
import type { CommandMap, CommandName, ErrorCode, EventMap, EventName, Me } from '@protocol';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { demoPassword, type FairServer } from './fair-server.ts';

const patienceMs = 10_000;

interface Waiting {
  matches: (frame: EventFrame) => boolean;
  resolve: (frame: EventFrame) => void;
}

export type Fields = Record<string, unknown>;

/** Somebody at the fair: a session cookie (or none) and one socket, opened when it is first needed. */
export class VirtualUser {
  readonly server: FairServer;
  cookie: string;
  me: Me | undefined;
  /** Events that nobody has asked for yet, in the order in which they came. */
  readonly events: EventFrame[] = [];
  #socket: Promise<WebSocket> | undefined;
  readonly #replies = new Map<string, (frame: { ok?: unknown; error?: WireError }) => void>();
  #waiting: Waiting[] = [];
  #nextCid = 1;
  readonly #prefix = randomUUID().slice(0, 8);

  constructor(server: FairServer, cookie = '') {
    this.server = server;
    this.cookie = cookie;
  }

  static async logIn(server: FairServer, email: string, password = demoPassword): Promise<VirtualUser> {
    const user = new VirtualUser(server);
    await user.http('account.log_in', { email, password });
    return user;
  }

  get id() {
    if (!this.me) throw new Error('not logged in');
    return this.me.person_id;
  }

  newCid(): string {
    return `${this.#prefix}-${this.#nextCid++}`;
  }

  /** The same person on another device. */
  again(): VirtualUser {
    const other = new VirtualUser(this.server, this.cookie);
    other.me = this.me;
    return other;
  }

  /** Over the socket, or over HTTP where the command asks for it. Rejects with a CommandError. */
  async call<K extends CommandName>(
    name: K,
    fields: CommandMap[K]['with'],
    cid?: string,
  ): Promise<CommandMap[K]['ok']> {
    return (await this.send(name, fields as Fields, cid)) as CommandMap[K]['ok'];
  }

  /** As `call`, for what the types would not allow. */
  async send(name: string, fields: unknown, cid = this.newCid()): Promise<unknown> {
    const frame = await this.exchange(JSON.stringify({ id: cid, do: name, with: fields }), cid);
    if (frame.error) throw new CommandError(frame.error);
    return frame.ok;
  }

  /** Sends a text frame as it is; resolves with the answer to `cid`. */
  async exchange(text: string, cid: string): Promise<{ ok?: unknown; error?: WireError }> {
    const socket = await this.connect();
    return withPatience(`an answer to ${text.slice(0, 200)}`, (resolve, reject) => {
      this.#replies.set(cid, resolve);
      socket.once('close', (code) => reject(new Error(`closed with ${code} instead of an answer`)));
      socket.send(text, (error) => {
        if (error) reject(error);
      });
    });
  }

  async http(name: string, fields: unknown, cid = this.newCid()): Promise<unknown> {
    const call = createHttpCall({
      origin: this.server.origin,
      headers: () => ({
        Origin: this.server.origin,
        ...(this.cookie ? { Cookie: this.cookie } : {}),
      }),
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        this.#takeCookie(response);
        return response;
      },
    });
    const ok = await call(name, fields, cid);
    const me = (ok as { me?: Me } | undefined)?.me;
    if (me) this.me = me;
    return ok;
  }

  #takeCookie(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';')[0] ?? '';
      this.cookie = pair.endsWith('=') || /max-age=0/i.test(line) ? '' : pair;
    }
  }

  /** Expects the command to be refused with this code, and the field when one is given. */
  async expectError(code: ErrorCode, name: string, fields: unknown, field?: string): Promise<CommandError> {
    return expectRefusal(this.send(name, fields), code, field);
  }

  async expectHttpError(
    code: ErrorCode,
    name: string,
    fields: unknown,
    field?: string,
  ): Promise<CommandError> {
    return expectRefusal(this.http(name, fields), code, field);
  }

  async join(...streams: (string | JoinRequest)[]): Promise<JoinAnswer[]> {
    const wanted = streams.map((stream) => (typeof stream === 'string' ? { stream } : stream));
    return (await this.call('session.join', { streams: wanted as never })).streams as JoinAnswer[];
  }

  async joinOne(stream: string | JoinRequest): Promise<JoinAnswer> {
    const [answer] = await this.join(stream);
    if (!answer) throw new Error('the server answered for no stream');
    return answer;
  }

  /** The next event of this name that was not taken yet; waits for it. */
  async nextEvent<K extends EventName>(
    name: K,
    stream?: string,
  ): Promise<EventFrame & { data: EventMap[K] }> {
    const matches = (frame: EventFrame) => frame.on === name && (stream === undefined || frame.in === stream);
    const at = this.events.findIndex(matches);
    if (at >= 0) return this.events.splice(at, 1)[0] as EventFrame & { data: EventMap[K] };
    await this.connect();
    return withPatience(`the event ${name}`, (resolve) => {
      this.#waiting.push({
        matches,
        resolve: resolve as (frame: EventFrame) => void,
      });
    });
  }

  /** The open socket; resolves after the greeting. */
  connect(): Promise<WebSocket> {
    this.#socket ??= this.#open();
    return this.#socket;
  }

  /** Resolves when the server closes the socket. */
  async closed(): Promise<{ code: number; reason: string }> {
    const socket = await this.connect();
    return withPatience('the server to close', (resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  /** As when the network is cut: no closing handshake. */
  async cut(): Promise<void> {
    const socket = await this.#socket?.catch(() => undefined);
    this.#socket = undefined;
    this.events.length = 0;
    socket?.terminate();
  }

  #open(): Promise<WebSocket> {
    const headers = {
      Origin: this.server.origin,
      ...(this.cookie ? { Cookie: this.cookie } : {}),
    };
    const url = `${this.server.origin.replace('http', 'ws')}/socket`;
    const socket = new WebSocket(url, 'jobfair.1', { headers });
    // One listener per command on its way.
    socket.setMaxListeners(0);
    return withPatience('the greeting', (resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed before the greeting')));
      socket.on('message', (data) => {
        const frame = parseFrame(String(data));
        if (isReplyFrame(frame)) this.#take(frame.re, frame);
        else if (isEventFrame(frame)) {
          if (frame.on === 'session.hello') resolve(socket);
          this.#receive(frame);
        }
      });
    });
  }

  #take(cid: string, frame: { ok?: unknown; error?: WireError }): void {
    this.#replies.get(cid)?.(frame);
    this.#replies.delete(cid);
  }

  #receive(frame: EventFrame): void {
    const waiting = this.#waiting.find(({ matches }) => matches(frame));
    if (!waiting) {
      this.events.push(frame);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve(frame);
  }
}

export async function expectRefusal(
  attempt: Promise<unknown>,
  code: ErrorCode,
  field?: string,
): Promise<CommandError> {
  const outcome = await attempt.then(
    (ok) => ok,
    (error: unknown) => error,
  );
  if (!(outcome instanceof CommandError)) {
    throw new Error(
      `expected ${code}, got ${outcome instanceof Error ? String(outcome) : JSON.stringify(outcome)}`,
    );
  }
  expect({ code: outcome.code, field: outcome.field }, outcome.message).toMatchObject(
    field === undefined ? { code } : { code, field },
  );
  return outcome;
}

/** Rejects when the work does not settle in time, so that a lost frame names itself. */
export function withPatience<T>(
  what: string,
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited ${patienceMs} ms for ${what}`)), patienceMs);
    begin(
      (value) => (clearTimeout(timer), resolve(value)),
      (error) => (clearTimeout(timer), reject(error)),
    );
  });
}
