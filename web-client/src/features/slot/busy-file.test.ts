import { expect, test } from 'vitest';
import { timesOnly } from './busy-file.ts';

const file = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'X-WR-CALNAME:Geheim',
  'BEGIN:VEVENT',
  'UID:a',
  'SUMMARY:Zahnarzt\\, und ein sehr langer',
  '  DTSTART:19990101T000000 gehört noch zum Titel',
  'DTSTART;TZID=Europe/Berlin:20261229T1',
  ' 00000',
  'dtend;TZID=Europe/Berlin:20261229T110000',
  'ATTENDEE;CN=Frau Rot:mailto:rot@example.org',
  'BEGIN:VALARM',
  'TRIGGER:-PT15M',
  'DURATION:PT5M',
  'END:VALARM',
  'STATUS:CONFIRMED',
  'END:VEVENT',
  'END:VCALENDAR',
];

test('only what a calendar says of times leaves the browser', () => {
  const times = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:a',
    'DTSTART;TZID=Europe/Berlin:20261229T100000',
    'dtend;TZID=Europe/Berlin:20261229T110000',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
  ].map((line) => `${line}\r\n`);
  for (const end of ['\r\n', '\n', '\r']) expect(timesOnly(file.join(end))).toBe(times.join(''));
  expect(timesOnly(`\uFEFF${file.join('\n')}`)).toBe(times.join(''));
});

test('of what is no calendar nothing is left', () => {
  expect(timesOnly('')).toBe('');
  expect(timesOnly('%PDF-1.7\n1 0 obj')).toBe('');
});
