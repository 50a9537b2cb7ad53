import { texts } from '../../text/texts.svelte.ts';

const minutesDe = (minutes: number): string => (minutes === 1 ? '1 Minute' : `${minutes} Minuten`);
const minutesEn = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`);

const de = {
  bar: 'Ihr Termin',
  with: (whom: string) => `Gespräch mit ${whom}`,
  in: (minutes: number) => (minutes === 0 ? 'jetzt' : `in ${minutesDe(minutes)}`),
  left: (minutes: number) => `noch ${minutesDe(minutes)}`,
  isHere: (who: string) => `${who} ist da.`,
  checkIn: 'Ich bin da',
  checkedIn: 'Sie sind gemeldet. Das Gespräch öffnet sich hier von selbst.',
  toTalk: 'Zum Gespräch',
  soon: (whom: string, when: string) => `Ihr Gespräch mit ${whom} beginnt ${when}.`,
  open: (whom: string) => `Ihr Gespräch mit ${whom} ist offen.`,
  begin: 'Beginnen',
  tooEarly: 'Das geht ab 15 Minuten vor dem Beginn.',
  over: 'Dieser Termin ist vorbei oder abgesagt.',
  notNow: 'Das geht gerade nicht: Der Termin steht inzwischen anders.',
};

const du: Partial<typeof de> = {
  bar: 'Dein Termin',
  checkedIn: 'Du bist gemeldet. Das Gespräch öffnet sich hier von selbst.',
  soon: (whom, when) => `Dein Gespräch mit ${whom} beginnt ${when}.`,
  open: (whom) => `Dein Gespräch mit ${whom} ist offen.`,
};

const en: typeof de = {
  bar: 'Your appointment',
  with: (whom) => `Talk with ${whom}`,
  in: (minutes) => (minutes === 0 ? 'now' : `in ${minutesEn(minutes)}`),
  left: (minutes) => `${minutesEn(minutes)} left`,
  isHere: (who) => `${who} is here.`,
  checkIn: 'I am here',
  checkedIn: 'You have checked in. The talk opens here by itself.',
  toTalk: 'To the talk',
  soon: (whom, when) => `Your talk with ${whom} begins ${when}.`,
  open: (whom) => `Your talk with ${whom} is open.`,
  begin: 'Begin',
  tooEarly: 'This is possible from 15 minutes before the start.',
  over: 'This appointment is over or was cancelled.',
  notNow: 'Not possible right now: the appointment has changed meanwhile.',
};

export const t = texts({ de, du, en });
