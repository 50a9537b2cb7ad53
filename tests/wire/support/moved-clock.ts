import { spawnSync } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A wall clock that is moved under a server while it runs (libfaketime). Its steady clock stays the real one. */
export class MovedClock {
  /** Of the server. */
  readonly environment: Record<string, string>;
  readonly #folder: string;
  #offsetMs = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.environment = {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  static async make(): Promise<MovedClock> {
    const clock = new MovedClock(await mkdtemp(join(tmpdir(), 'stollen-clock-')));
    await clock.set(0);
    return clock;
  }

  get #file(): string {
    return join(this.#folder, 'offset');
  }

  /** What the server takes for now. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** The server's clock jumps to so much beside the real one. */
  async set(offsetMs: number): Promise<void> {
    // Renamed into place: the server reads the file each time it asks for the time.
    await writeFile(`${this.#file}.next`, `${offsetMs < 0 ? '-' : '+'}${Math.abs(offsetMs) / 1000}\n`);
    await rename(`${this.#file}.next`, this.#file);
    this.#offsetMs = offsetMs;
  }

  async jumpTo(time: number): Promise<void> {
    await this.set(time - Date.now());
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function library(): string {
  const { stdout } = spawnSync('dpkg', ['-L', 'libfaketime'], { encoding: 'utf8' });
  const found = stdout.split('\n').find((path) => path.endsWith('/libfaketimeMT.so.1'));
  if (!found) throw new Error('the package libfaketime is not installed');
  return found;
}
