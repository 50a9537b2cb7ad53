import { expect, test } from 'vitest';
import { contrast, parseHex, readable, toHex, type Rgb } from './contrast.ts';

const kWhite: Rgb = [255, 255, 255];
const kBlack: Rgb = [0, 0, 0];

test('black on white has the contrast 21', () => {
  expect(contrast(kBlack, kWhite)).toBeCloseTo(21);
});

test('a readable colour stays as it is', () => {
  expect(toHex(readable(parseHex('#8a3b12') as Rgb, [kWhite], kBlack))).toBe('#8a3b12');
});

test.each(['#ffee00', '#f6bc45', '#ffffff', '#9ccbff'])(
  '%s is darkened until it can be read on white',
  (hex) => {
    const result = readable(parseHex(hex) as Rgb, [kWhite], kBlack);
    expect(contrast(result, kWhite)).toBeGreaterThanOrEqual(4.5);
  },
);

test.each(['red', '#fff', '#12345g', ''])('%s is no colour', (text) => {
  expect(parseHex(text)).toBeUndefined();
});
