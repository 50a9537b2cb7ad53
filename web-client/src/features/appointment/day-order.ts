/** Which of a person's appointments are to come, and which are over. */
import type { Appointment, AppointmentState, Timestamp } from '@protocol';

const kOpen: readonly AppointmentState[] = ['booked', 'checked_in', 'in_progress'];

/** Neither called off nor over. */
export const isOpen = (state: AppointmentState): boolean => kOpen.includes(state);

export const endOf = (one: Pick<Appointment, 'starts_at' | 'minutes'>): Timestamp =>
  one.starts_at + one.minutes * 60_000;

/** A talk that runs stays on top as long as it runs, whatever the clock says. */
export const isComing = (one: Appointment, now: Timestamp): boolean =>
  one.state === 'in_progress' || (isOpen(one.state) && endOf(one) > now);

/** What is over or called off, newest first; the live list knows better than the one that was asked for once. */
export function earlierOf(
  listed: readonly Appointment[],
  live: readonly Appointment[],
  now: Timestamp,
): Appointment[] {
  const all = new Map([...listed, ...live].map((one) => [one.appointment_id, one]));
  return [...all.values()]
    .filter((one) => !isComing(one, now))
    .sort((one, other) => other.starts_at - one.starts_at);
}
