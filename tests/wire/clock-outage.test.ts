// The server sleeps through the time of an appointment: nobody is blamed for what nobody could do.
import type { Appointment } from '@protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MailSink } from './support/mail-sink.ts';
import { MovedClock } from './support/moved-clock.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

const minute = 60_000;

let world: World;
let clock: MovedClock;
let sink: MailSink;
beforeAll(async () => {
  clock = await MovedClock.make();
  sink = await MailSink.open();
  world = await World.open({ environment: clock.environment, flags: sink.flags });
});
afterAll(async () => {
  await world.close();
  sink.close();
  await clock.remove();
});

/** Killed while it is to come, and served again when the clock says so. */
async function killedUntil(time: number): Promise<void> {
  await world.server.kill();
  await clock.jumpTo(time);
  await world.server.serve();
  await world.stranger.cut();
  // Log-ins do not last over days without a sign of life.
  await world.enter();
}

/** How it stands as soon as this is true of it. */
async function seenBy(user: VirtualUser, id: string, isReached: (one: Appointment) => boolean) {
  const joined = await user.joinOne(`day:${user.id}`);
  const { appointments } = (joined as unknown as { snapshot: { appointments: Appointment[] } }).snapshot;
  const here = appointments.find(({ appointment_id }) => appointment_id === id);
  if (here && isReached(here)) return here;
  for (;;) {
    const { appointment } = (await user.nextEvent('appointment.changed')).data;
    if (appointment.appointment_id === id && isReached(appointment)) return appointment;
  }
}

it('an appointment over whose whole time the server was down is called off by the fair, without blame', async () => {
  const { appointment } = await world.visitor.call('appointment.book', { slot_id: await world.newSlot() });
  const id = appointment.appointment_id;
  await killedUntil(appointment.starts_at + (appointment.minutes + 5) * minute);
  const seen = await seenBy(world.visitor, id, ({ state }) => state !== 'booked');
  expect(seen).toMatchObject({ state: 'cancelled', not_held: true });
  expect(seen).not.toHaveProperty('missed_by');
  expect(seen).not.toHaveProperty('cancelled_by');
  for (const email of ['vera@probe.example', 'lea@zinnwerk.example']) {
    const mail = await sink.mail(email, /^Termin konnte nicht stattfinden: /);
    expect(mail.text).toContain('niemandem wird das angerechnet');
  }
});

it('what is left of the time is theirs: the talk opens late, and both can still meet', async () => {
  await killedUntil(Date.now());
  const { appointment } = await world.visitor.call('appointment.book', {
    slot_id: await world.newSlot({ minutes: 30 }),
  });
  const { appointment_id, starts_at } = appointment;
  await killedUntil(starts_at + 12 * minute);
  const seen = await seenBy(world.lead, appointment_id, (one) => one.conversation_id !== undefined);
  expect(seen).toMatchObject({ state: 'booked' });
  // It began twelve minutes ago, but nobody could come before now.
  await world.lead.expectError('appointment.too_early', 'appointment.report_no_show', { appointment_id });
  await world.visitor.call('appointment.check_in', { appointment_id });
  const begun = await world.lead.call('appointment.begin', { appointment_id });
  expect(begun.appointment.state).toBe('in_progress');
  await world.lead.call('appointment.finish', { appointment_id });
});
