/**
 * The language of the pages: German or English, kept in this browser; at first what the browser asks for.
 * `address` is the fair's form of address and only matters in German.
 */
import type { Locale } from '@protocol';

const kKey = 'stollen.language';

function first(): Locale {
  try {
    const stored = localStorage.getItem(kKey);
    if (stored === 'de' || stored === 'en') return stored;
  } catch {
    // Storage may be forbidden; the choice then lives as long as the page.
  }
  for (const wish of navigator.languages) {
    if (wish.toLowerCase().startsWith('de')) return 'de';
    if (wish.toLowerCase().startsWith('en')) return 'en';
  }
  return 'de';
}

class Language {
  current = $state<Locale>(first());
  address = $state<'Sie' | 'du'>('Sie');

  choose(locale: Locale): void {
    this.current = locale;
    try {
      localStorage.setItem(kKey, locale);
    } catch {
      // See `first`.
    }
  }
}

export const language = new Language();
