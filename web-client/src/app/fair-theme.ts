/**
 * Gives the pages the fair's own accent. The tokens name everything else; colours that could not be read on the
 * grounds of the theme are moved until they can.
 */
import { contrast, mix, parseHex, readable, toHex, type Rgb } from '../ui/contrast.ts';

export interface FairColours {
  accent?: string;
  accent_dark?: string;
}

interface Side {
  grounds: Rgb[];
  soft: Rgb;
  towards: Rgb;
}

const kWhite: Rgb = [255, 255, 255];
const kBlack: Rgb = [0, 0, 0];
const kDarkInk: Rgb = [26, 18, 10];

// The lightest and darkest grounds on which the accent stands as text: --ground, --surface, --surface-sunk.
const kLight: Side = {
  grounds: [kWhite, [243, 244, 239], [232, 235, 228]],
  soft: [255, 249, 238],
  towards: kBlack,
};
const kDark: Side = {
  grounds: [
    [15, 24, 25],
    [23, 35, 37],
  ],
  soft: [23, 35, 37],
  towards: kWhite,
};

export function accentProperties(colours: FairColours, isDark: boolean): Record<string, string> {
  const named =
    parseHex((isDark ? colours.accent_dark : colours.accent) ?? '') ?? parseHex(colours.accent ?? '');
  if (!named) return {};
  const side = isDark ? kDark : kLight;
  const accent = readable(named, side.grounds, side.towards);
  const soft = mix(accent, side.soft, isDark ? 0.82 : 0.88);
  return {
    '--accent': toHex(accent),
    '--accent-strong': toHex(mix(accent, side.towards, 0.22)),
    '--accent-soft': toHex(soft),
    // One of white and black always reaches 4.5; the softer ink where it does.
    '--on-accent': toHex([kWhite, kDarkInk].find((ink) => contrast(ink, accent) >= 4.55) ?? kBlack),
  };
}

const kNames = ['--accent', '--accent-strong', '--accent-soft', '--on-accent'];

export function applyFairTheme(root: HTMLElement, colours: FairColours, isDark: boolean): void {
  const properties = accentProperties(colours, isDark);
  for (const name of kNames) {
    const value = properties[name];
    if (value) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
}
