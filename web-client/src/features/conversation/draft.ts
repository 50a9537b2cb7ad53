/** What somebody began to write and has not sent, per person and conversation, in this browser. */
import type { PersonId } from '@protocol';

const kPrefix = 'stollen.draft';

function key(person: PersonId | undefined, place: string): string {
  return `${kPrefix}.${person ?? 'anyone'}.${place}`;
}

export function readDraft(person: PersonId | undefined, place: string): string {
  try {
    return localStorage.getItem(key(person, place)) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(person: PersonId | undefined, place: string, text: string): void {
  try {
    if (text.trim()) localStorage.setItem(key(person, place), text);
    else localStorage.removeItem(key(person, place));
  } catch {
    // Without storage a draft lives as long as the page; writing goes on.
  }
}

/** After log-out nobody else at this browser reads what was begun. */
export function dropDrafts(person: PersonId): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${kPrefix}.${person}.`)) localStorage.removeItem(name);
    }
  } catch {
    // Nothing is kept then.
  }
}
