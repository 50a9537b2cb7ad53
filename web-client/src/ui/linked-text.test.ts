import { expect, test } from 'vitest';
import { linkedText } from './linked-text.ts';

test('a web address in a sentence becomes a link without the full stop behind it', () => {
  expect(linkedText('Siehe https://example.org/a?b=1. Danke!')).toEqual([
    { text: 'Siehe ' },
    { text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    { text: '. Danke!' },
  ]);
});

test('brackets around an address stay outside, brackets of the address stay inside', () => {
  expect(linkedText('(https://example.org)')[1]?.href).toBe('https://example.org');
  expect(linkedText('https://example.org/Ort_(Berg)')[0]?.href).toBe('https://example.org/Ort_(Berg)');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'http://', 'nur Text'])(
  '%s is no link',
  (text) => {
    expect(linkedText(text).some((piece) => piece.href)).toBe(false);
  },
);

test('all pieces together are the text', () => {
  const text = 'a https://x.de, b http://y.de/ä) c';
  expect(
    linkedText(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});
