/** A booth's day as its team sees it: what stands where, and what can be done with it. */
import type { StaffAppointment, StaffCalendarSnapshot, StaffSlot, Timestamp } from '@protocol';
import { dateAt, minuteAt } from '../../text/zoned-time.ts';
import { nameOf } from '../conversation/names.ts';
import { grouped } from './grouped.ts';
import type { GridItem } from './time-grid-layout.ts';

export type ItemKind = 'free' | 'held' | 'booked' | 'round' | 'blocked' | 'walk_in';

export interface CalendarItem extends GridItem {
  readonly kind: ItemKind;
  /** Absent for an appointment whose slot is no longer shown. */
  readonly slot?: StaffSlot;
  readonly appointments: readonly StaffAppointment[];
  readonly starts_at: Timestamp;
  /** The member's name. */
  readonly name: string;
  /** Kept for this visitor, to whom the team proposes it. */
  readonly proposedTo?: string;
}

export function itemsOf(calendar: StaffCalendarSnapshot, zone: string): CalendarItem[] {
  const bySlot = grouped(calendar.appointments, ({ appointment }) => appointment.slot_id);
  const proposed = new Map(
    calendar.appointments.flatMap(({ appointment: { proposal, visitor } }) =>
      proposal ? [[proposal.slot.slot_id, nameOf(visitor)]] : [],
    ),
  );
  const known = new Set(calendar.slots.map(({ slot }) => slot.slot_id));
  const ofSlots = calendar.slots.map((one): CalendarItem => {
    const { slot } = one;
    const appointments = bySlot.get(slot.slot_id) ?? [];
    const proposedTo = proposed.get(slot.slot_id);
    return {
      key: slot.slot_id,
      column: slot.person_id,
      from: minuteAt(slot.starts_at, zone),
      minutes: slot.minutes,
      kind: kindOf(one, appointments.length),
      slot: one,
      appointments,
      starts_at: slot.starts_at,
      name: slot.name,
      ...(proposedTo !== undefined && { proposedTo }),
    };
  });
  const others = calendar.appointments
    .filter(({ appointment }) => !known.has(appointment.slot_id))
    .map((one): CalendarItem => {
      const { appointment } = one;
      return {
        key: appointment.appointment_id,
        column: appointment.person_id,
        from: minuteAt(appointment.starts_at, zone),
        minutes: appointment.minutes,
        kind: 'booked',
        appointments: [one],
        starts_at: appointment.starts_at,
        name: appointment.name,
      };
    });
  return [...ofSlots, ...others].sort((one, other) => one.starts_at - other.starts_at);
}

function kindOf({ slot, state, held_seats }: StaffSlot, booked: number): ItemKind {
  if (slot.seats > 1 && (booked > 0 || state === 'open')) return 'round';
  if (booked > 0) return 'booked';
  if (state !== 'open') return state;
  return held_seats > 0 ? 'held' : 'free';
}

/** Nobody has or is about to have a seat, so that it can be moved, blocked and withdrawn. */
export const isUntouched = (item: CalendarItem): boolean =>
  item.slot !== undefined && item.appointments.length === 0 && item.slot.held_seats === 0;

export interface CalendarDay {
  readonly date: string;
  readonly starts_at: Timestamp;
  readonly items: CalendarItem[];
  readonly booked: number;
  readonly free: number;
}

export function daysOfItems(items: readonly CalendarItem[], zone: string): CalendarDay[] {
  const days = grouped(items, ({ starts_at }) => dateAt(starts_at, zone));
  return [...days].map(([date, those]) => ({
    date,
    starts_at: those[0]?.starts_at ?? 0,
    items: those,
    booked: those.reduce((sum, { appointments }) => sum + appointments.length, 0),
    free: those.filter(
      ({ kind, slot }) => kind === 'free' || (kind === 'round' && (slot?.slot.free_seats ?? 0) > 0),
    ).length,
  }));
}
