/** What of a person's day stands in the way of a time. */
import type { DaySnapshot, Slot, Timestamp } from '@protocol';

export interface Clash {
  readonly starts_at: Timestamp;
  readonly booth_name: string;
  readonly isHold: boolean;
}

const kOpenStates = ['booked', 'checked_in', 'in_progress'];

export function overlapping(
  slot: Pick<Slot, 'slot_id' | 'starts_at' | 'minutes'>,
  day: DaySnapshot,
): Clash | undefined {
  const meets = (starts_at: Timestamp, minutes: number): boolean =>
    starts_at < slot.starts_at + slot.minutes * 60_000 && slot.starts_at < starts_at + minutes * 60_000;
  const appointment = day.appointments.find(
    (one) => kOpenStates.includes(one.state) && meets(one.starts_at, one.minutes),
  );
  if (appointment) {
    return { starts_at: appointment.starts_at, booth_name: appointment.booth_name, isHold: false };
  }
  const { hold } = day;
  if (!hold || hold.slot.slot_id === slot.slot_id || !meets(hold.slot.starts_at, hold.slot.minutes)) {
    return undefined;
  }
  return { starts_at: hold.slot.starts_at, booth_name: hold.booth_name, isHold: true };
}
