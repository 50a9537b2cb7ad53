import { texts } from '../../text/texts.svelte.ts';

const de = {
  // Am Stand, wenn nichts frei ist
  full: 'Zurzeit ist nichts frei.',
  fullWith: (name: string) => `Bei ${name} ist zurzeit nichts frei.`,
  how: 'Wird etwas frei, bekommen Sie es hier und per E-Mail angeboten und haben 15 Minuten Zeit zu antworten, bei kurzfristigen Zeiten 3.',
  shortNotice: 'Auch kurzfristig (unter 2 Stunden)',
  join: 'Auf die Warteliste setzen',
  needAccount: 'Für die Warteliste brauchen Sie ein Konto. Danach sind Sie wieder genau hier.',
  waiting: 'Sie stehen auf der Warteliste.',
  ahead: (people: number) =>
    people === 0
      ? 'Niemand wartet vor Ihnen.'
      : people === 1
        ? 'Eine Person hat sich vor Ihnen eingetragen.'
        : `${people} Personen haben sich vor Ihnen eingetragen.`,
  since: (when: string) => `Eingetragen am ${when}.`,
  onlyWith: (name: string) => `Nur Zeiten mit ${name}.`,
  withAnybody: 'Egal mit wem',
  leave: 'Nicht mehr warten',
  left: 'Sie stehen nicht mehr auf der Warteliste.',
  isShort: 'Gemerkt: auch kurzfristig.',
  isNotShort: 'Gemerkt: nur Zeiten, die frühestens in 2 Stunden beginnen.',
  hasAppointment:
    'Sie haben an diesem Stand schon einen Termin. Wird eine andere Zeit frei, können Sie ihn verschieben.',
  freeSlots: 'Inzwischen ist etwas frei, das passt. Sie können es gleich buchen.',
  tooMany:
    'Sie warten schon an fünf Ständen, mehr geht nicht auf einmal. Unter „Mein Messetag“ können Sie sich bei einem austragen.',
  noOffer: 'Dieses Angebot gilt nicht mehr.',
  // Ein Angebot
  offer: 'Angebot von der Warteliste',
  offerAt: (booth: string) => `Frei geworden bei ${booth}`,
  offered: (booth: string, when: string, until: string) =>
    `Bei ${booth} ist ${when} eine Zeit für Sie frei geworden. Das Angebot gilt bis ${until}.`,
  keptUntil: (until: string) => `Bis ${until} nur für Sie`,
  leftMinutes: (minutes: number) => (minutes === 1 ? 'noch 1 Minute' : `noch ${minutes} Minuten`),
  leftSeconds: (seconds: number) => `noch ${seconds} Sekunden`,
  leftFew: 'noch wenige Sekunden',
  soon: (booth: string, left: string) => `Angebot von ${booth}: ${left}.`,
  take: 'Termin nehmen',
  decline: 'Nicht dieser',
  declined: 'Die Zeit wird weitergegeben. Sie warten weiter.',
  slotState: 'Ihnen angeboten',
  passed: (booth: string) =>
    `Das Angebot von ${booth} ist abgelaufen. Nicht schlimm: Sie stehen weiter auf der Warteliste.`,
  ended: (booth: string) =>
    `Zwei Angebote von ${booth} sind ohne Antwort abgelaufen, darum stehen Sie dort nicht mehr auf der Warteliste. Sie können sich jederzeit wieder eintragen.`,
  passedTitle: 'Das Angebot gilt nicht mehr.',
  passedText: 'Was Sie geschrieben haben, steht beim nächsten Mal noch da.',
  toBooth: 'Zum Stand',
  close: 'Schließen',
  // Mein Messetag
  title: 'Warteliste',
  lead: 'Hier warten Sie auf eine freie Zeit. Wird eine frei, bieten wir sie Ihnen an.',
  shortToo: 'auch kurzfristig',
  notShort: 'nicht kurzfristig',
  with: (name: string) => `mit ${name}`,
  anybody: 'egal mit wem',
  change: 'Ändern',
  at: (what: string, booth: string) => `${what}: ${booth}`,
  // Kalender des Standes
  team: (people: number) =>
    people === 1
      ? 'Eine Person wartet auf eine freie Zeit.'
      : `${people} Personen warten auf eine freie Zeit.`,
  teamHint: 'Öffnen Sie weitere Zeiten: Wer wartet, bekommt sie zuerst angeboten.',
};

const du: Partial<typeof de> = {
  how: 'Wird etwas frei, bekommst du es hier und per E-Mail angeboten und hast 15 Minuten Zeit zu antworten, bei kurzfristigen Zeiten 3.',
  needAccount: 'Für die Warteliste brauchst du ein Konto. Danach bist du wieder genau hier.',
  waiting: 'Du stehst auf der Warteliste.',
  ahead: (people) =>
    people === 0
      ? 'Niemand wartet vor dir.'
      : people === 1
        ? 'Eine Person hat sich vor dir eingetragen.'
        : `${people} Personen haben sich vor dir eingetragen.`,
  left: 'Du stehst nicht mehr auf der Warteliste.',
  hasAppointment:
    'Du hast an diesem Stand schon einen Termin. Wird eine andere Zeit frei, kannst du ihn verschieben.',
  freeSlots: 'Inzwischen ist etwas frei, das passt. Du kannst es gleich buchen.',
  tooMany:
    'Du wartest schon an fünf Ständen, mehr geht nicht auf einmal. Unter „Mein Messetag“ kannst du dich bei einem austragen.',
  offered: (booth, when, until) =>
    `Bei ${booth} ist ${when} eine Zeit für dich frei geworden. Das Angebot gilt bis ${until}.`,
  keptUntil: (until) => `Bis ${until} nur für dich`,
  declined: 'Die Zeit wird weitergegeben. Du wartest weiter.',
  slotState: 'Dir angeboten',
  passed: (booth) =>
    `Das Angebot von ${booth} ist abgelaufen. Nicht schlimm: Du stehst weiter auf der Warteliste.`,
  ended: (booth) =>
    `Zwei Angebote von ${booth} sind ohne Antwort abgelaufen, darum stehst du dort nicht mehr auf der Warteliste. Du kannst dich jederzeit wieder eintragen.`,
  passedText: 'Was du geschrieben hast, steht beim nächsten Mal noch da.',
  lead: 'Hier wartest du auf eine freie Zeit. Wird eine frei, bieten wir sie dir an.',
  teamHint: 'Öffne weitere Zeiten: Wer wartet, bekommt sie zuerst angeboten.',
};

const en: typeof de = {
  full: 'Nothing is free right now.',
  fullWith: (name) => `${name} has nothing free right now.`,
  how: 'When a time becomes free, it is offered to you here and by e-mail, and you have 15 minutes to answer, 3 at short notice.',
  shortNotice: 'Also at short notice (under 2 hours)',
  join: 'Put me on the waiting list',
  needAccount: 'You need an account for the waiting list. Afterwards you will be exactly here again.',
  waiting: 'You are on the waiting list.',
  ahead: (people) =>
    people === 0
      ? 'Nobody waits before you.'
      : people === 1
        ? 'One person joined before you.'
        : `${people} people joined before you.`,
  since: (when) => `Joined on ${when}.`,
  onlyWith: (name) => `Only times with ${name}.`,
  withAnybody: 'Anybody will do',
  leave: 'Stop waiting',
  left: 'You are no longer on the waiting list.',
  isShort: 'Noted: also at short notice.',
  isNotShort: 'Noted: only times that begin in 2 hours or later.',
  hasAppointment:
    'You have an appointment at this booth already. If another time becomes free, you can move it there.',
  freeSlots: 'Something that suits you is free now. You can book it at once.',
  tooMany:
    'You wait at five booths already, the most at once. Under “My fair day” you can leave one of them.',
  noOffer: 'This offer no longer holds.',
  offer: 'Offer from the waiting list',
  offerAt: (booth) => `A time has become free: ${booth}`,
  offered: (booth, when, until) =>
    `A time with ${booth} has become free for you: ${when}. The offer holds until ${until}.`,
  keptUntil: (until) => `Only for you until ${until}`,
  leftMinutes: (minutes) => (minutes === 1 ? '1 minute left' : `${minutes} minutes left`),
  leftSeconds: (seconds) => `${seconds} seconds left`,
  leftFew: 'a few seconds left',
  soon: (booth, left) => `Offer from ${booth}: ${left}.`,
  take: 'Take this time',
  decline: 'Not this one',
  declined: 'The time is passed on. You go on waiting.',
  slotState: 'Offered to you',
  passed: (booth) => `The offer from ${booth} has run out. Never mind: you are still on the waiting list.`,
  ended: (booth) =>
    `Two offers from ${booth} ran out without an answer, so you are no longer on the waiting list there. You can join again at any time.`,
  passedTitle: 'The offer no longer holds.',
  passedText: 'What you have written will still be there next time.',
  toBooth: 'To the booth',
  close: 'Close',
  title: 'Waiting list',
  lead: 'Here you wait for a free time. When there is one, it is offered to you.',
  shortToo: 'also at short notice',
  notShort: 'not at short notice',
  with: (name) => `with ${name}`,
  anybody: 'with anybody',
  change: 'Change',
  at: (what, booth) => `${what}: ${booth}`,
  team: (people) =>
    people === 1 ? 'One person is waiting for a free time.' : `${people} people are waiting for a free time.`,
  teamHint: 'Open more times: whoever waits is offered them first.',
};

export const t = texts({ de, du, en });
