import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TcpProxy } from '../support/tcp-proxy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Seconds and sizes for CI; a longer run by hand sets them. */
export const size = {
  users: Number(process.env['STOLLEN_CLUSTER_USERS'] ?? 40),
  crowd: Number(process.env['STOLLEN_CLUSTER_CROWD'] ?? 120),
  seconds: Number(process.env['STOLLEN_CLUSTER_SECONDS'] ?? 6),
};

/** What deploy/cluster has started below `STOLLEN_CLUSTER`, with a network of our own between nodes and what they need. */
export class Cluster {
  readonly folder: string;
  readonly #conf: Map<string, string>;
  /** Of each node: the way to PostgreSQL and the way to Redis. */
  readonly stores: TcpProxy[] = [];
  readonly bells: TcpProxy[] = [];

  private constructor(folder: string, conf: Map<string, string>) {
    this.folder = folder;
    this.#conf = conf;
  }

  static async find(): Promise<Cluster> {
    const folder = process.env['STOLLEN_CLUSTER'];
    if (folder === undefined) throw new Error('tests/cluster/run starts these tests');
    const text = await readFile(join(folder, 'cluster.conf'), 'utf8');
    const conf = text
      .split('\n')
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    return new Cluster(folder, new Map(conf));
  }

  /** Sends the nodes through proxies, and restarts them so that they go that way. */
  async putProxies(): Promise<void> {
    for (const number of this.numbers) {
      const store = await TcpProxy.open(this.#number('store_port'));
      const bell = await TcpProxy.open(this.#number('redis_port'));
      this.stores.push(store);
      this.bells.push(bell);
      await this.#lead(number, store.port, bell.port);
    }
    await this.script('restart');
  }
  async takeProxies(): Promise<void> {
    for (const number of this.numbers)
      await this.#lead(number, this.#number('store_port'), this.#number('redis_port'));
    await this.script('restart');
    for (const proxy of [...this.stores.splice(0), ...this.bells.splice(0)]) await proxy.close();
  }
  async #lead(number: number, store: number, bell: number): Promise<void> {
    const file = join(this.folder, `node-${number}.toml`);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text
        .replace(/^(store = "postgres:.*@127\.0\.0\.1:)\d+/m, `$1${store}`)
        .replace(/^(redis = "redis:.*@127\.0\.0\.1:)\d+/m, `$1${bell}`),
    );
  }

  /** Gives a node another setting in its file, or takes it away, and restarts all. */
  async setSetting(number: number, name: string, value: string | undefined): Promise<void> {
    const file = join(this.folder, `node-${number}.toml`);
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => !line.startsWith(`${name} = `));
    if (value !== undefined) lines.unshift(`${name} = "${value}"`);
    await writeFile(file, lines.join('\n'));
    await this.script('restart');
  }

  get numbers(): number[] {
    return Array.from({ length: this.#number('nodes') }, (_, i) => i + 1);
  }
  get origin(): string {
    return `http://127.0.0.1:${this.#number('front')}`;
  }
  originOf(number: number): string {
    const ports = this.#conf.get('node_ports')!.slice(1, -1).split(' ');
    return `http://127.0.0.1:${ports[number - 1]}`;
  }

  /** deploy/cluster/NAME for this folder; rejects with what it said when it fails. */
  async script(name: string, ...words: string[]): Promise<string> {
    const { stdout } = await run(join(root, 'deploy/cluster', name), ['--dir', this.folder, ...words]);
    return stdout;
  }
  /** Starts what does not run. */
  up(): Promise<string> {
    return this.script('up', '--no-install');
  }

  async pid(name: string): Promise<number> {
    return Number(await readFile(join(this.folder, `${name}.pid`), 'utf8'));
  }
  async signal(name: string, signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.pid(name), signal);
  }

  /** Of PostgreSQL, as its administrator. */
  async sql(text: string): Promise<string[]> {
    const password = await readFile(join(this.folder, 'secrets/postgres'), 'utf8');
    const where = ['--host', '127.0.0.1', '--port', this.#conf.get('store_port')!, '--username', 'postgres'];
    const how = [
      '--no-psqlrc',
      '--tuples-only',
      '--no-align',
      '--set=ON_ERROR_STOP=1',
      '--dbname',
      'stollen',
    ];
    const { stdout } = await run('psql', [...where, ...how, '--command', text], {
      env: { ...process.env, PGPASSWORD: password.trim() },
    });
    return stdout.split('\n').filter((line) => line !== '');
  }
  async restartPostgres(mode: 'fast' | 'immediate'): Promise<void> {
    const bin = (await run('pg_config', ['--bindir'])).stdout.trim();
    const words = [
      join(bin, 'pg_ctl'),
      '--pgdata',
      join(this.folder, 'postgres/db'),
      '--mode',
      mode,
      '--wait',
      '--silent',
      'restart',
    ];
    const [program = '', ...rest] =
      process.getuid!() === 0 ? ['runuser', '-u', 'postgres', '--', ...words] : words;
    await new Promise<void>((resolve, reject) => {
      // The server it starts keeps what it inherits: no pipe may be among that.
      const child = execFile(program, rest, { cwd: '/' });
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pg_ctl ended with ${code}`))));
    });
  }
  /** FLUSHALL, by a user made for it: the nodes' own may not. */
  async flushRedis(): Promise<void> {
    const socket = ['-s', join(this.folder, 'redis.sock')];
    const password = (await readFile(join(this.folder, 'secrets/redis-admin'), 'utf8')).trim();
    const { stdout } = await run('redis-cli', [...socket, 'FLUSHALL'], {
      env: { ...process.env, REDISCLI_AUTH: password },
    });
    if (stdout.trim() !== 'OK') throw new Error(`FLUSHALL: ${stdout}`);
  }

  /** The status of /readyz and what it says; 0 when there is no answer. */
  async readiness(number: number): Promise<{ status: number; text: string }> {
    try {
      const answer = await fetch(`${this.originOf(number)}/readyz`, { signal: AbortSignal.timeout(1_000) });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return { status: 0, text: '' };
    }
  }
  /** The sum of all figures of this name (and with these labels) of a node; 0 when it does not answer. */
  async metric(number: number, name: string, ...labels: string[]): Promise<number> {
    const text = await fetch(`${this.originOf(number)}/metrics`, { signal: AbortSignal.timeout(2_000) })
      .then((answer) => answer.text())
      .catch(() => '');
    return text
      .split('\n')
      .filter((line) => /^[a-z_]+/.exec(line)?.[0] === name && labels.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }
  async metricOfAll(name: string, ...labels: string[]): Promise<number> {
    const all = await Promise.all(this.numbers.map((number) => this.metric(number, name, ...labels)));
    return all.reduce((sum, one) => sum + one, 0);
  }
  /** Lines of a node's log with this event. */
  async logged(number: number, event: string): Promise<string[]> {
    const text = await readFile(join(this.folder, `node-${number}.log`), 'utf8');
    return text.split('\n').filter((line) => line.includes(`"event":"${event}"`));
  }

  #number(name: string): number {
    return Number(this.#conf.get(name));
  }
}
