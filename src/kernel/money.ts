/**
 * Money is whole minor units of one currency. Percentages are basis points; they are multiplied
 * first and divided last, over BigInt, so that no amount ever passes through a fraction.
 */

/** ⌊a·b/c⌋, exact for any safe integers; c must not be 0. */
export const mulDiv = (a: number, b: number, c: number): number => {
  const product = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  const quotient = product / divisor;
  const below = product % divisor !== 0n && product < 0n !== divisor < 0n;
  return Number(below ? quotient - 1n : quotient);
};

/** `basisPoints` of an amount, rounded down. */
export const share = (amount: number, basisPoints: number): number =>
  mulDiv(amount, basisPoints, 10_000);

export const floorTo = (amount: number, unit: number): number => amount - (amount % unit);

export const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

/**
 * Splits `total` in proportion to `weights`, each part a multiple of `unit` as far as it goes.
 * What is left goes out one unit at a time by largest remainder, ties to the earlier place (order the
 * list by the house's rule first); a rest below one unit goes to the first. The sum is exact.
 */
export const splitBy = (total: number, weights: readonly number[], unit = 1): number[] => {
  const all = sum(weights);
  if (weights.length === 0 || all <= 0) throw new Error('splitBy needs a positive weight');
  const parts = weights.map((w) => floorTo(mulDiv(total, w, all), unit));
  const rests = weights.map(
    (w, i) => BigInt(total) * BigInt(w) - BigInt(parts[i] ?? 0) * BigInt(all),
  );
  const order = weights
    .map((_, i) => i)
    .sort((i, j) =>
      (rests[j] ?? 0n) > (rests[i] ?? 0n) ? 1 : (rests[j] ?? 0n) < (rests[i] ?? 0n) ? -1 : i - j,
    );
  let left = total - sum(parts);
  for (let k = 0; left >= unit; k++, left -= unit) {
    const i = order[k % order.length] ?? 0;
    parts[i] = (parts[i] ?? 0) + unit;
  }
  parts[0] = (parts[0] ?? 0) + left;
  return parts;
};

/** Equal parts; odd units go to the earlier ones, one each. */
export const splitEvenly = (total: number, ways: number, unit = 1): number[] =>
  splitBy(total, Array<number>(ways).fill(1), unit);

const digitsOf = new Map<string, number>();
const formats = new Map<string, Intl.NumberFormat>();

/** Digits after the decimal point (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number => {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
};

/** Kept: to make a format costs some forty times its use, and a list of players uses it on each line. */
const formatOf = (locale: string, currency: string, digits: number): Intl.NumberFormat => {
  const key = `${locale} ${currency} ${digits}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: minorDigits(currency) },
  });
  formats.set(key, format);
  return format;
};

/** An amount as people of the locale read it; whole amounts without an empty fraction. */
export const moneyText = (amount: number, currency: string, locale = 'en'): string => {
  const digits = minorDigits(currency);
  const whole = amount % 10 ** digits === 0;
  return formatOf(locale, currency, whole ? 0 : digits).format(amount / 10 ** digits);
};
