import type { JobKind } from '@protocol';

/** What the visitor looks for; empty text means "all". */
export interface JobFilter {
  words: string;
  field: string;
  kind: JobKind | '';
  town: string;
}

export const kJobKinds: readonly JobKind[] = [
  'full_time',
  'part_time',
  'apprenticeship',
  'dual_study',
  'internship',
  'thesis',
];
