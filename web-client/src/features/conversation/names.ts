import type { ConversationSummary, Person } from '@protocol';
import { t } from './texts.ts';

/** The name to show; a deleted person has none any more. */
export const nameOf = (person: Person | undefined): string => person?.name || t.gone;

/** What a booth's team calls a conversation: the visitor's name, or what the round is about. */
export const deskNameOf = (one: Pick<ConversationSummary, 'kind' | 'title' | 'visitor'>): string =>
  one.kind === 'talk' ? nameOf(one.visitor) : one.title;

/** A line of the fair itself in words; `text` of a system message is a constant name. */
export function systemText(constant: string, author: Person, isStaff: boolean): string {
  const pattern = constant === 'taken' && isStaff ? t.systemTakenStaff : t.system[constant];
  return (pattern ?? t.systemUnknown).replace('{name}', nameOf(author));
}
