import type { ConversationSnapshot, Message } from '@protocol';
import { expect, test } from 'vitest';
import {
  allMessages,
  askingOlder,
  canAskOlder,
  keepingOlder,
  reduceWithOlder,
  withPage,
  type ConversationState,
} from './older-messages.ts';

const message = (n: number, more: object = {}) =>
  ({
    message_id: `m${n}`,
    n,
    kind: 'text',
    text: `t${n}`,
    sent_at: n,
    reactions: [],
    ...more,
  }) as unknown as Message;
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const numbers = (state: ConversationState) => allMessages(state).map(({ n }) => n);

/** Messages 51 to 100, with fifty before them on the server. */
const fresh = {
  messages: range(51, 100),
  has_more: true,
  read_marks: [],
  members: [],
} as unknown as ConversationSnapshot;
const page = { messages: range(21, 50), has_more: true };
const by = Symbol('page');
const looked = keepingOlder(fresh);
const paged = withPage(askingOlder(looked, by), by, page);

let n = 100;
function after(state: ConversationState, name: string, data: object): ConversationState {
  n += 1;
  return reduceWithOlder(state, { name: `conversation.${name}`, n, at: 9, data });
}
const edited = (id: string, text: string) =>
  ['message_edited', { message_id: id, text, edited_at: 7 }] as const;

test('a page stands before what is held, and says whether there is more', () => {
  expect(numbers(paged)).toEqual(range(21, 100).map((one) => one.n));
  expect(canAskOlder(paged)).toBe(true);
  const whole = withPage(askingOlder(paged, by), by, { messages: range(1, 20), has_more: false });
  expect(numbers(whole)).toEqual(range(1, 100).map((one) => one.n));
  expect(canAskOlder(whole)).toBe(false);
});

test('edits, deletions and reactions reach a message that was paged in', () => {
  let state = after(paged, ...edited('m30', 'anders'));
  state = after(state, 'message_deleted', { message_id: 'm31' });
  state = after(state, 'reacted', { message_id: 'm32', person_id: 'a', emoji: '👍', on: true });
  const byId = new Map(allMessages(state).map((one) => [String(one.message_id), one]));
  expect(byId.get('m30')).toEqual(message(30, { text: 'anders', edited_at: 7 }));
  expect(byId.get('m31')).toMatchObject({ text: '', is_deleted: true });
  expect(byId.get('m32')?.reactions).toEqual([{ emoji: '👍', people: ['a'] }]);
  expect(numbers(state)).toEqual(numbers(paged));
});

test('what happens while a page is on its way is not lost', () => {
  let state = askingOlder(looked, by);
  expect(canAskOlder(state)).toBe(false);
  state = after(state, ...edited('m30', 'anders'));
  state = withPage(state, by, page);
  expect(allMessages(state).find((one) => one.n === 30)?.text).toBe('anders');
  // What the page knows already may come as an event too.
  const known = after(askingOlder(looked, by), 'reacted', {
    message_id: 'm30',
    person_id: 'a',
    emoji: '👍',
    on: true,
  });
  const reactions = [{ emoji: '👍', people: ['a'] }];
  const caughtUp = withPage(known, by, { messages: [message(30, { reactions })], has_more: false });
  expect(allMessages(caughtUp)[0]).toMatchObject({ n: 30, reactions });
});

test('messages pushed out by new ones stay, once and in their place, while somebody looks', () => {
  const next = after(paged, 'message', { message: message(101) });
  expect(numbers(next)).toEqual(range(21, 101).map((one) => one.n));
  expect(next.messages).toHaveLength(50);
  const unseen = after(fresh, 'message', { message: message(101) });
  expect(numbers(unseen)).toEqual(range(52, 101).map((one) => one.n));
  expect(unseen).not.toHaveProperty('older');
});

test('messages pushed out while a page is on its way stand behind it', () => {
  const state = after(askingOlder(looked, by), 'message', { message: message(101) });
  expect(numbers(withPage(state, by, page))).toEqual(range(21, 101).map((one) => one.n));
});

test('a page that was asked for before a fresh snapshot is not taken', () => {
  expect(withPage(keepingOlder(fresh), by, page)).toEqual(keepingOlder(fresh));
  const askedAnew = askingOlder(keepingOlder(fresh), Symbol('page'));
  expect(withPage(askedAnew, by, page)).toBe(askedAnew);
});

test('after a failure the page can be asked for again', () => {
  const failed = withPage(askingOlder(looked, by), by);
  expect(failed).toEqual(looked);
  expect(canAskOlder(failed)).toBe(true);
});
