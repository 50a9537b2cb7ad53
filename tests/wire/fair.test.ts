import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { FairServer } from './support/fair-server.ts';
import { said } from './support/samples.ts';
import { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

describe('a live fair', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  success('fair.get', 'shows the fair to everybody', async () => {
    const { fair } = await world.stranger.call('fair.get', {});
    expect(fair).toMatchObject({
      slug: 'probe',
      title: { de: 'Probemesse', en: 'Rehearsal fair' },
      zone: 'Europe/Berlin',
      address_form: 'Sie',
      phase: 'live',
      is_demo: true,
      shows_mail: true,
    });
    expect(fair.halls.map(({ slug }) => slug)).toEqual(['oben', 'unten']);
    expect(fair.programme.map(({ slug }) => slug)).toEqual(['start', 'zinn']);
    expect((await world.stranger.joinOne('fair')).snapshot).toEqual(fair);
  });

  success('fair.list_topics', 'shows the Welcome Center’s cards', async () => {
    const { topics } = await world.stranger.call('fair.list_topics', {});
    expect(topics).toMatchObject([
      {
        slug: 'wohnen',
        booth_slug: 'amt',
        link_url: 'https://amt.example/wohnen',
      },
    ]);
  });

  it('is the same after a second import', async () => {
    const before = await world.stranger.call('booth.list', {});
    await world.server.import((await import('./support/fair-server.ts')).fairFolder);
    expect(await world.stranger.call('booth.list', {})).toEqual(before);
  });
});

failure('fair.get', 'fair.none', 'before the first import', async () => {
  const server = await FairServer.start({ fair: null });
  const user = new VirtualUser(server);
  await user.expectError('fair.none', 'fair.get', {});
  await user.cut();
  await server.remove();
});

describe('a fair that has closed its books', () => {
  let world: World;
  let talk: Awaited<ReturnType<typeof said>>;
  beforeAll(async () => {
    world = await World.open();
    talk = await said(world);
    await world.server.stop();
    await world.server.importWith((toml) =>
      toml
        .replace(/after = .*/, 'after = "-3h"')
        .replace(/live = .*/, 'live = "-5h"')
        .replace(/write_until = .*/, 'write_until = "-1h"'),
    );
    await world.server.serve();
    for (const user of [world.visitor, talk.user, world.lead]) await user.cut();
  });
  afterAll(() => world.close());

  failure('conversation.open', 'fair.read_only', 'no new talk', async () => {
    const fields = { booth_id: world.zinnwerk, text: 'Zu spät?' };
    await world.visitor.expectError('fair.read_only', 'conversation.open', fields);
  });
  failure('conversation.send_message', 'fair.read_only', 'no new message', async () => {
    const fields = {
      conversation_id: talk.conversation_id,
      text: 'Zu spät?',
    };
    await talk.user.expectError('fair.read_only', 'conversation.send_message', fields);
  });
  failure('conversation.edit_message', 'fair.read_only', 'no change', async () => {
    const fields = { message_id: talk.message_id, text: 'Zu spät?' };
    await talk.user.expectError('fair.read_only', 'conversation.edit_message', fields);
  });
  failure('conversation.react', 'fair.read_only', 'no reaction', async () => {
    const fields = { message_id: talk.message_id, emoji: '👍', on: true };
    await talk.user.expectError('fair.read_only', 'conversation.react', fields);
  });
  failure('cafe.sit', 'fair.read_only', 'no seat', async () => {
    await world.visitor.expectError('fair.read_only', 'cafe.sit', {
      table_id: world.table('kaffee').table_id,
    });
  });

  it('can still be read, and people may delete what they said', async () => {
    expect((await world.stranger.call('fair.get', {})).fair.phase).toBe('read_only');
    const page = await talk.user.call('conversation.list_messages', {
      conversation_id: talk.conversation_id,
      before_n: 1000,
    });
    expect(page.messages.map(({ text }) => text)).toContain('Hallo');
    await talk.user.call('conversation.delete_message', {
      message_id: talk.message_id,
    });
  });
});
