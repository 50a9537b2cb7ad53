import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('appointment.check_in', 'tells the other side who is there', async () => {
  const { visitor, fields } = await world.appointmentAt(10);
  const lead = world.another(world.lead);
  await lead.join(`day:${lead.id}`);
  const { appointment } = await visitor.call('appointment.check_in', fields);
  expect(appointment).toMatchObject({ state: 'checked_in', visitor_here: true, team_here: false });
  expect((await lead.nextEvent('appointment.changed')).data).toEqual({ appointment });
  expect((await world.colleague.call('appointment.check_in', fields)).appointment.team_here).toBe(true);
  await world.neighbour.expectError('session.not_found', 'appointment.check_in', fields);
});

failure('appointment.check_in', 'appointment.too_early', 'it is tomorrow', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { appointment_id } = appointment;
  await visitor.expectError('appointment.too_early', 'appointment.check_in', { appointment_id });
});

failure('appointment.check_in', 'appointment.over', 'its time is over', async () => {
  const { visitor, fields } = await world.appointmentAt(-10);
  await visitor.expectError('appointment.over', 'appointment.check_in', fields);
});

success('appointment.begin', 'opens the talk in which both are, with the reason', async () => {
  const { visitor, fields } = await world.appointmentAt(5);
  await visitor.call('appointment.check_in', fields);
  const { appointment } = await world.colleague.call('appointment.begin', fields);
  expect(appointment).toMatchObject({ state: 'in_progress', person_id: world.colleague.id, team_here: true });
  const talk = await world.conversation(visitor, appointment.conversation_id!);
  expect(talk).toMatchObject({ state: 'active', owner: { person_id: world.colleague.id } });
  expect(talk.messages.map(({ text }) => text)).toEqual(['taken', 'appointment']);
  await world.colleague.call('conversation.send_message', {
    conversation_id: talk.conversation_id,
    text: 'Guten Tag!',
  });
});

it('a round is one talk: who has a seat is in it, who cancels leaves it, who books later joins', async () => {
  const { here, absent, slot_id, id, absentFields } = await world.runningRound();
  const talk = await world.conversation(absent, id);
  expect(talk).toMatchObject({ kind: 'round', state: 'active', owner: { person_id: world.lead.id } });
  expect(talk.members.map(({ person_id }) => person_id).sort()).toEqual(
    [here.id, absent.id, world.lead.id].sort(),
  );
  expect((await world.another(world.stranger).joinOne(`conversation:${id}`)).outcome).toBe('denied');
  await absent.call('conversation.send_message', { conversation_id: id, text: 'Ich komme gleich.' });
  await absent.expectError('session.forbidden', 'conversation.close', { conversation_id: id });

  const watching = world.another(here);
  await watching.join(`conversation:${id}`);
  await absent.call('appointment.cancel', absentFields);
  expect((await watching.nextEvent('conversation.member_left')).data.person_id).toBe(absent.id);
  await absent.expectError('session.not_found', 'conversation.send_message', {
    conversation_id: id,
    text: 'Bin ich noch da?',
  });
  const late = await world.newVisitor();
  const { appointment } = await late.call('appointment.book', { slot_id });
  expect(appointment.conversation_id).toBe(id);
  expect((await watching.nextEvent('conversation.member_joined')).data.person.person_id).toBe(late.id);
});

failure('appointment.begin', 'appointment.not_now', 'the visitor is not there', async () => {
  const { fields } = await world.appointmentAt(5);
  await world.lead.expectError('appointment.not_now', 'appointment.begin', fields);
});

success('appointment.finish', 'ends the talk for both days', async () => {
  const { visitor, fields } = await world.runningAppointment();
  await visitor.join(`day:${visitor.id}`);
  await world.lead.call('appointment.finish', fields);
  const { data } = await visitor.nextEvent('appointment.changed');
  expect(data.appointment.state).toBe('done');
});

failure('appointment.finish', 'appointment.not_now', 'it has not begun', async () => {
  const { fields } = await world.appointmentAt(5);
  await world.lead.expectError('appointment.not_now', 'appointment.finish', fields);
});

success('appointment.extend', "takes the member's next slot", async () => {
  const { fields } = await world.runningAppointment();
  const next = await world.newSlot();
  const { appointment } = await world.lead.call('appointment.extend', fields);
  expect(appointment).toMatchObject({ minutes: 20, sequence: 1 });
  const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  expect(slots.map(({ slot_id }) => slot_id)).not.toContain(next);
});

failure('appointment.extend', 'appointment.not_now', 'they do not talk yet', async () => {
  const { fields } = await world.appointmentAt(5);
  await world.lead.expectError('appointment.not_now', 'appointment.extend', fields);
});

failure('appointment.extend', 'appointment.no_next', 'somebody has the next slot', async () => {
  const { fields } = await world.runningAppointment();
  await world.newAppointment();
  await world.lead.expectError('appointment.no_next', 'appointment.extend', fields);
});

success('appointment.report_no_show', 'ends it when the visitor is missing', async () => {
  const { visitor, fields } = await world.appointmentAt(-4);
  await visitor.join(`day:${visitor.id}`);
  await world.colleague.call('appointment.report_no_show', fields);
  const { data } = await visitor.nextEvent('appointment.changed');
  expect(data.appointment).toMatchObject({ state: 'no_show', missed_by: 'visitor' });
});

success('appointment.report_no_show', 'alarms the whole booth when the team is missing', async () => {
  const { visitor, fields } = await world.appointmentAt(-4);
  const colleague = world.another(world.colleague);
  await colleague.join(`calendar:${world.zinnwerk}:staff`);
  await visitor.call('appointment.report_no_show', fields);
  expect((await colleague.nextEvent('appointment.team_missing')).data).toEqual(fields);
  const { appointments } = await visitor.call('appointment.list', {});
  expect(appointments[0]).toMatchObject({ state: 'checked_in', visitor_here: true });
});

failure('appointment.report_no_show', 'appointment.too_early', 'it has just begun', async () => {
  const { fields } = await world.appointmentAt(-2);
  await world.lead.expectError('appointment.too_early', 'appointment.report_no_show', fields);
});

failure('appointment.report_no_show', 'appointment.not_now', 'the other side is there', async () => {
  const { visitor, fields } = await world.appointmentAt(-4);
  await visitor.call('appointment.check_in', fields);
  await world.lead.expectError('appointment.not_now', 'appointment.report_no_show', fields);
});

it('opens the talk by itself, after a start of the server, too, when it was down at the time', async () => {
  const { visitor, appointment } = await world.appointmentAt(0);
  await world.server.stop();
  await changeRows(
    world.server,
    "UPDATE timer SET due_at = 1 WHERE kind = 'appointment.open' AND subject = ?",
    appointment.appointment_id,
  );
  await world.server.serve();
  const watcher = world.another(visitor);
  const opened = async () => {
    const { appointments } = await watcher.call('appointment.list', {});
    return appointments[0]?.conversation_id;
  };
  await expect.poll(opened).toBeTruthy();
  const talk = await world.conversation(visitor, (await opened())!);
  expect(talk.messages.at(-1)).toMatchObject({ kind: 'system', text: 'appointment' });
});
