/** Where items of a day stand on a grid of five-minute rows: columns side by side, and lanes where two overlap. */

export const stepMinutes = 5;
const kHourSteps = 60 / stepMinutes;

export interface GridItem {
  readonly key: string;
  readonly column: string;
  /** Minutes since the day began. */
  readonly from: number;
  readonly minutes: number;
}

export interface PlacedItem<Item extends GridItem> {
  readonly item: Item;
  /** First row, counted from 0. */
  readonly row: number;
  readonly rows: number;
  readonly lane: number;
  readonly lanes: number;
}

/** Whole hours that hold all items, and `spare` ones around them; without items none. */
export function hoursOf(items: readonly GridItem[], spare = 0): { first: number; count: number } {
  if (items.length === 0) return { first: 0, count: 0 };
  const first = Math.floor(Math.min(...items.map(({ from }) => from)) / 60) - spare;
  const last = Math.ceil(Math.max(...items.map(({ from, minutes }) => from + minutes)) / 60) + spare;
  const begin = Math.max(0, first);
  return { first: begin, count: Math.min(24, last) - begin };
}

export const rowsOfHours = (hours: number): number => hours * kHourSteps;

/** Places the items of one column. Items that overlap, directly or through others, share the width. */
export function placed<Item extends GridItem>(items: readonly Item[], firstHour: number): PlacedItem<Item>[] {
  const result: PlacedItem<Item>[] = [];
  let group: { item: Item; lane: number }[] = [];
  let ends: number[] = [];
  const close = (): void => {
    for (const { item, lane } of group) {
      const row = Math.floor((item.from - firstHour * 60) / stepMinutes);
      const rows = Math.max(1, Math.ceil(item.minutes / stepMinutes));
      result.push({ item, row, rows, lane, lanes: ends.length });
    }
    group = [];
    ends = [];
  };
  for (const item of [...items].sort((one, other) => one.from - other.from || one.minutes - other.minutes)) {
    if (ends.every((end) => end <= item.from)) close();
    const free = ends.findIndex((end) => end <= item.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = item.from + item.minutes;
    group.push({ item, lane });
  }
  close();
  return result;
}

/** The time where something was dropped, in full steps. */
export const steppedMinute = (minute: number): number => Math.round(minute / stepMinutes) * stepMinutes;
