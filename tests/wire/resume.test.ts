import { Client } from '@client/connection/client.ts';
import { createHttpCall } from '@client/connection/http-call.ts';
import { MemoryOutboxStore } from '@client/connection/outbox-store.ts';
import { reduceStream } from '@client/connection/reducers.ts';
import type { SocketLike } from '@client/connection/socket.ts';
import { createLocalLock } from '@client/connection/tab-lock.ts';
import type { EventFrame } from '@client/connection/frame.ts';
import type { ConversationId, ConversationSnapshot } from '@protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { inLanes } from './support/lanes.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
let room: ConversationId;
let stream: string;
beforeEach(async () => {
  world = await World.open({ flags: { 'heartbeat-ms': 1000 } });
  room = world.room('foyer').conversation_id;
  stream = `conversation:${room}`;
});
afterEach(() => world.close());

const say = (user: VirtualUser, text: string) =>
  user.call('conversation.send_message', { conversation_id: room, text });
const numbers = (frames: unknown) => (frames as EventFrame[]).map(({ n }) => n);

describe('a socket that was cut', () => {
  it('gets back exactly what it missed', async () => {
    const reader = world.another(world.otherVisitor);
    const { epoch = '', head = 0 } = await reader.joinOne(stream);
    await say(world.visitor, 'eins');
    expect((await reader.nextEvent('conversation.message')).n).toBe(head + 1);
    await reader.cut();
    for (const text of ['zwei', 'drei', 'vier']) await say(world.visitor, text);
    const back = await reader.joinOne({ stream, epoch, last: head + 1 });
    expect(back).toMatchObject({ outcome: 'replayed', epoch, head: head + 4 });
    expect(numbers(back.events)).toEqual([head + 2, head + 3, head + 4]);
    await say(world.visitor, 'fünf');
    expect((await reader.nextEvent('conversation.message')).n).toBe(head + 5);
  });

  it('gets nothing when it missed nothing', async () => {
    const { epoch = '', head = 0 } = await world.visitor.joinOne(stream);
    const back = await world.another(world.visitor).joinOne({ stream, epoch, last: head });
    expect(back).toMatchObject({ outcome: 'replayed', head, events: [] });
    expect(back.snapshot).toBeUndefined();
  });

  it('starts anew under a wrong epoch, ahead of the head, or without a position', async () => {
    await say(world.visitor, 'eins');
    const { epoch = '', head = 0 } = await world.visitor.joinOne(stream);
    for (const position of [
      { epoch: 'another', last: head },
      { epoch, last: head + 1000 },
      { last: head },
      { epoch },
    ]) {
      const back = await world.another(world.visitor).joinOne({ stream, ...position });
      expect(back, JSON.stringify(position)).toMatchObject({
        outcome: 'reset',
        epoch,
        head,
      });
      expect((back.snapshot as ConversationSnapshot).messages.at(-1)?.text).toBe('eins');
      expect(back.events).toBeUndefined();
    }
  });

  it('starts anew when it missed too much', async () => {
    const { epoch = '', head = 0 } = await world.visitor.joinOne(stream);
    await inLanes(501, (i) => say(world.visitor, `${i}`));
    const late = await world.another(world.visitor).joinOne({ stream, epoch, last: head });
    expect(late).toMatchObject({ outcome: 'reset', head: head + 501 });
    const inTime = await world.another(world.visitor).joinOne({ stream, epoch, last: head + 1 });
    expect(inTime.outcome).toBe('replayed');
    expect(numbers(inTime.events)).toEqual(Array.from({ length: 500 }, (_, i) => head + 2 + i));
  });

  it('misses nothing between the snapshot and the live events', async () => {
    const writing = inLanes(60, (i) => say(world.visitor, `${i}`));
    const reader = world.another(world.otherVisitor);
    const { snapshot, head = 0 } = await reader.joinOne(stream);
    await writing;
    const { head: final = 0 } = await world.another(world.visitor).joinOne(stream);
    let last = head;
    while (last < final) {
      const event = await reader.nextEvent('conversation.message', stream);
      expect(event.n).toBe(last + 1);
      last += 1;
    }
    expect((snapshot as ConversationSnapshot).messages.every(({ n }) => n <= head)).toBe(true);
  });
});

describe('a server that was killed', () => {
  it('has kept all that it acknowledged, under the same numbers', async () => {
    const { epoch = '', head = 0 } = await world.otherVisitor.joinOne(stream);
    const acknowledged = await inLanes(30, (i) => say(world.visitor, `${i}`));
    await world.server.kill();
    await world.server.serve();
    const reader = world.another(world.otherVisitor);
    const back = await reader.joinOne({ stream, epoch, last: head });
    expect(back.outcome).toBe('replayed');
    expect(numbers(back.events)).toEqual(
      acknowledged.map(({ n }) => n).toSorted((one, other) => one - other),
    );
  });

  it('answers a repeated command from what it has stored', async () => {
    const cid = world.visitor.newCid();
    const fields = { conversation_id: room, text: 'nur einmal' };
    const first = await world.visitor.call('conversation.send_message', fields, cid);
    await world.server.kill();
    await world.server.serve();
    const again = world.another(world.visitor);
    expect(await again.call('conversation.send_message', fields, cid)).toEqual(first);
    const { snapshot } = await again.joinOne(stream);
    expect(
      (snapshot as ConversationSnapshot).messages.filter(({ text }) => text === 'nur einmal'),
    ).toHaveLength(1);
  });
});

describe('the client itself', () => {
  function clientOf(user: VirtualUser) {
    const headers = { Origin: world.server.origin, Cookie: user.cookie };
    const sockets: WebSocket[] = [];
    const client = new Client({
      openSocket: () => {
        const socket = new WebSocket(`${world.server.origin.replace('http', 'ws')}/socket`, 'jobfair.1', {
          headers,
        });
        sockets.push(socket);
        return socket as unknown as SocketLike;
      },
      http: createHttpCall({
        origin: world.server.origin,
        headers: () => headers,
      }),
      outbox: {
        store: Promise.resolve(new MemoryOutboxStore()),
        lock: createLocalLock(),
      },
      reduce: reduceStream,
    });
    return { client, cut: () => sockets.at(-1)?.terminate() };
  }
  const texts = (state: unknown) =>
    (state as ConversationSnapshot | undefined)?.messages.map(({ text }) => text);

  it('loses and doubles nothing over cuts and a kill of the server', async () => {
    const writer = clientOf(world.visitor);
    const reader = clientOf(world.otherVisitor);
    let seen: unknown;
    const follow = reader.client.follow(stream, (view) => (seen = view.state));
    writer.client.start();
    reader.client.start();
    const sent = Array.from({ length: 40 }, (_, i) => `Zeile ${i}`);
    for (const [i, text] of sent.entries()) {
      writer.client.submit('conversation.send_message', {
        conversation_id: room,
        text,
      });
      if (i === 10) writer.cut();
      if (i === 20) reader.cut();
      if (i === 30) {
        await vi.waitFor(() => expect(texts(seen)?.length).toBeGreaterThan(3), 10_000);
        await world.server.kill();
        await world.server.serve();
      }
    }
    await vi.waitFor(() => expect(texts(seen)).toEqual(sent), 20_000);
    expect(writer.client.state.outbox).toEqual([]);
    const { snapshot } = await world.another(world.visitor).joinOne(stream);
    expect(seen).toEqual(snapshot);
    follow();
    writer.client.stop();
    reader.client.stop();
  }, 60_000);
});
