/** Why the server does not want this client back. */
export type Refusal = 'protocol' | 'log_in_again' | 'removed' | 'too_many_sessions' | 'version';

export type Farewell =
  | { readonly comesBack: true; readonly retryAfterMs?: number }
  | { readonly comesBack: false; readonly refusal: Refusal };

const refusals: Record<number, Refusal> = {
  4500: 'protocol',
  4501: 'log_in_again',
  4503: 'removed',
  4504: 'too_many_sessions',
  4505: 'version',
};

/**
 * What a close code asks of the client. 4500 to 4999 mean "do not come back"; everything else, also a connection that
 * was simply cut, means "come back". The close reason may carry the waiting time as `retry_after_ms=N`.
 */
export function farewellOf(code: number, reason: string): Farewell {
  if (code >= 4500 && code <= 4999) return { comesBack: false, refusal: refusals[code] ?? 'protocol' };
  const wish = /retry_after_ms\D{0,3}(\d{1,7})/.exec(reason)?.[1];
  return wish === undefined ? { comesBack: true } : { comesBack: true, retryAfterMs: Number(wish) };
}
