import { texts } from '../../text/texts.svelte.ts';

/** What a booth's team and organisers read about appointments. */
const de = {
  history: 'Verlauf',
  historyBy: (who: string) => `durch ${who}`,
  step: {
    booked: 'Gebucht',
    moved: 'Verschoben',
    reassigned: 'Übergeben',
    cancelled: 'Abgesagt',
    checked_in: 'Besucher ist da',
    team_here: 'Team ist da',
    opened: 'Gespräch geöffnet',
    begun: 'Begonnen',
    extended: 'Verlängert',
    done: 'Beendet',
    no_show: 'Nicht zustande gekommen',
    team_missing: 'Besucher wartet auf das Team',
    proposed: 'Andere Zeit vorgeschlagen',
    declined: 'Vorschlag abgelehnt',
  } as Record<string, string>,
  note: 'Notiz im Team',
  reassign: 'An Kollegen geben',
  reassignTo: 'Wer übernimmt?',
  reassignNote: 'Notiz für sie oder ihn',
  reassignHint: 'Nur das Team liest sie, der Besucher nicht. Auf Verlangen ist sie ihm zu zeigen.',
  reassignSend: 'Übergeben',
  reassigned: (name: string) => `Der Termin ist jetzt bei ${name}.`,
  notInTeam: 'Die Person nimmt an diesem Stand keine Termine an.',
  propose: 'Andere Zeit vorschlagen',
  proposeHint:
    'Die Zeit bleibt bis zu einem Tag für den Besucher reserviert. Solange gilt der bisherige Termin.',
  proposeAgain: 'Der neue Vorschlag tritt an die Stelle des alten.',
  proposeNote: 'Ein paar Worte dazu',
  proposeNoteHint: 'Der Besucher liest sie mit dem Vorschlag.',
  proposeSend: 'Vorschlagen',
  proposeDone: (name: string) => `Vorgeschlagen. ${name} kann jetzt annehmen oder ablehnen.`,
  proposeTaken: 'Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere.',
  proposeNone:
    'Zurzeit ist keine andere Zeit frei. Öffnen Sie erst neue Zeiten, dann lassen sie sich vorschlagen.',
  proposeClose: 'Schließen',
  proposalOpen: 'Vorgeschlagen, noch ohne Antwort:',
  proposalUntil: (when: string) => `Reserviert bis ${when}.`,
  conflicts: 'Termine, die nicht mehr passen',
  conflictTitle: {
    outside_hours: (n: number) =>
      n === 1 ? '1 Termin liegt außerhalb der Messezeiten' : `${n} Termine liegen außerhalb der Messezeiten`,
    no_member: (n: number) =>
      n === 1 ? '1 Termin hat niemanden mehr im Team' : `${n} Termine haben niemanden mehr im Team`,
  },
  conflictText: {
    outside_hours: 'Die Messezeiten sind geändert worden. Die Besucher wissen davon noch nichts.',
    no_member: 'Wer den Termin hatte, gehört nicht mehr zum Team. Jemand anderes kann ihn übernehmen.',
  },
  conflictWaits: 'Eine andere Zeit ist vorgeschlagen, die Antwort steht noch aus.',
  conflictsAll: (n: number) => `Alle ${n} zeigen`,
  look: 'Ansehen',
  roundReassign: 'Die ganze Gesprächsrunde geht mit allen Gebuchten über.',
  noReason: 'Ohne Angabe, worum es geht.',
  bookedForVisitor: 'vom Team gebucht',
  bookedAt: (when: string) => `gebucht ${when}`,
  openTalk: 'Gespräch öffnen',
  bookFor: 'Für jemanden buchen',
  bookForHint:
    'Wenn jemand anruft: Die Person braucht ein Konto auf der Messe, bekommt eine E-Mail und sieht den Termin in ihrem Messetag.',
  email: 'E-Mail',
  bookForSend: 'Buchen',
  bookedFor: (name: string) => `Gebucht für ${name}.`,
  noAccount: 'Zu dieser Adresse gibt es kein Konto. Bitten Sie die Person, sich zu registrieren.',
  emailWrong: 'Bitte geben Sie eine E-Mail-Adresse ein.',
  visitorOverlap: 'Der Besucher hat zu dieser Zeit schon einen Termin.',
  visitorTooMany: 'Der Besucher hat schon so viele Termine, wie möglich sind.',
};

const du: Partial<typeof de> = {
  proposeTaken: 'Diese Zeit ist gerade vergeben worden. Bitte wähle eine andere.',
  proposeNone:
    'Zurzeit ist keine andere Zeit frei. Öffne erst neue Zeiten, dann lassen sie sich vorschlagen.',
  emailWrong: 'Bitte gib eine E-Mail-Adresse ein.',
  noAccount: 'Zu dieser Adresse gibt es kein Konto. Bitte die Person, sich zu registrieren.',
};

const en: typeof de = {
  history: 'History',
  historyBy: (who) => `by ${who}`,
  step: {
    booked: 'Booked',
    moved: 'Moved',
    reassigned: 'Handed over',
    cancelled: 'Cancelled',
    checked_in: 'Visitor is there',
    team_here: 'Team is there',
    opened: 'Talk opened',
    begun: 'Begun',
    extended: 'Extended',
    done: 'Ended',
    no_show: 'Did not take place',
    team_missing: 'Visitor waits for the team',
    proposed: 'Another time proposed',
    declined: 'Proposal declined',
  },
  note: 'Team’s note',
  reassign: 'Give to a colleague',
  reassignTo: 'Who takes over?',
  reassignNote: 'Note for them',
  reassignHint: 'Only the team reads it, not the visitor. It must be shown to them on demand.',
  reassignSend: 'Hand over',
  reassigned: (name) => `The appointment is with ${name} now.`,
  notInTeam: 'This person takes no appointments at this booth.',
  propose: 'Propose another time',
  proposeHint: 'The time is kept for the visitor for up to a day. Until then the present appointment holds.',
  proposeAgain: 'The new proposal takes the place of the old one.',
  proposeNote: 'A few words about it',
  proposeNoteHint: 'The visitor reads them with the proposal.',
  proposeSend: 'Propose',
  proposeDone: (name) => `Proposed. ${name} can accept or decline now.`,
  proposeTaken: 'Somebody has just taken this time. Please choose another one.',
  proposeNone: 'No other time is free at present. Open new times first, then they can be proposed.',
  proposeClose: 'Close',
  proposalOpen: 'Proposed, no answer yet:',
  proposalUntil: (when) => `Kept until ${when}.`,
  conflicts: 'Appointments that no longer fit',
  conflictTitle: {
    outside_hours: (n) =>
      n === 1
        ? '1 appointment is outside the fair’s hours'
        : `${n} appointments are outside the fair’s hours`,
    no_member: (n) =>
      n === 1
        ? '1 appointment has nobody in the team any more'
        : `${n} appointments have nobody in the team any more`,
  },
  conflictText: {
    outside_hours: 'The fair’s hours have changed. The visitors do not know about it yet.',
    no_member: 'Whoever had the appointment is no longer in the team. Somebody else can take over.',
  },
  conflictWaits: 'Another time is proposed, the answer is still to come.',
  conflictsAll: (n) => `Show all ${n}`,
  look: 'Look at it',
  roundReassign: 'The whole round goes with everybody who has booked.',
  noReason: 'Nothing was said about the subject.',
  bookedForVisitor: 'booked by the team',
  bookedAt: (when) => `booked ${when}`,
  openTalk: 'Open the talk',
  bookFor: 'Book for somebody',
  bookForHint:
    'When somebody calls: they need an account at the fair, get a mail and see the appointment in their fair day.',
  email: 'E-mail',
  bookForSend: 'Book',
  bookedFor: (name) => `Booked for ${name}.`,
  noAccount: 'There is no account with this address. Ask the person to register.',
  emailWrong: 'Please enter an e-mail address.',
  visitorOverlap: 'The visitor has another appointment at that time.',
  visitorTooMany: 'The visitor has as many appointments as possible.',
};

export const t = texts({ de, du, en });
