import type { BoothId, DaySnapshot, SlotId } from '@protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outcomeOf } from './support/outcome.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { fullBooth, openSlot } from './support/waiting.ts';
import { World } from './support/world.ts';

const crowd = 50;
const rounds = 8;
let world: World;
let people: VirtualUser[];
let booth_id: BoothId;
beforeAll(async () => {
  world = await World.open();
  booth_id = await fullBooth(world);
  people = await Promise.all(Array.from({ length: crowd }, () => world.newVisitor()));
  await Promise.all(people.map((user) => user.connect()));
});
afterAll(() => world.close());

async function dayOf(user: VirtualUser): Promise<DaySnapshot> {
  return (await user.joinOne(`day:${user.id}`)).snapshot as DaySnapshot;
}
const isBooked = ({ state }: DaySnapshot['appointments'][number]) => state === 'booked';

it('fifty wait, book, decline and cancel at once: each seat has one owner, and none is lost', async () => {
  const slots: SlotId[] = [];
  for (const user of people.slice(0, 8)) {
    const slot_id = await openSlot(world);
    await user.call('appointment.book', { slot_id });
    slots.push(slot_id);
  }
  const wait = (user: VirtualUser) =>
    outcomeOf(() => user.send('waitlist.join', { booth_id, short_notice: false }));
  expect(new Set(await Promise.all(people.slice(8).map(wait)))).toEqual(new Set(['ok']));

  const answers = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const days = await Promise.all(people.map(dayOf));
    const acts = people.map((user, i) => act(user, days[i]!, i * 7 + round));
    for (const answer of (await Promise.all(acts)).flat())
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    await checkOwners();
  }
  // A race in which hardly anything happens proves nothing.
  for (const answer of ['cancelled ok', 'accepted ok', 'declined ok', 'grabbed slot.taken', 'joined ok'])
    expect(answers.get(answer), answer).toBeGreaterThan(0);

  /** What one person does at the same instant as all others. */
  async function act(user: VirtualUser, day: DaySnapshot, seed: number): Promise<string[]> {
    const own = day.appointments.find(isBooked);
    const offer = day.waiting[0]?.offer;
    if (own) {
      const { appointment_id } = own;
      const cancelled = await outcomeOf(() => user.send('appointment.cancel', { appointment_id }));
      return [`cancelled ${cancelled}`, `joined ${await wait(user)}`];
    }
    if (offer) {
      const { slot_id } = offer.slot;
      if (seed % 3 > 0)
        return [`accepted ${await outcomeOf(() => user.send('appointment.book', { slot_id }))}`];
      return [`declined ${await outcomeOf(() => user.send('waitlist.decline', { booth_id, slot_id }))}`];
    }
    const slot_id = slots[seed % slots.length]!;
    const grabbed = await outcomeOf(() => user.send('appointment.book', { slot_id }));
    return [`grabbed ${grabbed}`];
  }

  async function checkOwners(): Promise<void> {
    const days = await Promise.all(people.map(dayOf));
    const owners = new Map<string, string[]>(slots.map((slot) => [slot, []]));
    for (const day of days) {
      const booked = day.appointments.filter(isBooked);
      const offers = day.waiting.flatMap(({ offer }) => (offer ? [offer] : []));
      expect(offers.length).toBeLessThanOrEqual(1);
      if (booked.length > 0) expect(day.waiting).toEqual([]);
      for (const { slot_id } of booked) owners.get(slot_id)?.push('booked');
      for (const { slot } of offers) owners.get(slot.slot_id)?.push('offered');
    }
    for (const [slot, found] of owners) expect(found, slot).toHaveLength(1);
    const calendar = await world.stranger.call('slot.list', { booth_id });
    for (const slot of calendar.slots) expect(slot.free_seats).toBe(0);
    const { waiting } = await world.neighbour.call('waitlist.count', { booth_id });
    expect(waiting).toBe(days.filter((day) => day.waiting.length > 0).length);
  }
});
