import { texts } from '../../text/texts.svelte.ts';

/** Following one's appointments in a calendar outside. */
const de = {
  title: 'Alle Termine im eigenen Kalender',
  text: 'Der Kalender auf Handy oder Computer kann Ihre Messetermine selbst nachladen, auch wenn sich etwas ändert. Dafür bekommt er eine geheime Adresse.',
  secret: 'Wer die Adresse kennt, sieht Ihre Termine. Geben Sie sie nur Ihrem Kalender.',
  create: 'Adresse erzeugen',
  createHint: 'Gab es schon eine Adresse, gilt sie dann nicht mehr.',
  address: 'Ihre geheime Adresse',
  addressHint: 'Sie steht nur jetzt hier. Im Kalender heißt die Stelle „Kalender abonnieren“ oder „Per URL“.',
  renewHint: 'Mit einer neuen Adresse gilt diese hier nicht mehr.',
  open: 'Im Kalender öffnen',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  copyByHand: 'Die Adresse ist markiert: mit Strg+C oder langem Drücken kopieren.',
  renew: 'Neue Adresse erzeugen',
  revoke: 'Adresse beenden',
  revoked: 'Keine Adresse gilt mehr. Kalender laden nichts mehr nach.',
};

const du: Partial<typeof de> = {
  text: 'Der Kalender auf Handy oder Computer kann deine Messetermine selbst nachladen, auch wenn sich etwas ändert. Dafür bekommt er eine geheime Adresse.',
  secret: 'Wer die Adresse kennt, sieht deine Termine. Gib sie nur deinem Kalender.',
  address: 'Deine geheime Adresse',
};

const en: typeof de = {
  title: 'All appointments in your own calendar',
  text: 'The calendar on your phone or computer can fetch your appointments at this fair by itself, also when something changes. It needs a secret address for this.',
  secret: 'Whoever knows the address sees your appointments. Give it to your calendar only.',
  create: 'Make an address',
  createHint: 'If there was an address before, it will no longer be valid.',
  address: 'Your secret address',
  addressHint: 'It is shown here only now. In calendars look for “Subscribe to calendar” or “From URL”.',
  renewHint: 'With a new address this one will no longer be valid.',
  open: 'Open in the calendar',
  copy: 'Copy',
  copied: 'Copied.',
  copyByHand: 'The address is selected: copy it by Ctrl+C or a long press.',
  renew: 'Make a new address',
  revoke: 'End the address',
  revoked: 'No address is valid any more. Calendars fetch nothing any more.',
};

export const t = texts({ de, du, en });
