/** How long an offer still holds, in words that change in steps and promise no second too many. */
import { t } from './texts.ts';

const kMinuteMs = 60_000;

export function leftWords(leftMs: number): string {
  if (leftMs >= kMinuteMs) return t.leftMinutes(Math.floor(leftMs / kMinuteMs));
  const seconds = Math.floor(leftMs / 10_000) * 10;
  return seconds > 0 ? t.leftSeconds(seconds) : t.leftFew;
}

/** Changes when it is time to say once more what is left: in the last five minutes, and in the last one. */
export type LeftStep = 'long' | 'minutes' | 'minute';
export const stepOf = (leftMs: number): LeftStep =>
  leftMs > 5 * kMinuteMs ? 'long' : leftMs > kMinuteMs ? 'minutes' : 'minute';
