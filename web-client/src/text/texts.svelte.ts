import { language } from './language.svelte.ts';

/**
 * A feature's texts: German, English of exactly the same shape, and where a fair says "du" the few that differ.
 * Texts with a gap are functions. Reading `t.word` in markup follows the language.
 */
export function texts<Words extends object>(all: { de: Words; en: Words; du?: Partial<Words> }): Words {
  return new Proxy(all.de, {
    get(_, key) {
      const word = key as keyof Words;
      if (language.current === 'en') return all.en[word];
      return (language.address === 'du' ? all.du?.[word] : undefined) ?? all.de[word];
    },
  });
}
