import type { ConversationSummary, DeskSnapshot, UserSnapshot } from '@protocol';
import { describe, expect, it } from 'vitest';
import { reduceBoothStaff, reduceUser } from './lists-state.ts';

const talk = (id: string, more: object = {}) =>
  ({
    conversation_id: id,
    state: 'waiting',
    opened_at: 0,
    last_at: 0,
    ...more,
  }) as unknown as ConversationSummary;
const event = (name: string, data: unknown) => ({ name, n: 1, at: 0, data });
const ids = (state: { conversations: ConversationSummary[] }) =>
  state.conversations.map((one) => one.conversation_id);

describe('a person’s own list', () => {
  const list = (...talks: ConversationSummary[]) =>
    ({ roles: ['visitor'], booths: [], conversations: talks }) as unknown as UserSnapshot;
  const listed = (state: UserSnapshot, conversation: ConversationSummary) =>
    reduceUser(state, event('conversation.listed', { conversation }));

  it('is newest first, then by id from high to low', () => {
    const state = [talk('a', { last_at: 1 }), talk('b', { last_at: 3 }), talk('c', { last_at: 3 })].reduce(
      listed,
      list(),
    );
    expect(ids(state)).toEqual(['c', 'b', 'a']);
    expect(ids(listed(state, talk('a', { last_at: 4 })))).toEqual(['a', 'c', 'b']);
  });

  it('holds two hundred', () => {
    const full = list(...Array.from({ length: 200 }, (_, i) => talk(`${i}`, { last_at: 1000 - i })));
    const next = listed(full, talk('new', { last_at: 2000 }));
    expect(ids(next)).toHaveLength(200);
    expect(ids(next)[0]).toBe('new');
    expect(ids(next)).not.toContain('199');
  });

  it('loses what left it', () => {
    const state = list(talk('a'), talk('b'));
    expect(ids(reduceUser(state, event('conversation.unlisted', { conversation_id: 'a' })))).toEqual(['b']);
  });

  it('follows the rights', () => {
    const change = { roles: ['visitor', 'exhibitor'], booths: [{ booth_id: 'x' }] };
    expect(reduceUser(list(), event('account.roles_changed', change))).toMatchObject(change);
  });

  it('is left alone by what it does not know', () => {
    const state = list();
    expect(reduceUser(state, event('later', {}))).toBe(state);
  });
});

describe('the desk', () => {
  const desk = { booth_id: 'x', conversations: [], team: [] } as unknown as DeskSnapshot;
  const changed = (state: DeskSnapshot, conversation: ConversationSummary) =>
    reduceBoothStaff(state, event('conversation.desk_changed', { conversation }));

  it('shows who waits longest first, then taken talks, then the newest closed ones', () => {
    const state = [
      talk('closed-old', { state: 'closed', last_at: 1 }),
      talk('active', { state: 'active', opened_at: 1 }),
      talk('late', { opened_at: 5 }),
      talk('closed-new', { state: 'closed', last_at: 2 }),
      talk('b', { opened_at: 3 }),
      talk('a', { opened_at: 3 }),
    ].reduce(changed, desk);
    expect(ids(state)).toEqual(['a', 'b', 'late', 'active', 'closed-new', 'closed-old']);
    const taken = changed(state, talk('a', { state: 'active', opened_at: 3 }));
    expect(ids(taken)).toEqual(['b', 'late', 'active', 'a', 'closed-new', 'closed-old']);
  });

  it('keeps fifty closed ones', () => {
    let state = desk;
    for (let i = 0; i < 52; i += 1)
      state = changed(state, talk(`${100 + i}`, { state: 'closed', last_at: i }));
    expect(ids(state)).toHaveLength(50);
    expect(ids(state)[0]).toBe('151');
  });

  it('knows the team in the order of the ids', () => {
    const duty = (state: DeskSnapshot, person_id: string, value: string) =>
      reduceBoothStaff(state, event('conversation.duty_changed', { member: { person_id, duty: value } }));
    let state = duty(duty(duty(desk, 'b', 'off'), 'c', 'off'), 'a', 'off');
    state = duty(state, 'b', 'free');
    expect(state.team).toEqual([
      { person_id: 'a', duty: 'off' },
      { person_id: 'b', duty: 'free' },
      { person_id: 'c', duty: 'off' },
    ]);
  });
});
