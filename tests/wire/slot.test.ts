import { afterAll, beforeAll, expect, it } from 'vitest';
import { held } from './support/booking-samples.ts';
import { failure, success } from './support/cases.ts';
import { changeRows } from './support/store.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const public_calendar = () => `calendar:${world.zinnwerk}`;
const staff_calendar = () => `calendar:${world.zinnwerk}:staff`;
const slot = async (slot_id: string) =>
  (await world.stranger.call('slot.list', { booth_id: world.zinnwerk })).slots.find(
    (one) => one.slot_id === slot_id,
  );

success('slot.list', 'shows everybody what is open and how many seats are free', async () => {
  const slot_id = await world.newSlot({ seats: 4 });
  expect(await slot(slot_id)).toMatchObject({
    person_id: world.lead.id,
    name: 'Lea Lötzsch',
    seats: 4,
    free_seats: 4,
  });
});

success('slot.find', 'gives the earliest free ones with their booths', async () => {
  const [first, second] = await world.newSlots(2);
  const from = (await slot(first!))!.starts_at;
  const { slots } = await world.visitor.call('slot.find', { from, limit: 2 });
  expect(slots.map((found) => found.slot.slot_id)).toEqual([first, second]);
  expect(slots[0]).toMatchObject({ booth_slug: 'zinnwerk', booth_name: 'Zinnwerk Probe GmbH' });
  await (await world.newVisitor()).call('appointment.book', { slot_id: first! });
  const again = await world.visitor.call('slot.find', { from, limit: 1 });
  expect(again.slots[0]?.slot.slot_id).toBe(second);
});

success('slot.hold', 'keeps the seat and says so to all who look, without saying whose it is', async () => {
  const slot_id = await world.newSlot();
  const watcher = world.another(world.stranger);
  await watcher.join(public_calendar());
  await world.visitor.join(`day:${world.visitor.id}`);
  const { hold } = await world.visitor.call('slot.hold', { slot_id });
  expect(hold).toMatchObject({
    booth_slug: 'zinnwerk',
    extensions_left: 10,
    slot: { slot_id, free_seats: 0 },
  });
  const seen = await watcher.nextEvent('slot.changed', public_calendar());
  expect(seen.data.slot).toMatchObject({ slot_id, free_seats: 0 });
  expect(JSON.stringify(seen)).not.toContain(world.visitor.id);
  expect((await world.visitor.nextEvent('slot.held')).data).toEqual({ hold });
});

failure('slot.hold', 'slot.taken', 'somebody was faster', async () => {
  const { slot_id } = await held(world);
  await world.visitor.expectError('slot.taken', 'slot.hold', { slot_id });
});

failure('slot.hold', 'slot.overlap', 'the person has an appointment at that time', async () => {
  const { visitor, appointment } = await world.newAppointment();
  const { starts_at } = appointment;
  const window = { from: starts_at, to: starts_at + 600_000 };
  const wish = { booth_id: world.zinnwerk, person_id: world.colleague.id, windows: [window], minutes: 10 };
  await world.colleague.call('slot.open', wish);
  const { slots } = await world.stranger.call('slot.find', { from: starts_at, limit: 1 });
  await visitor.expectError('slot.overlap', 'slot.hold', { slot_id: slots[0]?.slot.slot_id });
});

failure('slot.hold', 'slot.too_many', 'with ten appointments', async () => {
  const visitor = await world.newVisitor();
  const slots = await world.newSlots(11);
  for (const slot_id of slots.slice(0, 10)) await visitor.call('appointment.book', { slot_id });
  await visitor.expectError('slot.too_many', 'slot.hold', { slot_id: slots[10] });
});

failure('slot.hold', 'slot.not_open', 'the team took it back', async () => {
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.visitor.expectError('slot.not_open', 'slot.hold', { slot_id });
});

success('slot.extend', 'gives two minutes more', async () => {
  const { user, ...fields } = await held(world);
  const { hold } = await user.call('slot.extend', fields);
  expect(hold).toMatchObject({ generation: fields.generation, extensions_left: 9 });
  expect(hold.until).toBeGreaterThan(Date.now() + 100_000);
});

failure('slot.extend', 'slot.hold_lost', 'the hold was given up', async () => {
  const { user, ...fields } = await held(world);
  await user.call('slot.release', fields);
  await user.expectError('slot.hold_lost', 'slot.extend', fields);
});

failure('slot.extend', 'slot.extended_often', 'ten times before', async () => {
  const { user, ...fields } = await held(world);
  for (let i = 0; i < 10; i += 1) await user.call('slot.extend', fields);
  await user.expectError('slot.extended_often', 'slot.extend', fields);
});

success('slot.release', 'frees the seat for the next', async () => {
  const { user, ...fields } = await held(world);
  await user.join(`day:${user.id}`);
  await user.call('slot.release', fields);
  expect((await user.nextEvent('slot.hold_ended')).data).toEqual(fields);
  await (await world.newVisitor()).call('slot.hold', { slot_id: fields.slot_id });
});

success('slot.open', 'makes slots around breaks and leaves out what the member cannot keep', async () => {
  await world.lead.join(staff_calendar());
  const from = world.nextTime(60);
  const at = (minutes: number) => from + minutes * 60_000;
  const wish = {
    booth_id: world.zinnwerk,
    person_id: world.colleague.id,
    windows: [{ from, to: at(60) }],
    breaks: [{ from: at(20), to: at(30) }],
    minutes: 10,
    title: ' Erste Fragen ',
  };
  expect(await world.lead.call('slot.open', wish)).toEqual({ opened: 5, left_out: 0 });
  const { data } = await world.lead.nextEvent('slot.staff_changed');
  expect(data.slot).toMatchObject({
    state: 'open',
    held_seats: 0,
    slot: { name: 'Tom Tauscher', title: 'Erste Fragen' },
  });
  expect(await world.organiser.call('slot.open', wish)).toEqual({ opened: 0, left_out: 5 });
  await world.neighbour.expectError('session.not_found', 'slot.open', wish, 'booth_id');
  await world.handover.expectError('session.not_found', 'slot.open', wish, 'booth_id');
  const forHandover = { ...wish, person_id: world.handover.id };
  await world.lead.expectError('session.not_found', 'slot.open', forHandover, 'person_id');
  const odd = { ...wish, minutes: 12 };
  await world.lead.expectError('session.invalid_field', 'slot.open', odd, 'minutes');
});

failure('slot.open', 'slot.too_many_slots', 'a booth has 600, and nothing of the wish is done', async () => {
  const booth_id = world.booth('aeschen').booth_id;
  const from = world.nextTime(50 * 60);
  const window = (minutes: number) => ({ from: from, to: from + minutes * 60_000 });
  const wish = (to: number) => ({
    booth_id,
    person_id: world.neighbour.id,
    windows: [window(to)],
    minutes: 5,
  });
  const days = Array.from({ length: 3 }, (_, day) => ({
    from: from + day * 86_400_000,
    to: from + day * 86_400_000 + 1_000 * 60_000,
  }));
  expect(await world.neighbour.call('slot.open', { ...wish(5), windows: days })).toEqual({
    opened: 600,
    left_out: 0,
  });
  await world.neighbour.expectError('slot.too_many_slots', 'slot.open', {
    ...wish(5),
    windows: [{ from: from + 4 * 86_400_000, to: from + 4 * 86_400_000 + 600_000 }],
  });
  expect((await world.stranger.call('slot.list', { booth_id })).slots).toHaveLength(600);
});

success('slot.import_busy', 'blocks what the member’s calendar says, from a file larger than other commands', async () => {
  const [busy, other] = await world.newSlots(2);
  const calendar = await world.calendarOver(busy!);
  const notes = `X-NOTE:${'Ein Titel. '.repeat(20_000)}\r\nEND:VCALENDAR`;
  const fields = {
    booth_id: world.zinnwerk,
    person_id: world.lead.id,
    calendar: calendar.replace('END:VCALENDAR', notes),
  };
  expect(fields.calendar.length).toBeGreaterThan(200_000);
  expect(await world.lead.http('slot.import_busy', fields)).toEqual({
    blocked: 1,
    blocked_before: 0,
    conflicts: [],
    unread: 0,
    is_complete: true,
  });
  expect(await slot(busy!)).toBeUndefined();
  expect(await slot(other!)).toMatchObject({ free_seats: 1 });
  await world.lead.expectHttpError('session.invalid_field', 'slot.import_busy', { ...fields, calendar: '%PDF-1.7' }, 'calendar');
  await world.neighbour.expectHttpError('session.not_found', 'slot.import_busy', fields, 'booth_id');
});

success('slot.block', 'takes slots off the public calendar, all or none', async () => {
  const [one, two] = await world.newSlots(2);
  await world.lead.call('slot.block', { slot_ids: [one!] });
  expect(await slot(one!)).toBeUndefined();
  await (await world.newVisitor()).call('slot.hold', { slot_id: two! });
  await world.neighbour.expectError('session.not_found', 'slot.block', { slot_ids: [two] }, 'slot_ids');
});

failure('slot.block', 'slot.booked', 'somebody has a seat, so none of them is blocked', async () => {
  const [free, taken] = await world.newSlots(2);
  await (await world.newVisitor()).call('slot.hold', { slot_id: taken! });
  await world.lead.expectError('slot.booked', 'slot.block', { slot_ids: [free, taken] });
  expect(await slot(free!)).toMatchObject({ free_seats: 1 });
});

success('slot.unblock', 'makes them bookable again', async () => {
  const slot_id = await world.newSlot();
  await world.lead.call('slot.block', { slot_ids: [slot_id] });
  await world.colleague.call('slot.unblock', { slot_ids: [slot_id] });
  await (await world.newVisitor()).call('slot.hold', { slot_id });
});

success('slot.withdraw', 'removes them from both calendars', async () => {
  const slot_id = await world.newSlot();
  const watcher = world.another(world.lead);
  await watcher.join(public_calendar(), staff_calendar());
  await world.lead.call('slot.withdraw', { slot_ids: [slot_id] });
  expect((await watcher.nextEvent('slot.removed')).data).toEqual({ slot_id });
  expect((await watcher.nextEvent('slot.staff_removed')).data).toEqual({ slot_id });
  await world.visitor.expectError('session.not_found', 'slot.hold', { slot_id }, 'slot_id');
});

failure('slot.withdraw', 'slot.booked', 'somebody has a seat, so none of them goes', async () => {
  const [free, taken] = await world.newSlots(2);
  await (await world.newVisitor()).call('appointment.book', { slot_id: taken! });
  await world.lead.expectError('slot.booked', 'slot.withdraw', { slot_ids: [free, taken] });
  expect(await slot(free!)).toBeDefined();
});

success('slot.move', 'gives a slot another time and another member', async () => {
  const slot_id = await world.newSlot();
  const starts_at = world.nextTime(10);
  await world.lead.call('slot.move', { slot_id, starts_at: starts_at + 1, person_id: world.colleague.id });
  expect(await slot(slot_id)).toMatchObject({ starts_at, name: 'Tom Tauscher' });
  const past = { slot_id, starts_at: Date.now() - 600_000 };
  await world.lead.expectError('session.invalid_field', 'slot.move', past, 'starts_at');
});

failure('slot.move', 'slot.booked', 'somebody has a seat', async () => {
  const { slot_id } = await held(world);
  await world.lead.expectError('slot.booked', 'slot.move', { slot_id, starts_at: world.nextTime(10) });
});

failure('slot.move', 'slot.member_busy', 'the member has another slot then', async () => {
  const [one, two] = await world.newSlots(2);
  const { starts_at } = (await slot(two!))!;
  await world.lead.expectError('slot.member_busy', 'slot.move', { slot_id: one, starts_at });
});

it('a hold that runs out is ended by the sweep, and its owner and all who look are told', async () => {
  const { user, slot_id, generation } = await held(world);
  const watcher = world.another(world.stranger);
  await watcher.join(public_calendar());
  await user.join(`day:${user.id}`);
  expect(await changeRows(world.server, 'UPDATE seat SET hold_until = 1 WHERE slot_id = ?', slot_id)).toBe(1);
  expect((await user.nextEvent('slot.hold_ended')).data).toEqual({ slot_id, generation });
  expect((await watcher.nextEvent('slot.changed')).data.slot).toMatchObject({ slot_id, free_seats: 1 });
  await user.expectError('slot.hold_lost', 'appointment.book', { slot_id, generation });
});

failure('slot.hold', 'fair.read_only', 'when writing has ended', async () => {
  const slot_id = await world.newSlot();
  await world.endWriting();
  await world.visitor.expectError('fair.read_only', 'slot.hold', { slot_id });
});

failure('slot.open', 'fair.read_only', 'when writing has ended', async () => {
  const from = world.nextTime(10);
  await world.lead.expectError('fair.read_only', 'slot.open', {
    booth_id: world.zinnwerk,
    person_id: world.lead.id,
    windows: [{ from, to: from + 600_000 }],
    minutes: 10,
  });
});
