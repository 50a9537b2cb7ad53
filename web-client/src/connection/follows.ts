import { delayBeforeAttempt } from './backoff.ts';
import { isEventFrame, type EventFrame, type StreamEvent } from './frame.ts';
import { advanced, arrivalOf, isBehind, type Position } from './position.ts';

export type FollowStatus = 'loading' | 'live' | 'stale' | 'denied';

export interface JoinRequest {
  readonly stream: string;
  readonly epoch?: string;
  readonly last?: number;
}

export interface JoinAnswer {
  readonly stream: string;
  readonly outcome: 'replayed' | 'reset' | 'denied';
  readonly epoch?: string;
  readonly head?: number;
  readonly snapshot?: unknown;
  readonly events?: unknown;
}

export interface FollowsOptions {
  join(streams: JoinRequest[]): Promise<readonly JoinAnswer[]>;
  leave(streams: string[]): void;
  /** Must not mutate `state`; may throw when the event does not fit it. */
  reduce(stream: string, state: unknown, event: StreamEvent): unknown;
  /** After each event of a stream that is followed, also after those of a replay; a snapshot has none. */
  happened?(stream: string, event: StreamEvent): void;
}

export interface FollowView {
  readonly state: unknown;
  readonly status: FollowStatus;
}

/** Keeps nothing: the view it gets is the registry's own and changes. */
type Observer = (view: FollowView) => void;

interface Followed {
  readonly stream: string;
  readonly observers: Set<Observer>;
  state: unknown;
  status: FollowStatus;
  position: Position | undefined;
  phase: 'idle' | 'joining' | 'joined' | 'denied';
  /** Events that came while the answer to a join was on its way. */
  early: EventFrame[];
  /** Joins in a row that ended in yet another gap or failure. */
  troubles: number;
  ticket: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const streamsPerJoin = 32;
/** A page that follows the same stream as the one before it finds it still warm. */
const lingerMs = 3_000;
/** Heartbeats may overtake events: a newer head counts only when the event has not come after this time. */
const headGraceMs = 1_000;

/** The streams that are followed: who looks at them, where each stands, and how it gets back what it missed. */
export class Follows {
  readonly #options: FollowsOptions;
  readonly #streams = new Map<string, Followed>();
  #isOnline = false;
  #isJoinPlanned = false;

  constructor(options: FollowsOptions) {
    this.#options = options;
  }

  /** Calls `observer` at once and after each change, until the returned function is called. */
  follow(stream: string, observer: Observer): () => void {
    const followed = this.#streams.get(stream) ?? this.#begin(stream);
    clearTimeout(followed.timer);
    followed.observers.add(observer);
    observer(followed);
    if (followed.phase === 'idle') this.#planJoin();
    return () => {
      if (!followed.observers.delete(observer) || followed.observers.size > 0) return;
      clearTimeout(followed.timer);
      followed.timer = setTimeout(() => this.#end(followed), lingerMs);
    };
  }

  /**
   * Changes the state of a stream by something that is not an event, such as a page of its past. Lasts until the next
   * snapshot. Does nothing while there is no state.
   */
  amend(stream: string, change: (state: unknown) => unknown): void {
    const followed = this.#streams.get(stream);
    if (followed?.state === undefined) return;
    followed.state = change(followed.state);
    this.#show(followed, followed.status);
  }

  online(): void {
    this.#isOnline = true;
    this.#planJoin();
  }

  offline(): void {
    this.#isOnline = false;
    for (const followed of this.#streams.values()) {
      followed.phase = 'idle';
      followed.ticket += 1;
      followed.early = [];
      if (followed.status === 'live') this.#show(followed, 'stale');
    }
  }

  /** Another person looks now: nothing that the last one could see stays. */
  forgetAll(): void {
    for (const followed of this.#streams.values()) {
      followed.position = undefined;
      followed.state = undefined;
      this.#show(followed, 'loading');
    }
  }

  /** Rights changed: what was denied may be open now. */
  retryDenied(): void {
    for (const followed of this.#streams.values()) {
      if (followed.phase === 'denied') this.#askAgain(followed);
    }
  }

  receive(frame: EventFrame): void {
    const followed = frame.in === undefined ? undefined : this.#streams.get(frame.in);
    if (!followed || frame.n === undefined) return;
    if (followed.phase === 'joining') followed.early.push(frame);
    else if (followed.phase === 'joined') this.#apply(followed, [frame]);
  }

  heads(heads: readonly { readonly stream: string; readonly head: number }[]): void {
    for (const { stream, head } of heads) {
      const followed = this.#streams.get(stream);
      if (!followed || !this.#missed(followed, head)) continue;
      clearTimeout(followed.timer);
      followed.timer = setTimeout(() => {
        if (this.#missed(followed, head)) this.#askAgain(followed);
      }, headGraceMs);
    }
  }

  /** The server took this session off the stream. */
  left(stream: string): void {
    const followed = this.#streams.get(stream);
    if (followed) this.#deny(followed);
  }

  #missed(followed: Followed, head: number): boolean {
    return (
      followed.observers.size > 0 &&
      followed.phase === 'joined' &&
      followed.position !== undefined &&
      isBehind(followed.position, head)
    );
  }

  #begin(stream: string): Followed {
    const followed: Followed = {
      stream,
      observers: new Set(),
      state: undefined,
      status: 'loading',
      position: undefined,
      phase: 'idle',
      early: [],
      troubles: 0,
      ticket: 0,
      timer: undefined,
    };
    this.#streams.set(stream, followed);
    return followed;
  }

  #end(followed: Followed): void {
    this.#streams.delete(followed.stream);
    followed.ticket += 1;
    if (this.#isOnline && followed.phase !== 'idle') this.#options.leave([followed.stream]);
  }

  /** Streams that a page asks for one after another go into one command. */
  #planJoin(): void {
    if (!this.#isOnline || this.#isJoinPlanned) return;
    this.#isJoinPlanned = true;
    queueMicrotask(() => {
      this.#isJoinPlanned = false;
      if (!this.#isOnline) return;
      const idle = [...this.#streams.values()].filter((followed) => followed.phase === 'idle');
      for (let at = 0; at < idle.length; at += streamsPerJoin)
        this.#join(idle.slice(at, at + streamsPerJoin));
    });
  }

  #join(batch: Followed[]): void {
    const tickets = batch.map((followed) => {
      followed.phase = 'joining';
      followed.early = [];
      return (followed.ticket += 1);
    });
    const isCurrent = (followed: Followed, index: number) => followed.ticket === tickets[index];
    const requests = batch.map(({ stream, position }) => ({ stream, ...position }));
    this.#options.join(requests).then(
      (answers) => {
        const byStream = new Map(answers.map((answer) => [answer.stream, answer]));
        batch.filter(isCurrent).forEach((followed) => this.#joined(followed, byStream.get(followed.stream)));
      },
      (error: { retryAfterMs?: number }) => {
        batch.filter(isCurrent).forEach((followed) => this.#askLater(followed, error.retryAfterMs));
      },
    );
  }

  #joined(followed: Followed, answer: JoinAnswer | undefined): void {
    if (!answer || answer.outcome === 'denied') {
      this.#deny(followed);
      return;
    }
    const { epoch = '', head = 0 } = answer;
    const early = followed.early;
    followed.early = [];
    followed.phase = 'joined';
    if (answer.outcome === 'reset') {
      followed.state = answer.snapshot;
      followed.position = { epoch, last: head };
    } else {
      followed.position = { epoch, last: followed.position?.last ?? 0 };
    }
    const missed = answer.outcome === 'replayed' && Array.isArray(answer.events) ? answer.events : [];
    if (this.#apply(followed, [...missed.filter(isEventFrame), ...early])) {
      followed.troubles = 0;
      this.#show(followed, 'live');
    }
  }

  /** False when the events did not fit and the stream was asked for again. */
  #apply(followed: Followed, frames: readonly EventFrame[]): boolean {
    let hasChanged = false;
    for (const frame of frames) {
      const n = frame.n ?? 0;
      const arrival = followed.position ? arrivalOf(followed.position, n) : 'gap';
      if (arrival === 'known') continue;
      if (arrival === 'gap' || !followed.position) {
        this.#recover(followed);
        return false;
      }
      const event = { name: frame.on, n, at: frame.at, data: frame.data };
      try {
        followed.state = this.#options.reduce(followed.stream, followed.state, event);
      } catch (error) {
        // The state and the event do not belong together: only a fresh snapshot helps.
        console.error('stream event could not be applied', followed.stream, frame.on, error);
        followed.position = undefined;
        this.#recover(followed);
        return false;
      }
      followed.position = advanced(followed.position, n);
      hasChanged = true;
      this.#options.happened?.(followed.stream, event);
    }
    if (hasChanged) this.#show(followed, followed.status);
    return true;
  }

  #recover(followed: Followed): void {
    followed.troubles += 1;
    this.#show(followed, followed.state === undefined ? 'loading' : 'stale');
    // Replay did not close the gap: start anew from a snapshot, and not in a tight loop.
    if (followed.troubles > 1) followed.position = undefined;
    if (followed.troubles > 2) this.#askLater(followed);
    else this.#askAgain(followed);
  }

  #askAgain(followed: Followed): void {
    followed.phase = 'idle';
    followed.ticket += 1;
    this.#planJoin();
  }

  #askLater(followed: Followed, retryAfterMs?: number): void {
    // Not idle yet, or the next join of another stream would take this one along.
    followed.phase = 'joining';
    followed.troubles += 1;
    const ticket = (followed.ticket += 1);
    const delayMs = delayBeforeAttempt(followed.troubles, Math.random(), retryAfterMs);
    setTimeout(() => {
      if (followed.ticket === ticket) this.#askAgain(followed);
    }, delayMs);
  }

  #deny(followed: Followed): void {
    followed.phase = 'denied';
    followed.ticket += 1;
    followed.early = [];
    followed.position = undefined;
    followed.state = undefined;
    this.#show(followed, 'denied');
  }

  #show(followed: Followed, status: FollowStatus): void {
    followed.status = status;
    for (const observer of [...followed.observers]) observer(followed);
  }
}
