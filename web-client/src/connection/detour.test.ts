// @vitest-environment node
import {
  createServer,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Client } from './client.ts';
import { EventSocket } from './event-socket.ts';
import { createHttpCall } from './http-call.ts';
import { MemoryOutboxStore } from './outbox-store.ts';
import type { SocketLike } from './socket.ts';
import { createLocalLock } from './tab-lock.ts';

const hello = {
  on: 'session.hello',
  at: 1,
  data: {
    server_time: 1,
    version: 'test',
    heartbeat_ms: 20_000,
    max_frame_bytes: 1024,
    person_id: 'p1',
    roles: [],
  },
};

/** A real HTTP server behind a network that ends every upgrade, until `letsSocketsThrough`. */
class BlockedServer {
  readonly #server: HttpServer = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'jobfair.1' });
  readonly joins: string[] = [];
  readonly commands: { name: string; cid: unknown; body: unknown }[] = [];
  upgrades = 0;
  letsSocketsThrough = false;
  stream: ServerResponse | undefined;
  /** Newest number of each stream. */
  heads: Record<string, number> = { hall: 1, cafe: 7 };
  epoch = 'e';

  constructor() {
    this.#server.on('upgrade', (request, socket, head) => {
      this.upgrades += 1;
      if (!this.letsSocketsThrough) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (open) => open.send(JSON.stringify(hello)));
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }
  send(frame: object): void {
    this.stream?.write(`data: ${JSON.stringify(frame)}\n\n`);
  }
  say(stream: string): void {
    const n = (this.heads[stream] = (this.heads[stream] ?? 0) + 1);
    this.send(eventOf(stream, n));
  }
  farewell(code: number): void {
    this.stream?.end(`event: close\ndata: {"code":${code},"reason":"","retry_after_ms":1}\n\n`);
  }
  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://fair');
    if (url.pathname !== '/api/v1/events') {
      let body = '';
      request.on('data', (text) => (body += String(text)));
      request.on('end', () => {
        const name = url.pathname.split('/').at(-1) ?? '';
        this.commands.push({ name, cid: request.headers['idempotency-key'], body: JSON.parse(body) });
        response.end('{"ok":{"over":"http"}}');
      });
      return;
    }
    const list = url.searchParams.get('streams') ?? '';
    this.joins.push(list);
    this.stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    this.send(hello);
    if (list === '') return;
    this.send({ re: 'join', ok: { streams: list.split(',').map((line) => this.#joined(line)) } });
  }

  #joined(line: string): object {
    const [stream = '', epoch, last] = line.split(/[@:]/);
    const head = this.heads[stream];
    if (head === undefined) return { stream, outcome: 'denied' };
    if (epoch !== this.epoch) return { stream, outcome: 'reset', epoch: this.epoch, head, snapshot: [head] };
    const events = Array.from({ length: head - Number(last) }, (_, i) =>
      eventOf(stream, Number(last) + i + 1),
    );
    return { stream, outcome: 'replayed', epoch, head, events };
  }
}

const eventOf = (stream: string, n: number) => ({ on: 'test.event', in: stream, n, at: 1, data: {} });

let server: BlockedServer;
let client: Client;

beforeEach(async () => {
  server = new BlockedServer();
  await server.listen();
  const http = createHttpCall({ origin: server.origin });
  client = new Client({
    openSocket: () =>
      new WebSocket(`${server.origin.replace('http', 'ws')}/socket`, 'jobfair.1') as never as SocketLike,
    openEvents: () => new EventSocket({ origin: server.origin, http }),
    http,
    outbox: { store: Promise.resolve(new MemoryOutboxStore()), lock: createLocalLock() },
    reduce: (_, state, event) => [...(state as unknown[]), event.n],
    random: () => 0,
    socketAgainAfterMs: 50,
  });
});
afterEach(() => {
  client.stop();
  server.close();
});

const detour = () =>
  vi.waitFor(() => expect(client.state.lifeline).toEqual({ status: 'online', isDetour: true }), 5_000);
const follow = (stream: string) => {
  const seen: { state: unknown; status: string } = { state: undefined, status: '' };
  client.follow(stream, ({ state, status }) => Object.assign(seen, { state, status }));
  return seen;
};

it('goes round by events when no socket opens, and greets', async () => {
  client.start();
  await detour();
  expect(server.upgrades).toBeGreaterThanOrEqual(2);
  expect(client.state.person).toEqual({ person_id: 'p1', roles: [] });
});

it('follows streams, keeps their order over each opening, and sends commands by POST', async () => {
  const hall = follow('hall');
  client.start();
  await detour();
  await vi.waitFor(() => expect(hall).toEqual({ state: [1], status: 'live' }));
  server.say('hall');
  await vi.waitFor(() => expect(hall.state).toEqual([1, 2]));

  // Said while the way is opened anew for another stream: it comes with the answer.
  server.heads['hall'] = 4;
  const cafe = follow('cafe');
  await vi.waitFor(() => expect(cafe).toEqual({ state: [7], status: 'live' }));
  await vi.waitFor(() => expect(hall.state).toEqual([1, 2, 3, 4]));
  server.say('cafe');
  server.say('hall');
  await vi.waitFor(() =>
    expect([hall.state, cafe.state]).toEqual([
      [1, 2, 3, 4, 5],
      [7, 8],
    ]),
  );
  expect(server.joins.at(-1)).toBe('hall@e:2,cafe');

  expect(await client.call('cafe.sit', { table_id: 't' }, 'c-1')).toEqual({ over: 'http' });
  expect(server.commands).toEqual([{ name: 'cafe.sit', cid: 'c-1', body: { table_id: 't' } }]);
});

it('is told which streams are denied, also those it followed before', async () => {
  const denied = follow('secret');
  const hall = follow('hall');
  client.start();
  await detour();
  await vi.waitFor(() => expect(denied.status).toBe('denied'));
  await vi.waitFor(() => expect(hall.state).toEqual([1]));
  delete server.heads['hall'];
  const cafe = follow('cafe');
  await vi.waitFor(() => expect(cafe.status).toBe('live'));
  await vi.waitFor(() => expect(hall.status).toBe('denied'));
});

it('starts a stream anew whose history was replaced while the way was opened for another', async () => {
  const hall = follow('hall');
  client.start();
  await detour();
  await vi.waitFor(() => expect(hall.state).toEqual([1]));
  server.say('hall');
  await vi.waitFor(() => expect(hall.state).toEqual([1, 2]));
  server.epoch = 'f';
  follow('cafe');
  await vi.waitFor(() => expect(hall).toEqual({ state: [2], status: 'live' }), 5_000);
});

it('comes back by events after a farewell, with its positions', async () => {
  const hall = follow('hall');
  client.start();
  await detour();
  await vi.waitFor(() => expect(hall.state).toEqual([1]));
  const before = server.joins.length;
  server.heads['hall'] = 2;
  server.farewell(4001);
  await vi.waitFor(() => expect(server.joins.length).toBeGreaterThan(before));
  await vi.waitFor(() => expect(hall).toEqual({ state: [1, 2], status: 'live' }));
  expect(client.state.lifeline.isDetour).toBe(true);
});

it('stays away when it is told to', async () => {
  client.start();
  await detour();
  server.farewell(4501);
  await vi.waitFor(() =>
    expect(client.state.lifeline).toEqual({ status: 'refused', refusal: 'log_in_again' }),
  );
});

it('tries the socket again from time to time, and takes it when it opens', async () => {
  const hall = follow('hall');
  client.start();
  await detour();
  await vi.waitFor(() => expect(hall.state).toEqual([1]));
  const tried = server.upgrades;
  await vi.waitFor(() => expect(server.upgrades).toBeGreaterThan(tried));
  expect(client.state.lifeline.isDetour).toBe(true);
  server.letsSocketsThrough = true;
  await vi.waitFor(() => expect(client.state.lifeline).toEqual({ status: 'online' }), 5_000);
});

it('does not blame the network when the server is away altogether', async () => {
  server.close();
  const seen = new Set<boolean | undefined>();
  client.start();
  await vi.waitFor(() => {
    seen.add(client.state.lifeline.isDetour);
    expect(client.state.lifeline.status).toBe('offline');
  });
  expect([...seen]).toEqual([undefined]);
});
