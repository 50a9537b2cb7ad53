import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { size, type Cluster } from './cluster.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What stollen-loadtest tells, as far as tests look at it. */
export interface Verdict {
  ok: boolean;
  broken: string[];
  users: number;
  sent: number;
  acknowledged: number;
  delivered: number;
  lost: number;
  doubled: number;
  out_of_order: number;
  different: number;
  refused: number;
  reconnects: number;
  resets: number;
  busy_answers: number;
  unknown_answers: number;
  delivery_p99_ms: number;
  delivery_to_other_node_p99_ms?: number;
  way_back_p50_ms?: number;
  way_back_max_ms?: number;
}

export interface Flood {
  /** Messages that the nodes have acknowledged since it began; resolves when there are so many. */
  acknowledged(count: number): Promise<void>;
  verdict: Promise<Verdict>;
}

const acknowledgedBy = (cluster: Cluster) =>
  cluster.metricOfAll('stollen_commands_total', 'conversation.send_message', '"ok"');

/** A scenario to its end, and what it tells. Rejects when it could not begin. */
function play<T>(scenario: string, ...words: string[]): Promise<T> {
  const program = process.env['STOLLEN_LOADTEST'] ?? join(root, 'build/release/stollen-loadtest');
  const told = new Promise<T>((resolve, reject) => {
    execFile(program, ['run', scenario, ...words, '--any-speed', '--json'], (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as T);
      else reject(new Error(`${scenario} did not begin: ${error?.message} ${stderr}`));
    });
  });
  told.catch(() => {}); // told to whoever waits for it
  return told;
}

export interface RushVerdict {
  ok: boolean;
  broken: string[];
  granted: number;
  unanswered: number;
}

/** Everybody books the same few times, again and again. */
export const rush = (cluster: Cluster, { users = size.users, slots = 10, rushes = 2 } = {}) =>
  play<RushVerdict>(
    'booking_rush',
    ...['--url', cluster.origin, '--users', `${users}`, '--slots', `${slots}`, '--rushes', `${rushes}`],
  );

/** People in a room who talk, connected through the balancer. They check what each of them sees. */
export async function flood(
  cluster: Cluster,
  { users = size.users, seconds = size.seconds, urls = [cluster.origin] } = {},
): Promise<Flood> {
  // Large crowds listen more than they speak: at most 4,000 deliveries a second.
  const rate = Math.max(2, Math.min(20, 4_000 / users));
  const before = await acknowledgedBy(cluster);
  const where = urls.flatMap((url) => ['--url', url]);
  const how = ['--users', String(users), '--rate', String(rate), '--seconds', String(seconds)];
  const verdict = play<Verdict>('chat_flood', ...where, ...how);
  let hasEnded = false;
  void verdict.finally(() => (hasEnded = true)).catch(() => {});
  return {
    verdict,
    acknowledged: async (count) => {
      await expect
        .poll(async () => hasEnded || (await acknowledgedBy(cluster)) - before >= count, {
          timeout: 60_000 + 300 * users, // until all have logged in
          interval: 50,
        })
        .toBe(true);
      if (hasEnded)
        throw new Error(`the flood ended before ${count} messages: ${JSON.stringify(await verdict)}`);
    },
  };
}

/** Nothing lost, doubled, reordered, different; everything sent was acknowledged and seen by all. */
export function expectWhole(verdict: Verdict): void {
  expect(verdict.broken, JSON.stringify(verdict)).toEqual([]);
  expect(verdict).toMatchObject({ ok: true, lost: 0, doubled: 0, out_of_order: 0, different: 0, refused: 0 });
  expect(verdict.acknowledged).toBe(verdict.sent);
  expect(verdict.sent).toBeGreaterThan(0);
  // Who was told to start anew has some of it from history.
  if (verdict.resets === 0) expect(verdict.delivered).toBe(verdict.acknowledged * verdict.users);
}
