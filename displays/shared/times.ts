import { locale } from '../../ui/texts/en/locale.ts';

const made = new Map<string, Intl.DateTimeFormat>();

/** One formatter per zone: making one takes longer than all the rest of a second. */
const formatOf = (zone: string): Intl.DateTimeFormat => {
  const old = made.get(zone);
  if (old !== undefined) return old;
  const zoned = zone === '' ? {} : { timeZone: zone };
  const format = new Intl.DateTimeFormat(locale.times, {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', hour12: false },
    ...zoned,
  });
  made.set(zone, format);
  return format;
};

/** `21:47` at the venue; `zone` is an IANA name, empty for the screen's own. */
export const timeOfDay = (wallMs: number, zone: string): string => {
  try {
    return formatOf(zone).format(wallMs);
  } catch {
    // An old browser may not know the zone.
    return formatOf('').format(wallMs);
  }
};
