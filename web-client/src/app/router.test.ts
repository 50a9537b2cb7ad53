import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressOf, followLinks, goTo, matchRoute, onNavigation, pathOf, place, takeHash } from './router.ts';

describe('matching', () => {
  it('finds pages and their parts', () => {
    expect(matchRoute('/')).toEqual({ page: 'landing', with: {} });
    expect(matchRoute('/hall')).toEqual({ page: 'hall', with: {} });
    expect(matchRoute('/hall/')).toEqual({ page: 'hall', with: {} });
    expect(matchRoute('/booth/silber-werk')).toEqual({ page: 'booth', with: { slug: 'silber-werk' } });
    expect(matchRoute('/talks')).toEqual({ page: 'talks', with: {} });
    expect(matchRoute('/talks/01abc')).toEqual({ page: 'talk', with: { conversation_id: '01abc' } });
  });

  it('says so when there is no such page', () => {
    for (const path of ['/nothing', '/hall/1', '/booth', '/booth/a/b', '/booth/%zz', '/Hall']) {
      expect(matchRoute(path).page, path).toBe('not-found');
    }
  });

  it('makes the addresses that it matches', () => {
    expect(pathOf('cafe')).toBe('/cafe');
    expect(matchRoute(pathOf('booth', { slug: 'a b/c' }))).toEqual({
      page: 'booth',
      with: { slug: 'a b/c' },
    });
  });
});

describe('going', () => {
  const seen = vi.fn();
  let stop: () => void;
  let unfollow: () => void;

  beforeEach(() => {
    history.replaceState(null, '', '/');
    seen.mockClear();
    stop = onNavigation(seen);
    unfollow = followLinks(document);
  });
  afterEach(() => {
    stop();
    unfollow();
    document.body.replaceChildren();
  });

  function click(attributes: Record<string, string>, init: MouseEventInit = {}): boolean {
    const link = document.createElement('a');
    for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
    const inside = document.createElement('span');
    link.append(inside);
    document.body.append(link);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
    // Nothing leaves the page here, whatever the router leaves to the browser.
    let wasTaken = false;
    const last = (late: Event) => {
      wasTaken = late.defaultPrevented;
      late.preventDefault();
    };
    window.addEventListener('click', last, { once: true });
    inside.dispatchEvent(event);
    return wasTaken;
  }

  it('changes the place and tells', () => {
    goTo('/jobs?town=Aue#top');
    expect(place()).toMatchObject({ path: '/jobs', hash: 'top', route: { page: 'jobs' } });
    expect(place().query.get('town')).toBe('Aue');
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it('tells of the browser’s own back', () => {
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(seen).toHaveBeenCalledTimes(1);
    stop();
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it('replaces without a way back', () => {
    const before = history.length;
    goTo('/hall', { replace: true });
    expect(history.length).toBe(before);
    expect(place().path).toBe('/hall');
  });

  it('takes a token out of the address', () => {
    goTo('/confirm?a=1#secret');
    expect(takeHash()).toBe('secret');
    expect(location.href).not.toContain('secret');
    expect(location.search).toBe('?a=1');
    expect(takeHash()).toBe('');
  });

  it('takes clicks on links to its own pages', () => {
    expect(click({ href: '/hall' })).toBe(true);
    expect(place().route.page).toBe('hall');
  });

  it('leaves other hosts to the browser', () => {
    // Not dispatched: happy-dom would go there before the event reaches the document.
    const link = document.createElement('a');
    link.href = 'https://example.org/hall';
    const event = { button: 0, target: link } as unknown as MouseEvent;
    expect(addressOf(event)).toBeUndefined();
    link.href = '/hall?a#b';
    expect(addressOf(event)).toBe('/hall?a#b');
  });

  it('leaves all other clicks to the browser', () => {
    expect(click({ href: '/media/logo.svg' })).toBe(false);
    expect(click({ href: '/hall', target: '_blank' })).toBe(false);
    expect(click({ href: '/hall', download: '' })).toBe(false);
    expect(click({ href: '/hall' }, { ctrlKey: true })).toBe(false);
    expect(click({ href: '/hall' }, { button: 1 })).toBe(false);
    expect(click({ href: '#main' })).toBe(false);
    expect(click({})).toBe(false);
    expect(seen).not.toHaveBeenCalled();
  });
});
