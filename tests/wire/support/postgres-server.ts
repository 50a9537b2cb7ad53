import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../support/postgres-server', import.meta.url));

/** A PostgreSQL server of its own, for tests that are about one. */
export class PostgresServer {
  readonly #folder: string;
  readonly #address: string;
  #made = 0;

  private constructor(folder: string, address: string) {
    this.#folder = folder;
    this.#address = address;
  }

  static async start(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'stollen-postgres-'));
    const { stdout } = await run(program, ['start', folder]);
    return new PostgresServer(folder, stdout.trim());
  }

  /** The address of a database without tables. */
  async emptyDatabase(): Promise<string> {
    this.#made += 1;
    const name = `empty_${this.#made}`;
    await run('psql', [
      this.#address,
      '--no-psqlrc',
      '--command',
      `CREATE DATABASE ${name} TEMPLATE template0`,
    ]);
    return this.#address.replace('/stollen?', `/${name}?`);
  }

  async stop(): Promise<void> {
    await run(program, ['stop', this.#folder, 'immediate']);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
