/** A calendar file before it is sent: what it says of times stays, titles, places and people do not leave the browser. */

const kKept = new Set([
  ...['BEGIN', 'END', 'VERSION', 'PRODID', 'UID', 'RECURRENCE-ID', 'STATUS', 'TRANSP'],
  ...['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE'],
  ...['TZID', 'TZOFFSETFROM', 'TZOFFSETTO'],
]);
/** As many characters the server takes. */
export const kLongestBusyFile = 262_144;

export function timesOnly(file: string): string {
  const lines = file
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
  // Alarms repeat nothing that matters here.
  let alarms = 0;
  const kept = lines.filter((line) => {
    const name = /^[A-Za-z-]+/.exec(line)?.[0].toUpperCase();
    if (/^BEGIN:VALARM/i.test(line)) alarms += 1;
    const isKept = alarms === 0 && name !== undefined && kKept.has(name);
    if (/^END:VALARM/i.test(line)) alarms = Math.max(0, alarms - 1);
    return isKept;
  });
  return kept.map((line) => `${line}\r\n`).join('');
}
