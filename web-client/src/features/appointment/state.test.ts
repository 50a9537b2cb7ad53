import type { Appointment, BoothId, DaySnapshot, Hold, StaffCalendarSnapshot, StaffSlot } from '@protocol';
import { describe, expect, it } from 'vitest';
import { reduceDay, reduceStaffCalendar } from './state.ts';

const appointment = (appointment_id: string, starts_at: number, state = 'booked') =>
  Object.freeze({ appointment_id, starts_at, state }) as unknown as Appointment;
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });

describe('a day', () => {
  const hold = (slot_id: string, generation: number) =>
    ({ slot: { slot_id }, generation }) as unknown as Hold;
  const day: DaySnapshot = {
    appointments: [appointment('a', 10), appointment('b', 20)],
    hold: hold('s', 4),
    waiting: [],
  };
  const ids = (state: DaySnapshot) => state.appointments.map(({ appointment_id }) => appointment_id).join('');
  const after = (changed: Appointment) =>
    reduceDay(day, event('appointment.changed', { appointment: changed }));

  it('takes in a new appointment at the place of its time', () => {
    expect(ids(after(appointment('c', 15)))).toBe('acb');
    expect(ids(after(appointment('c', 10)))).toBe('acb');
    expect(ids(after(appointment('c', 5)))).toBe('cab');
  });

  it('keeps one that was called off, as such', () => {
    expect(after(appointment('a', 10, 'cancelled')).appointments[0]?.state).toBe('cancelled');
  });

  it('moves one to its new time', () => {
    expect(ids(after(appointment('a', 30)))).toBe('ba');
  });

  it('lets go of one that was given to a colleague', () => {
    expect(ids(reduceDay(day, event('appointment.gone', { appointment_id: 'a' })))).toBe('b');
  });

  it('has the newest hold, until that very hold ends', () => {
    const next = reduceDay(day, event('slot.held', { hold: hold('t', 1) }));
    expect(next.hold?.slot.slot_id).toBe('t');
    const ended = (slot_id: string, generation: number) =>
      reduceDay(day, event('slot.hold_ended', { slot_id, generation }));
    expect(ended('s', 4)).toEqual({ appointments: day.appointments, waiting: [] });
    expect(ended('s', 3)).toBe(day);
    expect(ended('t', 4)).toBe(day);
  });

  it('shows where the person waits', () => {
    const entry = { booth_id: 'z', joined_at: 1 };
    const waits = reduceDay(day, event('waitlist.changed', { entry }));
    expect(waits).toEqual({ ...day, waiting: [entry] });
    expect(reduceDay(waits, event('waitlist.removed', { booth_id: 'z', reason: 'left' }))).toEqual(day);
  });

  it('leaves alone what it does not know', () => {
    expect(reduceDay(day, event('appointment.later', {}))).toBe(day);
  });

  it('is not changed by what is only told', () => {
    for (const name of ['appointment.starting', 'appointment.missing'])
      expect(reduceDay(day, event(name, { appointment_id: 'a', side: 'team' }))).toBe(day);
  });
});

describe("a team's calendar", () => {
  const slot = (slot_id: string, starts_at: number) =>
    ({ slot: { slot_id, starts_at } }) as unknown as StaffSlot;
  const calendar: StaffCalendarSnapshot = {
    booth_id: 'booth' as BoothId,
    slots: [slot('s', 10), slot('t', 20)],
    appointments: [{ appointment: appointment('a', 10) }, { appointment: appointment('b', 20) }],
    waiting: 0,
  };
  const slots = (state: StaffCalendarSnapshot) => state.slots.map((entry) => entry.slot.slot_id).join('');
  const appointments = (state: StaffCalendarSnapshot) =>
    state.appointments.map((entry) => entry.appointment.appointment_id).join('');
  const after = (name: string, data: unknown) => reduceStaffCalendar(calendar, event(name, data));

  it('has slots at the places of their times', () => {
    expect(slots(after('slot.staff_changed', { slot: slot('u', 15) }))).toBe('sut');
    expect(slots(after('slot.staff_changed', { slot: slot('s', 25) }))).toBe('ts');
    expect(slots(after('slot.staff_removed', { slot_id: 's' }))).toBe('t');
  });

  it('has appointments at the places of their times', () => {
    const changed = (one: Appointment) =>
      after('appointment.staff_changed', { appointment: { appointment: one } });
    expect(appointments(changed(appointment('c', 15)))).toBe('acb');
    expect(appointments(changed(appointment('a', 30)))).toBe('ba');
  });

  it('leaves out those that were called off', () => {
    const called_off = { appointment: appointment('a', 10, 'cancelled') };
    expect(appointments(after('appointment.staff_changed', { appointment: called_off }))).toBe('b');
  });

  it('says how many people wait', () => {
    expect(after('waitlist.counted', { waiting: 3 })).toEqual({ ...calendar, waiting: 3 });
  });

  it('leaves alone what it does not know', () => {
    expect(after('appointment.later', {})).toBe(calendar);
  });

  it('is not changed by an alarm', () => {
    expect(after('appointment.team_missing', { appointment_id: 'a' })).toBe(calendar);
  });
});
