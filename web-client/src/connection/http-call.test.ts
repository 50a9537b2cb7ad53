import { expect, it, vi } from 'vitest';
import { createHttpCall } from './http-call.ts';

const answering = (body: string, status = 200) =>
  vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })));

it('posts the fields with the cid as idempotency key', async () => {
  const fetch = answering('{"ok":{"a":1}}');
  const call = createHttpCall({ fetch, origin: 'http://fair', headers: () => ({ Cookie: 'c' }) });
  expect(await call('booth.get', { slug: 'x' }, 'cid-1')).toEqual({ a: 1 });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe('http://fair/api/v1/booth.get');
  expect(init).toMatchObject({ method: 'POST', body: '{"slug":"x"}', credentials: 'same-origin' });
  expect(init?.headers).toMatchObject({
    'Content-Type': 'application/json',
    'Idempotency-Key': 'cid-1',
    Cookie: 'c',
  });
});

it('rejects with the server’s error', async () => {
  const fetch = answering('{"error":{"code":"session.not_found","class":"denied","message":"No."}}', 404);
  await expect(createHttpCall({ fetch })('booth.get', {}, 'c')).rejects.toMatchObject({
    code: 'session.not_found',
    class: 'denied',
  });
});

it('takes anything else for an unreachable server', async () => {
  const failing = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('cut')));
  for (const fetch of [failing, answering('<html>', 502), answering('{}', 500), answering('null', 500)]) {
    await expect(createHttpCall({ fetch })('booth.get', {}, 'c')).rejects.toMatchObject({
      code: 'connection.offline',
      class: 'unknown',
    });
  }
});
