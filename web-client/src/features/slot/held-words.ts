import type { CalendarItem } from './calendar-items.ts';
import { t } from './texts.ts';

/** Why a seat is kept: for two minutes while somebody books it, or until somebody has answered a proposal. */
export const heldWords = ({ proposedTo }: Pick<CalendarItem, 'proposedTo'>): string =>
  proposedTo === undefined ? t.held : t.proposedTo(proposedTo);
