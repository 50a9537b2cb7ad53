import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import { fullBooth, newWaiter, offered, openSlot, waitingOf } from './support/waiting.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('waitlist.join', 'shows the place on the own day, and the team how many wait', async () => {
  const booth_id = await fullBooth(world);
  const first = await newWaiter(world);
  const user = await world.newVisitor();
  const team = world.another(world.neighbour);
  await team.join(`calendar:${booth_id}:staff`);
  await user.join(`day:${user.id}`);
  const wish = { booth_id, person_id: world.neighbour.id, short_notice: true };
  const { entry, ahead } = await user.call('waitlist.join', wish);
  expect(entry).toMatchObject({ ...wish, booth_slug: 'aeschen', name: 'Otto Oehme' });
  expect(ahead).toBe(1);
  expect((await user.nextEvent('waitlist.changed')).data).toEqual({ entry });
  expect((await team.nextEvent('waitlist.counted')).data).toEqual({ waiting: 2 });
  expect(await waitingOf(first)).toHaveLength(1);
  await user.call('waitlist.leave', { booth_id });
});

failure('waitlist.join', 'waitlist.free_slots', 'there is something to book', async () => {
  const booth_id = await fullBooth(world);
  const slot_id = await openSlot(world);
  const user = await world.newVisitor();
  await user.expectError('waitlist.free_slots', 'waitlist.join', { booth_id, short_notice: false });
  await user.call('appointment.book', { slot_id });
});

failure('waitlist.join', 'waitlist.booked', 'who has an appointment there moves it instead', async () => {
  const booth_id = await fullBooth(world);
  const user = await world.newVisitor();
  await user.call('appointment.book', { slot_id: await openSlot(world) });
  await user.expectError('waitlist.booked', 'waitlist.join', { booth_id, short_notice: true });
});

failure('waitlist.join', 'waitlist.too_many', 'at five booths already', async () => {
  const booth_id = await fullBooth(world);
  const user = await world.newVisitor();
  for (const booth of ['1', '2', '3', '4', '5']) {
    const sql =
      'INSERT INTO waitlist (id, n, booth_id, person_id, short_notice, joined_at, unanswered) ' +
      "VALUES (? || substr(?, 2), 1, '01arz3ndektsv4rrffq69g5fa' || ?, ?, 0, 1, 0)";
    await changeRows(world.server, sql, booth, user.id, booth, user.id);
  }
  await user.expectError('waitlist.too_many', 'waitlist.join', { booth_id, short_notice: true });
  await changeRows(world.server, 'DELETE FROM waitlist WHERE person_id = ?', user.id);
});

failure('waitlist.join', 'slot.too_many', 'with ten appointments', async () => {
  const booth_id = await fullBooth(world);
  const user = await world.newVisitor();
  for (const slot_id of await world.newSlots(10)) await user.call('appointment.book', { slot_id });
  await user.expectError('slot.too_many', 'waitlist.join', { booth_id, short_notice: true });
});

success('waitlist.leave', 'lets the offered seat go to the next', async () => {
  const { user, booth_id, slot_id } = await offered(world);
  const next = await newWaiter(world);
  await next.join(`day:${next.id}`);
  await user.join(`day:${user.id}`);
  await user.call('waitlist.leave', { booth_id });
  expect((await user.nextEvent('waitlist.removed')).data).toEqual({ booth_id, reason: 'left' });
  expect((await next.nextEvent('waitlist.changed')).data.entry.offer?.slot.slot_id).toBe(slot_id);
  await user.call('waitlist.leave', { booth_id });
  expect(await waitingOf(user)).toEqual([]);
});

success('waitlist.decline', 'lets it go to the next, and the person waits on', async () => {
  const { user, booth_id, slot_id } = await offered(world);
  const next = await newWaiter(world);
  const { entry } = await user.call('waitlist.decline', { booth_id, slot_id });
  expect(entry.offer).toBeUndefined();
  expect(await waitingOf(user)).toEqual([entry]);
  expect((await waitingOf(next))[0]?.offer).toMatchObject({ slot: { slot_id } });
});

failure('waitlist.decline', 'waitlist.no_offer', 'it is offered to somebody else', async () => {
  const { user, booth_id, slot_id } = await offered(world);
  const next = await newWaiter(world);
  await next.expectError('waitlist.no_offer', 'waitlist.decline', { booth_id, slot_id });
  expect((await waitingOf(user))[0]?.offer).toMatchObject({ slot: { slot_id } });
});

success('waitlist.count', 'tells the team and organisers how many wait, and no other team', async () => {
  const booth_id = await fullBooth(world);
  await newWaiter(world);
  expect(await world.neighbour.call('waitlist.count', { booth_id })).toEqual({ waiting: 1 });
  expect(await world.organiser.call('waitlist.count', { booth_id })).toEqual({ waiting: 1 });
  await world.lead.expectError('session.not_found', 'waitlist.count', { booth_id }, 'booth_id');
});

it('a seat that is given back is offered on the spot, told with its deadline, mailed, and booked', async () => {
  const booth_id = await fullBooth(world);
  const guest = await world.newVisitor();
  const slot_id = await openSlot(world);
  const { appointment } = await guest.call('appointment.book', { slot_id });
  const user = await newWaiter(world);
  await user.join(`day:${user.id}`);
  const watcher = world.another(world.stranger);
  await watcher.join(`calendar:${booth_id}`);
  await guest.call('appointment.cancel', { appointment_id: appointment.appointment_id });
  const { entry } = (await user.nextEvent('waitlist.changed')).data;
  expect(entry.offer).toMatchObject({ slot: { slot_id, free_seats: 0 } });
  expect(entry.offer!.until - Date.now()).toBeGreaterThan(14 * 60_000);
  expect((await watcher.nextEvent('slot.changed')).data.slot).toMatchObject({ slot_id, free_seats: 0 });
  await world.visitor.expectError('slot.taken', 'appointment.book', { slot_id });
  await user.call('appointment.book', { slot_id });
  expect((await user.nextEvent('waitlist.removed')).data).toEqual({ booth_id, reason: 'booked' });
  const { mails } = await world.organiser.call('mail.list_outgoing', { limit: 50 });
  const mail = mails.find(
    ({ to, subject }) => to === user.me?.email && subject.startsWith('Ein Termin ist frei'),
  );
  expect(mail?.text).toContain('/booth/aeschen/book');
});

it('an offer that runs out goes to the next by itself', async () => {
  const { user, slot_id } = await offered(world);
  const next = await newWaiter(world);
  await user.join(`day:${user.id}`);
  await next.join(`day:${next.id}`);
  const earlier =
    world.server.store === undefined
      ? `json_set(offer, '$.until', 1)`
      : `jsonb_set(offer::jsonb, '{until}', '1')::text`;
  expect(
    await changeRows(world.server, `UPDATE waitlist SET offer = ${earlier} WHERE person_id = ?`, user.id),
  ).toBe(1);
  const sql = `UPDATE timer SET due_at = 1 WHERE kind = 'waitlist.offer'
    AND subject = (SELECT id FROM waitlist WHERE person_id = ?)`;
  expect(await changeRows(world.server, sql, user.id)).toBe(1);
  expect((await user.nextEvent('waitlist.changed')).data.entry.offer).toBeUndefined();
  expect((await next.nextEvent('waitlist.changed')).data.entry.offer?.slot.slot_id).toBe(slot_id);
});

failure('waitlist.join', 'fair.read_only', 'when writing has ended', async () => {
  const booth_id = await fullBooth(world);
  await world.endWriting();
  await world.visitor.expectError('fair.read_only', 'waitlist.join', { booth_id, short_notice: true });
});
