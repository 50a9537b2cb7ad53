import { expect, it } from 'vitest';
import { EventStreamReader, type SentEvent } from './event-stream.ts';

const text =
  ':    \n\nid: hall@k:1\ndata: {"a":1}\n\ndata:{"b":2}\r\n\r\nretry: 5\nevent: close\ndata: one\ndata: two\n\n: alive\n\nevent: empty\n\n';
const events = [
  { type: 'message', data: '{"a":1}' },
  { type: 'message', data: '{"b":2}' },
  { type: 'close', data: 'one\ntwo' },
];

it('reads events wherever the stream is cut', () => {
  for (let size = 1; size <= text.length; size += 1) {
    const read: SentEvent[] = [];
    const reader = new EventStreamReader((event) => read.push(event));
    for (let at = 0; at < text.length; at += size) reader.feed(text.slice(at, at + size));
    expect(read, `in pieces of ${size}`).toEqual(events);
  }
});

it('gives nothing of an event that has not ended', () => {
  const read: SentEvent[] = [];
  new EventStreamReader((event) => read.push(event)).feed('data: half\n');
  expect(read).toEqual([]);
});
