/** `Café Österbro` → `cafe-osterbro`: small letters, digits, hyphens. */
export const slugOf = (name: string): string =>
  name
    .replace(/ø/giu, 'o')
    .replace(/æ/giu, 'ae')
    .replace(/ß/gu, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');

/** The currency that most people use where the time zone says they are; a first guess, no more. */
const CURRENCIES: Readonly<Record<string, string>> = {
  'Europe/Copenhagen': 'DKK',
  'Europe/Stockholm': 'SEK',
  'Europe/Oslo': 'NOK',
  'Europe/London': 'GBP',
  'Europe/Zurich': 'CHF',
  'Europe/Warsaw': 'PLN',
  'Europe/Prague': 'CZK',
  'America/Toronto': 'CAD',
  'America/Vancouver': 'CAD',
  'Australia/Sydney': 'AUD',
  'Australia/Melbourne': 'AUD',
  'Asia/Tokyo': 'JPY',
};

export const currencyIn = (timezone: string): string =>
  CURRENCIES[timezone] ?? (timezone.startsWith('America/') ? 'USD' : 'EUR');

export const isPin = (pin: string): boolean => /^\d{6}$/.test(pin);
