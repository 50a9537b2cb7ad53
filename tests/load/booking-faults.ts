/** What must never be found in a store's tables about seats, read behind the server's back. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FairServer } from '../wire/support/fair-server.ts';

const program = `
import json, sqlite3, sys
connection = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=5)
print(json.dumps([row[0] for row in connection.execute(sys.argv[2])]))
`;

/** The first column of what is found. */
export async function rowsOf(server: FairServer, sql: string): Promise<string[]> {
  const file = join(server.data, 'stollen.sqlite');
  const { stdout } = await promisify(execFile)('python3', ['-c', program, file, sql]);
  return JSON.parse(stdout) as string[];
}

const active = "state IN ('booked', 'checked_in', 'in_progress')";

/** In the words of both databases. */
export const seatFaults: Record<string, string> = {
  'a seat with two appointments': `SELECT seat_id FROM appointment WHERE ${active} GROUP BY seat_id HAVING COUNT(*) > 1`,
  'an appointment whose seat is not theirs': `SELECT a.id FROM appointment a LEFT JOIN seat k ON k.id = a.seat_id
    WHERE a.${active} AND (k.id IS NULL OR k.state <> 'booked' OR k.owner <> a.visitor_id OR k.slot_id <> a.slot_id)`,
  'a booked seat without an appointment': `SELECT k.id FROM seat k WHERE k.state = 'booked'
    AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.seat_id = k.id AND a.${active})`,
  'a counter that is not the count': `SELECT p.person_id FROM person p WHERE
    COALESCE((SELECT active FROM visitor_load l WHERE l.person_id = p.person_id), 0)
    <> (SELECT COUNT(*) FROM appointment a WHERE a.visitor_id = p.person_id AND a.${active})`,
  'a visitor busy without a seat': `SELECT c.owner FROM busy_cell c WHERE c.kind = 'visitor' AND NOT EXISTS
    (SELECT 1 FROM seat k WHERE k.id = c.owner AND k.owner = c.subject AND k.state IN ('held', 'kept', 'booked'))`,
  'a member busy without a slot': `SELECT c.owner FROM busy_cell c WHERE c.kind = 'member' AND NOT EXISTS
    (SELECT 1 FROM slot s WHERE s.id = c.owner AND s.person_id = c.subject)`,
  'a taken seat whose owner is not busy': `SELECT k.id FROM seat k JOIN slot s ON s.id = k.slot_id
    WHERE k.state IN ('held', 'booked') AND s.minutes / 5 <>
    (SELECT COUNT(*) FROM busy_cell c WHERE c.kind = 'visitor' AND c.owner = k.id AND c.subject = k.owner)`,
  'an appointment without its timers': `SELECT a.id FROM appointment a WHERE a.state = 'booked' AND 2 <>
    (SELECT COUNT(*) FROM timer t WHERE t.subject = a.id AND t.kind IN ('appointment.notice', 'appointment.open'))`,
  'a timer of an appointment that is not to come': `SELECT t.subject FROM timer t JOIN appointment a ON a.id = t.subject
    WHERE t.kind LIKE 'appointment.%' AND NOT a.${active}`,
};
const faults: Record<string, string> = {
  ...seatFaults,
  'a damaged store': "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
};

/** Each with where it was found; empty when all is sound. */
export async function faultsOf(server: FairServer): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(faults)) {
    for (const where of await rowsOf(server, sql)) found.push(`${what}: ${where}`);
  }
  return found;
}
