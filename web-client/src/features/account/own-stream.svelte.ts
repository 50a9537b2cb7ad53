/** The logged-in person's own stream: their conversations and rights. The shell follows it for all views. */
import type { ConversationSummary, UserSnapshot } from '@protocol';

class OwnStream {
  value = $state.raw<UserSnapshot>();

  get conversations(): ConversationSummary[] {
    return this.value?.conversations ?? [];
  }
  /** Only talks and rounds count: a lively room would hide that somebody waits for an answer. */
  get unreadCount(): number {
    return this.conversations.filter(
      (one) => (one.kind === 'talk' || one.kind === 'round') && one.last_n > one.read_n,
    ).length;
  }
}

export const ownStream = new OwnStream();
