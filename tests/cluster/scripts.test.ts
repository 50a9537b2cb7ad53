// What an operator does with a cluster: starts it twice, adds nodes, asks for what is not possible, has two of them.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from './cluster.ts';

/** Somebody who has a port, below those that the system lends to whoever connects: the ones above it are free, too. */
async function listen(): Promise<{ listener: Server; port: number }> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const listener = createServer().listen(port, '127.0.0.1');
    const isThere = await once(listener, 'listening').then(
      () => true,
      () => false,
    );
    if (isThere) return { listener, port };
  }
}

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.find();
});

describe('two releases side by side', () => {
  it('show the pages of both, whichever node is asked for what belongs to them', async () => {
    const own = /src="(\/assets\/[^"]+)"/.exec(await (await fetch(`${cluster.origin}/`)).text())![1]!;
    const other = await mkdtemp(join(tmpdir(), 'release-'));
    await chmod(other, 0o755);
    await mkdir(join(other, 'assets'));
    await writeFile(join(other, 'index.html'), '<!doctype html><html><title>other</title></html>');
    await writeFile(join(other, 'assets/other-1234.js'), '// of the other release');
    await cluster.setSetting(2, 'web_dir', other);
    try {
      const statusOf = async (path: string) => (await fetch(`${cluster.origin}${path}`)).status;
      // Each more often than there are nodes, so that whoever takes turns comes to the wrong one.
      for (const path of [own, '/assets/other-1234.js'])
        for (let i = 0; i < 8; ++i) expect(await statusOf(path)).toBe(200);
      // Really two: each node lacks what the other one has.
      expect((await fetch(`${cluster.originOf(2)}${own}`)).status).toBe(404);
      expect((await fetch(`${cluster.originOf(1)}/assets/other-1234.js`)).status).toBe(404);
      expect(await statusOf('/assets/of-none.js')).toBe(404);
    } finally {
      await cluster.setSetting(2, 'web_dir', undefined);
      await rm(other, { recursive: true });
    }
  });
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
    const { listener, port } = await listen();
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
