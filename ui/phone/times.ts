import { locale } from '../texts/en/locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timezone: string): Intl.DateTimeFormat => {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const options = { timeStyle: 'short', timeZone: timezone } as const;
  const made = new Intl.DateTimeFormat(locale.times, options);
  formats.set(timezone, made);
  return made;
};

/** A moment on the venue's own clock: players sit there, and so do its times. */
export const timeOfDay = (wallMs: number, timezone: string): string =>
  formatFor(timezone).format(wallMs);
