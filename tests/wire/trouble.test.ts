// A server in trouble says so honestly: too much work, a disk that is full, a store that holds nonsense.
import { afterEach, describe, expect, it } from 'vitest';
import { CommandError } from '@client/connection/command-error.ts';
import { FairServer, demoPassword } from './support/fair-server.ts';
import { changeRows, leaveNoRoom } from './support/store.ts';
import { VirtualUser } from './support/virtual-user.ts';

let server: FairServer;
afterEach(() => server.remove());

describe('with more work than it can finish in time', () => {
  it('answers session.busy at once, and does what it has taken', async () => {
    server = await FairServer.start({
      flags: { 'hash-threads': 1, 'hash-queue': 1, 'hash-memory-kib': 131_072 },
    });
    const attempts = Array.from({ length: 8 }, () =>
      new VirtualUser(server)
        .http('account.log_in', { email: 'vera@probe.example', password: demoPassword })
        .catch((error: unknown) => error),
    );
    const outcomes = await Promise.all(attempts);
    const refusals = outcomes.filter((outcome) => outcome instanceof CommandError);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(8);
    for (const { code, class: kind, retryAfterMs } of refusals) {
      expect({ code, kind }).toEqual({ code: 'session.busy', kind: 'busy' });
      expect(retryAfterMs).toBeGreaterThan(0);
    }
    await VirtualUser.logIn(server, 'vera@probe.example');
  });
});

describe('when nothing more can be written', () => {
  const readiness = () => fetch(`${server.origin}/readyz`).then(({ status }) => status);

  it('answers session.unavailable, goes on reading, and writes again when there is room', async () => {
    server = await FairServer.start();
    const user = await VirtualUser.logIn(server, 'vera@probe.example');
    const { conversation_id } = (await user.call('conversation.list_rooms', {})).rooms[0]!;
    const say = (text: string, cid: string) =>
      user.call('conversation.send_message', { conversation_id, text }, cid);
    await say('Vorher', 'c-before');

    const makeRoom = await leaveNoRoom(server);
    const refused = await say('Dazwischen', 'c-between').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'session.unavailable', class: 'busy' });
    expect(await readiness()).toBe(503);
    const during = await user.call('conversation.list_messages', { conversation_id, before_n: 1000 });
    expect(during.messages.map(({ text }) => text)).toEqual(['Vorher']);

    await makeRoom();
    await expect.poll(readiness).toBe(200);
    // The same command, certainly not done before, is done now and once.
    await say('Dazwischen', 'c-between');
    const after = await user.call('conversation.list_messages', { conversation_id, before_n: 1000 });
    expect(after.messages.map(({ text }) => text)).toEqual(['Vorher', 'Dazwischen']);
    await user.cut();
  });
});

describe('when the store holds what cannot be', () => {
  it('answers session.internal for what it meets, without telling why, and serves the rest', async () => {
    server = await FairServer.start();
    const user = new VirtualUser(server);
    const { booth } = await user.call('booth.get', { slug: 'zinnwerk' });
    const set = (kind: string) =>
      changeRows(server, "UPDATE booth SET kind = ? WHERE slug = 'zinnwerk'", kind);
    expect(await set('circus')).toBe(1);

    const error = await user.expectError('session.internal', 'booth.get', { slug: 'zinnwerk' });
    expect(error.class).toBe('unknown');
    expect(error.message).not.toContain('circus');
    // The answer may be here before the log is.
    const logged = () => server.log.filter((line) => line.includes('realtime.command_failed'));
    await expect.poll(() => logged().join()).toContain('circus');
    await user.call('fair.get', {});

    expect(await set(booth.card.kind)).toBe(1);
    await user.call('booth.get', { slug: 'zinnwerk' });
    await user.cut();
  });
});
