/** Which booths of the hall are shown, and in which groups. Pure, so that it can be tested without a page. */
import type { BoothCard, Hall } from '@protocol';
import { searchKey } from '../../text/format.svelte.ts';

export interface HallFilter {
  words: string;
  sector: string;
  isOnlyFree: boolean;
}

export interface HallGroup {
  hall: Hall | undefined;
  booths: BoothCard[];
}

export function matches(booth: BoothCard, filter: HallFilter): boolean {
  if (filter.isOnlyFree && booth.state !== 'free') return false;
  if (filter.sector && booth.sector !== filter.sector) return false;
  const text = searchKey(
    [booth.name, booth.sector, booth.town, booth.tagline.de, booth.tagline.en ?? '', ...booth.topics].join(
      ' ',
    ),
  );
  return searchKey(filter.words)
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

/** Booths by hall, in the order of the halls; booths of a hall that is not known come last. */
export function groupByHall(booths: readonly BoothCard[], halls: readonly Hall[]): HallGroup[] {
  const known = new Set(halls.map((hall) => hall.hall_id));
  return [
    ...halls.map((hall) => ({ hall, booths: booths.filter((booth) => booth.hall_id === hall.hall_id) })),
    { hall: undefined, booths: booths.filter((booth) => !known.has(booth.hall_id)) },
  ].filter((group) => group.booths.length > 0);
}
