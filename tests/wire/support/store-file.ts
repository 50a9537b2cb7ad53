import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=5)
connection.execute("PRAGMA ignore_check_constraints = ON")
with connection:
    print(connection.execute(sys.argv[2], sys.argv[3:]).rowcount)
`;

/** Changes rows of the database file behind the server's back, as a broken disk or a careless hand might. */
export async function changeRows(server: { data: string }, sql: string, ...values: string[]): Promise<number> {
  const file = join(server.data, 'stollen.sqlite');
  const { stdout } = await promisify(execFile)('python3', ['-c', program, file, sql, ...values]);
  return Number(stdout);
}
