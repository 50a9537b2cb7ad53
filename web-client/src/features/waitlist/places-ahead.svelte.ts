/** How many waited before, as the answer to joining said; the stream does not tell. Lives as long as the page. */
import type { BoothId } from '@protocol';
import { SvelteMap } from 'svelte/reactivity';

export const placesAhead = new SvelteMap<BoothId, number>();
