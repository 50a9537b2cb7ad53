import type { MailState } from '@protocol';
import { texts } from '../../text/texts.svelte.ts';

const de = {
  title: 'Ausgehende Mails',
  lead: 'Diese Messe hat keinen Mailserver. Hier steht, was hinausgegangen wäre, damit sich jeder Link öffnen lässt.',
  empty: 'Noch keine Mails',
  emptyText: 'Sobald sich jemand registriert, erscheint hier die Mail mit dem Link.',
  to: 'An',
  refresh: 'Aktualisieren',
  hiddenText: 'Der Text ist verborgen, weil er persönliche Links trägt.',
  state: { queued: 'Wartet', sent: 'Gesendet', shown: 'Nur hier', failed: 'Gescheitert' } satisfies Record<
    MailState,
    string
  >,
};

const en: typeof de = {
  title: 'Outgoing mails',
  lead: 'This fair has no mail server. Here is what would have been sent, so that every link can be opened.',
  empty: 'No mails yet',
  emptyText: 'As soon as somebody registers, the mail with the link appears here.',
  to: 'To',
  refresh: 'Refresh',
  hiddenText: 'The text is hidden since it carries personal links.',
  state: { queued: 'Queued', sent: 'Sent', shown: 'Only here', failed: 'Failed' },
};

export const t = texts({ de, en });
