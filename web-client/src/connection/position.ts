/** Where a client stands in a stream: the number of the last event it has applied, counted under one epoch. */
export interface Position {
  readonly epoch: string;
  readonly last: number;
}

export type Arrival = 'known' | 'next' | 'gap';

/**
 * What an event's number says to a client at this position. Numbers of a stream have no gaps, so a jump means that
 * something was lost on the way; a number at or below the position was applied before.
 */
export function arrivalOf(position: Position, n: number): Arrival {
  if (n <= position.last) return 'known';
  return n === position.last + 1 ? 'next' : 'gap';
}

export function advanced(position: Position, n: number): Position {
  return { epoch: position.epoch, last: n };
}

/** True when the server has newer events than the client has seen. */
export function isBehind(position: Position, head: number): boolean {
  return head > position.last;
}
