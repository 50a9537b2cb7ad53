// What visitors do by the links in their mails, and the calendars outside that follow an address.
import type { Appointment } from '@protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { held, linkOf } from './support/booking-samples.ts';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

interface Linked {
  visitor: VirtualUser;
  appointment: Appointment;
  move: string;
  cancel: string;
}
async function linked(): Promise<Linked> {
  const made = await world.newAppointment();
  return {
    ...made,
    move: await linkOf(world, made.visitor, 'move'),
    cancel: await linkOf(world, made.visitor, 'cancel'),
  };
}
const damaged = (token: string) => `${token.slice(0, -8)}AAAAAAAA`;
/** As time would have it, an hour after its begin. */
const begun = ({ appointment_id }: Appointment) =>
  changeRows(
    world.server,
    'UPDATE appointment SET starts_at = ? WHERE id = ?',
    `${Date.now() - 3_600_000}`,
    appointment_id,
  );

success('appointment.get_by_link', 'says when and with whom, nothing of what was said', async () => {
  const visitor = await world.newVisitor();
  const fields = { slot_id: await world.newSlot(), reason: 'Vertraulich' };
  const { appointment } = await visitor.call('appointment.book', fields);
  for (const purpose of ['move', 'cancel'] as const) {
    const token = await linkOf(world, visitor, purpose);
    const { reason: _, ...shown } = appointment;
    const answer = await world.stranger.call('appointment.get_by_link', {
      token,
    });
    expect(answer).toEqual({ appointment: shown, purpose });
  }
});
failure('appointment.get_by_link', 'appointment.bad_link', 'the token was altered', async () => {
  const { move } = await linked();
  const fields = { token: damaged(move) };
  await world.stranger.expectError('appointment.bad_link', 'appointment.get_by_link', fields);
});
failure('appointment.get_by_link', 'appointment.link_expired', 'the appointment has begun', async () => {
  const { move: token, appointment } = await linked();
  await begun(appointment);
  await world.stranger.expectError('appointment.link_expired', 'appointment.get_by_link', { token });
});

success('appointment.cancel_by_link', 'calls it off; both sides see it', async () => {
  const { visitor, appointment, cancel: token } = await linked();
  await Promise.all([visitor, world.lead].map((person) => person.join(`day:${person.id}`)));
  await world.stranger.call('appointment.cancel_by_link', { token });
  for (const person of [visitor, world.lead]) {
    const { data } = await person.nextEvent('appointment.changed');
    expect(data.appointment).toMatchObject({
      appointment_id: appointment.appointment_id,
      state: 'cancelled',
      cancelled_by: visitor.id,
    });
  }
  expect(await world.stranger.http('appointment.cancel_by_link', { token })).toEqual({});
});
failure('appointment.cancel_by_link', 'appointment.bad_link', 'the link is for moving', async () => {
  const { visitor, move: token } = await linked();
  await world.stranger.expectError('appointment.bad_link', 'appointment.cancel_by_link', { token });
  expect((await visitor.call('appointment.list', {})).appointments[0]?.state).toBe('booked');
});
failure('appointment.cancel_by_link', 'appointment.link_expired', 'it has begun', async () => {
  const { cancel: token, appointment } = await linked();
  await begun(appointment);
  await world.stranger.expectError('appointment.link_expired', 'appointment.cancel_by_link', { token });
});
failure('appointment.cancel_by_link', 'appointment.over', 'it is done', async () => {
  const { cancel: token, appointment } = await linked();
  const sql = "UPDATE appointment SET state = 'done' WHERE id = ?";
  await changeRows(world.server, sql, appointment.appointment_id);
  await world.stranger.expectError('appointment.over', 'appointment.cancel_by_link', { token });
});

success('appointment.move_by_link', 'takes the other slot; the old one is free', async () => {
  const { visitor, appointment, move: token } = await linked();
  const slot_id = await world.newSlot({ member: world.colleague });
  const moved = await world.stranger.call('appointment.move_by_link', {
    token,
    slot_id,
  });
  expect(moved.appointment).toMatchObject({
    slot_id,
    name: 'Tom Tauscher',
    sequence: 1,
  });
  expect((await visitor.call('appointment.list', {})).appointments).toEqual([moved.appointment]);
  await (await world.newVisitor()).call('appointment.book', { slot_id: appointment.slot_id });
});
failure('appointment.move_by_link', 'appointment.bad_link', 'the link is for cancelling', async () => {
  const { cancel: token } = await linked();
  const fields = { token, slot_id: await world.newSlot() };
  await world.stranger.expectError('appointment.bad_link', 'appointment.move_by_link', fields);
});
failure('appointment.move_by_link', 'appointment.link_expired', 'it has begun', async () => {
  const { move: token, appointment } = await linked();
  await begun(appointment);
  const fields = { token, slot_id: await world.newSlot() };
  await world.stranger.expectError('appointment.link_expired', 'appointment.move_by_link', fields);
});
failure('appointment.move_by_link', 'appointment.over', 'it was called off', async () => {
  const { move, cancel } = await linked();
  await world.stranger.call('appointment.cancel_by_link', { token: cancel });
  const fields = { token: move, slot_id: await world.newSlot() };
  await world.stranger.expectError('appointment.over', 'appointment.move_by_link', fields);
});
failure('appointment.move_by_link', 'slot.taken', 'somebody holds it', async () => {
  const { move: token } = await linked();
  const { slot_id } = await held(world);
  await world.stranger.expectError('slot.taken', 'appointment.move_by_link', {
    token,
    slot_id,
  });
});
failure('appointment.move_by_link', 'slot.overlap', 'the visitor is elsewhere then', async () => {
  const { visitor, move: token } = await linked();
  const { starts_at } = (await visitor.call('appointment.book', { slot_id: await world.newSlot() }))
    .appointment;
  const windows = [{ from: starts_at, to: starts_at + 600_000 }];
  const wish = {
    booth_id: world.zinnwerk,
    person_id: world.colleague.id,
    windows,
    minutes: 10,
  };
  await world.lead.call('slot.open', wish);
  const { slots } = await world.stranger.call('slot.list', {
    booth_id: world.zinnwerk,
  });
  const { slot_id } = slots.find(
    (slot) => slot.starts_at === starts_at && slot.person_id === world.colleague.id,
  )!;
  await world.stranger.expectError('slot.overlap', 'appointment.move_by_link', { token, slot_id });
});
failure('appointment.move_by_link', 'slot.not_open', 'the team took it back', async () => {
  const { move: token } = await linked();
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.stranger.expectError('slot.not_open', 'appointment.move_by_link', { token, slot_id });
});

success('appointment.get_entry', 'is a calendar file with the UID of the mails', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  const { calendar } = await visitor.call('appointment.get_entry', {
    appointment_id,
  });
  expect(calendar).toContain(`\r\nUID:${appointment_id}@localhost\r\n`);
  const fields = { appointment_id };
  await world.visitor.expectError('session.not_found', 'appointment.get_entry', fields, 'appointment_id');
});

const pathOf = (url: string) => new URL(url).pathname;
const open = (url: string, init: RequestInit = {}) => fetch(`${world.server.origin}${pathOf(url)}`, init);
const feedOf = async (user: VirtualUser) =>
  ((await user.http('appointment.create_feed', {})) as { url: string }).url;

success('appointment.create_feed', 'makes an address that calendars follow without a log-in', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const url = await feedOf(visitor);
  expect(pathOf(url)).toMatch(/^\/calendar\/[\w-]{43}\.ics$/);
  const answer = await open(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  expect(await answer.text()).toContain(`UID:${appointment.appointment_id}@localhost`);
  await visitor.call('appointment.cancel', {
    appointment_id: appointment.appointment_id,
  });
  expect(await (await open(url)).text()).toContain('STATUS:CANCELLED');
  const again = await feedOf(visitor);
  expect((await open(url)).status).toBe(404);
  expect((await open(again)).status).toBe(200);
  // Nowhere in the store: changes as many rows as hold it.
  const secret = `%${pathOf(again).slice('/calendar/'.length, -'.ics'.length)}%`;
  for (const [table, column] of [
    ['command_log', 'reply'],
    ['appointment_feed', 'secret_hash'],
  ]) {
    const sql = `UPDATE ${table} SET ${column} = ${column} WHERE ${column} LIKE ?`;
    expect(await changeRows(world.server, sql, secret)).toBe(0);
  }
});
success('appointment.revoke_feed', 'ends the address', async () => {
  const visitor = await world.newVisitor();
  const url = await feedOf(visitor);
  expect((await open(url)).status).toBe(200);
  await visitor.call('appointment.revoke_feed', {});
  expect((await open(url)).status).toBe(404);
  await visitor.call('appointment.revoke_feed', {});
});

describe('addresses of calendars', () => {
  it('answer HEAD without content, nothing but reading, and 404 to guesses', async () => {
    const url = await feedOf(await world.newVisitor());
    const head = await open(url, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await head.text()).toBe('');
    expect((await open(url, { method: 'POST', body: '{}' })).status).toBe(405);
    for (const path of ['/calendar/', '/calendar/.ics', `/calendar/${'A'.repeat(43)}.ics`])
      expect((await open(`http://localhost${path}`)).status).toBe(404);
    expect((await open(url.replace('.ics', ''))).status).toBe(404);
  });
});

// Last: nothing can be booked behind it.
failure(
  'appointment.move_by_link',
  'fair.read_only',
  'when writing has ended, but one may call off',
  async () => {
    const { move: token, cancel } = await linked();
    const slot_id = await world.newSlot();
    await world.endWriting();
    await world.stranger.expectError('fair.read_only', 'appointment.move_by_link', { token, slot_id });
    await world.stranger.call('appointment.cancel_by_link', { token: cancel });
  },
);
