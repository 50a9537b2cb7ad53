import type { Job } from '@protocol';
import { euros } from '../../text/format.svelte.ts';
import { t } from './texts.ts';

/** "3.200–3.800 € brutto/Monat", or undefined when the ad names no pay. */
export function payText(job: Pick<Job, 'pay_min' | 'pay_max' | 'pay_unit'>): string | undefined {
  const { pay_min: from, pay_max: until } = job;
  const unit = t.payUnit[job.pay_unit];
  if (from !== undefined && until !== undefined) return t.pay(euros(from, until), unit);
  if (from !== undefined) return t.pay(t.payFrom(euros(from)), unit);
  if (until !== undefined) return t.pay(t.payUpTo(euros(until)), unit);
  return undefined;
}
