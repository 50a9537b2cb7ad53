import { definition, type CommandName } from '@protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from './support/samples.ts';
import { expectRefusal } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** Those that hand out a cookie hand it out again when they are repeated; all other writes are remembered. */
const remembered = (Object.keys(definition.commands) as CommandName[]).filter((name) => {
  const { kind, is_http_only } = definition.commands[name];
  return kind === 'write' && !is_http_only;
});

/** Newest numbers of the streams, as somebody who may see them all is told. */
async function heads(streams: string[]): Promise<(number | undefined)[]> {
  const seen = await Promise.all(
    streams.map(async (stream) => {
      const owner = world.ownerOf(stream);
      const users = [world.visitor, world.lead, world.neighbour, ...(owner ? [owner] : [])];
      for (const user of users) {
        const { outcome, head } = await world.another(user).joinOne(stream);
        if (outcome !== 'denied') return head;
      }
      throw new Error(`nobody may see ${stream}`);
    }),
  );
  return seen;
}

describe.each(remembered)('%s, sent twice with one cid', (name) => {
  it('has one effect and gives the same answer, also over the other way', async () => {
    const { user, fields, affects = [] } = await samples[name](world);
    const cid = user.newCid();
    const first = await user.send(name, fields, cid);
    const before = await heads(affects);
    expect(await user.send(name, fields, cid)).toEqual(first);
    expect(await user.http(name, fields, cid)).toEqual(first);
    expect(await heads(affects)).toEqual(before);
  });

  it('at once, has one effect too', async () => {
    const { user, fields, affects = [] } = await samples[name](world);
    const cid = user.newCid();
    const [one, two] = await Promise.all([user.send(name, fields, cid), user.http(name, fields, cid)]);
    expect(two).toEqual(one);
    const after = await heads(affects);
    await user.send(name, fields, cid);
    expect(await heads(affects)).toEqual(after);
  });

  it('is refused with other content', async () => {
    const { user, fields } = await samples[name](world);
    const cid = user.newCid();
    await user.send(name, fields, cid);
    const other =
      name === 'account.update_profile'
        ? user.send(
            'conversation.mark_read',
            { conversation_id: world.room('foyer').conversation_id, n: 1 },
            cid,
          )
        : user.send('account.update_profile', { name: 'Ganz Anders', locale: 'en' }, cid);
    await expectRefusal(other, 'session.cid_reused');
  });

  // Prepared commands carry passwords; of these the server remembers no trace, so it cannot compare them.
  if (!definition.commands[name].is_prepared)
    it('is refused with other values of its own fields', async () => {
      const { user, fields } = await samples[name](world);
      const changed = Object.entries(fields).find(
        ([, value]) => typeof value === 'string' && value.includes(' '),
      );
      if (!changed) return;
      const cid = user.newCid();
      await user.send(name, fields, cid);
      const other = { ...fields, [changed[0]]: `${changed[1] as string} mehr` };
      await expectRefusal(user.send(name, other, cid), 'session.cid_reused');
    });

  it('belongs to its sender: another person may use the same cid', async () => {
    const { user, fields } = await samples[name](world);
    const cid = user.newCid();
    await user.send(name, fields, cid);
    const stranger = await world.newVisitor();
    expect(
      await stranger.send('account.update_profile', { name: 'Jemand Anderes', locale: 'de' }, cid),
    ).toHaveProperty('me');
  });
});
