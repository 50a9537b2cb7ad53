// `stollen migrate-store`: the fair goes from a file to PostgreSQL or back, and the clients go on where they were.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresServer } from './support/postgres-server.ts';
import { World } from './support/world.ts';

describe('a fair that is moved to the other kind of store', () => {
  let postgres: PostgresServer;
  let world: World;
  beforeAll(async () => {
    postgres = await PostgresServer.start();
    world = await World.open();
  });
  afterAll(async () => {
    await world.close();
    await postgres.stop();
  });

  it('is not moved while a server uses it', async () => {
    await expect(world.server.moveStore(await postgres.emptyDatabase())).rejects.toThrow(/uses .*; stop it/);
  });

  it('has the same history there and back: clients resume, and repeated commands have one effect', async () => {
    const room = world.room('foyer').conversation_id;
    const stream = `conversation:${room}`;
    const say = (text: string) => ({ conversation_id: room, text });
    const reader = world.another(world.otherVisitor);
    let { epoch = '', head = 0 } = await reader.joinOne(stream);
    let speaker = world.visitor;
    for (const to of [await postgres.emptyDatabase(), undefined, await postgres.emptyDatabase()]) {
      const cid = speaker.newCid();
      const sent = await speaker.call('conversation.send_message', say(`vor ${to}`), cid);
      expect(sent.n).toBe(head + 1);
      const { conversation_id } = await speaker.call('conversation.open', {
        booth_id: world.booth('zinnwerk').booth_id,
        text: 'Vor dem Umzug',
      });
      expect(await world.server.stop()).toBe(0);

      const table = await world.server.moveStore(to);
      expect(table).toMatch(/^message +\d+ +\d+ .*equal$/m);
      expect(table).not.toContain('DIFFERENT');
      expect(world.server.address).toMatch(to === undefined ? /^sqlite:/ : /^postgres:/);
      await world.server.serve();

      const back = world.another(world.otherVisitor);
      const resumed = await back.joinOne({ stream, epoch, last: head });
      expect(resumed).toMatchObject({
        outcome: 'replayed',
        epoch,
        head: head + 1,
      });
      const again = world.another(speaker);
      expect(await again.call('conversation.send_message', say(`vor ${to}`), cid)).toEqual(sent);
      const after = await again.call('conversation.send_message', say('danach'));
      expect(after.n).toBe(head + 2);
      expect((await back.nextEvent('conversation.message', stream)).n).toBe(head + 2);
      expect((await again.joinOne(`conversation:${conversation_id}`)).snapshot).toMatchObject({
        conversation_id,
      });
      head += 2;
      speaker = again;
    }
  });
});
