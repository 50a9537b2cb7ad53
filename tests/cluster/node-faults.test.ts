// Nodes die, hang and are restarted while people talk; everybody goes on at another one.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cluster, size } from './cluster.ts';
import { expectWhole, flood } from './flood.ts';
import { expectSound } from './soundness.ts';

const sessions = (number: number) => cluster.metric(number, 'stollen_sessions');

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.find();
  await cluster.up();
});
afterEach(() => cluster.up());

describe('a node', () => {
  it('may be killed: its people come back on the other one', async () => {
    const talk = await flood(cluster, { users: size.crowd, seconds: size.seconds + 6 });
    await talk.acknowledged(20);
    const lost = await sessions(1);
    expect(lost).toBeGreaterThan(size.crowd / 4);
    await cluster.signal('node-1', 'SIGKILL');
    await expect
      .poll(() => sessions(2), { timeout: 20_000, interval: 50 })
      .toBeGreaterThanOrEqual(size.crowd);
    const verdict = await talk.verdict;
    expectWhole(verdict);
    expect(verdict.reconnects).toBeGreaterThanOrEqual(lost);
    expect(verdict.way_back_max_ms).toBeLessThan(10_000);
    await expectSound(cluster, [2]);
  });

  it('may hang: its people are sent to the other one, and it is taken back when it goes on', async () => {
    const talk = await flood(cluster, { seconds: size.seconds + 10 });
    await talk.acknowledged(20);
    const stuck = await sessions(1);
    expect(stuck).toBeGreaterThan(0);
    const before = await sessions(2);
    await cluster.signal('node-1', 'SIGSTOP');
    try {
      await expect
        .poll(() => sessions(2), { timeout: 30_000, interval: 50 })
        .toBeGreaterThanOrEqual(before + stuck);
    } finally {
      await cluster.signal('node-1', 'SIGCONT');
    }
    const verdict = await talk.verdict;
    expectWhole(verdict);
    expect(verdict.reconnects).toBeGreaterThanOrEqual(stuck);
    await expectSound(cluster);
  });
});

describe('a rolling restart', () => {
  it('loses nothing and interrupts people for two seconds at most, in the median', async () => {
    const pids = await Promise.all(cluster.numbers.map((number) => cluster.pid(`node-${number}`)));
    const talk = await flood(cluster, { users: size.crowd, seconds: size.seconds + 10 });
    await talk.acknowledged(20);
    await cluster.script('restart');
    const verdict = await talk.verdict;
    expectWhole(verdict);
    const now = await Promise.all(cluster.numbers.map((number) => cluster.pid(`node-${number}`)));
    for (const [i, pid] of pids.entries()) expect(now[i]).not.toBe(pid);
    expect(verdict.reconnects).toBeGreaterThanOrEqual(size.crowd);
    expect(verdict.way_back_p50_ms).toBeLessThanOrEqual(2_000);
    await expectSound(cluster);
  });
});
