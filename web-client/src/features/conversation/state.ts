import type {
  ConversationSnapshot,
  EventMap,
  Message,
  MessageId,
  Person,
  PersonId,
  Reaction,
  ReadMark,
} from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

/** Messages that the stream's state holds; older-messages.ts keeps those before them for whoever looks. */
const heldMessages = 50;

/** State of a stream `conversation:<id>`. A person appears in it as they appeared when they spoke or joined. */
export function reduceConversation(state: ConversationSnapshot, event: StreamEvent): ConversationSnapshot {
  switch (event.name) {
    case 'conversation.message':
      return withMessage(state, (event.data as EventMap['conversation.message']).message);
    case 'conversation.message_edited':
    case 'conversation.message_deleted':
    case 'conversation.reacted':
      return { ...state, messages: changeMessages(state.messages, event) };
    case 'conversation.read': {
      const { person_id, n } = event.data as EventMap['conversation.read'];
      return { ...state, read_marks: withReadMark(state.read_marks, { person_id, n }) };
    }
    case 'conversation.state_changed': {
      const { state: next, owner } = event.data as EventMap['conversation.state_changed'];
      return owner ? { ...state, state: next, owner } : { ...state, state: next };
    }
    case 'conversation.member_joined': {
      const { person } = event.data as EventMap['conversation.member_joined'];
      return { ...state, members: withMember(state.members, person) };
    }
    case 'conversation.member_left':
      return withoutMember(state, (event.data as EventMap['conversation.member_left']).person_id);
    default:
      return state;
  }
}

function withMessage(state: ConversationSnapshot, message: Message): ConversationSnapshot {
  const messages = [...state.messages, message];
  if (messages.length <= heldMessages) return { ...state, messages };
  return { ...state, messages: messages.slice(-heldMessages), has_more: true };
}

/**
 * What an edit, a deletion or a reaction makes of messages; one that is not among them changes nothing. Each says how
 * it ends: done a second time it does no harm.
 */
export function changeMessages(messages: Message[], event: StreamEvent): Message[] {
  switch (event.name) {
    case 'conversation.message_edited': {
      const { message_id, text, edited_at } = event.data as EventMap['conversation.message_edited'];
      return changeOne(messages, message_id, (message) => ({ ...message, text, edited_at }));
    }
    case 'conversation.message_deleted': {
      const { message_id } = event.data as EventMap['conversation.message_deleted'];
      return changeOne(messages, message_id, (message) => ({
        ...message,
        text: '',
        reactions: [],
        is_deleted: true,
      }));
    }
    case 'conversation.reacted': {
      const { message_id, person_id, emoji, on } = event.data as EventMap['conversation.reacted'];
      return changeOne(messages, message_id, (message) => ({
        ...message,
        reactions: withReaction(message.reactions, person_id, emoji, on),
      }));
    }
    default:
      return messages;
  }
}

function changeOne(messages: Message[], id: MessageId, change: (message: Message) => Message): Message[] {
  return messages.map((message) => (message.message_id === id ? change(message) : message));
}

/** Kinds in the order of first use, people in the order in which they reacted; a kind without people disappears. */
function withReaction(reactions: Reaction[], person: PersonId, emoji: string, on: boolean): Reaction[] {
  const isKnown = reactions.some((reaction) => reaction.emoji === emoji);
  if (on && !isKnown) return [...reactions, { emoji, people: [person] }];
  return reactions
    .map((reaction) => {
      if (reaction.emoji !== emoji) return reaction;
      const others = reaction.people.filter((id) => id !== person);
      const isThere = others.length < reaction.people.length;
      if (on) return isThere ? reaction : { ...reaction, people: [...others, person] };
      return { ...reaction, people: others };
    })
    .filter(({ people }) => people.length > 0);
}

/** In the order of the ids, forward only. */
function withReadMark(marks: ReadMark[], mark: ReadMark): ReadMark[] {
  const known = marks.find(({ person_id }) => person_id === mark.person_id);
  if (known) return marks.map((other) => (other === known && mark.n > other.n ? mark : other));
  const at = marks.findIndex(({ person_id }) => person_id > mark.person_id);
  return marks.toSpliced(at < 0 ? marks.length : at, 0, mark);
}

function withMember(members: Person[], person: Person): Person[] {
  const at = members.findIndex(({ person_id }) => person_id === person.person_id);
  return at < 0 ? [...members, person] : members.with(at, person);
}

function withoutMember(state: ConversationSnapshot, id: PersonId): ConversationSnapshot {
  return {
    ...state,
    members: state.members.filter(({ person_id }) => person_id !== id),
    read_marks: state.read_marks.filter(({ person_id }) => person_id !== id),
  };
}
