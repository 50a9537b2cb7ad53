/** What a refused step of an appointment means in words. */
import { errorCode, errorText } from '../account/error-text.ts';
import { t } from './meeting-texts.ts';

export function meetingErrorText(error: unknown): string {
  const words: Record<string, string> = {
    'appointment.too_early': t.tooEarly,
    'appointment.over': t.over,
    'appointment.not_now': t.notNow,
    'appointment.no_next': t.noNext,
    'appointment.no_proposal': t.proposalGone,
    'slot.hold_lost': t.proposalGone,
  };
  return words[errorCode(error)] ?? errorText(error);
}
