import type { PhaseDate, Timestamp } from '@protocol';

/** Whether people can meet at that moment as the fair's dates stand: it is live, or in the time after. */
export function isOpenAt(phases: readonly PhaseDate[], at: Timestamp): boolean {
  let latest: PhaseDate | undefined;
  for (const date of phases) {
    if (date.starts_at <= at && date.starts_at >= (latest?.starts_at ?? 0)) latest = date;
  }
  return latest?.phase === 'live' || latest?.phase === 'after';
}
