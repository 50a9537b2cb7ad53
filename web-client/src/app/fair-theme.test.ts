import { expect, test } from 'vitest';
import { contrast, parseHex, type Rgb } from '../ui/contrast.ts';
import { accentProperties } from './fair-theme.ts';

const kAny = ['#8a3b12', '#ffee00', '#00ff88', '#101010', '#ffffff', '#1f5b4b'];

test.each(kAny)('%s gives readable buttons and links, light and dark', (accent) => {
  for (const isDark of [false, true]) {
    const properties = accentProperties({ accent }, isDark);
    const colour = parseHex(properties['--accent'] ?? '') as Rgb;
    const onColour = parseHex(properties['--on-accent'] ?? '') as Rgb;
    const ground: Rgb = isDark ? [23, 35, 37] : [255, 255, 255];
    expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour, onColour)).toBeGreaterThanOrEqual(4.5);
  }
});

test('a fair without colours keeps those of the tokens', () => {
  expect(accentProperties({}, false)).toEqual({});
});
