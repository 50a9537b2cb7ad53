import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { emptyStore, removeStore } from './store.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const fairFolder = join(root, 'tests/fair');
/** Of every account that a demo import makes. */
export const demoPassword = 'glueckauf-demo';

export interface ServerOptions {
  /** Null: nothing is imported. */
  fair?: string | null;
  flags?: Record<string, string | number>;
  /** Programs that run the server in other circumstances, such as `prlimit --nofile=60`. */
  through?: string[];
  environment?: Record<string, string>;
}

/** Budgets that no test reaches by its own speed; tests of the budgets themselves set their own. */
const generous = {
  'commands-per-second': 100_000,
  'commands-burst': 1_000,
  'sessions-per-person': 1_000,
  'absence-grace-ms': 300_000,
};

function binary(): string {
  const candidates = [
    process.env['STOLLEN_BINARY'],
    join(root, 'build/release/stollen'),
    join(root, 'build/dev/stollen'),
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (!found) throw new Error('no server binary: set STOLLEN_BINARY or build the release preset');
  return found;
}

/** The real server, with its own data folder, on a free port of the loopback address. */
export class FairServer {
  readonly data: string;
  /** Of a store that several servers could share; undefined: a file in the data folder. */
  store: string | undefined;
  readonly #firstStore: string | undefined;
  port = 0;
  /** The server's log, one text per line. */
  log: string[] = [];
  readonly #flags: Record<string, string | number>;
  readonly #through: string[];
  /** Of the next `serve`. */
  environment: Record<string, string>;
  #process: ChildProcess | undefined;

  private constructor(data: string, store: string | undefined, options: ServerOptions) {
    this.data = data;
    this.store = store;
    this.#firstStore = store;
    this.#flags = { listen: '127.0.0.1', ...generous, ...options.flags };
    this.#through = options.through ?? [];
    this.environment = options.environment ?? {};
  }

  static async start(options: ServerOptions = {}): Promise<FairServer> {
    const data = await mkdtemp(join(tmpdir(), 'stollen-wire-'));
    const server = new FairServer(data, await emptyStore(), options);
    if (options.fair !== null) await server.import(options.fair ?? fairFolder);
    await server.serve();
    return server;
  }

  /** The store's address may hold a password: it is told by the environment, which no list of processes shows. */
  get #places(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...(this.store !== undefined && { STOLLEN_STORE: this.store }),
    };
  }

  /** Of its store, as people write it. */
  get address(): string {
    return this.store ?? `sqlite:${join(this.data, 'stollen.sqlite')}`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Runs a subcommand of the binary to its end; rejects with its output when it fails. */
  async run(...command: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(binary(), [...command, '--data', this.data], {
      env: this.#places,
    });
    return stdout;
  }

  async import(folder: string): Promise<string> {
    return this.run('import', folder, '--demo');
  }

  /** Moves the fair to another store, from which it is served next, or back into the folder; what was printed. */
  async moveStore(store?: string): Promise<string> {
    if (store === undefined) await rm(join(this.data, 'stollen.sqlite'), { force: true });
    const to = store ?? `sqlite:${join(this.data, 'stollen.sqlite')}`;
    const { stdout } = await promisify(execFile)(binary(), [
      'migrate-store',
      '--from',
      this.address,
      '--to',
      to,
    ]);
    this.store = store;
    return stdout;
  }

  /** A fair folder that differs in its fair.toml. */
  async importWith(change: (toml: string) => string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'stollen-fair-'));
    try {
      await cp(fairFolder, folder, { recursive: true });
      const path = join(folder, 'fair.toml');
      await writeFile(path, change(await readFile(path, 'utf8')));
      await this.import(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Starts serving, on the port of before when there was one; resolves when the server listens. */
  async serve(): Promise<void> {
    const flags = Object.entries(this.#flags).map(([name, value]) => `--${name}=${value}`);
    const where = ['--data', this.data, '--port', String(this.port)];
    const [program = '', ...words] = [...this.#through, binary(), 'serve', ...where, ...flags];
    const child = spawn(program, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.#places, ...this.environment },
    });
    this.#process = child;
    this.port = await new Promise<number>((resolve, reject) => {
      const read = (line: string) => {
        this.log.push(line);
        const port = listeningPort(line);
        if (port !== undefined) resolve(port);
      };
      for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(new Error(`the server ended with ${code ?? signal}:\n${this.log.slice(-30).join('\n')}`));
      });
    });
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Drains and ends; the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends the server for good and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.#firstStore !== undefined) await removeStore(this.#firstStore);
    await rm(this.data, { recursive: true, force: true });
  }

  /** Of the running server. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (!child) return null;
    if (child.exitCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }
}

function listeningPort(line: string): number | undefined {
  if (!line.includes('server.listening')) return undefined;
  const port: unknown = (JSON.parse(line) as { port?: unknown }).port;
  return typeof port === 'number' ? port : undefined;
}
