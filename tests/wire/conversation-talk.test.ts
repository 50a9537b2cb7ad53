import type { DeskSnapshot } from '@protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

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
  const talk = await world.conversation(user, conversation_id);
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
  expect((await world.conversation(visitor, id)).messages.map(({ text }) => text)).toEqual([
    'Glück auf!',
    'Noch da?',
  ]);
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
  expect(await world.conversation(visitor, id)).toMatchObject({
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
  expect((await world.conversation(other.visitor, other.id)).messages.at(-1)).toMatchObject({
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
