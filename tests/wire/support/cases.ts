import type { CommandName, ErrorCode } from '@protocol';
import { it } from 'vitest';

/** A test of what a command does when it succeeds. `coverage.test.ts` looks for one per command. */
export function success(command: CommandName, title: string, body: () => Promise<void>): void {
  it(`${command}: ${title}`, body);
}

/** A test of one error of a command. `coverage.test.ts` looks for one per declared error. */
export function failure(
  command: CommandName,
  code: ErrorCode,
  title: string,
  body: () => Promise<void>,
): void {
  it(`${command} answers ${code}: ${title}`, body);
}
