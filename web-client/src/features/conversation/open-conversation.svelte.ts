/** One open conversation: the stream's newest messages, older ones paged in, own ones on their way, and who writes. */
import type { ConversationId, ConversationSnapshot, Message, MessageId } from '@protocol';
import { untrack } from 'svelte';
import { connection } from '../../connection/connection.svelte.ts';
import { following, type Following } from '../../ui/following.svelte.ts';
import { session } from '../account/session.svelte.ts';
import {
  allMessages,
  askingOlder,
  canAskOlder,
  keepingOlder,
  withPage,
  type ConversationState,
  type MessagePage,
} from './older-messages.ts';

export interface Pending {
  cid: string;
  text: string;
  reply_to?: MessageId | undefined;
  state: 'waiting' | 'sending' | 'failed';
}

const kTypingShownMs = 5_000;
const kPage = 50;

export class OpenConversation {
  readonly id: ConversationId;
  readonly #stream: Following<ConversationState>;
  /** Number of the newest message that the view has taken in. */
  #taken: number | undefined;
  #typing = $state<Record<string, { name: string; until: number }>>({});
  /** Where reading had ended when the conversation was opened. */
  unreadFrom = $state<number>();

  /** Lives as long as the component that makes it. */
  constructor(id: ConversationId) {
    this.id = id;
    this.#stream = following(() => `conversation:${id}`);
    $effect(() => this.#listenForTyping());
    $effect(() => {
      if (this.#stream.state && !this.#stream.state.older) this.#amend(keepingOlder);
    });
    $effect(() => {
      const messages = this.#stream.state?.messages;
      if (messages) untrack(() => this.#take(messages));
    });
  }

  get snapshot(): ConversationSnapshot | undefined {
    return this.#stream.state;
  }
  get status() {
    return this.#stream.status;
  }
  get messages(): Message[] {
    return this.#stream.state ? allMessages(this.#stream.state) : [];
  }
  get hasMore(): boolean {
    return this.#stream.state?.older?.has_more ?? false;
  }
  get isLoadingOlder(): boolean {
    return this.#stream.state?.older?.asked !== undefined;
  }
  get isStaff(): boolean {
    const booth = this.snapshot?.booth_id;
    return (
      booth !== undefined && (session.me?.booths.some((membership) => membership.booth_id === booth) ?? false)
    );
  }
  get typingNames(): string[] {
    return Object.values(this.#typing).map((person) => person.name);
  }

  /** Own messages that the stream has not brought yet. */
  get pending(): Pending[] {
    const arrived = this.snapshot?.messages.map((message) => message.cid) ?? [];
    return connection.outbox.flatMap((entry) => {
      if (entry.name !== 'conversation.send_message' || arrived.includes(entry.cid)) return [];
      const sent = entry.with as { conversation_id: ConversationId; text: string; reply_to?: MessageId };
      if (sent.conversation_id !== this.id) return [];
      return [{ cid: entry.cid, text: sent.text, reply_to: sent.reply_to, state: entry.state }];
    });
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (!first || !canAskOlder(this.#stream.state)) return;
    const by = Symbol('page');
    this.#amend((state) => askingOlder(state, by));
    let page: MessagePage | undefined;
    try {
      page = await connection.call('conversation.list_messages', {
        conversation_id: this.id,
        before_n: first.n,
        limit: kPage,
      });
    } finally {
      this.#amend((state) => withPage(state, by, page));
    }
  }

  #amend(change: (state: ConversationState) => ConversationState): void {
    connection.amend(`conversation:${this.id}`, change);
  }

  #listenForTyping(): () => void {
    const timers: Record<string, ReturnType<typeof setTimeout>> = {};
    const stop = connection.onEvent(`conversation:${this.id}`, 'conversation.typing', (hint) => {
      if (hint.person_id === session.me?.person_id) return;
      this.#typing[hint.person_id] = { name: hint.name, until: Date.now() + kTypingShownMs };
      clearTimeout(timers[hint.person_id]);
      timers[hint.person_id] = setTimeout(() => this.#stopTyping(hint.person_id), kTypingShownMs);
    });
    return () => {
      stop();
      for (const timer of Object.values(timers)) clearTimeout(timer);
    };
  }

  #take(messages: Message[]): void {
    const taken = this.#taken;
    this.#taken = messages.at(-1)?.n ?? taken ?? 0;
    if (taken === undefined) this.#rememberUnread(messages);
    for (const message of messages) {
      // The fair's own lines have an author too, who may go on writing.
      const isWritten = message.kind === 'text' && message.n > (taken ?? 0);
      if (isWritten) this.#stopTyping(message.author.person_id);
    }
  }

  #rememberUnread(messages: Message[]): void {
    const own = session.me?.person_id;
    const mark = this.snapshot?.read_marks.find((one) => one.person_id === own)?.n;
    if (mark === undefined) return;
    this.unreadFrom = messages.find((message) => message.n > mark && message.author.person_id !== own)?.n;
  }

  #stopTyping(person: string): void {
    if (!(person in this.#typing)) return;
    this.#typing = Object.fromEntries(Object.entries(this.#typing).filter(([id]) => id !== person));
  }
}
