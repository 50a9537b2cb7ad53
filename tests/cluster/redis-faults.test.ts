// Redis fails in every way while people talk on two nodes. It is a bell: nothing is lost, only later, and not for long.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Cluster, size } from './cluster.ts';
import { expectWhole, flood, type Flood, type Verdict } from './flood.ts';
import { expectSound } from './soundness.ts';

/** How late a message may be on another node while the bell is silent. */
const latestMs = 1_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.find();
  await cluster.putProxies();
});
afterEach(() => {
  for (const proxy of cluster.bells) proxy.heal();
});
afterAll(() => cluster.takeProxies());

const connected = () => cluster.metricOfAll('stollen_backplane_connected');
const losses = () => cluster.metricOfAll('stollen_backplane_losses_total');
/** Messages that came over the bell. */
const heard = () => cluster.metricOfAll('stollen_backplane_messages_total', '"in"');
/** Events that were found in the store instead. */
const found = () => cluster.metricOfAll('stollen_realtime_foreign_events_total');
const hearEachOther = () =>
  expect.poll(connected, { timeout: 15_000, interval: 50 }).toBe(cluster.numbers.length);

/** Half of the people at each node, so that each message has to cross. */
async function talkAcross(fault: (talk: Flood) => Promise<void>): Promise<Verdict> {
  await hearEachOther();
  const urls = cluster.numbers.map((number) => cluster.originOf(number));
  const talk = await flood(cluster, { urls, seconds: size.seconds + 3 });
  await talk.acknowledged(15);
  expect(await heard()).toBeGreaterThan(0);
  await fault(talk);
  const verdict = await talk.verdict;
  expectWhole(verdict);
  expect(verdict.reconnects).toBe(0);
  await expectSound(cluster);
  return verdict;
}

it('Redis may be killed, and be empty when it is back', async () => {
  const before = { losses: await losses(), found: await found() };
  const verdict = await talkAcross(async (talk) => {
    await cluster.signal('redis', 'SIGKILL');
    await expect.poll(connected, { timeout: 10_000, interval: 20 }).toBe(0);
    await talk.acknowledged(60);
    await cluster.up();
    await hearEachOther();
    const since = await heard();
    await expect.poll(heard, { timeout: 10_000, interval: 50 }).toBeGreaterThan(since);
  });
  expect(await losses()).toBeGreaterThan(before.losses);
  expect(await found()).toBeGreaterThan(before.found);
  expect(verdict.delivery_to_other_node_p99_ms).toBeLessThan(latestMs);
});

it('Redis may hang, and go on', async () => {
  const before = await found();
  await talkAcross(async (talk) => {
    await cluster.signal('redis', 'SIGSTOP');
    try {
      await talk.acknowledged(40);
      // Its silence has to be noticed first.
      await expect.poll(found, { timeout: 10_000, interval: 50 }).toBeGreaterThan(before);
    } finally {
      await cluster.signal('redis', 'SIGCONT');
    }
  });
});

it('Redis may be slow, refuse, or lose what it was told by one of the nodes', async () => {
  const [first, second] = cluster.bells;
  const before = await found();
  await talkAcross(async (talk) => {
    first!.delay(500);
    await talk.acknowledged(35);
    expect(first!.counted.delayed).toBeGreaterThan(0);
    first!.heal();
    second!.refuse();
    await expect.poll(() => second!.counted.refused, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0);
    await talk.acknowledged(60);
    second!.heal();
    first!.swallow('up');
    await talk.acknowledged(85);
    expect(first!.counted.swallowed).toBeGreaterThan(0);
    first!.heal();
    second!.swallow('down');
    await talk.acknowledged(105);
    expect(second!.counted.swallowed).toBeGreaterThan(0);
  });
  expect(await found()).toBeGreaterThan(before);
});

it('Redis may be emptied', async () => {
  await talkAcross(async () => {
    await cluster.flushRedis();
    const since = await heard();
    await expect.poll(heard, { timeout: 10_000, interval: 50 }).toBeGreaterThan(since);
  });
});
