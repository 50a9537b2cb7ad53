import type { Message, MessageId } from '@protocol';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { language } from '../../text/language.svelte.ts';
import MessageLog from './message-log.svelte';

afterEach(cleanup);

language.current = 'en';
const message = (n: number): Message => ({ message_id: `m${n}` as MessageId, n }) as Message;
const children = createRawSnippet(() => ({ render: () => '<p>lines</p>' }));

/** A log of 1,000 px in a window of 300 px; the reader stands where `top` says. */
function layOut(log: HTMLElement, top: number): void {
  Object.defineProperty(log, 'scrollHeight', { value: 1_000, configurable: true });
  Object.defineProperty(log, 'clientHeight', { value: 300, configurable: true });
  log.scrollTop = top;
}

const heard = { onolder: vi.fn(() => Promise.resolve()), onread: vi.fn() };
beforeEach(() => vi.clearAllMocks());

const properties = (messages: Message[]) => ({
  label: 'Messages',
  messages,
  pendingCount: 0,
  hasMore: true,
  isLoadingOlder: false,
  children,
  ...heard,
});

test('a reader at the end has read the newest message', () => {
  render(MessageLog, properties([message(1), message(4)]));
  expect(heard.onread).toHaveBeenLastCalledWith(4);
});

test('a reader further up keeps the place, is told of new messages, and has not read them', async () => {
  const { rerender } = render(MessageLog, properties([message(1)]));
  const log = screen.getByRole('log');
  layOut(log, 200);
  await fireEvent.scroll(log);
  heard.onread.mockClear();
  await rerender(properties([message(1), message(2), message(3)]));
  expect(log.scrollTop).toBe(200);
  expect(heard.onread).not.toHaveBeenCalled();
  await fireEvent.click(screen.getByRole('button', { name: '2 new messages' }));
  expect(log.scrollTop).toBe(1_000);
});

test('a change without a new message does not pull back whoever has just begun to scroll up', async () => {
  const { rerender } = render(MessageLog, properties([message(1), message(2)]));
  const log = screen.getByRole('log');
  // The browser has moved, and tells of it a moment later.
  layOut(log, 650);
  await rerender(properties([message(1), message(2)]));
  expect(log.scrollTop).toBe(650);
  await rerender(properties([message(1), message(2), message(3)]));
  expect(log.scrollTop).toBe(1_000);
});

test('while older messages are on their way they are not asked for again', async () => {
  heard.onolder.mockReturnValueOnce(new Promise(() => undefined));
  render(MessageLog, properties([message(8)]));
  const log = screen.getByRole('log');
  layOut(log, 0);
  await fireEvent.scroll(log);
  await fireEvent.scroll(log);
  expect(heard.onolder).toHaveBeenCalledOnce();
});

test('the log itself is silent: the live region of the page speaks', () => {
  render(MessageLog, properties([message(1)]));
  expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off');
});
