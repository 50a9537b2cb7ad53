import type { Appointment, BoothId, DaySnapshot, PersonId, Slot, WaitlistEntry } from '@protocol';
import { describe, expect, it } from 'vitest';
import { endOf, isBookedAt, isFull, offerIn, type Offered } from './waiting.ts';

const kNow = 1_000_000;
const kMinute = 60_000;
const anna = 'anna' as PersonId;
const slot = (id: string, more: Partial<Slot> = {}): Slot =>
  ({
    slot_id: id,
    booth_id: 'a',
    person_id: 'otto',
    starts_at: kNow + 60 * kMinute,
    minutes: 15,
    seats: 1,
    free_seats: 1,
    ...more,
  }) as Slot;
const entry = (booth: string, offer?: WaitlistEntry['offer']): WaitlistEntry => ({
  booth_id: booth as BoothId,
  booth_slug: booth,
  booth_name: booth,
  short_notice: false,
  joined_at: kNow - kMinute,
  ...(offer && { offer }),
});
const appointment = (more: Partial<Appointment> = {}): Appointment =>
  ({
    booth_id: 'a',
    visitor: { person_id: anna },
    state: 'booked',
    starts_at: kNow + 60 * kMinute,
    minutes: 15,
    booked_at: kNow,
    ...more,
  }) as Appointment;
const day = (waiting: WaitlistEntry[], appointments: Appointment[] = []): DaySnapshot => ({
  waiting,
  appointments,
});

describe('a booth is full', () => {
  const isFullFor = (slots: Slot[], of?: DaySnapshot, member?: string): boolean =>
    isFull(slots, member as PersonId | undefined, of, kNow);

  it('when no time to come is free', () => {
    const passed = slot('2', { starts_at: kNow });
    const later = slot('3', { opens_at: kNow + kMinute });
    expect(isFullFor([slot('1', { free_seats: 0 }), passed, later])).toBe(true);
    expect(isFullFor([])).toBe(true);
    expect(isFullFor([slot('1')])).toBe(false);
  });
  it('for who wishes somebody without a free time', () => {
    expect(isFullFor([slot('1')], undefined, 'rosa')).toBe(true);
    expect(isFullFor([slot('1')], undefined, 'otto')).toBe(false);
  });
  it('for who has something else at the only free time', () => {
    expect(isFullFor([slot('1')], day([], [appointment({ booth_id: 'b' as BoothId })]))).toBe(true);
  });
});

describe('who has an appointment at the booth', () => {
  const isBooked = (one: Appointment): boolean => isBookedAt([one], 'a' as BoothId, anna, kNow);

  it('need not wait there', () => {
    expect(isBooked(appointment())).toBe(true);
  });
  it('may wait when it is over, called off, elsewhere, or one that they give', () => {
    for (const other of [
      { starts_at: kNow },
      { state: 'cancelled' },
      { booth_id: 'b' },
      { visitor: { person_id: 'x' } },
    ]) {
      expect(isBooked(appointment(other as Partial<Appointment>)), JSON.stringify(other)).toBe(false);
    }
  });
});

describe('an offer', () => {
  const before = entry('a', { slot: slot('1'), until: kNow }) as Offered;
  const end = (waiting: WaitlistEntry[], at = kNow, appointments: Appointment[] = []) =>
    endOf(before, day(waiting, appointments), at);

  it('is found among all places', () => {
    expect(offerIn([entry('b'), before])).toBe(before);
    expect(offerIn([entry('b')])).toBeUndefined();
  });
  it('stands while the person has it, also beyond the time that was named first', () => {
    expect(end([before], kNow + kMinute)).toBeUndefined();
  });
  it('has passed when its time is over and the person waits on, with another one or none', () => {
    expect(end([entry('a')])).toBe('passed');
    expect(end([entry('a', { slot: slot('2'), until: kNow + kMinute })])).toBe('passed');
  });
  it('has ended the waiting when nothing is left of it', () => {
    expect(end([])).toBe('ended');
    expect(end([entry('b')], kNow + kMinute)).toBe('ended');
  });
  it('was answered when it is gone before its time, or an appointment came of it', () => {
    expect(end([entry('a')], kNow - kMinute)).toBeUndefined();
    expect(end([], kNow - kMinute)).toBeUndefined();
    expect(end([], kNow, [appointment()])).toBeUndefined();
  });
});
