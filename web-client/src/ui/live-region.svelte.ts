/**
 * What screen readers are told. Messages that come faster than one in three seconds are gathered, so that a lively
 * chat does not talk over its reader; the newest wins.
 */
const kQuietMs = 3_000;

export const liveRegion = $state({ polite: '', assertive: '' });

let waiting: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  if (timer) {
    waiting = text;
    return;
  }
  liveRegion.polite = text;
  timer = setTimeout(() => {
    timer = undefined;
    if (waiting !== undefined) {
      const next = waiting;
      waiting = undefined;
      announce(next);
    }
  }, kQuietMs);
}

/** For what must not wait: the person's own action failed. */
export function announceNow(text: string): void {
  liveRegion.assertive = '';
  queueMicrotask(() => (liveRegion.assertive = text));
}
