/**
 * Dates, times and numbers by `Intl`, in the fair's zone. Reading in markup follows language and zone.
 * "10:00–14:00 Uhr (MEZ)", "Di., 29.12.2026", "1.100", "3.200–3.800 €".
 */
import type { LocalText, Timestamp } from '@protocol';
import { keptFormatter } from './kept-formatter.ts';
import { language } from './language.svelte.ts';

class FairZone {
  name = $state('Europe/Berlin');
}
/** The fair's time zone; the shell sets it from the fair. */
export const fairZone = new FairZone();

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function tag(): string {
  return language.current === 'de' ? 'de-DE' : 'en-GB';
}

function formatter(options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  return keptFormatter(tag(), options, zone);
}

export const time = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone).format(at);

/** "10:00 Uhr" */
export const clockTime = (at: Timestamp, zone = fairZone.name): string =>
  language.current === 'de' ? `${time(at, zone)} Uhr` : time(at, zone);

/** "Di., 29.12.2026" */
export const shortDate = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' }, zone).format(at);

/** "Di., 29.12.": where the year is plain. */
export const weekdayDate = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ weekday: 'short', day: '2-digit', month: '2-digit' }, zone).format(at);

/** "29. Dezember 2026" */
export const longDate = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ day: 'numeric', month: 'long', year: 'numeric' }, zone).format(at);

/** "Dienstag, 29. Dezember 2026" */
export const fullDate = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, zone).format(at);

/** A key that is equal for moments of the same day in the fair's zone. */
export const dayKey = (at: Timestamp, zone = fairZone.name): string =>
  formatter({ year: 'numeric', month: '2-digit', day: '2-digit' }, zone).format(at);

/** "MEZ", "MESZ"; in English "CET", "CEST". */
export function zoneLabel(at: Timestamp, zone = fairZone.name): string {
  const part = formatter({ timeZoneName: 'short' }, zone)
    .formatToParts(at)
    .find((piece) => piece.type === 'timeZoneName');
  return part?.value ?? zone;
}

/** German names of zones' towns where they differ; `Intl` does not tell them. */
const kGermanTowns: Record<string, string> = {
  'Atlantic/Azores': 'Ponta Delgada',
  'Atlantic/Canary': 'Las Palmas',
  'Atlantic/Reykjavik': 'Reykjavík',
  'America/Mexico_City': 'Mexiko-Stadt',
  'America/Sao_Paulo': 'São Paulo',
  'Asia/Calcutta': 'Kolkata',
  'Asia/Hong_Kong': 'Hongkong',
  'Asia/Shanghai': 'Schanghai',
  'Asia/Singapore': 'Singapur',
  'Asia/Tokyo': 'Tokio',
  'Europe/Athens': 'Athen',
  'Europe/Bucharest': 'Bukarest',
  'Europe/Kiev': 'Kyjiw',
  'Europe/Kyiv': 'Kyjiw',
  'Europe/Lisbon': 'Lissabon',
  'Europe/Moscow': 'Moskau',
};

/** "Lissabon" of "Europe/Lisbon". */
export const zoneTown = (zone: string): string =>
  (language.current === 'de' ? kGermanTowns[zone] : undefined) ??
  (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** "10:00–14:00 Uhr (MEZ)" */
export function timeRange(from: Timestamp, until: Timestamp, zone = fairZone.name): string {
  const range = `${time(from, zone)}–${time(until, zone)}`;
  return `${language.current === 'de' ? `${range} Uhr` : range} (${zoneLabel(from, zone)})`;
}

/** True when the visitor's clock shows another time than the fair's. */
export const isElsewhere = (at: Timestamp): boolean =>
  time(at) !== time(at, ownZone) || dayKey(at) !== dayKey(at, ownZone);

/** "09:00 Uhr in Lissabon", with the date where it is another one; undefined where both clocks agree. */
export function ownTime(at: Timestamp): string | undefined {
  if (!isElsewhere(at)) return undefined;
  const day = dayKey(at) === dayKey(at, ownZone) ? '' : `${shortDate(at, ownZone)}, `;
  return `${day}${clockTime(at, ownZone)} in ${zoneTown(ownZone)}`;
}

export const count = (value: number): string => new Intl.NumberFormat(tag()).format(value);

/** "3.200–3.800 €" */
export function euros(from: number, until = from): string {
  const format = new Intl.NumberFormat(tag(), {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  });
  return from === until ? format.format(from) : format.formatRange(from, until).replace(/ – /u, '–');
}

/** "Deutsch" of "de". */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(tag(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A text of the fair in the chosen language; `lang` says which one it really is, for screen readers. */
export function local(text: LocalText): { text: string; lang: 'de' | 'en' } {
  return language.current === 'en' && text.en ? { text: text.en, lang: 'en' } : { text: text.de, lang: 'de' };
}
export const localText = (text: LocalText): string => local(text).text;

const collator = new Intl.Collator('de', { sensitivity: 'base', numeric: true });
export const compareGerman = (one: string, other: string): number => collator.compare(one, other);

/** For searching: "ü", "ue" and "u" are one, and "ß" is "ss". */
export const searchKey = (text: string): string =>
  text
    .toLocaleLowerCase('de')
    .replaceAll('ß', 'ss')
    .replace(/ae|oe|ue/gu, (pair) => pair[0] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
