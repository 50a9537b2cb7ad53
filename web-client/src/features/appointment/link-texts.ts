import { texts } from '../../text/texts.svelte.ts';

const de = {
  moveTitle: 'Termin verlegen',
  cancelTitle: 'Termin absagen',
  linkTitle: 'Ihr Termin',
  missing: 'Der Link ist unvollständig. Bitte öffnen Sie ihn noch einmal aus der Mail.',
  bad: 'Dieser Link ist beschädigt. Bitte öffnen Sie ihn noch einmal aus der Mail.',
  expired: 'Dieser Link gilt nicht mehr: Der Termin hat begonnen oder ist vorbei.',
  isCancelled: 'Dieser Termin ist abgesagt.',
  cancelAsk: 'Möchten Sie diesen Termin absagen? Der Stand erfährt es sofort.',
  cancelSend: 'Termin absagen',
  cancelled: 'Ihr Termin ist abgesagt.',
  moved: 'Ihr Termin ist verlegt.',
  newTime: 'Neue Zeit',
  timeWith: (time: string, name: string) => `${time}, mit ${name}`,
  noTimes: 'Zurzeit ist an diesem Stand keine andere Zeit frei.',
  moveSend: 'Auf diese Zeit verlegen',
  taken: 'Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere.',
  overlap: 'Zu dieser Zeit haben Sie schon einen Termin. Bitte wählen Sie eine andere.',
  over: 'Dieser Termin hat schon begonnen oder ist vorbei.',
  readOnly: 'Die Messe ist zu Ende, verlegt werden kann nicht mehr.',
  toDay: 'Zu „Mein Messetag“',
  toBooth: 'Zum Stand',
};

const du: Partial<typeof de> = {
  linkTitle: 'Dein Termin',
  missing: 'Der Link ist unvollständig. Bitte öffne ihn noch einmal aus der Mail.',
  bad: 'Dieser Link ist beschädigt. Bitte öffne ihn noch einmal aus der Mail.',
  cancelAsk: 'Möchtest du diesen Termin absagen? Der Stand erfährt es sofort.',
  cancelled: 'Dein Termin ist abgesagt.',
  moved: 'Dein Termin ist verlegt.',
  taken: 'Diese Zeit ist gerade vergeben worden. Bitte wähle eine andere.',
  overlap: 'Zu dieser Zeit hast du schon einen Termin. Bitte wähle eine andere.',
};

const en: typeof de = {
  moveTitle: 'Move the appointment',
  cancelTitle: 'Cancel the appointment',
  linkTitle: 'Your appointment',
  missing: 'The link is incomplete. Please open it from the mail once more.',
  bad: 'This link is damaged. Please open it from the mail once more.',
  expired: 'This link is no longer valid: the appointment has begun or is over.',
  isCancelled: 'This appointment was cancelled.',
  cancelAsk: 'Do you want to cancel this appointment? The booth learns of it at once.',
  cancelSend: 'Cancel the appointment',
  cancelled: 'Your appointment is cancelled.',
  moved: 'Your appointment has a new time.',
  newTime: 'New time',
  timeWith: (time: string, name: string) => `${time}, with ${name}`,
  noTimes: 'No other time is free at this booth at present.',
  moveSend: 'Move to this time',
  taken: 'Somebody has just taken this time. Please choose another one.',
  overlap: 'You have another appointment at that time. Please choose another one.',
  over: 'This appointment has begun or is over.',
  readOnly: 'The fair has ended; nothing can be moved any more.',
  toDay: 'To “My day”',
  toBooth: 'To the booth',
};

export const t = texts({ de, du, en });
