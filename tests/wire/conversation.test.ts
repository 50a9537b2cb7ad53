import type { ConversationSnapshot, DeskSnapshot, UserSnapshot } from '@protocol';
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

const talkOf = async (user: World['lead'], id: string) =>
  (await world.another(user).joinOne(`conversation:${id}`)).snapshot as ConversationSnapshot;

success('conversation.open', 'begins a talk that the booth sees at once', async () => {
  await world.lead.join(`booth:${world.zinnwerk}:staff`);
  const user = await world.newVisitor();
  const { jobs } = await user.call('booth.list_jobs', { words: 'Gießer' });
  const { conversation_id } = await user.call('conversation.open', {
    booth_id: world.zinnwerk,
    text: 'Ich komme wegen der Stelle.',
    job_id: jobs[0]?.job_id as never,
  });
  const { data } = await world.lead.nextEvent('conversation.desk_changed');
  expect(data.conversation).toMatchObject({
    conversation_id,
    state: 'waiting',
    job_title: 'Gießer',
  });
  const talk = await talkOf(user, conversation_id);
  expect(talk).toMatchObject({
    kind: 'talk',
    state: 'waiting',
    visitor: { person_id: user.id },
    job: { slug: 'giesser' },
  });
  expect(talk.messages.map(({ text }) => text)).toEqual(['Ich komme wegen der Stelle.']);
});

success('conversation.open', 'continues an open talk with the same booth', async () => {
  const { id, visitor } = await world.waitingTalk();
  const again = await visitor.call('conversation.open', {
    booth_id: world.zinnwerk,
    text: 'Noch da?',
  });
  expect(again.conversation_id).toBe(id);
  expect((await talkOf(visitor, id)).messages.map(({ text }) => text)).toEqual(['Glück auf!', 'Noch da?']);
});

success('conversation.take', 'is won by exactly one', async () => {
  const { id, visitor } = await world.waitingTalk();
  const outcomes = await Promise.allSettled(
    [world.lead, world.colleague].map((user) => user.call('conversation.take', { conversation_id: id })),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({ code: 'conversation.already_taken' });
  const winner = outcomes[0]?.status === 'fulfilled' ? world.lead : world.colleague;
  expect(await talkOf(visitor, id)).toMatchObject({
    state: 'active',
    owner: { person_id: winner.id },
  });
});

failure('conversation.take', 'conversation.already_taken', 'a colleague has it', async () => {
  const { id } = await world.takenTalk();
  await world.colleague.expectError('conversation.already_taken', 'conversation.take', {
    conversation_id: id,
  });
});

failure('conversation.take', 'conversation.closed', 'it has ended', async () => {
  const { id } = await world.closedTalk();
  await world.colleague.expectError('conversation.closed', 'conversation.take', { conversation_id: id });
});

it('other booths find nothing of a talk', async () => {
  const { id } = await world.waitingTalk();
  const fields = { conversation_id: id };
  for (const stranger of [world.neighbour, world.otherVisitor, world.moderator, world.organiser]) {
    expect((await world.another(stranger).joinOne(`conversation:${id}`)).outcome).toBe('denied');
    await stranger.expectError('session.not_found', 'conversation.send_message', {
      ...fields,
      text: 'Hallo',
    });
    await stranger.expectError('session.not_found', 'conversation.list_messages', { ...fields, before_n: 9 });
    await stranger.expectError('session.not_found', 'conversation.close', fields);
  }
  await world.neighbour.expectError('session.not_found', 'conversation.take', fields);
  expect((await world.neighbour.joinOne(`booth:${world.zinnwerk}:staff`)).outcome).toBe('denied');
  expect((await world.visitor.joinOne(`user:${world.otherVisitor.id}`)).outcome).toBe('denied');
});

success('conversation.close', 'ends the talk for both, and both may', async () => {
  const { id, visitor } = await world.takenTalk();
  await visitor.join(`conversation:${id}`);
  await world.lead.call('conversation.close', { conversation_id: id });
  expect((await visitor.nextEvent('conversation.state_changed', `conversation:${id}`)).data.state).toBe(
    'closed',
  );
  const other = await world.takenTalk();
  await other.visitor.call('conversation.close', {
    conversation_id: other.id,
  });
  expect((await talkOf(other.visitor, other.id)).messages.at(-1)).toMatchObject({
    kind: 'system',
    text: 'closed',
  });
});

failure('conversation.close', 'conversation.closed', 'it has ended before', async () => {
  const { id, visitor } = await world.closedTalk();
  await visitor.expectError('conversation.closed', 'conversation.close', {
    conversation_id: id,
  });
});

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
  expect(await talkOf(visitor, id)).toMatchObject({
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

success('conversation.edit_message', 'changes the text for everybody', async () => {
  const { user, conversation_id, message_id } = await said(world);
  await world.lead.join(`conversation:${conversation_id}`);
  await user.call('conversation.edit_message', {
    message_id,
    text: 'Hallo zusammen',
  });
  const { data } = await world.lead.nextEvent(
    'conversation.message_edited',
    `conversation:${conversation_id}`,
  );
  expect(data).toMatchObject({ message_id, text: 'Hallo zusammen' });
});

failure('conversation.edit_message', 'conversation.not_author', 'it is somebody else’s', async () => {
  const { message_id } = await said(world);
  await world.lead.expectError('conversation.not_author', 'conversation.edit_message', {
    message_id,
    text: 'Anders',
  });
});

failure(
  'conversation.edit_message',
  'conversation.message_deleted',
  'there is nothing to change',
  async () => {
    const { user, message_id } = await said(world);
    await user.call('conversation.delete_message', { message_id });
    await user.expectError('conversation.message_deleted', 'conversation.edit_message', {
      message_id,
      text: 'Anders',
    });
  },
);

failure('conversation.edit_message', 'conversation.closed', 'the talk has ended', async () => {
  const { user, message_id, conversation_id } = await said(world);
  await user.call('conversation.close', { conversation_id });
  await user.expectError('conversation.closed', 'conversation.edit_message', {
    message_id,
    text: 'Anders',
  });
});

success(
  'conversation.delete_message',
  'removes the text for everybody, also from the past that is replayed',
  async () => {
    const { user, conversation_id, message_id } = await said(world);
    const stream = `conversation:${conversation_id}`;
    const start = await world.lead.joinOne(stream);
    const { message_id: secret } = await user.call('conversation.send_message', {
      conversation_id,
      text: 'Geheimnis',
    });
    await user.call('conversation.edit_message', {
      message_id: secret,
      text: 'Geheimnis zwei',
    });
    await user.call('conversation.delete_message', { message_id: secret });
    const { data } = await world.lead.nextEvent('conversation.message_deleted', stream);
    expect(data).toEqual({ message_id: secret });
    const { epoch, head } = start;
    const replay = await world.another(world.lead).joinOne({ stream, epoch: epoch ?? '', last: head ?? 0 });
    expect(replay.outcome).toBe('replayed');
    expect(JSON.stringify(replay)).not.toContain('Geheimnis');
    expect(JSON.stringify(await talkOf(user, conversation_id))).not.toContain('Geheimnis');
    const page = await user.call('conversation.list_messages', {
      conversation_id,
      before_n: 1000,
    });
    expect(JSON.stringify(page)).not.toContain('Geheimnis');
    const list = (await world.another(user).joinOne(`user:${user.id}`)).snapshot as UserSnapshot;
    expect(JSON.stringify(list)).not.toContain('Geheimnis');
    expect(message_id).not.toBe(secret);
  },
);

success('conversation.delete_message', 'by moderators reaches rooms, and not talks', async () => {
  const { conversation_id } = world.room('flur');
  const { message_id } = await world.visitor.call('conversation.send_message', {
    conversation_id,
    text: 'Unfug',
  });
  await world.moderator.call('conversation.delete_message', { message_id });
  expect((await talkOf(world.visitor, conversation_id)).messages.at(-1)).toMatchObject({
    message_id,
    text: '',
    is_deleted: true,
  });
  const talk = await said(world);
  await world.moderator.expectError('session.not_found', 'conversation.delete_message', {
    message_id: talk.message_id,
  });
});

failure('conversation.delete_message', 'conversation.not_author', 'it is somebody else’s', async () => {
  const { message_id } = await said(world);
  await world.lead.expectError('conversation.not_author', 'conversation.delete_message', { message_id });
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
    (await talkOf(user, conversation_id)).messages.find((message) => message.message_id === message_id)
      ?.reactions;
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
    (await talkOf(user, conversation_id)).read_marks.find((one) => one.person_id === world.lead.id);
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

success('conversation.list_rooms', 'shows the open rooms', async () => {
  const { rooms } = await world.stranger.call('conversation.list_rooms', {});
  expect(rooms.map(({ slug, title }) => [slug, title.en])).toEqual([
    ['foyer', 'Foyer'],
    ['flur', 'Corridor'],
  ]);
});

it('members who only take what is handed over see no waiting talk', async () => {
  const { id } = await world.waitingTalk();
  expect((await world.another(world.handover).joinOne(`conversation:${id}`)).outcome).toBe('denied');
  await world.handover.expectError('session.not_found', 'conversation.take', {
    conversation_id: id,
  });
});

it('the desk shows who waits first, then who is talking', async () => {
  const { snapshot } = await world.another(world.lead).joinOne(`booth:${world.zinnwerk}:staff`);
  const order = (snapshot as DeskSnapshot).conversations.map(({ state }) => state);
  const rank = { waiting: 0, active: 1, closed: 2 };
  expect(order).toEqual(order.toSorted((one, other) => rank[one] - rank[other]));
  expect(new Set(order)).toEqual(new Set(['waiting', 'active', 'closed']));
});

it('texts of nothing but spaces are no messages', async () => {
  const { user, conversation_id } = await said(world);
  const empty = user.send('conversation.send_message', {
    conversation_id,
    text: ' \n ',
  });
  await expectRefusal(empty, 'session.invalid_field', 'text');
});
