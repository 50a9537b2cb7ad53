/** An appointment as a calendar file (RFC 5545). Times are UTC, so that it opens at the right time everywhere. */
import type { Appointment, Timestamp } from '@protocol';

export interface CalendarWords {
  title: string;
  /** Lines below it: person, reason, address of the booth. */
  details: readonly string[];
  address: string;
}

const kMaxOctets = 73;

/** One entry; the same appointment has the same UID for ever, and SEQUENCE says which version is newer. */
export function calendarFile(
  appointment: Appointment,
  words: CalendarWords,
  host: string,
  now: Timestamp,
): string {
  const end = appointment.starts_at + appointment.minutes * 60_000;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Stollen//Stollen//DE',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${appointment.appointment_id}@${host}`,
    `SEQUENCE:${appointment.sequence}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(appointment.starts_at)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(words.title)}`,
    `DESCRIPTION:${escaped(words.details.filter(Boolean).join('\n'))}`,
    `URL:${words.address}`,
    `STATUS:${appointment.state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT10M',
    `DESCRIPTION:${escaped(words.title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** "20261229T090000Z" */
function utc(at: Timestamp): string {
  return new Date(at).toISOString().replace(/\.\d+/u, '').replaceAll(/[-:]/gu, '');
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/gu, (sign) => `\\${sign}`)
    .replaceAll(/\r\n?|\n/gu, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Lines of at most 75 octets, never cut inside a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = '';
  let octets = 0;
  for (const sign of line) {
    const size = encoder.encode(sign).length;
    if (octets + size > kMaxOctets) {
      result += '\r\n ';
      octets = 1;
    }
    result += sign;
    octets += size;
  }
  return result;
}
