/** How the messages of a conversation stand on the page: by day, and by person within a few minutes. Pure. */
import type { Message, MessageId, Person, PersonId, ReadMark } from '@protocol';
import { dayKey } from '../../text/format.svelte.ts';

export type Entry =
  | { type: 'day'; key: string; at: number }
  | { type: 'unread'; key: string }
  | { type: 'system'; key: string; message: Message }
  | { type: 'group'; key: string; author: Person; isOwn: boolean; messages: Message[] };

const kGroupGapMs = 5 * 60_000;

/** `unreadFrom`: number of the first message that the person had not read when the conversation was opened. */
export function timeline(
  messages: readonly Message[],
  own: PersonId | undefined,
  unreadFrom?: number,
): Entry[] {
  const entries: Entry[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    if (!before || dayKey(before.sent_at) !== dayKey(message.sent_at)) {
      entries.push({ type: 'day', key: `day-${dayKey(message.sent_at)}`, at: message.sent_at });
    }
    if (unreadFrom !== undefined && message.n >= unreadFrom && !(before && before.n >= unreadFrom)) {
      entries.push({ type: 'unread', key: 'unread' });
    }
    const last = entries.at(-1);
    if (message.kind === 'system') {
      entries.push({ type: 'system', key: message.message_id, message });
    } else if (last?.type === 'group' && before && continues(before, message)) {
      last.messages.push(message);
    } else {
      const isOwn = message.author.person_id === own;
      entries.push({
        type: 'group',
        key: message.message_id,
        author: message.author,
        isOwn,
        messages: [message],
      });
    }
    before = message;
  }
  return entries;
}

function continues(before: Message, message: Message): boolean {
  return (
    before.author.person_id === message.author.person_id && message.sent_at - before.sent_at < kGroupGapMs
  );
}

/** The newest own message that somebody else has read; "Gelesen" stands under it. */
export function lastReadByOthers(
  messages: readonly Message[],
  marks: readonly ReadMark[],
  own: PersonId | undefined,
): MessageId | undefined {
  const read = Math.max(0, ...marks.filter((mark) => mark.person_id !== own).map((mark) => mark.n));
  return messages.findLast((message) => isOwnText(message, own) && message.n <= read)?.message_id;
}

export function lastOwn(messages: readonly Message[], own: PersonId | undefined): MessageId | undefined {
  return messages.findLast((message) => isOwnText(message, own))?.message_id;
}

function isOwnText(message: Message, own: PersonId | undefined): boolean {
  return message.kind === 'text' && message.author.person_id === own && !message.is_deleted;
}
