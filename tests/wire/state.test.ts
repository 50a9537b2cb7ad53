import { reduceStream } from '@client/connection/reducers.ts';
import type { JoinAnswer } from '@client/connection/follows.ts';
import { arrivalOf } from '@client/connection/position.ts';
import { decodeSnapshot, definition, parseStream, type CommandName } from '@protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from './support/samples.ts';
import { withPatience, type VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
  await world.visitor.call('cafe.sit', {
    table_id: world.table('schmal').table_id,
  });
});
afterAll(() => world.close());

/** Follows a stream as the client does: a snapshot, then events through the client's own state functions. */
class Watch {
  readonly stream: string;
  readonly user: VirtualUser;
  state: unknown;
  epoch = '';
  last = 0;
  readonly joinedAt: number;

  private constructor(user: VirtualUser, stream: string, answer: JoinAnswer) {
    this.user = user;
    this.stream = stream;
    this.state = answer.snapshot;
    this.last = answer.head ?? 0;
    this.epoch = answer.epoch ?? '';
    this.joinedAt = this.last;
  }

  /** Undefined when this person may not follow it. */
  static async begin(person: VirtualUser, stream: string): Promise<Watch | undefined> {
    const user = world.another(person);
    const answer = await user.joinOne(stream);
    return answer.outcome === 'denied' ? undefined : new Watch(user, stream, answer);
  }

  async reach(head: number): Promise<void> {
    const pattern = parseStream(this.stream)?.pattern;
    while (this.last < head) {
      const frame = await this.#next();
      expect(
        arrivalOf({ epoch: this.epoch, last: this.last }, frame.n ?? 0),
        `${this.stream} ${frame.on}`,
      ).toBe('next');
      this.last = frame.n ?? 0;
      this.state = reduceStream(this.stream, this.state, {
        name: frame.on,
        n: this.last,
        at: frame.at,
        data: frame.data,
      });
      const decoded = decodeSnapshot(pattern as 'hall', this.state);
      expect(decoded, `${this.stream} after ${frame.on}`).toMatchObject({
        ok: true,
      });
    }
  }

  #next() {
    return withPatience<VirtualUser['events'][number]>(
      `event ${this.last + 1} of ${this.stream}`,
      (resolve) => {
        const look = () => {
          const at = this.user.events.findIndex((frame) => frame.in === this.stream && frame.n !== undefined);
          const [frame] = at < 0 ? [] : this.user.events.splice(at, 1);
          if (frame) resolve(frame);
          else void this.user.connect().then((socket) => socket.once('message', () => setImmediate(look)));
        };
        look();
      },
    );
  }

  /** What somebody sees who comes only now. */
  async fresh(): Promise<JoinAnswer> {
    const user = world.another(this.user);
    const answer = await user.joinOne(this.stream);
    await user.cut();
    return answer;
  }
}

/** Everything that can be followed, each stream by somebody who may. */
async function watchAll(sampleUser: VirtualUser, affects: string[]): Promise<Watch[]> {
  const owners = affects.flatMap((stream) => world.ownerOf(stream) ?? []);
  const people = [world.visitor, world.lead, world.neighbour, sampleUser, ...owners];
  const desks = world.booths.flatMap(({ booth_id }) => [
    `booth:${booth_id}:staff`,
    `calendar:${booth_id}`,
    `calendar:${booth_id}:staff`,
  ]);
  const chats = [...world.rooms, ...world.tables].map(
    ({ conversation_id }) => `conversation:${conversation_id}`,
  );
  const own = people.filter(({ me }) => me).flatMap(({ id }) => [`user:${id}`, `day:${id}`]);
  const streams = new Set(['fair', 'hall', 'cafe', ...desks, ...chats, ...own, ...affects]);
  const watches: Watch[] = [];
  for (const stream of streams) {
    for (const person of people) {
      const watch = await Watch.begin(person, stream);
      if (watch) {
        watches.push(watch);
        break;
      }
    }
  }
  return watches;
}

const writes = (Object.keys(definition.commands) as CommandName[]).filter(
  (name) => definition.commands[name].kind === 'write',
);

describe.each(writes)('%s', (name) => {
  it('snapshot and events are the fresh snapshot, in every stream', async () => {
    const { user, fields, affects = [] } = await samples[name](world);
    const watches = await watchAll(user, affects);
    // The sample's owner may be logged out by the command.
    await (definition.commands[name].is_http_only ? user.http(name, fields) : user.send(name, fields));
    const touched = new Set<string>();
    for (const watch of watches) {
      const fresh = await watch.fresh();
      if (fresh.outcome === 'denied') continue;
      expect(fresh.epoch).toBe(watch.epoch);
      await watch.reach(fresh.head ?? 0);
      if (watch.last > watch.joinedAt) touched.add(watch.stream);
      expect(watch.state, watch.stream).toEqual(fresh.snapshot);
    }
    for (const stream of affects) expect(touched, `${name} should tell ${stream}`).toContain(stream);
    await Promise.all(watches.map((watch) => watch.user.cut()));
  });
});

describe('long stories', () => {
  it('a talk from its beginning to its second life folds to its fresh snapshot', async () => {
    const { id, visitor } = await world.waitingTalk();
    const streams = [`conversation:${id}`, `user:${visitor.id}`];
    const watches = await watchAll(visitor, streams);
    const say = (user: VirtualUser, text: string) =>
      user.call('conversation.send_message', { conversation_id: id, text });
    await world.lead.call('booth.set_duty', {
      booth_id: world.zinnwerk,
      duty: 'free',
    });
    await world.lead.call('conversation.take', { conversation_id: id });
    const { message_id } = await say(visitor, 'Eins');
    for (let i = 0; i < 55; i += 1) await say(i % 2 ? visitor : world.lead, `Zeile ${i}`);
    const { message_id: last, n } = await say(world.lead, 'Letzte');
    await visitor.call('conversation.react', {
      message_id: last,
      emoji: '👍',
      on: true,
    });
    await world.lead.call('conversation.react', {
      message_id: last,
      emoji: '👍',
      on: true,
    });
    await visitor.call('conversation.react', {
      message_id: last,
      emoji: '👍',
      on: false,
    });
    await visitor.call('conversation.edit_message', {
      message_id,
      text: 'Eins, verbessert',
    });
    await visitor.call('conversation.mark_read', { conversation_id: id, n });
    await world.lead.call('conversation.edit_message', {
      message_id: last,
      text: 'Letzte, verbessert',
    });
    await world.lead.call('conversation.delete_message', { message_id: last });
    await world.lead.call('conversation.close', { conversation_id: id });
    await visitor.call('conversation.open', {
      booth_id: world.zinnwerk,
      text: 'Doch noch etwas',
    });
    await world.lead.call('booth.set_duty', {
      booth_id: world.zinnwerk,
      duty: 'off',
    });
    for (const watch of watches) {
      const fresh = await watch.fresh();
      await watch.reach(fresh.head ?? 0);
      expect(watch.state, watch.stream).toEqual(fresh.snapshot);
    }
    await Promise.all(watches.map((watch) => watch.user.cut()));
  });

  it('a round folds to its fresh snapshot, for who stays, who leaves and who comes later', async () => {
    const { here, absent, slot_id, id, fields, absentFields } = await world.runningRound();
    const late = await world.newVisitor();
    const own = [here, absent, late].flatMap((user) => [`user:${user.id}`, `day:${user.id}`]);
    const staff = [`booth:${world.zinnwerk}:staff`, `calendar:${world.zinnwerk}:staff`];
    const watches: Watch[] = [];
    for (const stream of [`conversation:${id}`, ...own, ...staff]) {
      const [, person] = /^(?:user|day):(.*)$/.exec(stream) ?? [];
      const user = [here, absent, late].find((one) => one.id === person) ?? world.lead;
      watches.push((await Watch.begin(user, stream))!);
    }
    const say = (user: VirtualUser, text: string) =>
      user.call('conversation.send_message', { conversation_id: id, text });
    await say(absent, 'Ich komme gleich.');
    await say(world.colleague, 'Wir warten.');
    await absent.call('appointment.cancel', absentFields);
    await late.call('appointment.book', { slot_id });
    const { n } = await say(late, 'Guten Tag!');
    await here.call('conversation.mark_read', { conversation_id: id, n });
    await world.lead.call('appointment.finish', fields);
    await world.lead.call('conversation.close', { conversation_id: id });
    for (const watch of watches) {
      const fresh = await watch.fresh();
      await watch.reach(fresh.head ?? 0);
      expect(watch.last, watch.stream).toBeGreaterThan(watch.joinedAt);
      expect(watch.state, watch.stream).toEqual(fresh.snapshot);
    }
    await Promise.all(watches.map((watch) => watch.user.cut()));
  });
});
