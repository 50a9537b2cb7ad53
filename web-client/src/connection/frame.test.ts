import { describe, expect, it } from 'vitest';
import { encodeCommand, isEventFrame, isReplyFrame, parseFrame } from './frame.ts';

describe('frames', () => {
  it('writes a command', () => {
    expect(JSON.parse(encodeCommand('c1', 'booth.get', { slug: 'x' }))).toEqual({
      id: 'c1',
      do: 'booth.get',
      with: { slug: 'x' },
    });
  });

  it('reads an answer', () => {
    const frame = parseFrame('{"re":"c1","ok":{}}');
    expect(isReplyFrame(frame)).toBe(true);
    expect(isEventFrame(frame)).toBe(false);
  });

  it('reads a numbered event and a hint', () => {
    expect(isEventFrame(parseFrame('{"on":"a.b","in":"hall","n":3,"at":1,"data":{}}'))).toBe(true);
    expect(isEventFrame(parseFrame('{"on":"session.hello","at":1,"data":{}}'))).toBe(true);
  });

  it('leaves the rest aside', () => {
    for (const text of [
      '',
      'x',
      '[]',
      '1',
      'null',
      '{}',
      '{"re":1,"ok":{}}',
      '{"re":"c1"}',
      '{"on":"a","data":[]}',
    ]) {
      expect(parseFrame(text), text).toBeUndefined();
    }
    expect(parseFrame('{"on":"a.b","n":"3","at":1,"data":{}}')).toBeUndefined();
  });
});
