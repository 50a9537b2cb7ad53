/** What a refused command means in words for the person who asked. */
import { CommandError } from '../../connection/command-error.ts';
import { t } from './texts.ts';

export const errorCode = (error: unknown): string => (error instanceof CommandError ? error.code : '');

export const errorField = (error: unknown): string | undefined =>
  error instanceof CommandError ? error.field : undefined;

export function errorText(error: unknown): string {
  if (!(error instanceof CommandError)) return t.failed;
  if (error.code === 'account.too_many_attempts')
    return t.tooMany(Math.ceil((error.retryAfterMs ?? 60_000) / 60_000));
  if (error.code === 'account.wrong_credentials') return t.wrong;
  return t.errors[error.code] ?? t.failed;
}
