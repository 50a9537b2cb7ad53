// PostgreSQL fails in every way while people talk on two nodes: what was acknowledged is there, once, for everybody.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cluster, size } from './cluster.ts';
import { expectWhole, flood, rush } from './flood.ts';
import { expectSound } from './soundness.ts';

/** What an isolated node is given to notice it. */
const noticedWithinMs = 5_000;

/** As it goes over the wire: not in BEGIN ISOLATION LEVEL READ COMMITTED. */
const commit = 'COMMIT\0';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.find();
  await cluster.putProxies();
});
afterEach(() => {
  for (const proxy of cluster.stores) proxy.heal();
});
afterAll(() => cluster.takeProxies());

const logged = async (event: string) =>
  (await Promise.all(cluster.numbers.map((number) => cluster.logged(number, event)))).flat().length;
const acknowledgedBy = (number: number) =>
  cluster.metric(number, 'stollen_commands_total', 'conversation.send_message', '"ok"');
const becomesReady = (number: number, status: number) =>
  expect
    .poll(async () => (await cluster.readiness(number)).status, { timeout: 20_000, interval: 50 })
    .toBe(status);

describe('PostgreSQL', () => {
  it('may be restarted, with a word to the nodes and without one', async () => {
    const talk = await flood(cluster, { seconds: size.seconds + 4 });
    let messages = 20;
    for (const mode of ['fast', 'immediate'] as const) {
      await talk.acknowledged(messages);
      const before = await logged('storage.writes_refused');
      const since = await cluster.sql('SELECT pg_postmaster_start_time()');
      await cluster.restartPostgres(mode);
      for (const number of cluster.numbers) await becomesReady(number, 200);
      expect(await cluster.sql('SELECT pg_postmaster_start_time()')).not.toEqual(since);
      expect(await logged('storage.writes_refused')).toBeGreaterThan(before);
      messages += 40;
    }
    expectWhole(await talk.verdict);
    await expectSound(cluster);
  });

  it('may end the nodes’ connections, in the middle of their work and between a commit and its answer', async () => {
    const talk = await flood(cluster);
    const lost = () => cluster.stores.reduce((sum, proxy) => sum + proxy.counted.lostAnswers, 0);
    const found = await logged('storage.commit_found');
    let ended = 0;
    for (let round = 1; round <= 4; round += 1) {
      await talk.acknowledged(round * 15);
      const theirs = "SELECT pid FROM pg_stat_activity WHERE application_name = 'stollen'";
      ended += (
        await cluster.sql(
          `WITH own AS MATERIALIZED (${theirs}) SELECT pid FROM own WHERE pg_terminate_backend(pid)`,
        )
      ).length;
      const before = lost();
      for (const proxy of cluster.stores) proxy.loseAnswerTo(commit);
      await expect.poll(lost, { timeout: 20_000, interval: 20 }).toBeGreaterThan(before);
    }
    expectWhole(await talk.verdict);
    expect(ended).toBeGreaterThanOrEqual(8);
    expect(await logged('storage.commit_found')).toBeGreaterThanOrEqual(found + 4);
    await expectSound(cluster);
  });
});

describe('booking', () => {
  it('gives each seat once, also when the answers of commits are lost again and again', async () => {
    const booked = () => cluster.metricOfAll('stollen_commands_total', 'appointment.book', '"ok"');
    const lost = () => cluster.stores.reduce((sum, proxy) => sum + proxy.counted.lostAnswers, 0);
    const [bookedBefore, lostBefore] = [await booked(), lost()];
    let hasEnded = false;
    const verdict = rush(cluster).finally(() => (hasEnded = true));
    await expect.poll(booked, { timeout: 60_000, interval: 20 }).toBeGreaterThan(bookedBefore);
    while (!hasEnded) {
      const before = lost();
      for (const proxy of cluster.stores) proxy.loseAnswerTo(commit);
      await expect.poll(() => hasEnded || lost() > before, { timeout: 20_000, interval: 10 }).toBe(true);
    }
    expect(await verdict).toMatchObject({ ok: true, broken: [], granted: 20, unanswered: 0 });
    expect(lost() - lostBefore).toBeGreaterThanOrEqual(5);
    await expectSound(cluster);
  });
});

describe('a node that is cut off from PostgreSQL', () => {
  it('says so when its questions or the answers vanish, and is itself again afterwards', async () => {
    const [isolated] = cluster.stores;
    const talk = await flood(cluster, { seconds: size.seconds + 16 });
    await talk.acknowledged(20);
    for (const direction of ['up', 'down'] as const) {
      isolated!.swallow(direction);
      const since = performance.now();
      await becomesReady(1, 503);
      const took = performance.now() - since;
      expect((await cluster.readiness(2)).status).toBe(200);
      // This one confirms nothing, and the other one goes on.
      const [isolatedBefore, otherBefore] = [await acknowledgedBy(1), await acknowledgedBy(2)];
      await expect.poll(() => acknowledgedBy(2), { timeout: 20_000 }).toBeGreaterThan(otherBefore + 10);
      expect(await acknowledgedBy(1)).toBe(isolatedBefore);
      expect(isolated!.counted.swallowed).toBeGreaterThan(0);
      isolated!.heal();
      await becomesReady(1, 200);
      expect(took, direction).toBeLessThan(noticedWithinMs);
    }
    expectWhole(await talk.verdict);
    await expectSound(cluster);
  });
});
