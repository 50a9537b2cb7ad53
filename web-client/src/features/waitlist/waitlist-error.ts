/** What a refused step of waiting means in words. */
import { errorCode, errorText } from '../account/error-text.ts';
import { t as appointmentTexts } from '../appointment/texts.ts';
import { t } from './texts.ts';

export function waitlistErrorText(error: unknown): string {
  const words: Record<string, string> = {
    'waitlist.free_slots': t.freeSlots,
    'waitlist.booked': t.hasAppointment,
    'waitlist.too_many': t.tooMany,
    'waitlist.no_offer': t.noOffer,
    'slot.too_many': appointmentTexts.tooManyTitle,
    'fair.read_only': appointmentTexts.readOnly,
  };
  return words[errorCode(error)] ?? errorText(error);
}
