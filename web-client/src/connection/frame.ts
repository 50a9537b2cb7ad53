import type { WireError } from './command-error.ts';

/** Subprotocol of the socket; a server that speaks another one refuses the upgrade. */
export const subprotocol = 'jobfair.1';

export interface EventFrame {
  readonly on: string;
  /** Name of the stream; absent for what concerns the connection itself. */
  readonly in?: string;
  /** Number in the stream; absent for hints, which may be lost. */
  readonly n?: number;
  readonly at: number;
  readonly data: unknown;
}

export interface ReplyFrame {
  readonly re: string;
  readonly ok?: unknown;
  readonly error?: WireError;
}

/** An event of a stream as the reducers take it. */
export interface StreamEvent {
  readonly name: string;
  readonly n: number;
  readonly at: number;
  readonly data: unknown;
}

export function encodeCommand(cid: string, name: string, fields: unknown): string {
  return JSON.stringify({ id: cid, do: name, with: fields });
}

/** Undefined for what is neither an answer nor an event: a newer server may say more than this client understands. */
export function parseFrame(text: string): EventFrame | ReplyFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isEventFrame(value) || isReplyFrame(value) ? value : undefined;
}

export function isReplyFrame(frame: unknown): frame is ReplyFrame {
  return isObject(frame) && typeof frame['re'] === 'string' && ('ok' in frame || isObject(frame['error']));
}

export function isEventFrame(frame: unknown): frame is EventFrame {
  return (
    isObject(frame) &&
    typeof frame['on'] === 'string' &&
    (frame['in'] === undefined || typeof frame['in'] === 'string') &&
    (frame['n'] === undefined || typeof frame['n'] === 'number') &&
    isObject(frame['data'])
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
