import type { Appointment } from '@protocol';
import { expect, test } from 'vitest';
import { calendarFile } from './calendar-file.ts';

const appointment = {
  appointment_id: '01k3abc',
  starts_at: Date.parse('2026-12-29T09:20:00Z'),
  minutes: 15,
  sequence: 2,
  state: 'booked',
} as unknown as Appointment;
const words = {
  title: 'Gespräch; Zinn, AG',
  details: ['Grund: a\\b', 'zweite Zeile'],
  address: 'https://x.de/day',
};
const file = (change: Partial<Appointment> = {}, other: Partial<typeof words> = {}) =>
  calendarFile({ ...appointment, ...change }, { ...words, ...other }, 'messe.example', 0);
const lines = (text: string) => text.split('\r\n');

test('an appointment keeps its UID and tells its version and its time in UTC', () => {
  expect(lines(file())).toEqual(
    expect.arrayContaining([
      'UID:01k3abc@messe.example',
      'SEQUENCE:2',
      'DTSTART:20261229T092000Z',
      'DTEND:20261229T093500Z',
      'STATUS:CONFIRMED',
    ]),
  );
  expect(lines(file({ state: 'cancelled' }))).toContain('STATUS:CANCELLED');
});

test('signs with a meaning and line ends in texts are escaped', () => {
  expect(lines(file())).toContain('SUMMARY:Gespräch\\; Zinn\\, AG');
  expect(lines(file())).toContain('DESCRIPTION:Grund: a\\\\b\\nzweite Zeile');
  expect(file({}, { title: 'x\r\nATTENDEE:mailto:a@b.de' })).toContain(
    'SUMMARY:x\\nATTENDEE:mailto:a@b.de\r\n',
  );
});

test('long lines are folded without cutting a character', () => {
  const title = 'ü'.repeat(120);
  const text = file({}, { title });
  for (const line of lines(text)) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}`);
});
