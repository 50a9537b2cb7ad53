/** What somebody of the team may be asked about an appointment; an address may open the calendar with it. */
import type { Appointment, Conflict } from '@protocol';

export const questions = ['propose', 'reassign', 'cancel'] as const;
export type Question = (typeof questions)[number];

/** The calendar of the booth with the appointment open, and with the question, if any. */
export function calendarPath(
  one: Pick<Appointment, 'booth_slug' | 'appointment_id'>,
  question?: Question,
): string {
  const address = `/desk/${one.booth_slug}/calendar?appointment=${one.appointment_id}`;
  return question ? `${address}&ask=${question}` : address;
}

/** What helps first: somebody else for whom nobody is left, another time where the fair is closed. */
export function stepFor(
  { trouble, appointment }: Pick<Conflict, 'trouble' | 'appointment'>,
  isTeam: boolean,
): Question | undefined {
  if (trouble === 'no_member') return 'reassign';
  return isTeam && !appointment.proposal ? 'propose' : undefined;
}
