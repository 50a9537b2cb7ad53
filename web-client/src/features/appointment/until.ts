import { remaining } from '../fair/countdown.ts';
import { t } from './texts.ts';

/** "2 Std. 10 Min.": how long until something, in words that change once a minute at most. */
export function inWords(ms: number): string {
  const words = remaining(Math.floor(ms / 60_000) * 60_000).map(({ unit, value }) =>
    unit === 'days'
      ? t.daysShort(value)
      : unit === 'hours'
        ? t.hoursShort(value)
        : unit === 'minutes'
          ? t.minutesShort(value)
          : '',
  );
  return words.filter(Boolean).join(' ') || t.lessThanAMinute;
}
