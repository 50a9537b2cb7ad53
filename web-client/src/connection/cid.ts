/**
 * A fresh command id: 24 characters, 144 random bits. `crypto.randomUUID` is no choice, since browsers offer it over
 * TLS only and a fair may run in a closed house network without.
 */
export function createCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
