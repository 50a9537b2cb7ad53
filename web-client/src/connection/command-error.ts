import type { ErrorClass, ErrorCode } from '@protocol';

/** Failures that the client itself notices; the server answered nothing. */
export type LocalErrorCode = 'connection.offline' | 'connection.timeout' | 'connection.outbox_full';

/** An error as it stands in an answer of the server. */
export interface WireError {
  code: string;
  class: ErrorClass;
  message: string;
  field?: string;
  retry_after_ms?: number;
}

/**
 * A command that did not succeed. `errorClass` says what may follow: `bad`, `denied` and `conflict` were certainly not
 * done, `busy` was not done and may be tried later, `unknown` may have been done: only the same cid may be sent again.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ErrorCode | LocalErrorCode;
  readonly class: ErrorClass;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(error: WireError) {
    super(error.message);
    this.code = error.code as ErrorCode | LocalErrorCode;
    this.class = error.class;
    this.field = error.field;
    this.retryAfterMs = error.retry_after_ms;
  }

  toWire(): WireError {
    const error: WireError = { code: this.code, class: this.class, message: this.message };
    if (this.field !== undefined) error.field = this.field;
    if (this.retryAfterMs !== undefined) error.retry_after_ms = this.retryAfterMs;
    return error;
  }
}

export function offlineError(): CommandError {
  return new CommandError({
    code: 'connection.offline',
    class: 'unknown',
    message: 'The server could not be reached.',
  });
}

export function timeoutError(): CommandError {
  return new CommandError({
    code: 'connection.timeout',
    class: 'unknown',
    message: 'The server did not answer in time.',
  });
}
