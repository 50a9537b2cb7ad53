// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

import type {
  BoothId,
  CafeSnapshot,
  CalendarSnapshot,
  ConversationId,
  ConversationSnapshot,
  DaySnapshot,
  DeskSnapshot,
  FairSnapshot,
  HallSnapshot,
  PersonId,
  StaffCalendarSnapshot,
  UserSnapshot,
} from './types.ts';

/** Names of streams. */
export const streams = {
  /** A person's own appointments. */
  day: (id: PersonId): string => `day:${id}`,
  /** A booth's slots and appointments for its team and for organisers. */
  calendarStaff: (id: BoothId): string => `calendar:${id}:staff`,
  /** All booths with their live state. */
  hall: (): string => 'hall',
  /** All tables and who sits there. */
  cafe: (): string => 'cafe',
  /** A person's own notices: conversations that changed, roles that changed. */
  user: (id: PersonId): string => `user:${id}`,
  /** Messages of one conversation. */
  conversation: (id: ConversationId): string => `conversation:${id}`,
  /** The desk of a booth's team. */
  boothStaff: (id: BoothId): string => `booth:${id}:staff`,
  /** What concerns everybody at the fair. */
  fair: (): string => 'fair',
  /** A booth's slots with their free seats. */
  calendar: (id: BoothId): string => `calendar:${id}`,
};

export interface StreamSnapshotMap {
  'day:{PersonId}': DaySnapshot;
  'calendar:{BoothId}:staff': StaffCalendarSnapshot;
  'hall': HallSnapshot;
  'cafe': CafeSnapshot;
  'user:{PersonId}': UserSnapshot;
  'conversation:{ConversationId}': ConversationSnapshot;
  'booth:{BoothId}:staff': DeskSnapshot;
  'fair': FairSnapshot;
  'calendar:{BoothId}': CalendarSnapshot;
}

export type StreamPattern = keyof StreamSnapshotMap;

export type ParsedStream =
  | { pattern: 'day:{PersonId}'; key: PersonId }
  | { pattern: 'calendar:{BoothId}:staff'; key: BoothId }
  | { pattern: 'hall'; key: null }
  | { pattern: 'cafe'; key: null }
  | { pattern: 'user:{PersonId}'; key: PersonId }
  | { pattern: 'conversation:{ConversationId}'; key: ConversationId }
  | { pattern: 'booth:{BoothId}:staff'; key: BoothId }
  | { pattern: 'fair'; key: null }
  | { pattern: 'calendar:{BoothId}'; key: BoothId };

const idPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Whether a text has the form of an id. */
export const isIdText = (text: string): boolean => idPattern.test(text);

function keyOf(name: string, before: string, after: string): string | null {
  if (!name.startsWith(before) || !name.endsWith(after)) return null;
  const key = name.slice(before.length, name.length - after.length);
  return isIdText(key) ? key : null;
}

/** The pattern and key of a stream's name, or null when there is no such stream. */
export function parseStream(name: string): ParsedStream | null {
  const day = keyOf(name, 'day:', '');
  if (day !== null) return { pattern: 'day:{PersonId}', key: day as PersonId };
  const calendarStaff = keyOf(name, 'calendar:', ':staff');
  if (calendarStaff !== null) return { pattern: 'calendar:{BoothId}:staff', key: calendarStaff as BoothId };
  if (name === 'hall') return { pattern: 'hall', key: null };
  if (name === 'cafe') return { pattern: 'cafe', key: null };
  const user = keyOf(name, 'user:', '');
  if (user !== null) return { pattern: 'user:{PersonId}', key: user as PersonId };
  const conversation = keyOf(name, 'conversation:', '');
  if (conversation !== null) return { pattern: 'conversation:{ConversationId}', key: conversation as ConversationId };
  const boothStaff = keyOf(name, 'booth:', ':staff');
  if (boothStaff !== null) return { pattern: 'booth:{BoothId}:staff', key: boothStaff as BoothId };
  if (name === 'fair') return { pattern: 'fair', key: null };
  const calendar = keyOf(name, 'calendar:', '');
  if (calendar !== null) return { pattern: 'calendar:{BoothId}', key: calendar as BoothId };
  return null;
}
