import type { Appointment, Trouble } from '@protocol';
import { expect, test } from 'vitest';
import { calendarPath, stepFor } from './question.ts';

const appointment = { booth_slug: 'talmess', appointment_id: '01abc' } as unknown as Appointment;
const conflict = (trouble: Trouble, change: object = {}) => ({
  trouble,
  appointment: { ...appointment, ...change },
});

test('an address opens the calendar with the appointment and what is to be done', () => {
  expect(calendarPath(appointment)).toBe('/desk/talmess/calendar?appointment=01abc');
  expect(calendarPath(appointment, 'reassign')).toBe('/desk/talmess/calendar?appointment=01abc&ask=reassign');
});

test('what helps first depends on the trouble, and on what the reader may do', () => {
  expect(stepFor(conflict('no_member'), true)).toBe('reassign');
  expect(stepFor(conflict('no_member'), false)).toBe('reassign');
  expect(stepFor(conflict('outside_hours'), true)).toBe('propose');
  expect(stepFor(conflict('outside_hours'), false)).toBeUndefined();
  expect(stepFor(conflict('outside_hours', { proposal: {} }), true)).toBeUndefined();
});
