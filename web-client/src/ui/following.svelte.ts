/** A stream as a component uses it: followed while the component lives, another one when the name changes. */
import { untrack } from 'svelte';
import { connection } from '../connection/connection.svelte.ts';

export type StreamStatus = 'loading' | 'live' | 'stale' | 'denied';

export interface Following<State> {
  readonly state: State | undefined;
  readonly status: StreamStatus;
}

export function following<State>(stream: () => string | undefined): Following<State> {
  let followed = $state.raw<{ readonly state: unknown; readonly status: StreamStatus; close(): void }>();
  // Only another name is another stream, whatever else `stream` reads.
  const name = $derived(stream());
  $effect(() => {
    if (!name) return;
    const followedName = name;
    const mine = untrack(() => connection.follow(followedName));
    followed = mine;
    return () => {
      followed = undefined;
      mine.close();
    };
  });
  return {
    get state() {
      return followed?.state as State | undefined;
    },
    get status() {
      return followed?.status ?? 'loading';
    },
  };
}
