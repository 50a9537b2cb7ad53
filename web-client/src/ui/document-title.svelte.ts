/** The window's title: "(2) Standpult – Pendleraktionstag". The page sets its part, the shell the fair's. */
class DocumentTitle {
  #page = $state('');
  fair = $state('');
  /** What waits for the person: people at the desk or unread talks. */
  waiting = $state(0);

  page(title: string): void {
    this.#page = title;
  }

  get text(): string {
    const words = [this.#page, this.fair].filter((part, index, all) => part && all.indexOf(part) === index);
    return `${this.waiting > 0 ? `(${this.waiting}) ` : ''}${words.join(' – ') || 'Stollen'}`;
  }
}

export const documentTitle = new DocumentTitle();
