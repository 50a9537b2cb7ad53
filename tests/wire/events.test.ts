// Streams over Server-Sent Events: the same frames, numbers, rights and limits as over the socket.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EventReader } from './support/event-reader.ts';
import { FairServer } from './support/fair-server.ts';
import { inLanes } from './support/lanes.ts';
import { VirtualUser, withPatience } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
const readers: EventReader[] = [];
beforeAll(async () => {
  world = await World.open({ flags: { 'heartbeat-ms': 300 } });
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.cut();
});
afterAll(() => world.close());

async function open(
  streams: string,
  options: Parameters<typeof EventReader.open>[2] = {},
): Promise<EventReader> {
  const reader = await EventReader.open(world.server, streams, options);
  readers.push(reader);
  return reader;
}
const roomStream = () => `conversation:${world.room('foyer').conversation_id}`;
const say = (text: string) =>
  world.otherVisitor.call('conversation.send_message', {
    conversation_id: world.room('foyer').conversation_id,
    text,
  });

describe('events over HTTP', () => {
  it('greet, answer the join and bring the same events with the same numbers as a socket', async () => {
    const { visitor } = world;
    const socket = world.another(visitor);
    const [answer] = await socket.join(roomStream());
    const reader = await open(roomStream(), { cookie: visitor.cookie });
    expect(reader.response.status).toBe(200);
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream');
    expect(reader.response.headers.get('cache-control')).toBe('no-store');
    expect(reader.response.headers.get('x-content-type-options')).toBe('nosniff');
    const hello = await reader.event('session.hello');
    expect(hello.data).toMatchObject({ person_id: visitor.id, roles: ['visitor'], heartbeat_ms: 300 });
    expect(await reader.joined()).toEqual([answer]);

    for (const text of ['eins', 'zwei', 'drei']) await say(text);
    const overSocket = [];
    for (let i = 0; i < 3; i += 1)
      overSocket.push(await socket.nextEvent('conversation.message', roomStream()));
    await reader.event('conversation.message', overSocket[2]?.n);
    expect(reader.events().filter(({ in: stream }) => stream === roomStream())).toEqual(overSocket);
  });

  it('resume from the positions in the address', async () => {
    const { cookie } = world.visitor;
    const first = await open(roomStream(), { cookie });
    const [{ epoch = '', head = 0 } = {}] = await first.joined();
    first.cut();
    const { n } = await say('Während niemand zuhört');
    const again = await open(`${roomStream()}@${epoch}:${head},hall`, { cookie });
    const [room, hall] = await again.joined();
    expect(room).toMatchObject({ outcome: 'replayed', head: n });
    expect((room?.events as { n: number }[]).map((event) => event.n)).toEqual([n]);
    expect(hall).toMatchObject({ stream: 'hall', outcome: 'reset' });
    const stale = await open(`${roomStream()}@another:${head}`, { cookie });
    expect(await stale.joined()).toMatchObject([{ outcome: 'reset' }]);
  });

  it('resume from Last-Event-ID, which goes before the address and grows with heartbeats', async () => {
    const { cookie } = world.visitor;
    const first = await open(roomStream(), { cookie });
    await first.joined();
    const { n } = await say('Gehört');
    await first.event('conversation.message', n);
    const lastEventId = await first.until('an id with the newest number', () =>
      first.sent.map(({ id }) => id).find((id) => id.endsWith(`:${n}`)),
    );
    first.cut();
    const missed = await say('Nicht gehört');
    const again = await open(`${roomStream()}@nonsense:0`, { cookie, lastEventId });
    const [room] = await again.joined();
    expect(room).toMatchObject({ outcome: 'replayed', head: missed.n });
    expect((room?.events as { n: number }[]).map((event) => event.n)).toEqual([missed.n]);
  });

  it('deny what a socket denies, and nothing more', async () => {
    const { id } = await world.waitingTalk();
    const streams = `hall,conversation:${id},user:${world.visitor.id}`;
    const outcomes = async (cookie: string) =>
      (await (await open(streams, { cookie })).joined()).map(({ outcome }) => outcome);
    expect(await outcomes(world.visitor.cookie)).toEqual(['reset', 'denied', 'reset']);
    expect((await outcomes('')).toSorted()).toEqual(['denied', 'denied', 'reset']);
  });

  it('end with the log-in, and leave streams whose right ends', async () => {
    const user = await world.newVisitor();
    const reader = await open('cafe', { cookie: user.cookie });
    await reader.joined();
    await user.http('account.log_out', {});
    expect(await reader.closed()).toMatchObject({ code: 4501 });
    await reader.until('the end', () => (reader.hasEnded ? true : undefined));

    const invited = await world.newVisitor();
    const staff = await open('hall', { cookie: invited.cookie });
    await staff.joined();
    await world.server.run('user', 'role', invited.me?.email ?? '', 'moderator');
    expect((await staff.event('session.rights_changed')).data).toEqual({ roles: ['visitor', 'moderator'] });
  });

  it('say what is wrong with an address', async () => {
    const refused = async (streams: string, headers: Record<string, string> = {}) => {
      const reader = await open(streams, { headers });
      return { status: reader.response.status, type: reader.response.headers.get('content-type') };
    };
    const bad = { status: 400, type: 'application/json' };
    expect(await refused('hall@k7')).toEqual(bad);
    expect(await refused('hall@k7:x')).toEqual(bad);
    expect(await refused('hall@k7:-1')).toEqual(bad);
    expect(await refused('hall,,fair')).toEqual(bad);
    expect(await refused(Array.from({ length: 33 }, (_, i) => `s${i}`).join())).toEqual(bad);
    expect((await refused('hall', { Origin: 'https://elsewhere.example' })).status).toBe(403);
    const field = await fetch(`${world.server.origin}/api/v1/events?streams=hall,fair@k:x`);
    expect(await field.json()).toMatchObject({
      error: { code: 'session.invalid_field', field: 'streams[1]' },
    });
    expect((await fetch(`${world.server.origin}/api/v1/events?streams=%zz`)).status).toBe(400);
    expect((await fetch(`${world.server.origin}/api/v1/events`, { method: 'POST' })).status).toBe(405);
  });

  it('without streams bring greeting and heartbeats', async () => {
    const reader = await open('');
    await reader.event('session.hello');
    expect((await reader.event('session.heartbeat')).data).toMatchObject({ heads: [] });
  });
});

describe('a client of events over HTTP', () => {
  let server: FairServer;
  afterEach(() => server.remove());

  it('counts as present, until some time after it is gone', async () => {
    server = await FairServer.start({
      flags: { 'absence-grace-ms': 300, 'heartbeat-ms': 200, 'silence-ms': 600 },
    });
    const user = await VirtualUser.logIn(server, 'vera@probe.example');
    const reader = await EventReader.open(server, 'hall', { cookie: user.cookie });
    await reader.joined();
    const { tables } = (await user.http('cafe.list', {})) as { tables: { table_id: string }[] };
    await user.http('cafe.sit', { table_id: tables[0]?.table_id });
    const viktor = await VirtualUser.logIn(server, 'viktor@probe.example');
    const watcher = await EventReader.open(server, 'cafe', { cookie: viktor.cookie });
    await watcher.joined();
    // Longer than grace and silence together: a client that only reads is alive.
    const since = Date.now();
    await reader.until('heartbeats', () => (Date.now() - since > 1_500 ? true : undefined));
    expect(watcher.events().map(({ on }) => on)).not.toContain('cafe.seat_left');
    expect(watcher.hasEnded).toBe(false);
    reader.cut();
    expect((await watcher.event('cafe.seat_left')).data).toMatchObject({ person_id: user.id });
    watcher.cut();
  });

  it('that does not read is ended, and has everything after its return', async () => {
    server = await FairServer.start();
    const user = await VirtualUser.logIn(server, 'vera@probe.example');
    const talker = await VirtualUser.logIn(server, 'viktor@probe.example');
    const { rooms } = await user.call('conversation.list_rooms', {});
    const conversation_id = rooms[0]!.conversation_id;
    const socket = connect(server.port, '127.0.0.1');
    const path = `/api/v1/events?streams=${encodeURIComponent(`conversation:${conversation_id}`)}`;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: fair\r\nCookie: ${user.cookie}\r\n\r\n`);
    await withPatience('the first bytes', (resolve) => socket.once('data', resolve));
    socket.pause();
    const figure = async (name: string) =>
      Number(
        new RegExp(`^stollen_net_${name} (\\d+)$`, 'm').exec(
          await (await fetch(`${server.origin}/metrics`)).text(),
        )?.[1],
      );
    // The kernel's buffers take some megabytes before the outbox fills.
    const text = 'Wort '.repeat(390);
    let said = 0;
    while (
      (await figure('closed_slow_total')) + (await figure('closed_stalled_total')) === 0 &&
      said < 20_000
    ) {
      await inLanes(200, () => talker.call('conversation.send_message', { conversation_id, text }));
      said += 200;
    }
    expect(await figure('closed_slow_total')).toBe(1);
    socket.destroy();
    const { n } = await talker.call('conversation.send_message', { conversation_id, text: 'Noch da?' });
    const again = await EventReader.open(server, `conversation:${conversation_id}`, { cookie: user.cookie });
    expect(await again.joined()).toMatchObject([{ outcome: 'reset', head: n }]);
    again.cut();
    await talker.cut();
  });

  it('is told when the server goes down, and when to return', async () => {
    server = await FairServer.start({ flags: { 'drain-spread-ms': 500 } });
    const reader = await EventReader.open(server, 'hall');
    await reader.joined();
    const ended = server.stop();
    expect((await reader.closed()).code).toBe(4001);
    expect(await ended).toBe(0);
  });
});
