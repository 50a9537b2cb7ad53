/** A span of time in the two largest units that say something: "3 days, 4 hours"; below an hour with seconds. */
export interface Part {
  unit: 'days' | 'hours' | 'minutes' | 'seconds';
  value: number;
}

export function remaining(ms: number): Part[] {
  if (ms <= 0) return [];
  const seconds = Math.ceil(ms / 1_000);
  const parts: Part[] = [
    { unit: 'days', value: Math.floor(seconds / 86_400) },
    { unit: 'hours', value: Math.floor(seconds / 3_600) % 24 },
    { unit: 'minutes', value: Math.floor(seconds / 60) % 60 },
    { unit: 'seconds', value: seconds % 60 },
  ];
  const first = parts.findIndex((part) => part.value > 0);
  return parts.slice(first, first + 2).filter((part) => part.value > 0);
}
