/** Lines that somebody may add: what an appointment is about, why it is called off, a note. */
const kMostCharacters = 500;

/** Characters too many, as the server counts them; zero or less: none. */
export const excessOf = (text: string): number => [...text.trim()].length - kMostCharacters;

/** As a field of a command, which has none for no words. */
export function worded<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  const words = text.trim();
  return words ? ({ [name]: words } as Record<Name, string>) : {};
}
