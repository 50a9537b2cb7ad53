import { afterAll, beforeAll, expect } from 'vitest';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('appointment.propose', 'keeps a seat and shows it to the visitor', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const slot_id = await world.newSlot();
  await visitor.join(`day:${visitor.id}`);
  const fields = { appointment_id: appointment.appointment_id, slot_id, note: 'Mehr Ruhe' };
  await world.colleague.call('appointment.propose', fields);
  const { data } = await visitor.nextEvent('appointment.changed');
  expect(data.appointment.proposal).toMatchObject({ slot: { slot_id, free_seats: 0 }, note: 'Mehr Ruhe' });
  await world.visitor.expectError('slot.taken', 'appointment.book', { slot_id });
  await world.neighbour.expectError('session.not_found', 'appointment.propose', fields);
});

failure('appointment.propose', 'appointment.over', 'it has begun', async () => {
  const { fields } = await world.appointmentAt(-1);
  const slot_id = await world.newSlot();
  await world.lead.expectError('appointment.over', 'appointment.propose', { ...fields, slot_id });
});

failure('appointment.propose', 'slot.taken', 'somebody has it', async () => {
  const { appointment } = await world.newAppointment();
  const { slot_id } = (await world.newAppointment()).appointment;
  const { appointment_id } = appointment;
  await world.lead.expectError('slot.taken', 'appointment.propose', { appointment_id, slot_id });
});

failure('appointment.propose', 'slot.overlap', 'it is the slot that the visitor has', async () => {
  const { appointment_id, slot_id } = (await world.newAppointment()).appointment;
  await world.lead.expectError('slot.overlap', 'appointment.propose', { appointment_id, slot_id });
});

failure('appointment.propose', 'slot.not_open', 'the team took it back', async () => {
  const { appointment_id } = (await world.newAppointment()).appointment;
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.lead.expectError('slot.not_open', 'appointment.propose', { appointment_id, slot_id });
});

success('appointment.accept', 'moves it and frees the old seat', async () => {
  const { visitor, appointment: before, fields, slot_id } = await world.proposedMove();
  const { appointment } = await visitor.call('appointment.accept', fields);
  expect(appointment).toMatchObject({ slot_id, sequence: 1, state: 'booked' });
  expect(appointment.proposal).toBeUndefined();
  await world.visitor.call('appointment.book', { slot_id: before.slot_id });
});

failure('appointment.accept', 'appointment.no_proposal', 'nothing was proposed', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.expectError('appointment.no_proposal', 'appointment.accept', { appointment_id });
});

failure('appointment.accept', 'appointment.over', 'it was called off', async () => {
  const { visitor, fields } = await world.proposedMove();
  await world.lead.call('appointment.cancel', fields);
  await visitor.expectError('appointment.over', 'appointment.accept', fields);
});

failure('appointment.accept', 'slot.hold_lost', 'the seat is not kept any more', async () => {
  const { visitor, fields, slot_id } = await world.proposedMove();
  await changeRows(
    world.server,
    "UPDATE seat SET state = 'free', owner = NULL WHERE slot_id = ?",
    String(slot_id),
  );
  await visitor.expectError('slot.hold_lost', 'appointment.accept', fields);
});

success('appointment.decline', 'frees the seat that was kept', async () => {
  const { visitor, appointment, fields, slot_id } = await world.proposedMove();
  await visitor.call('appointment.decline', fields);
  const { appointments } = await visitor.call('appointment.list', {});
  expect(appointments).toEqual([appointment]);
  await (await world.newVisitor()).call('appointment.book', { slot_id });
});

failure('appointment.decline', 'appointment.no_proposal', 'nothing was proposed', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.expectError('appointment.no_proposal', 'appointment.decline', { appointment_id });
});

success('appointment.list_conflicts', 'names what lies outside the hours, for the booth alone', async () => {
  const { appointment } = await world.newAppointment();
  const after_all = Date.now() + 400 * 86_400_000;
  const { appointment_id } = appointment;
  await changeRows(
    world.server,
    'UPDATE appointment SET starts_at = ? WHERE id = ?',
    String(after_all),
    appointment_id,
  );
  const { conflicts } = await world.lead.call('appointment.list_conflicts', { booth_id: world.zinnwerk });
  expect(conflicts).toEqual([
    { appointment: { ...appointment, starts_at: after_all }, trouble: 'outside_hours' },
  ]);
  expect((await world.organiser.call('appointment.list_conflicts', {})).conflicts).toEqual(conflicts);
  expect((await world.neighbour.call('appointment.list_conflicts', {})).conflicts).toEqual([]);
  await world.neighbour.expectError('session.not_found', 'appointment.list_conflicts', {
    booth_id: world.zinnwerk,
  });
});

failure('appointment.propose', 'fair.read_only', 'when writing has ended', async () => {
  const { appointment_id } = (await world.newAppointment()).appointment;
  const slot_id = await world.newSlot();
  await world.endWriting();
  await world.lead.expectError('fair.read_only', 'appointment.propose', { appointment_id, slot_id });
});
