import type { Appointment, SlotId } from '@protocol';
import { afterAll, beforeAll, expect } from 'vitest';
import { held } from './support/booking-samples.ts';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** A slot of a colleague at the time of the appointment. */
async function besides(starts_at: number, member = world.colleague): Promise<SlotId> {
  const windows = [{ from: starts_at, to: starts_at + 600_000 }];
  await world.lead.call('slot.open', {
    booth_id: world.zinnwerk,
    person_id: member.id,
    windows,
    minutes: 10,
  });
  const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  return slots.find((slot) => slot.starts_at === starts_at && slot.person_id === member.id)!.slot_id;
}

success('appointment.book', 'turns the hold into an appointment that both sides see', async () => {
  const { user, slot_id, generation } = await held(world);
  await Promise.all([user, world.lead].map((person) => person.join(`day:${person.id}`)));
  const { appointment } = await user.call('appointment.book', { slot_id, generation, reason: 'Zwei Fragen' });
  expect(appointment).toMatchObject({
    slot_id,
    booth_slug: 'zinnwerk',
    name: 'Lea Lötzsch',
    visitor: { person_id: user.id },
    state: 'booked',
    reason: 'Zwei Fragen',
    zone: 'Europe/Berlin',
    sequence: 0,
    by_staff: false,
  });
  expect((await user.nextEvent('slot.hold_ended')).data).toEqual({ slot_id, generation });
  expect((await user.nextEvent('appointment.changed')).data).toEqual({ appointment });
  expect((await world.lead.nextEvent('appointment.changed')).data).toEqual({ appointment });
});

failure('appointment.book', 'slot.taken', 'somebody holds it', async () => {
  const { slot_id } = await held(world);
  await world.visitor.expectError('slot.taken', 'appointment.book', { slot_id });
});

failure('appointment.book', 'slot.overlap', 'the person is elsewhere then', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const slot_id = await besides(appointment.starts_at);
  await visitor.expectError('slot.overlap', 'appointment.book', { slot_id });
});

failure('appointment.book', 'slot.too_many', 'ten are as many as one may have', async () => {
  const visitor = await world.newVisitor();
  const slots = await world.newSlots(11);
  for (const slot_id of slots.slice(0, 10)) await visitor.call('appointment.book', { slot_id });
  await visitor.expectError('slot.too_many', 'appointment.book', { slot_id: slots[10] });
});

failure('appointment.book', 'slot.not_open', 'the team took it back', async () => {
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.visitor.expectError('slot.not_open', 'appointment.book', { slot_id });
});

failure('appointment.book', 'slot.hold_lost', 'the hold was given up', async () => {
  const { user, slot_id, generation } = await held(world);
  await user.call('slot.release', { slot_id, generation });
  await user.expectError('slot.hold_lost', 'appointment.book', { slot_id, generation });
});

success('appointment.book_for', 'books for somebody who called, and says who did', async () => {
  const visitor = await world.newVisitor();
  const slot_id = await world.newSlot();
  const email = visitor.me!.email;
  const { appointment } = await world.colleague.call('appointment.book_for', { slot_id, email });
  expect(appointment).toMatchObject({ visitor: { person_id: visitor.id }, by_staff: true });
  expect((await visitor.call('appointment.list', {})).appointments).toEqual([appointment]);
  await world.neighbour.expectError(
    'session.not_found',
    'appointment.book_for',
    { slot_id, email },
    'slot_id',
  );
});

failure('appointment.book_for', 'appointment.no_account', 'nobody has this address', async () => {
  const fields = { slot_id: await world.newSlot(), email: world.newEmail() };
  await world.lead.expectError('appointment.no_account', 'appointment.book_for', fields);
});

const bookFor = (slot_id: string | undefined, email = world.visitor.me!.email) => ({ slot_id, email });

failure('appointment.book_for', 'slot.taken', 'somebody has it', async () => {
  const { slot_id } = await held(world);
  await world.lead.expectError('slot.taken', 'appointment.book_for', bookFor(slot_id));
});

failure('appointment.book_for', 'slot.overlap', 'the caller is elsewhere then', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const slot_id = await besides(appointment.starts_at);
  await world.lead.expectError('slot.overlap', 'appointment.book_for', bookFor(slot_id, visitor.me!.email));
});

failure('appointment.book_for', 'slot.too_many', 'the caller has ten', async () => {
  const visitor = await world.newVisitor();
  const slots = await world.newSlots(11);
  for (const slot_id of slots.slice(0, 10)) await visitor.call('appointment.book', { slot_id });
  await world.lead.expectError(
    'slot.too_many',
    'appointment.book_for',
    bookFor(slots[10], visitor.me!.email),
  );
});

failure('appointment.book_for', 'slot.not_open', 'the team itself took it back', async () => {
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.lead.expectError('slot.not_open', 'appointment.book_for', bookFor(slot_id));
});

success('appointment.move', 'takes the new seat and frees the old under the same id', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  const slot_id = await world.newSlot({ member: world.colleague });
  await world.lead.join(`day:${world.lead.id}`);
  const moved = await visitor.call('appointment.move', { appointment_id, slot_id });
  expect(moved.appointment).toMatchObject({ appointment_id, slot_id, sequence: 1, name: 'Tom Tauscher' });
  expect((await world.lead.nextEvent('appointment.gone')).data).toEqual({ appointment_id });
  await (await world.newVisitor()).call('appointment.book', { slot_id: appointment.slot_id });
});

failure('appointment.move', 'appointment.over', 'it was called off', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.call('appointment.cancel', { appointment_id });
  const slot_id = await world.newSlot();
  await visitor.expectError('appointment.over', 'appointment.move', { appointment_id, slot_id });
});

failure('appointment.move', 'slot.taken', 'and the old seat stays', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  const { slot_id } = await held(world);
  await visitor.expectError('slot.taken', 'appointment.move', { appointment_id, slot_id });
  expect((await visitor.call('appointment.list', {})).appointments).toEqual([appointment]);
});

failure('appointment.move', 'slot.overlap', 'another appointment is at that time', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const [one] = await world.newSlots(1);
  const other = await visitor.call('appointment.book', { slot_id: one! });
  const fields = {
    appointment_id: appointment.appointment_id,
    slot_id: await besides(other.appointment.starts_at),
  };
  await visitor.expectError('slot.overlap', 'appointment.move', fields);
});

failure('appointment.move', 'slot.not_open', 'the team took it back', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  const fields = { appointment_id: appointment.appointment_id, slot_id };
  await visitor.expectError('slot.not_open', 'appointment.move', fields);
});

success('appointment.cancel', 'frees the seat, also for the team, and twice is no error', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.join(`day:${visitor.id}`);
  await world.neighbour.expectError(
    'session.not_found',
    'appointment.cancel',
    { appointment_id },
    'appointment_id',
  );
  await world.colleague.call('appointment.cancel', { appointment_id, reason: 'Der Kollege ist krank.' });
  const { data } = await visitor.nextEvent('appointment.changed');
  expect(data.appointment).toMatchObject({
    state: 'cancelled',
    cancelled_by: world.colleague.id,
    cancel_reason: 'Der Kollege ist krank.',
  });
  expect(await visitor.call('appointment.cancel', { appointment_id })).toEqual({});
  await visitor.call('appointment.book', { slot_id: appointment.slot_id });
});

failure('appointment.cancel', 'appointment.over', 'it is done', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await changeRows(world.server, "UPDATE appointment SET state = 'done' WHERE id = ?", appointment_id);
  await visitor.expectError('appointment.over', 'appointment.cancel', { appointment_id });
});

success(
  'appointment.reassign',
  'gives it to a colleague, with a note that the visitor never sees',
  async () => {
    const { visitor, appointment } = await world.newAppointment();
    const { appointment_id, starts_at } = appointment;
    const slot_id = await besides(starts_at);
    const watcher = world.another(world.lead);
    await watcher.join(`calendar:${world.zinnwerk}:staff`);
    await visitor.join(`day:${visitor.id}`);
    const person_id = world.colleague.id;
    await world.lead.call('appointment.reassign', { appointment_id, person_id, note: 'Kennt die Maschine' });
    const seen = await visitor.nextEvent('appointment.changed');
    expect(seen.data.appointment).toMatchObject({
      appointment_id,
      name: 'Tom Tauscher',
      starts_at,
      sequence: 1,
    });
    expect(JSON.stringify(seen)).not.toContain('Maschine');
    expect((await watcher.nextEvent('slot.staff_removed')).data).toEqual({ slot_id });
    expect((await watcher.nextEvent('appointment.staff_changed')).data.appointment.note).toBe(
      'Kennt die Maschine',
    );
    await world.lead.call('appointment.reassign', { appointment_id, person_id: world.handover.id });
    await world.handover.call('appointment.cancel', { appointment_id });
  },
);

failure('appointment.reassign', 'appointment.over', 'it was called off', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.call('appointment.cancel', { appointment_id });
  const fields = { appointment_id, person_id: world.colleague.id };
  await world.lead.expectError('appointment.over', 'appointment.reassign', fields);
});

failure('appointment.reassign', 'appointment.not_in_team', 'the person is of another booth', async () => {
  const { appointment_id } = (await world.newAppointment()).appointment;
  const fields = { appointment_id, person_id: world.neighbour.id };
  await world.lead.expectError('appointment.not_in_team', 'appointment.reassign', fields);
});

failure('appointment.reassign', 'slot.member_busy', 'the colleague is with somebody then', async () => {
  const { appointment } = await world.newAppointment();
  const { appointment_id, starts_at } = appointment;
  await (await world.newVisitor()).call('appointment.book', { slot_id: await besides(starts_at) });
  const fields = { appointment_id, person_id: world.colleague.id };
  await world.lead.expectError('slot.member_busy', 'appointment.reassign', fields);
});

success('appointment.list', 'shows what one has and had, newest first', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const later = await visitor.call('appointment.book', { slot_id: await world.newSlot() });
  await visitor.call('appointment.cancel', { appointment_id: appointment.appointment_id });
  const { appointments } = await visitor.call('appointment.list', {});
  expect(appointments.map((one) => [one.appointment_id, one.state])).toEqual([
    [later.appointment.appointment_id, 'booked'],
    [appointment.appointment_id, 'cancelled'],
  ]);
});

success('appointment.get_history', 'tells who did what, to both sides alone', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await world.lead.call('appointment.cancel', { appointment_id });
  const { steps } = await visitor.call('appointment.get_history', { appointment_id });
  expect(steps).toMatchObject([
    { step: 'booked', by: { person_id: visitor.id } },
    { step: 'cancelled', by: { name: 'Lea Lötzsch', booth_name: 'Zinnwerk Probe GmbH' } },
  ]);
  expect((await world.organiser.call('appointment.get_history', { appointment_id })).steps).toEqual(steps);
  await world.otherVisitor.expectError('session.not_found', 'appointment.get_history', { appointment_id });
});

failure('appointment.book', 'fair.read_only', 'when writing has ended', async () => {
  const slot_id = await world.newSlot();
  await world.endWriting();
  await world.visitor.expectError('fair.read_only', 'appointment.book', { slot_id });
});

failure('appointment.book_for', 'fair.read_only', 'when writing has ended', async () => {
  const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  await world.lead.expectError('fair.read_only', 'appointment.book_for', bookFor(slots.at(-1)?.slot_id));
});

failure('appointment.move', 'fair.read_only', 'when writing has ended, but one may call off', async () => {
  const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  const booked = slots.find((slot) => slot.free_seats === 0 && slot.person_id === world.lead.id)!;
  const staff = (await world.another(world.lead).joinOne(`calendar:${world.zinnwerk}:staff`)).snapshot as {
    appointments: { appointment: Appointment }[];
  };
  const { appointment } = staff.appointments.find(({ appointment: one }) => one.state === 'booked')!;
  const visitor = world.ownerOf(`day:${appointment.visitor.person_id}`)!;
  const fields = { appointment_id: appointment.appointment_id, slot_id: booked.slot_id };
  await visitor.expectError('fair.read_only', 'appointment.move', fields);
  await visitor.call('appointment.cancel', { appointment_id: appointment.appointment_id });
});
