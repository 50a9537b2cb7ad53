// What an operator does with a cluster: starts it twice, adds nodes, asks for what is not possible, has two of them.
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from './cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.find();
});

describe('deploy/cluster/up', () => {
  it('leaves alone what runs, and starts what does not', async () => {
    const names = ['haproxy', 'redis', 'node-1', 'node-2'];
    const pids = () => Promise.all(names.map((name) => cluster.pid(name)));
    const before = await pids();
    expect((await cluster.up()).trim().split('\n').at(-1)).toBe(cluster.origin);
    expect(await pids()).toEqual(before);
    await cluster.signal('node-2', 'SIGKILL');
    await cluster.up();
    expect((await cluster.readiness(2)).status).toBe(200);
    expect(await pids()).toEqual([...before.slice(0, 3), await cluster.pid('node-2')]);
    expect(await cluster.pid('node-2')).not.toBe(before[3]);
  });

  it('says what is not possible, and why', async () => {
    await expect(cluster.script('up', '--no-install', '--nodes', '1')).rejects.toThrow(
      '--nodes: this cluster has 2',
    );
    await expect(cluster.script('up', '--no-install', '--port', '70000')).rejects.toThrow(
      '--port: 70000 is no number',
    );
    await expect(cluster.script('up', '--no-install', '--port', '80')).rejects.toThrow(
      '--port: this cluster has',
    );
    await expect(cluster.script('up', '--nodes', 'many')).rejects.toThrow('--nodes: many is no number');
    await expect(cluster.script('restart', 'now')).rejects.toThrow('usage');
  });

  it('starts another cluster beside it, lets it grow, and leaves nothing of it', async () => {
    const folder = join(dirname(cluster.folder), 'second');
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    const run = async (name: string, ...words: string[]) =>
      (await promisify(execFile)(join('../../deploy/cluster', name), ['--dir', folder, ...words])).stdout;
    // Whoever has the port is named by what was asked for.
    await expect(run('up', '--no-install', '--nodes', '1', '--port', String(port))).rejects.toThrow(
      '--port: somebody listens',
    );
    listener.close();
    try {
      expect(await run('up', '--no-install')).toContain(`http://127.0.0.1:${port}`);
      expect(await run('up', '--no-install', '--nodes', '2')).toContain('starting 2 nodes');
      for (const number of [1, 2]) await readFile(join(folder, `node-${number}.pid`));
      const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('<html');
      expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    } finally {
      expect(await run('down')).toContain('all are gone');
      await rm(folder, { recursive: true });
    }
    expect((await cluster.readiness(1)).status).toBe(200);
  });
});
