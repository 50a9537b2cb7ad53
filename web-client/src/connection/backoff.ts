const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
 * Waiting time before the next attempt, in milliseconds: full jitter over a doubling bound, so that the clients of a
 * restarted server do not return in one moment. The server's own wish goes first.
 * @param attempt failed attempts so far, from 0
 * @param random a number in [0, 1)
 */
export function delayBeforeAttempt(attempt: number, random: number, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return Math.max(0, retryAfterMs);
  const bound = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 16));
  return Math.floor(random * bound);
}
