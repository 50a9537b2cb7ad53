/** What a refused command of the team's calendar means in words. */
import { errorCode, errorText } from '../account/error-text.ts';
import { t as appointmentTexts } from '../appointment/team-texts.ts';
import { t as standing } from '../appointment/texts.ts';
import { t } from './texts.ts';

/** `taken`: what it means here that the slot was taken. */
export function teamErrorText(error: unknown, taken = t.slotBooked): string {
  const words: Record<string, string> = {
    'slot.member_busy': t.memberBusy,
    'slot.booked': t.slotBooked,
    'slot.too_many_slots': t.tooManySlots,
    'slot.not_open': t.isPast,
    'slot.taken': taken,
    'slot.overlap': appointmentTexts.visitorOverlap,
    'slot.too_many': appointmentTexts.visitorTooMany,
    'appointment.no_account': appointmentTexts.noAccount,
    'appointment.not_in_team': appointmentTexts.notInTeam,
    'appointment.over': standing.over,
  };
  return words[errorCode(error)] ?? errorText(error);
}
