import type { Appointment, AppointmentState, ConversationId, Message, PersonId } from '@protocol';
import { describe, expect, it, test } from 'vitest';
import {
  actsOf,
  heardIn,
  meetingIn,
  meetingsAt,
  minutesUntil,
  opensByItself,
  presenceOf,
  sideOf,
  talkPath,
  waitsAlone,
} from './meeting.ts';

const kMinute = 60_000;
const kStart = 100 * kMinute;
const one = (state: AppointmentState = 'booked', more: Partial<Appointment> = {}) =>
  ({
    appointment_id: 'a',
    booth_slug: 'stand',
    visitor: { person_id: 'v' },
    person_id: 'm',
    starts_at: kStart,
    minutes: 15,
    state,
    visitor_here: false,
    team_here: false,
    ...more,
  }) as Appointment;
const nobody = { visitor: false, team: false };

test('a visitor waits alone from three minutes after the start until somebody of the team is there', () => {
  const waits = (state: AppointmentState, minutes: number, more: Partial<Appointment> = {}) =>
    waitsAlone(one(state, more), kStart + minutes * kMinute);
  expect(waits('checked_in', 2.9)).toBe(false);
  expect(waits('checked_in', 3)).toBe(true);
  expect(waits('checked_in', 3, { team_here: true })).toBe(false);
  for (const state of ['booked', 'in_progress', 'no_show'] as const) expect(waits(state, 3)).toBe(false);
});

test('an appointment is shown from five minutes before until its end, and as long as they talk', () => {
  const isShown = (state: AppointmentState, minutes: number) =>
    meetingsAt([one(state)], kStart + minutes * kMinute).length === 1;
  expect(isShown('booked', -5.01)).toBe(false);
  expect(isShown('booked', -5)).toBe(true);
  expect(isShown('checked_in', 14.9)).toBe(true);
  expect(isShown('checked_in', 15)).toBe(false);
  expect(isShown('in_progress', 20)).toBe(true);
  for (const state of ['done', 'no_show', 'cancelled'] as const) expect(isShown(state, 1)).toBe(false);
});

test('minutes are rounded up, and none are left at the start', () => {
  expect(minutesUntil(kStart, kStart - 3.2 * kMinute)).toBe(4);
  expect(minutesUntil(kStart, kStart - 1)).toBe(1);
  expect(minutesUntil(kStart, kStart)).toBe(0);
  expect(minutesUntil(kStart, kStart + kMinute)).toBe(0);
});

test('the talk opens by itself for who is here or waits for it, never for who is busy', () => {
  const opens = (isHere: boolean, isWaitingPage: boolean, isBusy: boolean) =>
    opensByItself({ isHere, isWaitingPage, isBusy });
  expect(opens(true, false, false)).toBe(true);
  expect(opens(false, true, false)).toBe(true);
  expect(opens(false, false, false)).toBe(false);
  expect(opens(true, true, true)).toBe(false);
});

test('each side has its way to the talk', () => {
  const id = 'c' as ConversationId;
  expect(talkPath(one(), id, sideOf(one(), 'v' as PersonId))).toBe('/talks/c');
  expect(talkPath(one(), id, sideOf(one(), 'm' as PersonId))).toBe('/desk/stand?talk=c');
});

test('who writes is there; old messages, the fair’s own lines and the reason say nothing', () => {
  const message = (by: string, minutes: number, text = 'Guten Tag', kind = 'text') =>
    ({ kind, text, author: { person_id: by }, sent_at: kStart + minutes * kMinute }) as Message;
  const heard = (...messages: Message[]) => heardIn(messages, one('booked', { reason: 'Schichtplan' }));
  expect(heard(message('v', 1), message('k', 2))).toEqual({ visitor: true, team: true });
  expect(heard(message('k', 2))).toEqual({ visitor: false, team: true });
  expect(heard(message('v', -6), message('k', -60))).toEqual(nobody);
  expect(heard(message('v', 0, 'Schichtplan'), message('m', 0, 'appointment', 'system'))).toEqual(nobody);
});

test('in a round the others are not the team, and of several appointments the furthest is shown', () => {
  const round = (state: AppointmentState, more: Partial<Appointment> = {}) =>
    one(state, { is_round: true, booth_id: 'b', conversation_id: 'c', ...more } as Partial<Appointment>);
  const message = (author: object) =>
    ({ kind: 'text', text: 'Hallo', author, sent_at: kStart + kMinute }) as Message;
  expect(heardIn([message({ person_id: 'w' })], round('booked'))).toEqual(nobody);
  expect(heardIn([message({ person_id: 'k', booth_id: 'b' })], round('booked')).team).toBe(true);
  expect(heardIn([message({ person_id: 'v' })], round('booked')).visitor).toBe(true);
  const all = [round('booked'), round('in_progress', { minutes: 20 }), round('checked_in')];
  expect(meetingIn(all, 'c' as ConversationId)?.state).toBe('in_progress');
  expect(meetingIn(all.slice(0, 1), 'c' as ConversationId)?.state).toBe('booked');
  expect(meetingIn(all, 'd' as ConversationId)).toBeUndefined();
  expect(actsOf(round('booked'), 'team', nobody, kStart + 5 * kMinute).reportVisitor).toBe(false);
});

describe('in the talk', () => {
  const team = (appointment: Appointment, minutes: number, heard = nobody) =>
    actsOf(appointment, 'team', presenceOf(appointment, heard), kStart + minutes * kMinute);
  const visitor = (appointment: Appointment, minutes: number, heard = nobody) =>
    actsOf(appointment, 'visitor', presenceOf(appointment, heard), kStart + minutes * kMinute);

  it('the team begins with a visitor who has checked in or written', () => {
    expect(team(one(), 1).begin).toBe(false);
    expect(team(one('checked_in', { visitor_here: true }), -2).begin).toBe(true);
    expect(team(one(), 1, { visitor: true, team: false }).begin).toBe(true);
    expect(team(one('in_progress'), 1).begin).toBe(false);
  });

  it('the team finishes and extends while they talk', () => {
    expect(team(one('in_progress'), 1)).toMatchObject({ finish: true, extend: true });
    expect(team(one('checked_in', { visitor_here: true }), 1)).toMatchObject({
      finish: false,
      extend: false,
    });
  });

  it('a visitor is called missing from three minutes on, unless they are there', () => {
    expect(team(one(), 2.9).reportVisitor).toBe(false);
    expect(team(one(), 3).reportVisitor).toBe(true);
    expect(team(one('checked_in', { visitor_here: true }), 3).reportVisitor).toBe(false);
    expect(team(one(), 3, { visitor: true, team: false }).reportVisitor).toBe(false);
  });

  it('a visitor who waits has a choice from three minutes on, unless the team is there', () => {
    expect(visitor(one(), 2.9).choose).toBe(false);
    expect(visitor(one('checked_in', { visitor_here: true }), 3).choose).toBe(true);
    expect(visitor(one('booked', { team_here: true }), 3).choose).toBe(false);
    expect(visitor(one(), 3, { visitor: true, team: true }).choose).toBe(false);
    expect(visitor(one('in_progress'), 3).choose).toBe(false);
  });

  it('a visitor does nothing that is the team’s', () => {
    const acts = visitor(one('in_progress'), 5);
    expect(acts).toEqual({ begin: false, finish: false, extend: false, reportVisitor: false, choose: false });
  });
});
