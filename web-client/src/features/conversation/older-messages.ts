/**
 * The messages before the newest ones that a conversation's stream holds: those that a reader paged in, and those that
 * new ones pushed out while somebody looks. They are a part of the state, so that they change with every event. Pure.
 */
import type { ConversationSnapshot, Message } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';
import { changeMessages, reduceConversation } from './state.ts';

export interface OlderMessages {
  readonly messages: Message[];
  /** There are more before these. */
  readonly has_more: boolean;
  /** A page that is on its way, and what has happened since it was asked for: the page may not know it. */
  readonly asked?: { readonly by: symbol; readonly since: readonly StreamEvent[] };
}

/** `older` is there while somebody looks. A fresh snapshot comes without it: what lay before it may be outdated. */
export type ConversationState = ConversationSnapshot & { readonly older?: OlderMessages };

export interface MessagePage {
  readonly messages: Message[];
  readonly has_more: boolean;
}

export function reduceWithOlder(state: ConversationState, event: StreamEvent): ConversationState {
  const next: ConversationState = reduceConversation(state, event);
  const { older } = state;
  if (!older) return next;
  const firstHeld = next.messages[0]?.n ?? 0;
  const pushedOut = state.messages.filter(({ n }) => n < firstHeld);
  const messages = [...changeMessages(older.messages, event), ...pushedOut];
  const asked = older.asked && { ...older.asked, since: [...older.asked.since, event] };
  return { ...next, older: { ...older, messages, ...(asked && { asked }) } };
}

/** Somebody looks: from now on nothing that was shown is lost. */
export function keepingOlder(state: ConversationState): ConversationState {
  return state.older ? state : { ...state, older: { messages: [], has_more: state.has_more } };
}

/** True when there is a page to ask for and none is on its way. */
export function canAskOlder(state: ConversationState | undefined): state is ConversationState {
  return state?.older !== undefined && state.older.has_more && !state.older.asked;
}

export function askingOlder(state: ConversationState, by: symbol): ConversationState {
  return state.older ? { ...state, older: { ...state.older, asked: { by, since: [] } } } : state;
}

/** The page that was asked for has come; without one the asking failed. Ignored when a fresh snapshot came first. */
export function withPage(state: ConversationState, by: symbol, page?: MessagePage): ConversationState {
  if (state.older?.asked?.by !== by) return state;
  const { asked, messages, has_more } = state.older;
  if (!page) return { ...state, older: { messages, has_more } };
  const caughtUp = asked.since.reduce(changeMessages, page.messages);
  return { ...state, older: { messages: [...caughtUp, ...messages], has_more: page.has_more } };
}

export function allMessages(state: ConversationState): Message[] {
  return [...(state.older?.messages ?? []), ...state.messages];
}
