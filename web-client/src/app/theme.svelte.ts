/** Light, dark, or as the device says. Kept in this browser; `data-theme` on the root switches the tokens. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const kKey = 'stollen.theme';

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(kKey);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto'; // Storage may be forbidden; the choice then lives as long as the page.
  }
}

class Theme {
  choice = $state<ThemeChoice>(stored());
  #deviceIsDark = $state(false);
  isDark = $derived(this.choice === 'dark' || (this.choice === 'auto' && this.#deviceIsDark));

  constructor() {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    this.#deviceIsDark = query.matches;
    query.addEventListener('change', () => (this.#deviceIsDark = query.matches));
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      if (choice === 'auto') localStorage.removeItem(kKey);
      else localStorage.setItem(kKey, choice);
    } catch {
      // See `stored`.
    }
  }
}

export const theme = new Theme();
