/** Making a formatter costs a thousand times more than using it, so each is made once. */
const kept = new Map<string, Intl.DateTimeFormat>();

export function keptFormatter(
  tag: string,
  options: Intl.DateTimeFormatOptions,
  zone: string,
): Intl.DateTimeFormat {
  const key = `${tag}|${zone}|${JSON.stringify(options)}`;
  let format = kept.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
    kept.set(key, format);
  }
  return format;
}
