import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../../..');
const binary = process.env['STOLLEN_BINARY'] ?? join(root, 'build/release/stollen');
export const demoFair = join(root, 'deploy/demo/erzgebirge');

export type Flags = Record<string, string | number>;

/** The real server with the demo fair, on a data folder and a port of its own. */
export class Server {
  port = 0;
  /** The data folder; empty until `open`. */
  data = '';
  #process: ChildProcess | undefined;
  readonly #flags: Flags;
  readonly #lastLines: string[] = [];

  constructor(flags: Flags) {
    this.#flags = flags;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  async open(): Promise<void> {
    this.data = await mkdtemp(join(tmpdir(), 'stollen-browser-'));
    await importFair(demoFair, this.data);
    // Chosen here and not by the server, since the links in its mails name the port.
    this.port = await freePort();
    await this.start();
  }

  /** On the same port and data as before; resolves when the server listens. */
  async start(): Promise<void> {
    const flags = Object.entries(this.#flags).map(([name, value]) => `--${name}=${value}`);
    const child = spawn(binary, ['serve', '--data', this.data, '--port', String(this.port), ...flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    await new Promise<void>((listening, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.#lastLines.push(line);
        this.#lastLines.splice(0, this.#lastLines.length - 30);
        if (line.includes('"server.listening"')) listening();
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(new Error(`the server ended with ${code ?? signal}:\n${this.#lastLines.join('\n')}`));
      });
    });
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    if (this.data) await rm(this.data, { recursive: true, force: true });
  }
}

/** Reads a fair folder into a data folder, whether a server runs on it or not. */
export async function importFair(folder: string, dataFolder: string): Promise<void> {
  await promisify(execFile)(binary, ['import', folder, '--demo', '--data', dataFolder]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
