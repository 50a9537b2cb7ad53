import type { ConversationSummary, DeskSnapshot, EventMap, StaffMember, UserSnapshot } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

const listedConversations = 200;
const closedOnDesk = 50;

/** State of a stream `user:<id>`: conversations newest first, then by id from high to low. */
export function reduceUser(state: UserSnapshot, event: StreamEvent): UserSnapshot {
  switch (event.name) {
    case 'conversation.listed': {
      const { conversation } = event.data as EventMap['conversation.listed'];
      const all = replaced(state.conversations, conversation).sort(byNewest);
      return { ...state, conversations: all.slice(0, listedConversations) };
    }
    case 'conversation.unlisted': {
      const { conversation_id } = event.data as EventMap['conversation.unlisted'];
      const rest = state.conversations.filter((other) => other.conversation_id !== conversation_id);
      return { ...state, conversations: rest };
    }
    case 'account.roles_changed': {
      const { roles, booths } = event.data as EventMap['account.roles_changed'];
      return { ...state, roles, booths };
    }
    default:
      return state;
  }
}

/**
 * State of a stream `booth:<id>:staff`: who waits, in the order of arrival; then the taken talks, likewise; then the
 * newest closed ones. The team stands in the order of the ids.
 */
export function reduceBoothStaff(state: DeskSnapshot, event: StreamEvent): DeskSnapshot {
  switch (event.name) {
    case 'conversation.desk_changed': {
      const { conversation } = event.data as EventMap['conversation.desk_changed'];
      return { ...state, conversations: deskOrder(replaced(state.conversations, conversation)) };
    }
    case 'conversation.duty_changed': {
      const { member } = event.data as EventMap['conversation.duty_changed'];
      return { ...state, team: withMember(state.team, member) };
    }
    default:
      return state;
  }
}

function replaced(all: ConversationSummary[], changed: ConversationSummary): ConversationSummary[] {
  return [...all.filter((other) => other.conversation_id !== changed.conversation_id), changed];
}

function deskOrder(all: ConversationSummary[]): ConversationSummary[] {
  const inState = (state: ConversationSummary['state']) => all.filter((one) => one.state === state);
  return [
    ...inState('waiting').sort(byArrival),
    ...inState('active').sort(byArrival),
    ...inState('closed').sort(byNewest).slice(0, closedOnDesk),
  ].slice(0, listedConversations);
}

function byArrival(one: ConversationSummary, other: ConversationSummary): number {
  return one.opened_at - other.opened_at || byId(one, other);
}

function byNewest(one: ConversationSummary, other: ConversationSummary): number {
  return other.last_at - one.last_at || byId(other, one);
}

function byId(one: ConversationSummary, other: ConversationSummary): number {
  return one.conversation_id < other.conversation_id
    ? -1
    : Number(one.conversation_id > other.conversation_id);
}

function withMember(team: StaffMember[], member: StaffMember): StaffMember[] {
  const at = team.findIndex(({ person_id }) => person_id >= member.person_id);
  if (at < 0) return [...team, member];
  return team.toSpliced(at, team[at]?.person_id === member.person_id ? 1 : 0, member);
}
