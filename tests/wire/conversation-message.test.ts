import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { said } from './support/samples.ts';
import { expectRefusal } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('conversation.send_message', 'reaches the other side with the sender’s badge', async () => {
  const { id, visitor } = await world.takenTalk();
  await visitor.join(`conversation:${id}`);
  const cid = world.lead.newCid();
  const { message_id, n } = await world.lead.call(
    'conversation.send_message',
    { conversation_id: id, text: 'Guten Tag' },
    cid,
  );
  const event = await visitor.nextEvent('conversation.message', `conversation:${id}`);
  expect(event.n).toBe(n);
  expect(event.data.message).toMatchObject({
    message_id,
    n,
    kind: 'text',
    text: 'Guten Tag',
    cid,
    author: {
      person_id: world.lead.id,
      booth_id: world.zinnwerk,
      booth_name: 'Zinnwerk Probe GmbH',
    },
  });
});

success('conversation.send_message', 'by the booth takes a waiting talk', async () => {
  const { id, visitor } = await world.waitingTalk();
  await world.colleague.call('conversation.send_message', {
    conversation_id: id,
    text: 'Ich bin da.',
  });
  expect(await world.conversation(visitor, id)).toMatchObject({
    state: 'active',
    owner: { person_id: world.colleague.id },
  });
});

success('conversation.send_message', 'in a room is for everybody with an account', async () => {
  const { conversation_id } = world.room('foyer');
  await world.neighbour.join(`conversation:${conversation_id}`);
  await world.visitor.call('conversation.send_message', {
    conversation_id,
    text: 'Guten Morgen zusammen',
  });
  const { data } = await world.neighbour.nextEvent('conversation.message', `conversation:${conversation_id}`);
  expect(data.message.text).toBe('Guten Morgen zusammen');
});

failure('conversation.send_message', 'conversation.closed', 'the talk has ended', async () => {
  const { id, visitor } = await world.closedTalk();
  await visitor.expectError('conversation.closed', 'conversation.send_message', {
    conversation_id: id,
    text: 'Noch da?',
  });
});

success('conversation.react', 'adds and removes the own reaction', async () => {
  const { user, conversation_id, message_id } = await said(world);
  const react = (who: World['lead'], emoji: string, on: boolean) =>
    who.call('conversation.react', { message_id, emoji, on });
  await react(world.lead, '👍', true);
  await react(user, '🎉', true);
  await react(user, '👍', true);
  await react(user, '👍', true);
  const reactions = async () =>
    (await world.conversation(user, conversation_id)).messages.find(
      (message) => message.message_id === message_id,
    )?.reactions;
  expect(await reactions()).toEqual([
    { emoji: '👍', people: [world.lead.id, user.id] },
    { emoji: '🎉', people: [user.id] },
  ]);
  await react(user, '🎉', false);
  expect(await reactions()).toEqual([{ emoji: '👍', people: [world.lead.id, user.id] }]);
});

failure('conversation.react', 'conversation.message_deleted', 'there is nothing to react to', async () => {
  const { user, message_id } = await said(world);
  await user.call('conversation.delete_message', { message_id });
  await user.expectError('conversation.message_deleted', 'conversation.react', {
    message_id,
    emoji: '👍',
    on: true,
  });
});

failure('conversation.react', 'conversation.too_many_reactions', 'twenty kinds are enough', async () => {
  const { user, message_id } = await said(world);
  const emojis = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔'];
  for (const emoji of emojis.slice(0, 20))
    await user.call('conversation.react', { message_id, emoji, on: true });
  const one_more = { message_id, emoji: emojis[20], on: true };
  await user.expectError('conversation.too_many_reactions', 'conversation.react', one_more);
  await world.lead.call('conversation.react', {
    message_id,
    emoji: emojis[0] ?? '',
    on: true,
  });
});

failure('conversation.react', 'session.invalid_field', 'words are no reaction', async () => {
  const { user, message_id } = await said(world);
  for (const emoji of ['ok', 'a👍', ' ']) {
    await user.expectError(
      'session.invalid_field',
      'conversation.react',
      { message_id, emoji, on: true },
      'emoji',
    );
  }
});

success('conversation.mark_read', 'moves forward only', async () => {
  const { user, conversation_id, n } = await said(world);
  const mark = (value: number) => world.lead.call('conversation.mark_read', { conversation_id, n: value });
  const marks = async () =>
    (await world.conversation(user, conversation_id)).read_marks.find(
      (one) => one.person_id === world.lead.id,
    );
  await mark(n);
  expect(await marks()).toEqual({ person_id: world.lead.id, n });
  await mark(1);
  expect(await marks()).toEqual({ person_id: world.lead.id, n });
});

success('conversation.type', 'tells the others, and not oneself', async () => {
  const { user, conversation_id } = await said(world);
  const stream = `conversation:${conversation_id}`;
  await user.join(stream);
  await world.lead.join(stream);
  await user.call('conversation.type', { conversation_id });
  const { data, n } = await world.lead.nextEvent('conversation.typing', stream);
  expect(data).toEqual({ person_id: user.id, name: user.me?.name });
  expect(n).toBeUndefined();
  expect(user.events.filter(({ on }) => on === 'conversation.typing')).toEqual([]);
});

failure('conversation.type', 'session.not_joined', 'only who follows the talk may say so', async () => {
  const { conversation_id } = await said(world);
  await world.another(world.lead).expectError('session.not_joined', 'conversation.type', {
    conversation_id,
  });
});

success('conversation.list_messages', 'pages back, oldest first', async () => {
  const { user, conversation_id } = await said(world);
  const sent: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    sent.push(
      (
        await user.call('conversation.send_message', {
          conversation_id,
          text: `Nummer ${i}`,
        })
      ).n,
    );
  }
  const page = (before_n: number, limit: number) =>
    user.call('conversation.list_messages', {
      conversation_id,
      before_n,
      limit,
    });
  const newest = await page(1000, 2);
  expect(newest).toMatchObject({
    has_more: true,
    messages: [{ n: sent[3] }, { n: sent[4] }],
  });
  const before = await page(sent[3] ?? 0, 2);
  expect(before.messages.map(({ n }) => n)).toEqual([sent[1], sent[2]]);
  expect(await page(1, 2)).toEqual({ messages: [], has_more: false });
});

it('texts of nothing but spaces are no messages', async () => {
  const { user, conversation_id } = await said(world);
  const empty = user.send('conversation.send_message', {
    conversation_id,
    text: ' \n ',
  });
  await expectRefusal(empty, 'session.invalid_field', 'text');
});
