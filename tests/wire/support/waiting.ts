import type { BoothId, CommandName, SlotId, WaitlistEntry } from '@protocol';
import type { Sample } from './samples.ts';
import type { VirtualUser } from './virtual-user.ts';
import type { World } from './world.ts';

type WaitlistCommand = Extract<CommandName, `waitlist.${string}`>;

const waiters = new WeakMap<World, VirtualUser[]>();

/** `aeschen`, where nothing is free and nobody waits: who waited there for another test has left. */
export async function fullBooth(world: World): Promise<BoothId> {
  const { booth_id } = world.booth('aeschen');
  for (const user of waiters.get(world)?.splice(0) ?? []) await user.call('waitlist.leave', { booth_id });
  const { slots } = await world.stranger.call('slot.list', { booth_id });
  const free = slots.filter((slot) => slot.free_seats === slot.seats).map((slot) => slot.slot_id);
  if (free.length > 0) await world.neighbour.call('slot.block', { slot_ids: free });
  return booth_id;
}

/** A visitor of its own who waits at `aeschen`, behind those who were given by this before. */
export async function newWaiter(world: World): Promise<VirtualUser> {
  const user = await world.newVisitor();
  await user.call('waitlist.join', { booth_id: world.booth('aeschen').booth_id, short_notice: false });
  waiters.set(world, [...(waiters.get(world) ?? []), user]);
  return user;
}

/** A slot of `aeschen`; whoever waits gets it offered. */
export async function openSlot(world: World): Promise<SlotId> {
  const { booth_id } = world.booth('aeschen');
  const from = world.nextTime(10);
  const windows = [{ from, to: from + 600_000 }];
  await world.neighbour.call('slot.open', { booth_id, person_id: world.neighbour.id, windows, minutes: 10 });
  const { slots } = await world.stranger.call('slot.list', { booth_id });
  return slots.find((slot) => slot.starts_at === from)!.slot_id;
}

/** Somebody to whom a slot of `aeschen` is offered. */
export async function offered(world: World) {
  const booth_id = await fullBooth(world);
  const user = await newWaiter(world);
  return { user, booth_id, slot_id: await openSlot(world) };
}

/** Where somebody waits, as who comes only now sees it. */
export async function waitingOf(user: VirtualUser): Promise<WaitlistEntry[]> {
  const { snapshot } = await user.joinOne(`day:${user.id}`);
  return (snapshot as { waiting: WaitlistEntry[] }).waiting;
}

const team = (booth_id: BoothId) => `calendar:${booth_id}:staff`;

export const waitlistSamples: Record<WaitlistCommand, (world: World) => Promise<Sample>> = {
  'waitlist.join': async (world) => {
    const booth_id = await fullBooth(world);
    const user = await world.newVisitor();
    waiters.set(world, [user]);
    return {
      user,
      fields: { booth_id, person_id: world.neighbour.id, short_notice: true },
      affects: [team(booth_id), `day:${user.id}`],
    };
  },
  'waitlist.leave': async (world) => {
    const { user, booth_id } = await offered(world);
    return {
      user,
      fields: { booth_id },
      affects: [team(booth_id), `calendar:${booth_id}`, `day:${user.id}`],
    };
  },
  'waitlist.decline': async (world) => {
    const { user, booth_id, slot_id } = await offered(world);
    const next = await newWaiter(world);
    return {
      user,
      fields: { booth_id, slot_id },
      affects: [team(booth_id), `calendar:${booth_id}`, `day:${user.id}`, `day:${next.id}`],
    };
  },
  'waitlist.count': async (world) => ({
    user: world.neighbour,
    fields: { booth_id: await fullBooth(world) },
  }),
};
