import { createSubscriber } from 'svelte/reactivity';

/** Pages by their address. `:word` stands for one part of the path. */
const patterns = {
  landing: '/',
  register: '/register',
  'log-in': '/log-in',
  confirm: '/confirm',
  reset: '/reset',
  invitation: '/invitation',
  hall: '/hall',
  booth: '/booth/:slug',
  book: '/booth/:slug/book',
  earliest: '/earliest',
  calendars: '/calendars',
  day: '/day',
  appointment: '/appointment',
  jobs: '/jobs',
  talks: '/talks',
  talk: '/talks/:conversation_id',
  room: '/rooms/:slug',
  cafe: '/cafe',
  desk: '/desk/:booth_slug',
  'desk-calendar': '/desk/:booth_slug/calendar',
  welcome: '/welcome',
  programme: '/programme',
  me: '/me',
  mails: '/mails',
  accessibility: '/accessibility',
  privacy: '/privacy',
  imprint: '/imprint',
} as const;

export type Page = keyof typeof patterns;
type ParameterOf<Pattern> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterOf<`/${Rest}`>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;

/** The page that an address names, with the parts of the path that it takes; `not-found` for all others. */
export type Route =
  | { [P in Page]: { page: P; with: Record<ParameterOf<(typeof patterns)[P]>, string> } }[Page]
  | { page: 'not-found'; with: Record<never, string> };

export interface Place {
  readonly route: Route;
  readonly path: string;
  readonly query: URLSearchParams;
  /** What stands behind `#`, such as the token of a mailed link: it never reaches the server's logs. */
  readonly hash: string;
}

export function matchRoute(path: string): Route {
  const parts = partsOf(path);
  for (const [page, pattern] of Object.entries(patterns)) {
    const found = matchParts(partsOf(pattern), parts);
    if (found) return { page, with: found } as Route;
  }
  return { page: 'not-found', with: {} };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchParts(wanted: string[], given: string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decoded(given[index] ?? '');
    if (value === undefined) return undefined;
    if (part.startsWith(':')) found[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return found;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The address of a page; slugs and ids need no more than this. */
export function pathOf<P extends Page>(
  page: P,
  ...[fields]: ParameterOf<(typeof patterns)[P]> extends never
    ? []
    : [Record<ParameterOf<(typeof patterns)[P]>, string>]
): string {
  const values: Record<string, string> = fields ?? {};
  return patterns[page].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

const listeners = new Set<() => void>();

function tellAll(): void {
  for (const listener of [...listeners]) listener();
}

export function onNavigation(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', tellAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('popstate', tellAll);
  };
}

const subscribe = createSubscriber((update) => onNavigation(update));

/** Where the visitor is. Read in markup or an effect, it follows every navigation. */
export function place(): Place {
  subscribe();
  return {
    route: matchRoute(location.pathname),
    path: location.pathname,
    query: new URLSearchParams(location.search),
    hash: location.hash.slice(1),
  };
}

/** Goes to an address of this app. With `replace` the page that is left cannot be returned to by "back". */
export function goTo(address: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  tellAll();
}

/** Takes what stands behind `#` out of the address, so that a token does not stay in the history. */
export function takeHash(): string {
  const hash = location.hash.slice(1);
  if (hash) history.replaceState(history.state, '', location.pathname + location.search);
  return hash;
}

/**
 * Lets plain links to this app change the page without loading it anew. Links elsewhere, to files (their last part
 * has a dot), with a target or a held key stay the browser's own. Returns what ends it.
 */
export function followLinks(root: Document | HTMLElement): () => void {
  const onClick = (event: Event) => {
    const address = addressOf(event as MouseEvent);
    if (address === undefined) return;
    event.preventDefault();
    if (address !== location.pathname + location.search + location.hash) goTo(address);
  };
  root.addEventListener('click', onClick);
  return () => root.removeEventListener('click', onClick);
}

/** Where a click leads, when it leads to a page of this app. */
export function addressOf(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.hasAttribute('href') || link.hasAttribute('download')) return undefined;
  if (link.target !== '' && link.target !== '_self') return undefined;
  const { origin, pathname, search, hash } = link;
  if (origin !== location.origin || pathname.split('/').at(-1)?.includes('.')) return undefined;
  // A jump within the page, such as the skip link, is the browser's work too.
  const isSamePage = pathname === location.pathname && search === location.search;
  return isSamePage && hash !== '' ? undefined : pathname + search + hash;
}
