import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server on which all tests find their stores; without it each server has its own file. */
const shared = process.env['STOLLEN_TEST_STORE'];

/** The address of an empty store on the shared server, if there is one. */
export async function emptyStore(): Promise<string | undefined> {
  if (shared === undefined) return undefined;
  const schema = `wire_${randomUUID().replaceAll('-', '')}`;
  await tell(shared, `CREATE SCHEMA ${schema}`);
  return `${shared}${shared.includes('?') ? '&' : '?'}options=-csearch_path%3D${schema}`;
}

export async function removeStore(address: string): Promise<void> {
  const schema = /search_path%3D(\w+)$/.exec(address)?.[1];
  if (schema !== undefined) await tell(address, `DROP SCHEMA ${schema} CASCADE`);
}

/** Changes rows of the store behind the server's back, as a broken disk or a careless hand might. */
export async function changeRows(
  server: { data: string; store?: string | undefined },
  sql: string,
  ...values: string[]
): Promise<number> {
  return server.store === undefined
    ? changeFile(join(server.data, 'stollen.sqlite'), sql, values)
    : changeShared(server.store, sql, values);
}

/** As a full disk: every write fails until the returned function is called. */
export async function leaveNoRoom(server: {
  processId: number | undefined;
  store?: string | undefined;
}): Promise<() => Promise<void>> {
  const { store } = server;
  if (store !== undefined) {
    // The server's own words for it.
    await tell(
      store,
      `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
       CREATE TRIGGER disk_full BEFORE UPDATE ON store EXECUTE FUNCTION disk_full()`,
    );
    return async () => void (await tell(store, 'DROP TRIGGER disk_full ON store; DROP FUNCTION disk_full'));
  }
  const limitFiles = (bytes: string) =>
    run('prlimit', ['--pid', String(server.processId), `--fsize=${bytes}`]);
  await limitFiles('1:unlimited');
  return async () => void (await limitFiles('unlimited:unlimited'));
}

const program = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=5)
connection.execute("PRAGMA ignore_check_constraints = ON")
with connection:
    print(connection.execute(sys.argv[2], sys.argv[3:]).rowcount)
`;

async function changeFile(file: string, sql: string, values: string[]): Promise<number> {
  const { stdout } = await run('python3', ['-c', program, file, sql, ...values]);
  return Number(stdout);
}

async function changeShared(address: string, sql: string, values: string[]): Promise<number> {
  const left = [...values];
  const filled = sql.replaceAll('?', () => `'${(left.shift() ?? '').replaceAll("'", "''")}'`);
  // Whoever writes raises the version, or no server would look.
  const told = await tell(address, `${filled}; UPDATE store SET version = version + 1`);
  return Number(/^(?:UPDATE|DELETE|INSERT \d+) (\d+)$/m.exec(told)?.[1]);
}

async function tell(address: string, sql: string): Promise<string> {
  const { stdout } = await run('psql', [address, '--no-psqlrc', '--set=ON_ERROR_STOP=1', '--command', sql]);
  return stdout;
}
