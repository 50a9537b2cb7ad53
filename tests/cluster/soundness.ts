/** What must hold in the store of several nodes, whatever happened to them, and what all of them must show alike. */
import { expect } from 'vitest';
import { seatFaults } from '../load/booking-faults.ts';
import type { Cluster } from './cluster.ts';

const faults: Record<string, string> = {
  ...seatFaults,
  'a hole in the numbers of a stream': `SELECT stream FROM event GROUP BY stream HAVING COUNT(*) <> MAX(n) - MIN(n) + 1`,
  'a stream whose head is not its last event': `SELECT s.name FROM stream s
    JOIN (SELECT stream, MAX(n) AS last FROM event GROUP BY stream) e ON e.stream = s.name WHERE s.head <> e.last`,
  'a message without the event that brought it': `SELECT m.id FROM message m WHERE NOT EXISTS
    (SELECT 1 FROM event e WHERE e.stream = 'conversation:' || m.conversation_id AND e.n = m.n)`,
  'a message that was taken twice': `SELECT text FROM message WHERE text LIKE 'lt%' GROUP BY conversation_id, author_id, text
    HAVING COUNT(*) > 1`,
  'a command without its answer in order': `SELECT author || ' ' || cid FROM command_log WHERE reply = ''`,
};

/** What everybody may see, as this node shows it. */
async function shownBy(cluster: Cluster, number: number): Promise<string> {
  const names = ['booth.list', 'cafe.list', 'conversation.list_rooms'];
  const shown = names.map(async (name) => {
    const origin = cluster.originOf(number);
    const headers = { 'content-type': 'application/json', origin };
    const answer = await fetch(`${origin}/api/v1/${name}`, { method: 'POST', headers, body: '{}' });
    return answer.text();
  });
  return (await Promise.all(shown)).join('\n');
}

export async function expectSound(cluster: Cluster, nodes = cluster.numbers): Promise<void> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(faults))
    for (const where of await cluster.sql(sql)) found.push(`${what}: ${where}`);
  expect(found).toEqual([]);
  await expect
    .poll(async () => new Set(await Promise.all(nodes.map((number) => shownBy(cluster, number)))).size, {
      timeout: 10_000,
    })
    .toBe(1);
}
