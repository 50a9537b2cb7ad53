// Commands over HTTP: of one account as many as on one socket, of one address without log-in ten times as many.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FairServer } from './support/fair-server.ts';
import { VirtualUser } from './support/virtual-user.ts';

describe('commands over HTTP', () => {
  let server: FairServer;
  beforeAll(async () => {
    // So slow that no test waits until there is another one.
    const rates = { 'commands-per-second': 0.1, 'commands-burst': 4 };
    server = await FairServer.start({ flags: { ...rates, 'trusted-proxies': '127.0.0.1/32' } });
  });
  afterAll(() => server.remove());

  const post = (from: string, cookie = '') =>
    fetch(`${server.origin}/api/v1/booth.list`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: server.origin,
        'X-Forwarded-For': from,
        ...(cookie ? { Cookie: cookie } : {}),
      },
      body: '{}',
    });

  it('are refused with 429 and the time to wait, and another account is not', async () => {
    const vera = await VirtualUser.logIn(server, 'vera@probe.example');
    const viktor = await VirtualUser.logIn(server, 'viktor@probe.example');
    for (let i = 0; i < 4; i += 1) expect((await post('203.0.113.1', vera.cookie)).status).toBe(200);
    // From another address: the account counts.
    const refused = await post('203.0.113.2', vera.cookie);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5);
    const { error } = (await refused.json()) as {
      error: { code: string; class: string; retry_after_ms: number };
    };
    expect(error).toMatchObject({ code: 'session.rate_limited', class: 'busy' });
    expect(error.retry_after_ms).toBeGreaterThan(5_000);
    expect((await post('203.0.113.1', viktor.cookie)).status).toBe(200);
  });

  it('without log-in are counted by address, of IPv6 by its network', async () => {
    // Sends until it is refused. Ten times the burst, and what has come since at ten times the rate: one a second.
    const expectForty = async (from: (i: number) => string) => {
      const since = performance.now();
      let taken = 0;
      let status = 200;
      while (status === 200 && taken < 400) {
        ({ status } = await post(from(taken)));
        if (status === 200) taken += 1;
      }
      expect(status).toBe(429);
      expect(taken).toBeGreaterThanOrEqual(40);
      expect(taken).toBeLessThanOrEqual(40 + (performance.now() - since) / 1_000);
    };
    await expectForty(() => '203.0.113.9');
    expect((await post('203.0.113.10')).status).toBe(200);
    await expectForty((i) => `2001:db8:1:2::${(i + 1).toString(16)}`);
    expect((await post('2001:db8:1:3::1')).status).toBe(200);
  });
});
