import { CommandError, offlineError, type WireError } from './command-error.ts';

export interface HttpCallOptions {
  /** Scheme and host; empty in a browser, where commands go to the page's own host. */
  readonly origin?: string;
  readonly fetch?: typeof fetch;
  readonly headers?: () => Record<string, string>;
  readonly timeoutMs?: number;
}

export type HttpCall = (name: string, fields: unknown, cid: string) => Promise<unknown>;

/**
 * The HTTP twin of the socket: `POST /api/v1/<name>` with the fields as its body; the command id travels in
 * `Idempotency-Key`, so that a command may be begun over one way and repeated over the other.
 */
export function createHttpCall(options: HttpCallOptions = {}): HttpCall {
  const { origin = '', headers, timeoutMs = 15_000 } = options;
  return async (name, fields, cid) => {
    const send = options.fetch ?? globalThis.fetch;
    let response: Response;
    let body: unknown;
    try {
      response = await send(`${origin}/api/v1/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': cid, ...headers?.() },
        body: JSON.stringify(fields),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
      });
      body = await response.json();
    } catch {
      // Cut, timed out, or a proxy's page instead of an answer.
      throw offlineError();
    }
    const error = errorIn(body);
    if (error) throw new CommandError(error);
    if (!response.ok) throw offlineError();
    return (body as { ok?: unknown }).ok;
  };
}

function errorIn(body: unknown): WireError | undefined {
  const error = (body as { error?: WireError } | null)?.error;
  return typeof error?.code === 'string' ? error : undefined;
}
