// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { Client } from './client.ts';
import { CommandError } from './command-error.ts';
import { MemoryOutboxStore } from './outbox-store.ts';
import type { SocketLike } from './socket.ts';
import { createLocalLock } from './tab-lock.ts';

type Command = { id: string; do: string; with: Record<string, unknown> };

/** A real socket server that answers as each test says. */
class Server {
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'jobfair.1' });
  readonly commands: Command[] = [];
  readonly sockets: ServerSocket[] = [];
  hello: Record<string, unknown> = { person_id: 'p1', roles: ['visitor'] };
  heartbeatMs = 20_000;
  answer: (command: Command, socket: ServerSocket) => object | undefined = () => ({ ok: {} });

  constructor() {
    this.#server.on('connection', (socket) => {
      this.sockets.push(socket);
      const data = { server_time: 1, version: 'test', heartbeat_ms: this.heartbeatMs, max_frame_bytes: 1024 };
      this.send({ on: 'session.hello', at: 1, data: { ...data, ...this.hello } });
      socket.on('message', (text) => {
        const command = JSON.parse(String(text)) as Command;
        this.commands.push(command);
        const answer = this.answer(command, socket);
        if (answer) socket.send(JSON.stringify({ re: command.id, ...answer }));
      });
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}/socket`;
  }
  listening(): Promise<void> {
    if (this.#server.address()) return Promise.resolve();
    return new Promise((resolve) => this.#server.once('listening', () => resolve()));
  }
  send(frame: object): void {
    this.sockets.at(-1)?.send(JSON.stringify(frame));
  }
  close(): void {
    for (const socket of this.sockets) socket.terminate();
    this.#server.close();
  }
}

let server: Server;
let client: Client;
const http = vi.fn<(name: string, fields: unknown, cid: string) => Promise<unknown>>();

beforeEach(async () => {
  server = new Server();
  await server.listening();
  http.mockReset().mockResolvedValue({ over: 'http' });
  client = new Client({
    openSocket: () => new WebSocket(server.url, 'jobfair.1') as unknown as SocketLike,
    http,
    outbox: { store: Promise.resolve(new MemoryOutboxStore()), lock: createLocalLock() },
    reduce: (_, state, event) => [...(state as unknown[]), event.n],
    random: () => 0.9,
  });
});
afterEach(() => {
  client.stop();
  server.close();
});

const status = (wanted: string) => vi.waitFor(() => expect(client.state.lifeline.status).toBe(wanted));
async function online() {
  client.start();
  await status('online');
}

describe('calls', () => {
  it('go over the socket when it is there', async () => {
    await online();
    server.answer = () => ({ ok: { over: 'socket' } });
    expect(await client.call('booth.list', {})).toEqual({ over: 'socket' });
    expect(server.commands[0]).toMatchObject({ do: 'booth.list', with: {} });
    expect(http).not.toHaveBeenCalled();
  });

  it('go over HTTP before, and always where the cookie changes', async () => {
    expect(await client.call('booth.list', {})).toEqual({ over: 'http' });
    await online();
    expect(await client.call('account.log_in', {})).toEqual({ over: 'http' });
    expect(server.commands).toEqual([]);
  });

  it('reject with what the server says', async () => {
    await online();
    const error = {
      code: 'session.invalid_field',
      class: 'bad',
      message: 'No.',
      field: 'text',
      retry_after_ms: 5,
    };
    server.answer = () => ({ error });
    const rejected = client.call('conversation.open', {});
    await expect(rejected).rejects.toBeInstanceOf(CommandError);
    const shape = { code: 'session.invalid_field', class: 'bad', field: 'text', retryAfterMs: 5 };
    await expect(rejected).rejects.toMatchObject(shape);
    await expect(rejected).rejects.toThrow('No.');
  });

  it('that are cut are repeated over HTTP with the same cid', async () => {
    await online();
    server.answer = (_, socket) => void socket.terminate();
    expect(await client.call('cafe.sit', { table_id: 't' })).toEqual({ over: 'http' });
    expect(http).toHaveBeenCalledWith('cafe.sit', { table_id: 't' }, server.commands[0]?.id);
  });

  it('that only make sense on a socket fail without it', async () => {
    await expect(client.call('conversation.type', {})).rejects.toMatchObject({ code: 'connection.offline' });
    expect(http).not.toHaveBeenCalled();
  });
});

describe('the connection', () => {
  it('tells who is logged in and follows their rights', async () => {
    await online();
    expect(client.state.person).toEqual({ person_id: 'p1', roles: ['visitor'] });
    server.send({ on: 'session.rights_changed', at: 1, data: { roles: ['visitor', 'exhibitor'] } });
    await vi.waitFor(() => expect(client.state.person?.roles).toEqual(['visitor', 'exhibitor']));
  });

  it('comes back after a cut and says meanwhile when', async () => {
    await online();
    server.sockets[0]?.terminate();
    await status('offline');
    expect(client.state.lifeline.retryAt).toBeGreaterThan(Date.now() - 1000);
    client.wake();
    await status('online');
    expect(server.sockets).toHaveLength(2);
  });

  it('waits as long as a leaving server asks', async () => {
    await online();
    server.sockets[0]?.close(4001, 'retry_after_ms=9000');
    await status('offline');
    expect(client.state.lifeline.retryAt).toBeGreaterThan(Date.now() + 7000);
  });

  it('stays away when it is told to, until it is started anew', async () => {
    await online();
    server.sockets[0]?.close(4501, 'log in again');
    await status('refused');
    expect(client.refusal).toBe('log_in_again');
    client.wake();
    expect(server.sockets).toHaveLength(1);
    server.hello = { roles: [] };
    await online();
    expect(client.state.person).toBeNull();
  });

  it('is given up when the server falls silent', async () => {
    server.heartbeatMs = 100;
    await online();
    await status('offline');
    client.wake();
    await vi.waitFor(() => expect(server.sockets.length).toBeGreaterThan(1));
  });

  it('brings streams and hints, and resumes streams where they were', async () => {
    const joins: unknown[] = [];
    server.answer = (command) => {
      if (command.do !== 'session.join') return { ok: {} };
      joins.push(command.with['streams']);
      const first = joins.length === 1;
      const answer = first
        ? { stream: 'hall', outcome: 'reset', epoch: 'e', head: 1, snapshot: [1] }
        : { stream: 'hall', outcome: 'replayed', epoch: 'e', head: 3, events: [frame(3)] };
      return { ok: { streams: [answer] } };
    };
    const frame = (n: number) => ({ on: 'test.event', in: 'hall', n, at: 1, data: {} });
    let state: unknown;
    const hint = vi.fn();
    const numbered = vi.fn();
    client.follow('hall', (view) => (state = view.state));
    client.onEvent('hall', 'test.hint', hint);
    client.onEvent('hall', 'test.event', numbered);
    await online();
    await vi.waitFor(() => expect(state).toEqual([1]));
    server.send(frame(2));
    server.send({ on: 'test.hint', in: 'hall', at: 7, data: { a: 1 } });
    await vi.waitFor(() => expect(hint).toHaveBeenCalledWith({ a: 1 }, 7));
    server.sockets[0]?.terminate();
    await status('offline');
    client.wake();
    await vi.waitFor(() => expect(state).toEqual([1, 2, 3]));
    expect(joins).toEqual([[{ stream: 'hall' }], [{ stream: 'hall', epoch: 'e', last: 2 }]]);
    // The one that came, and the one that was missed meanwhile.
    expect(numbered).toHaveBeenCalledTimes(2);
  });

  it('delivers what was submitted while it was away', async () => {
    await online();
    server.sockets[0]?.terminate();
    await status('offline');
    http.mockRejectedValue(new CommandError({ code: 'connection.offline', class: 'unknown', message: '' }));
    const cid = client.submit('conversation.send_message', { text: 'later' });
    await vi.waitFor(() => expect(client.state.outbox).toMatchObject([{ cid, state: 'waiting' }]));
    client.wake();
    await vi.waitFor(() => expect(client.state.outbox).toEqual([]));
    expect(server.commands.filter((command) => command.id === cid)).toHaveLength(1);
  });
});
