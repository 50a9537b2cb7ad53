import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { failure, success } from './support/cases.ts';
import { FairServer } from './support/fair-server.ts';
import { VirtualUser, withPatience } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());
const somebody = () => world.newStranger();

success(
  'session.join',
  'gives the state of what may be seen, and denies the rest without saying why',
  async () => {
    const answers = await world.visitor.join(
      'hall',
      'fair',
      `user:${world.visitor.id}`,
      'booth:nothing',
      'cafe',
    );
    expect(Object.fromEntries(answers.map(({ stream, outcome }) => [stream, outcome]))).toEqual({
      hall: 'reset',
      fair: 'reset',
      [`user:${world.visitor.id}`]: 'reset',
      'booth:nothing': 'denied',
      cafe: 'reset',
    });
    for (const { outcome, snapshot, epoch, head } of answers) {
      if (outcome === 'denied') expect([snapshot, epoch, head]).toEqual([undefined, undefined, undefined]);
      else expect(head).toBeTypeOf('number');
    }
    expect((await world.stranger.joinOne('cafe')).outcome).toBe('denied');
  },
);

it('tells its build in the greeting, so that pages of another build can offer to load anew', async () => {
  const user = somebody();
  await user.connect();
  const { data } = await user.nextEvent('session.hello');
  const started = world.server.log.find((line) => line.includes('"server.starting"')) ?? '{}';
  const { version, commit } = JSON.parse(started) as Record<string, string>;
  expect(data.version).toBe(`${version}+${commit}`);
  expect(data.version).toMatch(/^\d+\.\d+\.\d+\+\w+/);
});

success('session.leave', 'ends the events of a stream, and is no error for what was not joined', async () => {
  const user = world.another(world.visitor);
  const { conversation_id } = world.room('foyer');
  const rooms = [`conversation:${conversation_id}`, `conversation:${world.room('flur').conversation_id}`];
  await user.join(...rooms);
  await user.call('session.leave', { streams: [rooms[0] ?? '', 'hall'] });
  await world.otherVisitor.call('conversation.send_message', {
    conversation_id,
    text: 'Hört mich jemand?',
  });
  const flur = world.room('flur').conversation_id;
  await world.otherVisitor.call('conversation.send_message', {
    conversation_id: flur,
    text: 'Und hier?',
  });
  const { data } = await user.nextEvent('conversation.message');
  expect(data.message.text).toBe('Und hier?');
});

describe('the envelope', () => {
  const refusedBy = async (text: string, cid = '') => {
    const user = somebody();
    const frame = await user.exchange(text, cid);
    await user.cut();
    return frame.error?.code;
  };

  it.each([
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['a number', '7'],
    ['no id', '{"do":"booth.list","with":{}}'],
    ['an empty id', '{"id":"","do":"booth.list"}'],
    ['an id of other characters', '{"id":"a b","do":"booth.list"}'],
    ['an id that is too long', `{"id":"${'x'.repeat(65)}","do":"booth.list"}`],
    ['nesting without end', `{"id":"deep","do":"booth.list","with":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`],
    ['a field twice', '{"id":"twice","do":"booth.list","do":"booth.get"}'],
  ])('is refused as session.malformed: %s', async (_, text) => {
    const user = somebody();
    const socket = await user.connect();
    const answer = await withPatience<string>('an answer', (resolve) => {
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as { error?: { code: string } };
        if (frame.error) resolve(frame.error.code);
      });
      socket.send(text);
    });
    expect(answer).toBe('session.malformed');
    expect(await user.call('booth.list', {})).toHaveProperty('booths');
  });

  it('needs a command that exists', async () => {
    expect(await refusedBy('{"id":"c","do":"booth.burn","with":{}}', 'c')).toBe('session.unknown_command');
    await world.visitor.expectHttpError('session.unknown_command', 'booth.burn', {});
  });

  it('may leave out `with` when there is nothing to say', async () => {
    expect(await refusedBy('{"id":"c","do":"booth.list"}', 'c')).toBeUndefined();
  });

  it('names the field when `with` is no object', async () => {
    expect(['session.malformed', 'session.invalid_field']).toContain(
      await refusedBy('{"id":"c","do":"booth.get","with":[1]}', 'c'),
    );
  });

  it('closes with 4500 when nothing is ever readable', async () => {
    const user = somebody();
    const socket = await user.connect();
    const closed = user.closed();
    for (let i = 0; i < 10; i += 1) socket.send('nonsense');
    expect((await closed).code).toBe(4500);
  });

  it('is refused over HTTP too', async () => {
    const post = async (body: string) => {
      const headers = {
        'Content-Type': 'application/json',
        Origin: world.server.origin,
      };
      const response = await fetch(`${world.server.origin}/api/v1/booth.get`, {
        method: 'POST',
        headers,
        body,
      });
      return ((await response.json()) as { error: { code: string } }).error.code;
    };
    expect(await post('{')).toBe('session.malformed');
    expect(await post('{"slug":"a","slug":"b"}')).toBe('session.malformed');
  });
});

describe('what is too large', () => {
  it('is refused as session.too_large, or ends the connection when it is far too large', async () => {
    const user = somebody();
    const socket = await user.connect();
    const { data } = await user.nextEvent('session.hello');
    const text = JSON.stringify({
      id: 'big',
      do: 'booth.get',
      with: { slug: 'x'.repeat(data.max_frame_bytes) },
    });
    const outcome = await withPatience<string | number>('an answer or the end', (resolve) => {
      socket.on('message', (frame) => {
        const { error } = JSON.parse(String(frame)) as {
          error?: { code: string };
        };
        if (error) resolve(error.code);
      });
      socket.on('close', (code) => resolve(code));
      socket.send(text);
    });
    expect(['session.too_large', 1009]).toContain(outcome);
  });

  it('is refused over HTTP', async () => {
    const big = { slug: randomBytes(200_000).toString('hex') };
    await world.visitor.expectHttpError('session.too_large', 'booth.get', big);
  });
});

describe('the upgrade', () => {
  const refusal = (headers: Record<string, string>, protocol: string | undefined = 'jobfair.1') =>
    withPatience<number>('a refusal', (resolve, reject) => {
      const url = `${world.server.origin.replace('http', 'ws')}/socket`;
      const socket = protocol ? new WebSocket(url, protocol, { headers }) : new WebSocket(url, { headers });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('open', () => reject(new Error('was let in')));
      socket.on('error', () => undefined);
    });

  it('needs the page’s own origin', async () => {
    expect(await refusal({ Origin: 'https://elsewhere.example' })).toBe(403);
    expect(await refusal({ Origin: 'null' })).toBe(403);
    expect(await refusal({})).toBe(403);
  });

  it('needs the subprotocol', async () => {
    expect(await refusal({ Origin: world.server.origin }, 'jobfair.9')).toBeGreaterThanOrEqual(400);
    expect(await refusal({ Origin: world.server.origin }, '')).toBeGreaterThanOrEqual(400);
  });

  it('greets somebody with a cookie that is no longer good as nobody', async () => {
    const user = new VirtualUser(
      world.server,
      `${world.visitor.cookie.split('=')[0] ?? ''}=${'x'.repeat(43)}`,
    );
    await user.connect();
    const { data } = await user.nextEvent('session.hello');
    expect(data.person_id).toBeUndefined();
    expect(data.roles).toEqual([]);
    await user.cut();
  });
});

it('a writing request over HTTP needs the page’s own origin', async () => {
  const response = await fetch(`${world.server.origin}/api/v1/account.log_out`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: 'https://elsewhere.example',
      Cookie: world.visitor.cookie,
    },
    body: '{}',
  });
  expect(response.status).toBe(403);
  expect((await world.visitor.call('account.get_me', {})).me).toBeDefined();
});

it('the cookie is out of reach of scripts and other sites', async () => {
  const response = await fetch(`${world.server.origin}/api/v1/account.log_in`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: world.server.origin,
    },
    body: JSON.stringify({
      email: 'gast-2002@demo.example',
      password: 'glueckauf-demo',
    }),
  });
  const [cookie] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^stollen=[A-Za-z0-9_-]{20,}; /);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=(Lax|Strict)/i);
  expect(cookie).toMatch(/Path=\//i);
});

describe('budgets', () => {
  let server: FairServer | undefined;
  afterEach(async () => {
    await server?.remove();
  });

  failure(
    'booth.list',
    'session.rate_limited',
    'too many commands, with the time to wait, and 4029 at last',
    async () => {
      server = await FairServer.start({
        flags: { 'commands-per-second': 1, 'commands-burst': 5 },
      });
      const user = new VirtualUser(server);
      await user.connect();
      const closed = user.closed();
      for (let i = 0; i < 5; i += 1) await user.call('booth.list', {});
      const error = await user.expectError('session.rate_limited', 'booth.list', {});
      expect(error.class).toBe('busy');
      expect(error.retryAfterMs).toBeGreaterThan(0);
      for (let i = 0; i < 20; i += 1) user.send('booth.list', {}).catch(() => undefined);
      const end = await closed;
      expect(end.code).toBe(4029);
      expect(end.reason).toMatch(/retry_after_ms=\d+/);
    },
  );

  it('heartbeats tell the heads of the joined streams', async () => {
    server = await FairServer.start({ flags: { 'heartbeat-ms': 200 } });
    const user = new VirtualUser(server);
    const { head } = await user.joinOne('hall');
    const { data } = await user.nextEvent('session.heartbeat');
    expect(data.heads).toEqual([{ stream: 'hall', head }]);
    await user.cut();
  });

  it('a seat is given up when its owner has been away for some time', async () => {
    server = await FairServer.start({ flags: { 'absence-grace-ms': 300 } });
    const user = await VirtualUser.logIn(server, 'vera@probe.example');
    const { tables } = await user.call('cafe.list', {});
    await user.call('cafe.sit', { table_id: tables[0]?.table_id as never });
    const watcher = await VirtualUser.logIn(server, 'viktor@probe.example');
    await watcher.join('cafe');
    await user.cut();
    expect((await watcher.nextEvent('cafe.seat_left')).data.person_id).toBe(user.id);
    await watcher.cut();
  });
});

describe('going down', () => {
  it('refuses new commands as session.draining or closes with 4001 and the time to return', async () => {
    const server = await FairServer.start({
      flags: { 'drain-spread-ms': 500 },
    });
    const user = new VirtualUser(server);
    await user.connect();
    const closed = user.closed();
    const ended = server.stop();
    const outcome = await Promise.race([
      user.send('booth.list', {}).catch((error: { code: string }) => error),
      closed,
    ]);
    if ('code' in (outcome as object) && typeof (outcome as { code: unknown }).code === 'string') {
      expect((outcome as { code: string }).code).toBe('session.draining');
    }
    expect((await closed).code).toBe(4001);
    expect(await ended).toBe(0);
    await server.remove();
  });

  it('fails readiness before it closes the port, when a load balancer has to notice', async () => {
    const server = await FairServer.start({ flags: { 'drain-notice-ms': 4000, 'drain-spread-ms': 500 } });
    const ready = async () => (await fetch(`${server.origin}/readyz`)).status;
    expect(await ready()).toBe(200);
    const user = new VirtualUser(server);
    await user.connect();
    const closed = user.closed();
    const ended = server.stop();
    // Every question is a connection of its own: were the port closed, it would be refused.
    await expect.poll(ready, { timeout: 3500, interval: 20 }).toBe(503);
    expect(await user.call('booth.list', {})).toHaveProperty('booths');
    expect((await closed).code).toBe(4001);
    expect(await ended).toBe(0);
    await server.remove();
  });
});
