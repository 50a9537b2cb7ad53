/** Whether there is room for things side by side: from the width at which sheets stand beside the page. */
import { MediaQuery } from 'svelte/reactivity';

class Wide {
  #query = new MediaQuery('(min-width: 60rem)');
  get matches(): boolean {
    return this.#query.current;
  }
}

export const wide = new Wide();
