// The server's wall clock jumps: no seat is given twice, no hold lasts much longer, nobody is reminded twice.
import { CommandError } from '@client/connection/command-error.ts';
import type { SlotId } from '@protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MailSink } from './support/mail-sink.ts';
import { MovedClock } from './support/moved-clock.ts';
import { World } from './support/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lease = 2 * minute;

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

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof CommandError) return error.code;
      throw error;
    },
  );

/** Somebody holds the seat, the clock jumps, somebody else wants it, and the first confirms. */
async function afterJump(slot_id: SlotId, offset: number) {
  const { visitor, otherVisitor } = world;
  const { hold } = await visitor.call('slot.hold', { slot_id });
  await clock.set(offset);
  const other = await codeOf(otherVisitor.call('slot.hold', { slot_id }));
  const { generation } = hold;
  const confirmed = await codeOf(visitor.call('appointment.book', { slot_id, generation }));
  const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  const left = slots.find((slot) => slot.slot_id === slot_id)?.free_seats;
  await clock.set(0);
  return { other, confirmed, left };
}

it.each([
  ['an hour', hour],
  ['a day', day],
])('a clock that jumps ahead by %s ends a hold, and gives the seat once', async (_, offset) => {
  world.nextTime((2 * day) / minute);
  const slot_id = await world.newSlot();
  expect(await afterJump(slot_id, offset)).toEqual({ other: 'ok', confirmed: 'slot.hold_lost', left: 0 });
});

it.each([
  ['an hour', -hour],
  ['a day', -day],
])('a clock that jumps back by %s keeps a hold, and gives the seat once', async (_, offset) => {
  const slot_id = await world.newSlot();
  expect(await afterJump(slot_id, offset)).toEqual({ other: 'slot.taken', confirmed: 'ok', left: 0 });
});

it('a hold lasts at most one lease longer when the clock is set back', async () => {
  const slot_id = await world.newSlot();
  const { visitor, otherVisitor } = world;
  await visitor.join(`day:${visitor.id}`);
  const { hold } = await visitor.call('slot.hold', { slot_id });
  expect((await visitor.nextEvent('slot.held')).data.hold).toEqual(hold);
  await clock.set(-hour);
  const shortened = (await visitor.nextEvent('slot.held')).data.hold;
  expect(shortened).toEqual({ ...hold, until: shortened.until });
  expect(shortened.until).toBeLessThanOrEqual(clock.now() + lease);
  expect(await codeOf(otherVisitor.call('slot.hold', { slot_id }))).toBe('slot.taken');
  await clock.jumpTo(shortened.until + 1);
  expect((await visitor.nextEvent('slot.hold_ended')).data.slot_id).toBe(slot_id);
  await otherVisitor.call('slot.hold', { slot_id });
  await clock.set(0);
});

/** Back by so much and forward again, each when the server has noticed: a hold is shortened, and then over. */
async function backAndForth(time: number, back: number) {
  const witness = world.another(world.otherVisitor);
  await witness.join(`day:${witness.id}`);
  await witness.call('slot.hold', { slot_id: await world.newSlot() });
  await witness.nextEvent('slot.held');
  await clock.jumpTo(time - back);
  await witness.nextEvent('slot.held');
  await clock.jumpTo(time);
  await witness.nextEvent('slot.hold_ended');
}

it('reminders are sent once each, however often the clock passes their time', async () => {
  const { visitor, lead } = world;
  const people = ['vera@probe.example', 'lea@zinnwerk.example'];
  world.nextTime((5 * day) / minute);
  const { appointment } = await visitor.call('appointment.book', { slot_id: await world.newSlot() });
  const start = appointment.starts_at;
  const remindersOf = (email: string) => sink.matching(email, /^Erinnerung: /).length;
  await Promise.all(people.map((email) => sink.mail(email, /^Termin gebucht: /)));
  expect(people.map(remindersOf)).toEqual([0, 0]);

  let due = 0;
  for (const before of [day, hour]) {
    due += 1;
    await clock.jumpTo(start - before + minute);
    await Promise.all(people.map((email) => sink.nth(email, /^Erinnerung: /, due)));
    // Back to before it was due, for it to become due again.
    for (const back of [hour, day]) await backAndForth(start - before + minute, back);
  }
  // At its start the talk opens for both, so everything that was due before is done.
  await lead.join(`day:${lead.id}`);
  await clock.jumpTo(start);
  for (;;) {
    const { data } = await lead.nextEvent('appointment.changed');
    if (data.appointment.conversation_id) break;
  }
  // A mail that leaves behind all others.
  await clock.jumpTo(start + minute);
  const last = await world.newSlot();
  await world.otherVisitor.call('appointment.book', { slot_id: last });
  await sink.mail('viktor@probe.example', /^Appointment booked: /);
  expect(people.map(remindersOf)).toEqual([2, 2]);
});
