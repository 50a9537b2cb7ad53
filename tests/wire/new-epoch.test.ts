// A copy that was put in place tells another history under the same numbers: nobody may go on from a position of the first.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from './support/world.ts';

describe('a store with a new epoch', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('lets everybody start anew who comes back, at whatever position', async () => {
    const room = world.room('foyer').conversation_id;
    const stream = `conversation:${room}`;
    await world.visitor.call('conversation.send_message', { conversation_id: room, text: 'eins' });
    const { epoch = '', head = 0 } = await world.visitor.joinOne(stream);
    expect(head).toBeGreaterThan(0);

    // While somebody serves it is refused, and nothing has changed.
    await expect(world.server.run('new-epoch')).rejects.toThrow(/stop/);
    expect(await world.another(world.visitor).joinOne({ stream, epoch, last: head })).toMatchObject({
      outcome: 'replayed',
      epoch,
    });

    await world.server.stop();
    expect(await world.server.run('new-epoch')).toContain('new epoch');
    await world.server.serve();
    for (const last of [0, head - 1, head]) {
      const back = await world.another(world.visitor).joinOne({ stream, epoch, last });
      expect(back).toMatchObject({ outcome: 'reset', head });
      expect(back.epoch).not.toBe(epoch);
    }
  });
});
