import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Follows, type FollowStatus, type JoinAnswer, type JoinRequest } from './follows.ts';
import type { EventFrame } from './frame.ts';

/** State of the streams here: the letters of all events so far. */
const reduce = (_: string, state: unknown, event: { data: unknown }) => {
  const { letter } = event.data as { letter: string };
  if (letter === '!') throw new Error('does not fit');
  return `${state as string}${letter}`;
};
const event = (n: number, letter: string, stream = 's'): EventFrame => ({
  on: 'test.letter',
  in: stream,
  n,
  at: 0,
  data: { letter },
});
const reset = (head: number, snapshot: string, stream = 's'): JoinAnswer => ({
  stream,
  outcome: 'reset',
  epoch: 'e',
  head,
  snapshot,
});

interface Asked {
  streams: JoinRequest[];
  answer(answers: JoinAnswer[]): Promise<void>;
  refuse(error: object): Promise<void>;
}

const asked: Asked[] = [];
const left: string[][] = [];
let follows: Follows;

/** Lets promises settle without moving the clock. */
const settled = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(0));

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  asked.length = 0;
  left.length = 0;
  follows = new Follows({
    join: (streams) =>
      new Promise((resolve, reject) => {
        asked.push({
          streams,
          answer: (answers) => (resolve(answers), settled()),
          refuse: (error) => (reject(error as Error), settled()),
        });
      }),
    leave: (streams) => left.push(streams),
    reduce,
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function watch(stream = 's') {
  const seen = { state: undefined as unknown, status: 'loading' as FollowStatus, close: () => {} };
  seen.close = follows.follow(stream, (view) =>
    Object.assign(seen, { state: view.state, status: view.status }),
  );
  return seen;
}
async function joined(stream = 's', head = 3, snapshot = 'abc') {
  const seen = watch(stream);
  follows.online();
  await settled();
  await asked.at(-1)?.answer([reset(head, snapshot, stream)]);
  return seen;
}

describe('joining', () => {
  it('asks once for what several views follow', async () => {
    const one = watch();
    const two = watch();
    const other = watch('t');
    follows.online();
    await settled();
    expect(asked.map(({ streams }) => streams)).toEqual([[{ stream: 's' }, { stream: 't' }]]);
    await asked[0]?.answer([reset(3, 'abc'), reset(1, 'x', 't')]);
    expect([one, two, other]).toMatchObject([
      { state: 'abc', status: 'live' },
      { state: 'abc', status: 'live' },
      { state: 'x', status: 'live' },
    ]);
  });

  it('splits what is too much for one command', async () => {
    for (let i = 0; i < 40; i += 1) watch(`s${i}`);
    follows.online();
    await settled();
    expect(asked.map(({ streams }) => streams.length)).toEqual([32, 8]);
  });

  it('keeps events that overtake the answer, and drops those it contains', async () => {
    const seen = watch();
    follows.online();
    await settled();
    follows.receive(event(3, 'c'));
    follows.receive(event(4, 'd'));
    await asked[0]?.answer([reset(3, 'abc')]);
    expect(seen).toMatchObject({ state: 'abcd', status: 'live' });
  });

  it('keeps what is added to a state until the next snapshot', async () => {
    const seen = await joined();
    follows.amend('s', (state) => `+${state as string}`);
    expect(seen).toMatchObject({ state: '+abc', status: 'live' });
    follows.receive(event(4, 'd'));
    expect(seen.state).toBe('+abcd');
    follows.amend('unknown', () => expect.unreachable('there is no such stream'));
    follows.offline();
    follows.online();
    await settled();
    await asked.at(-1)?.answer([reset(5, 'abcde')]);
    expect(seen).toMatchObject({ state: 'abcde', status: 'live' });
  });

  it('shows a denial without any state', async () => {
    const seen = watch();
    follows.online();
    await settled();
    await asked[0]?.answer([{ stream: 's', outcome: 'denied' }]);
    expect(seen).toMatchObject({ state: undefined, status: 'denied' });
    follows.retryDenied();
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('asks again when the server was busy, when it says', async () => {
    watch();
    follows.online();
    await settled();
    await asked[0]?.refuse({ retryAfterMs: 700 });
    await vi.advanceTimersByTimeAsync(699);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
  });

  it('leaves a little after the last view has gone', async () => {
    const one = await joined();
    const two = watch();
    one.close();
    two.close();
    await vi.advanceTimersByTimeAsync(1000);
    const three = watch();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left).toEqual([]);
    expect(three.state).toBe('abc');
    three.close();
    await vi.advanceTimersByTimeAsync(3000);
    expect(left).toEqual([['s']]);
    expect(asked).toHaveLength(1);
  });
});

describe('events', () => {
  it('are applied once, in order', async () => {
    const seen = await joined();
    for (const n of [2, 4, 4, 3, 5]) follows.receive(event(n, String(n)));
    expect(seen.state).toBe('abc45');
  });

  it('of a gap are asked for with the position', async () => {
    const seen = await joined();
    follows.receive(event(5, 'e'));
    await settled();
    expect(seen).toMatchObject({ state: 'abc', status: 'stale' });
    expect(asked[1]?.streams).toEqual([{ stream: 's', epoch: 'e', last: 3 }]);
    follows.receive(event(6, 'f'));
    const events = [event(4, 'd'), event(5, 'e')];
    await asked[1]?.answer([{ stream: 's', outcome: 'replayed', epoch: 'e', head: 5, events }]);
    expect(seen).toMatchObject({ state: 'abcdef', status: 'live' });
  });

  it('that replay does not bring lead to a snapshot, and never to a tight loop', async () => {
    await joined();
    const useless = {
      stream: 's',
      outcome: 'replayed',
      epoch: 'e',
      head: 9,
      events: [event(9, 'i')],
    } as const;
    follows.receive(event(9, 'i'));
    await settled();
    await asked[1]?.answer([useless]);
    expect(asked[2]?.streams).toEqual([{ stream: 's' }]);
    await asked[2]?.answer([{ ...useless, outcome: 'reset', snapshot: 'x', head: 2 }]);
    follows.receive(event(9, 'i'));
    await settled();
    for (let i = 3; i < 6; i += 1) await asked[i]?.answer([useless]);
    expect(asked.length).toBeLessThan(7);
  });

  it('that do not fit the state lead to a snapshot', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const seen = await joined();
    follows.receive(event(4, '!'));
    await settled();
    expect(asked[1]?.streams).toEqual([{ stream: 's' }]);
    await asked[1]?.answer([reset(4, 'fresh')]);
    expect(seen).toMatchObject({ state: 'fresh', status: 'live' });
    expect(error).toHaveBeenCalledOnce();
  });

  it('that heartbeats know of and that do not come are asked for', async () => {
    await joined();
    follows.heads([{ stream: 's', head: 4 }]);
    follows.receive(event(4, 'd'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
    follows.heads([
      { stream: 's', head: 5 },
      { stream: 'unknown', head: 5 },
    ]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked[1]?.streams).toEqual([{ stream: 's', epoch: 'e', last: 4 }]);
  });
});

describe('coming back', () => {
  it('resumes from the position and shows meanwhile what it had', async () => {
    const seen = await joined();
    follows.receive(event(4, 'd'));
    follows.offline();
    expect(seen).toMatchObject({ state: 'abcd', status: 'stale' });
    follows.online();
    await settled();
    expect(asked[1]?.streams).toEqual([{ stream: 's', epoch: 'e', last: 4 }]);
    await asked[1]?.answer([{ stream: 's', outcome: 'replayed', epoch: 'e', head: 4, events: [] }]);
    expect(seen).toMatchObject({ state: 'abcd', status: 'live' });
  });

  it('takes no answer of an earlier connection', async () => {
    const seen = watch();
    follows.online();
    await settled();
    follows.offline();
    follows.online();
    await settled();
    await asked[0]?.answer([reset(3, 'old')]);
    expect(seen.state).toBeUndefined();
    await asked[1]?.answer([reset(4, 'new')]);
    expect(seen.state).toBe('new');
  });

  it('starts anew from what the server sends instead', async () => {
    const seen = await joined();
    follows.offline();
    follows.online();
    await settled();
    await asked[1]?.answer([{ ...reset(1, 'z'), epoch: 'f' }]);
    follows.receive(event(2, 'y'));
    expect(seen).toMatchObject({ state: 'zy', status: 'live' });
  });

  it('as another person shows nothing of the last one', async () => {
    const seen = await joined();
    follows.offline();
    follows.forgetAll();
    follows.online();
    await settled();
    expect(seen).toMatchObject({ state: undefined, status: 'loading' });
    expect(asked[1]?.streams).toEqual([{ stream: 's' }]);
  });

  it('not at all after the server took the right away', async () => {
    const seen = await joined();
    follows.left('s');
    follows.receive(event(4, 'd'));
    expect(seen).toMatchObject({ state: undefined, status: 'denied' });
  });
});
