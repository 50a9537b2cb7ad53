// The demo's dates are relative to its import; a server that is started days later shows it live again.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from './support/samples.ts';
import { World } from './support/world.ts';

/** Moves the wall clock of a process and leaves its monotonic one alone, as the years do. */
const libfaketime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const later = (offset: string) => ({
  LD_PRELOAD: libfaketime,
  FAKETIME: offset,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

describe('a demo that is started three days after its import', () => {
  let world: World;
  let talk: Awaited<ReturnType<typeof said>>;
  let before: number;
  beforeAll(async () => {
    expect(existsSync(libfaketime), 'the package faketime is installed').toBe(true);
    world = await World.open();
    talk = await said(world);
    before = (await world.stranger.call('fair.get', {})).fair.programme[0]?.starts_at ?? 0;
    for (const user of [world.stranger, talk.user]) await user.cut();
    await world.server.stop();
    world.server.environment = later('+3d');
    await world.server.serve();
  });
  afterAll(() => world.close());

  it('is live, with its programme around today', async () => {
    const { fair } = await world.stranger.call('fair.get', {});
    expect(fair.phase).toBe('live');
    const days = 86_400_000;
    const moved = (fair.programme[0]?.starts_at ?? 0) - before;
    expect(Math.abs(moved - 3 * days)).toBeLessThan(days / 24);
    const live = fair.phases.find(({ phase }) => phase === 'live');
    expect(fair.programme[0]?.starts_at).toBe(live?.starts_at);
  });

  it('still knows what was said, and takes more', async () => {
    const { conversation_id } = talk;
    const { messages } = await talk.user.call('conversation.list_messages', {
      conversation_id,
      before_n: 1000,
    });
    expect(messages.map(({ text }) => text)).toContain('Hallo');
    await talk.user.call('conversation.send_message', { conversation_id, text: 'Drei Tage später' });
  });
});
