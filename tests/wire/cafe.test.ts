import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('cafe.sit', 'takes a seat, opens the table’s chat and tells everybody', async () => {
  const { table_id } = world.table('kaffee');
  await world.otherVisitor.join('cafe');
  const { conversation_id } = await world.visitor.call('cafe.sit', {
    table_id,
  });
  const { data } = await world.otherVisitor.nextEvent('cafe.seat_taken');
  expect(data).toMatchObject({
    table_id,
    seat: { person: { person_id: world.visitor.id, name: 'Vera Vogel' } },
  });
  const chat = await world.visitor.joinOne(`conversation:${conversation_id}`);
  expect(chat).toMatchObject({
    outcome: 'reset',
    snapshot: { kind: 'table' },
  });
  expect((await world.otherVisitor.joinOne(`conversation:${conversation_id}`)).outcome).toBe('denied');
  await world.visitor.call('cafe.stand_up', {});
});

success('cafe.sit', 'gives the old seat up in the same step', async () => {
  const user = await world.newVisitor();
  await user.call('cafe.sit', { table_id: world.table('schmal').table_id });
  await user.call('cafe.sit', { table_id: world.table('kaffee').table_id });
  const { tables } = await user.call('cafe.list', {});
  const places = tables.filter(({ seats }) => seats.some(({ person }) => person.person_id === user.id));
  expect(places.map(({ slug }) => slug)).toEqual(['kaffee']);
  await user.call('cafe.stand_up', {});
});

failure('cafe.sit', 'cafe.table_full', 'and nobody loses a seat by trying', async () => {
  const { table_id } = world.table('schmal');
  const [one, two, three] = [await world.newVisitor(), await world.newVisitor(), await world.newVisitor()];
  await one.call('cafe.sit', { table_id });
  await two.call('cafe.sit', { table_id });
  await three.call('cafe.sit', { table_id: world.table('kaffee').table_id });
  await three.expectError('cafe.table_full', 'cafe.sit', { table_id });
  const { tables } = await three.call('cafe.list', {});
  expect(tables.find(({ slug }) => slug === 'kaffee')?.seats.map(({ person }) => person.person_id)).toEqual([
    three.id,
  ]);
  await one.call('cafe.stand_up', {});
  await three.call('cafe.sit', { table_id });
  await two.call('cafe.stand_up', {});
  await three.call('cafe.stand_up', {});
});

it('seats exactly as many as there are seats when all come at once', async () => {
  const { table_id, seat_count } = world.table('kaffee');
  const people = await Promise.all(Array.from({ length: 14 }, () => world.newVisitor()));
  const outcomes = await Promise.allSettled(people.map((user) => user.call('cafe.sit', { table_id })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(seat_count);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'cafe.table_full' });
  }
  const { tables } = await world.visitor.call('cafe.list', {});
  expect(tables.find((table) => table.table_id === table_id)?.seats).toHaveLength(seat_count);
  await Promise.allSettled(people.map((user) => user.call('cafe.stand_up', {})));
});

success('cafe.stand_up', 'frees the seat and closes the chat to the one who left', async () => {
  const user = await world.newVisitor();
  const { table_id } = world.table('kaffee');
  const { conversation_id } = await user.call('cafe.sit', { table_id });
  await user.join(`conversation:${conversation_id}`);
  await world.otherVisitor.join('cafe');
  await user.call('cafe.stand_up', {});
  expect((await user.nextEvent('session.left')).data).toEqual({
    stream: `conversation:${conversation_id}`,
  });
  const { data } = await world.otherVisitor.nextEvent('cafe.seat_left');
  expect(data).toMatchObject({ table_id });
  await user.expectError('session.not_found', 'conversation.send_message', {
    conversation_id,
    text: 'Noch da?',
  });
});

failure('cafe.stand_up', 'cafe.not_seated', 'nobody sits there', async () => {
  await (await world.newVisitor()).expectError('cafe.not_seated', 'cafe.stand_up', {});
});

success('cafe.list', 'shows the tables in the order of their slugs', async () => {
  const { tables } = await world.visitor.call('cafe.list', {});
  expect(tables).toMatchObject([
    { slug: 'kaffee', seat_count: 8, seats: [] },
    { slug: 'schmal', seat_count: 2, seats: [], host: 'Lea' },
  ]);
});
