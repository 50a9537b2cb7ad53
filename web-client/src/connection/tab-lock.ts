/** Runs `work` while no other holder of the same name does, in this tab or another; waits for its turn. */
export type TabLock = (name: string, work: () => Promise<void>) => Promise<void>;

/** Over all tabs by the browser's lock service; browsers offer it over TLS and on localhost only. */
export function createTabLock(locks: LockManager | undefined): TabLock {
  if (!locks) return createLocalLock();
  return (name, work) => locks.request(name, work) as Promise<void>;
}

/**
 * Within this page only. Two tabs may then send the same entry; the server answers the second from what it stored
 * for the cid, so there is still one effect.
 */
export function createLocalLock(): TabLock {
  const tails = new Map<string, Promise<void>>();
  return (name, work) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(work);
    tails.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}
