import { CommandError } from '@client/connection/command-error.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLinearizable, type SeatCommand } from './support/linearizable.ts';
import { answerOf, outcomeOf } from './support/outcome.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

describe('the checker of histories', () => {
  const said = (
    person: string,
    kind: SeatCommand['kind'],
    answer: number | string,
    from: number,
    to: number,
    generation?: number,
  ) =>
    ({ person, kind, answer, from, to, ...(generation === undefined ? {} : { generation }) }) as SeatCommand;

  it.each([
    [
      'one after the other',
      [said('a', 'hold', 1, 0, 1), said('a', 'book', 'ok', 2, 3, 1), said('b', 'book', 'slot.taken', 4, 5)],
    ],
    [
      'a loser who was answered before the winner',
      [said('a', 'book', 'ok', 0, 9), said('b', 'book', 'slot.taken', 1, 2)],
    ],
    [
      'a seat that changes hands',
      [said('a', 'hold', 1, 0, 1), said('a', 'release', 'ok', 2, 3, 1), said('b', 'hold', 2, 2, 4)],
    ],
    [
      'a late confirmation that is refused',
      [
        said('a', 'hold', 1, 0, 1),
        said('a', 'release', 'ok', 2, 3, 1),
        said('b', 'hold', 2, 4, 5),
        said('a', 'book', 'slot.hold_lost', 6, 7, 1),
      ],
    ],
    [
      'booked, cancelled, booked by another',
      [said('a', 'book', 'ok', 0, 1), said('a', 'cancel', 'ok', 2, 3), said('b', 'book', 'ok', 4, 5)],
    ],
  ])('takes %s', (_, history) => {
    expect(isLinearizable(history)).toBe(true);
  });

  it.each([
    ['two who have one seat', [said('a', 'book', 'ok', 0, 5), said('b', 'book', 'ok', 1, 6)]],
    ['two who hold one seat', [said('a', 'hold', 1, 0, 5), said('b', 'hold', 2, 1, 6)]],
    [
      'a seat that was refused before anybody had it',
      [said('b', 'book', 'slot.taken', 0, 1), said('a', 'book', 'ok', 2, 3)],
    ],
    [
      'a confirmation of a hold that was lost',
      [
        said('a', 'hold', 1, 0, 1),
        said('a', 'release', 'ok', 2, 3, 1),
        said('b', 'hold', 2, 4, 5),
        said('a', 'book', 'ok', 6, 7, 1),
      ],
    ],
    [
      'a generation that was given twice',
      [said('a', 'hold', 1, 0, 1), said('a', 'release', 'ok', 2, 3, 1), said('b', 'hold', 1, 4, 5)],
    ],
    [
      'a seat that stays taken after it was given up',
      [
        said('a', 'hold', 1, 0, 1),
        said('a', 'release', 'ok', 2, 3, 1),
        said('b', 'hold', 'slot.taken', 4, 5),
      ],
    ],
    [
      'a hold lost without anybody doing it',
      [said('a', 'hold', 1, 0, 1), said('a', 'book', 'slot.hold_lost', 2, 3, 1)],
    ],
  ])('refuses %s', (_, history) => {
    expect(isLinearizable(history)).toBe(false);
  });
});

describe('fifty visitors and one seat', () => {
  const crowd = 50;
  let world: World;
  let people: VirtualUser[];
  beforeAll(async () => {
    world = await World.open();
    people = await Promise.all(Array.from({ length: crowd }, () => world.newVisitor()));
    await Promise.all(people.map((user) => user.connect()));
  });
  afterAll(() => world.close());

  const outcomesOf = (command: 'slot.hold' | 'appointment.book', slot_id: string) =>
    Promise.all(people.map((user) => outcomeOf(() => user.send(command, { slot_id }))));

  it.each(['slot.hold', 'appointment.book'] as const)(
    '%s at one instant: exactly one has it',
    async (command) => {
      const outcomes = await outcomesOf(command, await world.newSlot());
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'slot.taken')).toHaveLength(crowd - 1);
    },
  );

  it('a round has as many as it has seats', async () => {
    const slot_id = await world.newSlot({ seats: 12 });
    const outcomes = await outcomesOf('appointment.book', slot_id);
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(12);
    const { slots } = await world.stranger.call('slot.list', { booth_id: world.zinnwerk });
    expect(slots.find((slot) => slot.slot_id === slot_id)?.free_seats).toBe(0);
  });

  it('hold, release, book and cancel in any order: all answers fit one history', async () => {
    for (let round = 0; round < 5; round += 1) {
      const slot_id = await world.newSlot();
      const histories = await Promise.all(people.map((user, i) => busyVisitor(user, slot_id, i * 7 + round)));
      expect(isLinearizable(histories.flat())).toBe(true);
    }
  });

  /** Six commands of one person, one after the other; which ones, the seed and the answers decide. */
  async function busyVisitor(user: VirtualUser, slot_id: string, seed: number): Promise<SeatCommand[]> {
    const history: SeatCommand[] = [];
    let generation: number | undefined;
    let appointment_id: string | undefined;
    const ask = async (kind: SeatCommand['kind'], name: string, fields: object, given?: number) => {
      const from = performance.now();
      const answer = await answerOf(() => user.send(name, fields));
      const refusal = answer instanceof CommandError ? answer.code : undefined;
      const held = (answer as { hold?: { generation: number } }).hold?.generation;
      history.push({
        person: user.id,
        kind,
        answer: refusal ?? held ?? 'ok',
        from,
        to: performance.now(),
        ...(given === undefined ? {} : { generation: given }),
      });
      return refusal === undefined ? answer : undefined;
    };
    for (let step = 0; step < 6; step += 1) {
      const choice = (seed * 31 + step * 17) % 4;
      if (appointment_id) {
        await ask('cancel', 'appointment.cancel', { appointment_id });
        appointment_id = undefined;
      } else if (generation !== undefined && choice < 2) {
        await ask('release', 'slot.release', { slot_id, generation }, generation);
        if (choice === 0) generation = undefined; // else a late confirmation of what was given up may follow
      } else if (generation !== undefined || choice === 3) {
        const given = generation;
        const made = await ask('book', 'appointment.book', { slot_id, generation }, given);
        appointment_id = (made as { appointment?: { appointment_id: string } } | undefined)?.appointment
          ?.appointment_id;
        generation = undefined;
      } else {
        const answer = await ask('hold', 'slot.hold', { slot_id });
        generation = (answer as { hold?: { generation: number } } | undefined)?.hold?.generation;
      }
    }
    return history;
  }
});
