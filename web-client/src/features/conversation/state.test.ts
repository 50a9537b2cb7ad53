import type { ConversationSnapshot, Message } from '@protocol';
import { describe, expect, it } from 'vitest';
import { reduceConversation } from './state.ts';

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
const talk = {
  conversation_id: 'c',
  state: 'waiting',
  members: [{ person_id: 'a', name: 'A' }],
  messages: [message(1), message(2)],
  has_more: false,
  read_marks: [{ person_id: 'b', n: 1 }],
} as unknown as ConversationSnapshot;

function after(state: ConversationSnapshot, ...events: [string, unknown][]): ConversationSnapshot {
  const before = structuredClone(state);
  const next = events.reduce(
    (current, [name, data], i) =>
      reduceConversation(current, { name: `conversation.${name}`, n: 3 + i, at: 9, data }),
    state,
  );
  expect(state).toEqual(before);
  return next;
}

describe('messages', () => {
  it('are appended', () => {
    expect(after(talk, ['message', { message: message(3) }]).messages.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('are kept up to the newest fifty', () => {
    const full = { ...talk, messages: Array.from({ length: 50 }, (_, i) => message(i + 1)) };
    const next = after(full, ['message', { message: message(51) }]);
    expect(next.messages).toHaveLength(50);
    expect(next.messages[0]?.n).toBe(2);
    expect(next.has_more).toBe(true);
  });

  it('are edited and deleted in their place', () => {
    const edited = after(talk, ['message_edited', { message_id: 'm1', text: 'new', edited_at: 5 }]);
    expect(edited.messages).toEqual([message(1, { text: 'new', edited_at: 5 }), message(2)]);
    const deleted = after(edited, ['message_deleted', { message_id: 'm1' }]);
    expect(deleted.messages[0]).toEqual(message(1, { text: '', edited_at: 5, is_deleted: true }));
  });

  it('that are no longer held change nothing', () => {
    expect(after(talk, ['message_deleted', { message_id: 'm0' }])).toEqual(talk);
  });
});

describe('reactions', () => {
  const react = (person_id: string, emoji: string, on = true): [string, unknown] => [
    'reacted',
    { message_id: 'm1', person_id, emoji, on },
  ];
  const reactionsAfter = (...events: [string, unknown][]) => after(talk, ...events).messages[0]?.reactions;

  it('stand in the order of first use, people in the order in which they reacted', () => {
    expect(reactionsAfter(react('b', '👍'), react('a', '🎉'), react('a', '👍'))).toEqual([
      { emoji: '👍', people: ['b', 'a'] },
      { emoji: '🎉', people: ['a'] },
    ]);
  });

  it('count a person once', () => {
    expect(reactionsAfter(react('a', '👍'), react('b', '👍'), react('a', '👍'))).toEqual([
      { emoji: '👍', people: ['a', 'b'] },
    ]);
  });

  it('disappear with their last person', () => {
    expect(reactionsAfter(react('a', '👍'), react('a', '👍', false), react('b', '🎉', false))).toEqual([]);
  });

  it('go with the message’s text', () => {
    expect(reactionsAfter(react('a', '👍'), ['message_deleted', { message_id: 'm1' }])).toEqual([]);
  });
});

describe('members', () => {
  it('join at the end, or anew in their place', () => {
    const joined = after(
      talk,
      ['member_joined', { person: { person_id: 'b', name: 'B' } }],
      ['member_joined', { person: { person_id: 'a', name: 'A2' } }],
    );
    expect(joined.members.map(({ name }) => name)).toEqual(['A2', 'B']);
  });

  it('leave with their read mark', () => {
    const left = after(talk, ['read', { person_id: 'a', n: 2 }], ['member_left', { person_id: 'a' }]);
    expect(left.members).toEqual([]);
    expect(left.read_marks).toEqual([{ person_id: 'b', n: 1 }]);
  });
});

describe('read marks', () => {
  it('stand in the order of people and only move forward', () => {
    const read = after(
      talk,
      ['read', { person_id: 'c', n: 1 }],
      ['read', { person_id: 'a', n: 2 }],
      ['read', { person_id: 'b', n: 2 }],
      ['read', { person_id: 'b', n: 1 }],
    );
    expect(read.read_marks).toEqual([
      { person_id: 'a', n: 2 },
      { person_id: 'b', n: 2 },
      { person_id: 'c', n: 1 },
    ]);
  });
});

describe('state', () => {
  it('brings the owner, who stays afterwards', () => {
    const owner = { person_id: 'o', name: 'O' };
    const taken = after(talk, ['state_changed', { state: 'active', owner }]);
    expect(taken).toMatchObject({ state: 'active', owner });
    expect(after(taken, ['state_changed', { state: 'closed' }])).toMatchObject({ state: 'closed', owner });
  });

  it('is left alone by what it does not know', () => {
    expect(after(talk, ['later', {}])).toBe(talk);
  });
});
