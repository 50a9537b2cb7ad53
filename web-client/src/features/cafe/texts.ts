import { texts } from '../../text/texts.svelte.ts';

const de = {
  title: 'Stollen-Café',
  lead: 'Setzen Sie sich dazu. Höchstens acht Leute an einem Tisch, wer aufsteht, macht Platz.',
  seats: (taken: number, all: number) => `${taken} von ${all} Plätzen besetzt`,
  freeSeats: (count: number) =>
    count === 0 ? 'Alle Plätze besetzt' : count === 1 ? '1 Platz frei' : `${count} Plätze frei`,
  emptyTable: 'Noch sitzt niemand hier.',
  sit: 'Dazusetzen',
  sitAt: (topic: string) => `An den Tisch „${topic}“ setzen`,
  full: 'Voll',
  fullTitle: 'Dieser Tisch ist gerade voll geworden.',
  fullText:
    'Jemand war einen Augenblick schneller. Setzen Sie sich an einen anderen Tisch oder warten Sie, bis jemand aufsteht.',
  youSit: 'Hier sitzen Sie',
  stand: 'Aufstehen',
  change: 'Umsetzen',
  host: (name: string) => `Gastgeber: ${name}`,
  seatedHere: 'Hier sitzen',
  you: 'Sie',
  freeSeat: 'frei',
  empty: 'Noch ist kein Tisch gedeckt.',
  emptyText: 'Der Veranstalter richtet das Café noch ein.',
  tables: 'Tische',
  myTable: 'Mein Tisch',
  tableChat: (topic: string) => `Gespräch am Tisch „${topic}“`,
  logIn: 'Zum Dazusetzen brauchen Sie ein Konto.',
  seatSafe: 'Ihr Platz bleibt, solange diese Seite offen ist.',
  sat: (topic: string) => `Sie sitzen jetzt am Tisch „${topic}“.`,
  stoodUp: 'Sie sind aufgestanden.',
  rooms: 'Offene Runden',
  roomsText: 'Ohne Platzkarte: Hier liest und schreibt, wer auf der Messe ist.',
  enterRoom: 'Hineinhören',
  failed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
};

const du: Partial<typeof de> = {
  lead: 'Setz dich dazu. Höchstens acht Leute an einem Tisch, wer aufsteht, macht Platz.',
  fullText:
    'Jemand war einen Augenblick schneller. Setz dich an einen anderen Tisch oder warte, bis jemand aufsteht.',
  youSit: 'Hier sitzt du',
  you: 'Du',
  logIn: 'Zum Dazusetzen brauchst du ein Konto.',
  seatSafe: 'Dein Platz bleibt, solange diese Seite offen ist.',
  sat: (topic) => `Du sitzt jetzt am Tisch „${topic}“.`,
  stoodUp: 'Du bist aufgestanden.',
};

const en: typeof de = {
  title: 'Stollen café',
  lead: 'Take a seat. At most eight people at a table; whoever gets up makes room.',
  seats: (taken, all) => `${taken} of ${all} seats taken`,
  freeSeats: (count) =>
    count === 0 ? 'All seats taken' : count === 1 ? '1 seat free' : `${count} seats free`,
  emptyTable: 'Nobody sits here yet.',
  sit: 'Take a seat',
  sitAt: (topic) => `Take a seat at the table “${topic}”`,
  full: 'Full',
  fullTitle: 'This table has just filled up.',
  fullText: 'Somebody was a moment faster. Take a seat at another table or wait until somebody gets up.',
  youSit: 'You sit here',
  stand: 'Get up',
  change: 'Change seats',
  host: (name) => `Host: ${name}`,
  seatedHere: 'Seated here',
  you: 'You',
  freeSeat: 'free',
  empty: 'No table is laid yet.',
  emptyText: 'The organiser is still setting the café up.',
  tables: 'Tables',
  myTable: 'My table',
  tableChat: (topic) => `Conversation at the table “${topic}”`,
  logIn: 'You need an account to take a seat.',
  seatSafe: 'Your seat stays yours while this page is open.',
  sat: (topic) => `You now sit at the table “${topic}”.`,
  stoodUp: 'You got up.',
  rooms: 'Open rooms',
  roomsText: 'No seat needed: everybody at the fair reads and writes here.',
  enterRoom: 'Listen in',
  failed: 'That did not work. Please try again.',
};

export const t = texts({ de, du, en });
