import type { Message, MessageId, Person, PersonId } from '@protocol';
import { expect, test } from 'vitest';
import { lastReadByOthers, timeline } from './timeline.ts';

const anna = { person_id: 'anna' as PersonId, name: 'Anna' } as Person;
const bert = { person_id: 'bert' as PersonId, name: 'Bert' } as Person;
const kNoon = Date.UTC(2026, 11, 29, 11, 0);

function message(n: number, author: Person, minute: number, more: Partial<Message> = {}): Message {
  return {
    message_id: `m${n}` as MessageId,
    n,
    kind: 'text',
    author,
    text: `Text ${n}`,
    sent_at: kNoon + minute * 60_000,
    reactions: [],
    ...more,
  } as Message;
}

test('messages of one person within minutes stand together, others begin anew', () => {
  const entries = timeline(
    [
      message(1, anna, 0),
      message(2, anna, 1),
      message(3, bert, 2),
      message(4, anna, 3),
      message(5, anna, 30),
    ],
    anna.person_id,
  );
  const groups = entries.filter((entry) => entry.type === 'group');
  expect(groups.map((group) => group.messages.map((one) => one.n))).toEqual([[1, 2], [3], [4], [5]]);
  expect(groups.map((group) => group.isOwn)).toEqual([true, false, true, true]);
});

test('a new day and a system line interrupt a group', () => {
  const entries = timeline(
    [
      message(1, anna, 0),
      message(2, bert, 1, { kind: 'system', text: 'taken' }),
      message(3, anna, 2),
      message(4, anna, 24 * 60),
    ],
    bert.person_id,
  );
  expect(entries.map((entry) => entry.type)).toEqual(['day', 'group', 'system', 'group', 'day', 'group']);
});

test('the line "new" stands once, before the first unread message', () => {
  const entries = timeline(
    [message(3, anna, 0), message(7, bert, 1), message(9, bert, 2)],
    anna.person_id,
    5,
  );
  expect(entries.map((entry) => entry.type)).toEqual(['day', 'group', 'unread', 'group']);
});

test('"read" stands under the newest own message that another has read', () => {
  const messages = [message(1, anna, 0), message(4, anna, 1), message(6, anna, 2)];
  const marks = [
    { person_id: bert.person_id, n: 5 },
    { person_id: anna.person_id, n: 6 },
  ];
  expect(lastReadByOthers(messages, marks, anna.person_id)).toBe('m4');
});
