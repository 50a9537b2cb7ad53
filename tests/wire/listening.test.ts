// What the port does at the edges: no descriptors left, IPv6, limits per network.
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FairServer } from './support/fair-server.ts';
import { VirtualUser, withPatience } from './support/virtual-user.ts';

let server: FairServer;
afterEach(() => server.remove());

describe('with few descriptors', () => {
  it('turns new visitors away, goes on for those who are there, and recovers by itself', async () => {
    server = await FairServer.start({ through: ['prlimit', '--nofile=120:120'] });
    const user = await VirtualUser.logIn(server, 'vera@probe.example');
    await user.call('booth.list', {});

    const crowd: Socket[] = [];
    let refusal = '';
    while (refusal === '' && crowd.length < 200) {
      const socket = connect(server.port, '127.0.0.1');
      crowd.push(socket);
      await withPatience('a connection', (resolve) => socket.once('connect', () => resolve(undefined)));
      refusal = await saidTo(socket);
    }
    expect(refusal).toMatch(/^HTTP\/1\.1 503 /);
    expect(refusal).toMatch(/Retry-After: \d+/);
    expect(crowd.length).toBeGreaterThan(20);
    await expect.poll(() => server.log.join('\n')).toContain('net.accepting_paused');

    // There is room kept for the store and for the answers of those who are in.
    await user.call('booth.list', {});
    await user.call('account.update_profile', { name: 'Vera Vogel', locale: 'de' });

    for (const socket of crowd) socket.destroy();
    await expect.poll(() => server.log.join('\n')).toContain('net.accepting_resumed');
    const page = await fetch(server.origin, { headers: { Connection: 'close' } });
    expect(page.status).toBe(200);
    await user.cut();
  });
});

describe('with a setting for the connections in all', () => {
  it('turns away who comes when so many are there', async () => {
    server = await FairServer.start({ flags: { connections: 10 } });
    const crowd: Socket[] = [];
    let refusal = '';
    while (refusal === '' && crowd.length < 30) {
      const socket = connect(server.port, '127.0.0.1');
      crowd.push(socket);
      await withPatience('a connection', (resolve) => socket.once('connect', () => resolve(undefined)));
      refusal = await saidTo(socket);
    }
    expect(refusal).toMatch(/^HTTP\/1\.1 503 /);
    expect(crowd.length).toBeLessThanOrEqual(11);
    for (const socket of crowd) socket.destroy();
  });
});

/** Whoever is in can ask; whoever is not hears so without asking, or is let in meanwhile. */
function saidTo(socket: Socket): Promise<string> {
  return withPatience('an answer', (resolve) => {
    let text = '';
    const hear = (data: Buffer) => {
      text += String(data);
      if (!text.includes('\r\n\r\n')) return;
      socket.off('data', hear);
      resolve(text.startsWith('HTTP/1.1 503') ? text : '');
    };
    socket.on('data', hear);
    socket.on('error', () => resolve(''));
    socket.write('GET /healthz HTTP/1.1\r\nHost: fair\r\n\r\n');
  });
}

describe('over IPv6', () => {
  it('listens on both families when told to listen on ::', async () => {
    server = await FairServer.start({ flags: { listen: '::' } });
    for (const host of ['[::1]', '127.0.0.1']) {
      const origin = `http://${host}:${server.port}`;
      const answer = await fetch(`${origin}/api/v1/fair.get`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: origin },
        body: '{}',
      });
      expect(answer.status).toBe(200);
      const socket = new WebSocket(`ws://${host}:${server.port}/socket`, 'jobfair.1', {
        headers: { Origin: origin },
      });
      const greeting = await withPatience<string>('the greeting', (resolve, reject) => {
        socket.once('message', (data) => resolve(String(data)));
        socket.once('error', reject);
      });
      expect(greeting).toContain('session.hello');
      socket.terminate();
    }
  });

  it('listens on IPv4 alone by default', async () => {
    server = await FairServer.start();
    await fetch(server.origin);
    await expect(fetch(`http://[::1]:${server.port}`)).rejects.toThrow();
  });

  it('bounds the connections of a network of IPv6, as it does of an address of IPv4', async () => {
    server = await FairServer.start({
      flags: { 'connections-per-address': 2, 'trusted-proxies': '127.0.0.1/32' },
    });
    const open: WebSocket[] = [];
    const upgrade = (from: string) =>
      withPatience<number>('an answer to the upgrade', (resolve) => {
        const headers = { Origin: server.origin, 'X-Forwarded-For': from };
        const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/socket`, 'jobfair.1', {
          headers,
        });
        open.push(socket);
        socket.on('error', () => undefined);
        socket.once('upgrade', () => resolve(101));
        socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
      });
    expect(await upgrade('2001:db8:1:2::1')).toBe(101);
    expect(await upgrade('2001:db8:1:2:3:4:5:6')).toBe(101);
    expect(await upgrade('2001:db8:1:2::7')).toBe(503);
    expect(await upgrade('2001:db8:1:3::1')).toBe(101);
    expect(await upgrade('203.0.113.1')).toBe(101);
    expect(await upgrade('203.0.113.1')).toBe(101);
    expect(await upgrade('203.0.113.1')).toBe(503);
    for (const socket of open) socket.terminate();
  });
});
