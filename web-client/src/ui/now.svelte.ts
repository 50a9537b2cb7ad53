/**
 * The passing time for countdowns and waiting times, shared by all of them: one timer while anybody looks.
 * Reading `now()` in markup follows along.
 */
import { createSubscriber } from 'svelte/reactivity';

function every(ms: number): () => number {
  const subscribe = createSubscriber((update) => {
    const timer = setInterval(update, ms);
    return () => clearInterval(timer);
  });
  return () => {
    subscribe();
    return Date.now();
  };
}

/** Now, moving each second. */
export const now = every(1_000);
/** Now, moving twice a minute: enough for "seit 4 Min.". */
export const nowSlowly = every(30_000);
