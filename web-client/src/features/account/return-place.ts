/** Where somebody was when a log-in became necessary, so that they come back there. Lives as long as the tab. */
const kKey = 'stollen.return-place';

export function rememberPlace(): void {
  try {
    sessionStorage.setItem(kKey, location.pathname + location.search);
  } catch {
    // Then they arrive in the hall.
  }
}

export function takeReturnPlace(): string {
  try {
    const place = sessionStorage.getItem(kKey);
    sessionStorage.removeItem(kKey);
    // Only a path of our own; "//host" would lead away.
    if (place && /^\/(?!\/)/u.test(place)) return place;
  } catch {
    // As below.
  }
  return '/hall';
}
