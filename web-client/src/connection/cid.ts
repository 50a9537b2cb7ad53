const timeBytes = 6;

/**
 * A fresh command id of 24 characters: 8 of the time in milliseconds, which let the server keep answers in the order in
 * which they come, and 96 random bits. `crypto.randomUUID` is no choice, since browsers offer it over TLS only and a
 * fair may run in a closed house network without.
 */
export function createCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(timeBytes + 12));
  const now = Date.now();
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(now / 2 ** 16));
  view.setUint16(4, now % 2 ** 16);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
