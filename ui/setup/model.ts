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

/** As the leaf takes it; a name without any Latin letter gives none by itself. */
export const isSlug = (slug: string): boolean =>
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(slug);

/** What people pay with where the time zone says they are, where that is not the euro. */
const BY_ZONE: Readonly<Record<string, string>> = {
  'Europe/Copenhagen': 'DKK',
  'Atlantic/Faroe': 'DKK',
  'Europe/Stockholm': 'SEK',
  'Europe/Oslo': 'NOK',
  'Atlantic/Reykjavik': 'ISK',
  'Europe/London': 'GBP',
  'Europe/Jersey': 'GBP',
  'Europe/Guernsey': 'GBP',
  'Europe/Isle_of_Man': 'GBP',
  'Europe/Zurich': 'CHF',
  'Europe/Vaduz': 'CHF',
  'Europe/Warsaw': 'PLN',
  'Europe/Prague': 'CZK',
  'Europe/Budapest': 'HUF',
  'Europe/Bucharest': 'RON',
  'Europe/Istanbul': 'TRY',
  'Europe/Kyiv': 'UAH',
  'Asia/Tokyo': 'JPY',
  'Asia/Macau': 'MOP',
  'Asia/Hong_Kong': 'HKD',
  'Asia/Manila': 'PHP',
  'Asia/Seoul': 'KRW',
  'Asia/Singapore': 'SGD',
  'Asia/Kolkata': 'INR',
  'Africa/Johannesburg': 'ZAR',
  'Pacific/Auckland': 'NZD',
  'America/Sao_Paulo': 'BRL',
  'America/Mexico_City': 'MXN',
  'America/Argentina/Buenos_Aires': 'ARS',
};

/**
 * By the country of the browser's language, where the zone says nothing: `en-CA`, `de-CH`. Not by
 * `en-US`, which browsers say all over the world unless somebody changed it.
 */
const BY_REGION: Readonly<Record<string, string>> = {
  ...{ CA: 'CAD', GB: 'GBP', DK: 'DKK', SE: 'SEK', NO: 'NOK', CH: 'CHF', AU: 'AUD' },
  ...{ NZ: 'NZD', JP: 'JPY', PL: 'PLN', CZ: 'CZK', HU: 'HUF', BR: 'BRL', MX: 'MXN', ZA: 'ZAR' },
};

const CANADA = /^America\/(Toronto|Vancouver|Montreal|Edmonton|Winnipeg|Halifax|St_Johns|Regina)$/;

/** A first guess at the house's currency, no more: where it is, then whose language it speaks. */
export const currencyIn = (timezone: string, language = ''): string => {
  const zone = BY_ZONE[timezone];
  if (zone !== undefined) return zone;
  if (CANADA.test(timezone)) return 'CAD';
  if (timezone.startsWith('Australia/')) return 'AUD';
  if (timezone.startsWith('Europe/')) return 'EUR';
  const region = /-([A-Z]{2})$/.exec(language)?.[1];
  const spoken = region === undefined ? undefined : BY_REGION[region];
  return spoken ?? (timezone.startsWith('America/') ? 'USD' : 'EUR');
};

export const isPin = (pin: string): boolean => /^\d{6}$/.test(pin);
