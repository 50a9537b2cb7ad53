// A server that dies again and again while everybody books: what was acknowledged is there, and nothing else.
import { CommandError } from '@client/connection/command-error.ts';
import type { AppointmentId, DaySnapshot, SlotId } from '@protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLinearizable, type SeatCommand } from '../wire/support/linearizable.ts';
import { MovedClock } from '../wire/support/moved-clock.ts';
import type { VirtualUser } from '../wire/support/virtual-user.ts';
import { World } from '../wire/support/world.ts';
import { faultsOf, rowsOf } from './booking-faults.ts';

const kills = Number(process.env['STOLLEN_KILLS'] ?? 5);
const crowd = 100;
const slotCount = 30;
/** Longer than a hold lasts, in milliseconds. */
const afterTheLease = 130_000;

/** A seeded choice, so that a failure can be tried again: STOLLEN_SEED. */
let state = Number(process.env['STOLLEN_SEED'] ?? Date.now() % 1_000_000);
const seed = state;
function below(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

interface Person {
  user: VirtualUser;
  appointment: { id: AppointmentId; slot_id: SlotId } | undefined;
  hold: { slot_id: SlotId; generation: number } | undefined;
}

let world: World;
let slots: SlotId[];
let people: Person[];
const histories = new Map<SlotId, SeatCommand[]>();
let isOver = false;
let answered = 0;
let wanted: { count: number; reached: () => void } | undefined;
let isUp = Promise.resolve();
const figures = { granted: 0, refused: 0, cancelled: 0, asked_again: 0 };

beforeAll(async () => {
  world = await World.open();
  slots = await world.newSlots(slotCount);
  people = [];
  for (let i = 0; i < crowd; i += 1)
    people.push({ user: await world.newVisitor(), appointment: undefined, hold: undefined });
  for (const slot of slots) histories.set(slot, []);
}, 120_000);
afterAll(() => world.close());

/** Asks with one id until there is an answer, whatever becomes of the server. */
async function ask(person: Person, name: string, fields: object): Promise<unknown> {
  const cid = person.user.newCid();
  for (;;) {
    await isUp;
    try {
      return await person.user.send(name, fields, cid);
    } catch (error) {
      if (error instanceof CommandError && error.class !== 'busy' && error.class !== 'unknown') return error;
      figures.asked_again += 1;
      if (!(error instanceof CommandError)) await person.user.cut();
    }
  }
}

async function command(
  person: Person,
  kind: SeatCommand['kind'],
  slot_id: SlotId,
  name: string,
  fields: object,
  generation?: number,
): Promise<unknown> {
  const from = performance.now();
  const answer = await ask(person, name, fields);
  const held = (answer as { hold?: { generation: number } }).hold?.generation;
  const refusal = answer instanceof CommandError ? answer.code : undefined;
  histories.get(slot_id)!.push({
    person: person.user.id,
    kind,
    answer: refusal ?? held ?? 'ok',
    from,
    to: performance.now(),
    ...(generation === undefined ? {} : { generation }),
  });
  answered += 1;
  if (wanted && answered >= wanted.count) wanted.reached();
  if (refusal === undefined) return answer;
  expect(['slot.taken', 'slot.hold_lost'], `${name}: ${refusal}`).toContain(refusal);
  figures.refused += 1;
  return undefined;
}

async function book(person: Person, slot_id: SlotId, generation?: number): Promise<void> {
  const fields = generation === undefined ? { slot_id } : { slot_id, generation };
  const made = await command(person, 'book', slot_id, 'appointment.book', fields, generation);
  person.hold = undefined;
  if (made === undefined) return;
  figures.granted += 1;
  const { appointment } = made as { appointment: { appointment_id: AppointmentId } };
  person.appointment = { id: appointment.appointment_id, slot_id };
}

/** One person: hold, book, release, cancel, until the day is over. */
async function rush(person: Person): Promise<void> {
  while (!isOver) {
    if (person.appointment) {
      const { id, slot_id } = person.appointment;
      await command(person, 'cancel', slot_id, 'appointment.cancel', { appointment_id: id });
      figures.cancelled += 1;
      person.appointment = undefined;
      continue;
    }
    const slot_id = slots[below(slots.length)]!;
    if (below(3) === 0) {
      await book(person, slot_id);
      continue;
    }
    const held = await command(person, 'hold', slot_id, 'slot.hold', { slot_id });
    if (held === undefined) continue;
    const { generation } = (held as { hold: { generation: number } }).hold;
    person.hold = { slot_id, generation };
    if (isOver) return; // whoever leaves now leaves a hold behind
    if (below(2) === 0) {
      await book(person, slot_id, generation);
      continue;
    }
    await command(person, 'release', slot_id, 'slot.release', { slot_id, generation }, generation);
    person.hold = undefined;
  }
}

function answers(more: number): Promise<void> {
  return new Promise((reached) => {
    wanted = { count: answered + more, reached };
  });
}

async function killAndServe(): Promise<void> {
  let up!: () => void;
  isUp = new Promise((resolve) => (up = resolve));
  await world.server.kill();
  await world.server.serve();
  up();
}

it(`${kills} kills while ${crowd} people book: nothing acknowledged is lost and no seat is given twice`, async () => {
  const rushes = people.map((person) => rush(person));
  const failed = Promise.race(rushes.map((one) => one.then(() => new Promise<never>(() => {}))));
  for (let kill = 0; kill < kills; kill += 1) {
    await Promise.race([failed, answers(20 + below(200))]);
    await killAndServe();
  }
  await Promise.race([failed, answers(crowd)]);
  isOver = true;
  await Promise.all(rushes);

  // From what everybody was told: each slot has one order of events that explains every answer.
  for (const [slot, history] of histories)
    expect(isLinearizable(history), `seed ${seed}, slot ${slot}`).toBe(true);

  // From the store: it knows those appointments that people know, and no other.
  const known = people.flatMap(({ user, appointment }) =>
    appointment ? [`${appointment.id} ${appointment.slot_id} ${user.id}`] : [],
  );
  const stored = await rowsOf(
    world.server,
    "SELECT id || ' ' || slot_id || ' ' || visitor_id FROM appointment WHERE state = 'booked'",
  );
  expect(stored.toSorted(), `seed ${seed}`).toEqual(known.toSorted());
  expect(await faultsOf(world.server)).toEqual([]);

  await holdsEnd();
  const counts = `${answered} answers, ${JSON.stringify(figures)}`;
  console.log(`${kills} kills, ${crowd} people, ${slotCount} seats: ${counts}, seed ${seed}`);
  // A run in which the kills hit nobody would prove nothing.
  expect(figures.asked_again).toBeGreaterThan(kills);
  expect(figures.granted).toBeGreaterThan(kills);
}, 600_000);

/** Who held a seat when all was over never comes back; the server wakes up after the lease. */
async function holdsEnd(): Promise<void> {
  const [anybody] = people;
  if (!people.some(({ hold }) => hold) && anybody) {
    const free = await firstFree();
    const { hold } = await anybody.user.call('slot.hold', { slot_id: free });
    anybody.hold = { slot_id: free, generation: hold.generation };
  }
  await world.server.kill();
  const clock = await MovedClock.make();
  await clock.set(afterTheLease);
  world.server.environment = clock.environment;
  await world.server.serve();
  for (const { user, hold } of people) {
    if (!hold) continue;
    await user.cut();
    const day = await user.joinOne(`day:${user.id}`);
    if ((day as { snapshot?: DaySnapshot }).snapshot?.hold) await user.nextEvent('slot.hold_ended');
  }
  expect(await rowsOf(world.server, "SELECT id FROM seat WHERE state = 'held'")).toEqual([]);
  expect(await faultsOf(world.server)).toEqual([]);
  await clock.remove();
}

async function firstFree(): Promise<SlotId> {
  const { slots: all } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
  return all.find(({ slot_id, free_seats }) => slots.includes(slot_id) && free_seats > 0)!.slot_id;
}
