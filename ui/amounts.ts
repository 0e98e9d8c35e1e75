import { minorDigits, moneyText } from '../src/kernel/money.ts';
import { locale } from './texts/en/locale.ts';

/** Digits in one piece, or in groups of three by one kind of separator. */
const WHOLE = /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+)$/;

/** What somebody typed, in minor units; null where it is no amount. `1.234,50` and `1,234.50` both. */
export const parseMoney = (typed: string, currency: string): number | null => {
  const digits = minorDigits(currency);
  const plain = typed.replace(/[\s'’]/g, '');
  const at = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const tail = plain.slice(at + 1);
  // Three digits behind the last separator are thousands, unless the currency has three.
  const isWhole = at === -1 || (tail.length === 3 && digits !== 3);
  const [whole, fraction] = isWhole ? [plain, ''] : [plain.slice(0, at), tail];
  const mark = isWhole ? '' : plain.charAt(at);
  if (!WHOLE.test(whole) || (mark !== '' && whole.includes(mark))) return null;
  if (!/^\d*$/.test(fraction) || fraction.length > digits) return null;
  const amount =
    Number(whole.replace(/[.,]/g, '')) * 10 ** digits + Number(fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
};

/** An amount as a field shows it, so that `parseMoney` reads the same again. */
export const moneyField = (amount: number, currency: string): string => {
  const digits = minorDigits(currency);
  const whole = amount % 10 ** digits === 0;
  return (amount / 10 ** digits).toFixed(whole ? 0 : digits);
};

export const money = (amount: number, currency: string): string =>
  moneyText(amount, currency, locale.tag);

const grouped = new Intl.NumberFormat(locale.tag);
/** Chips and counts, with separators. */
export const number = (value: number): string => grouped.format(value);

/** 54600 → `54.6k`, where there is no room for all of it. */
export const short = (value: number): string => {
  if (value < 10_000) return number(value);
  const [unit, by] = value < 1_000_000 ? ['k', 1_000] : ['M', 1_000_000];
  return `${number(Math.floor((value * 10) / Number(by)) / 10)}${unit}`;
};

/** A whole number; null where it is none: `1.5` is not 15, `15.00` is. */
export const parseCount = (typed: string): number | null => {
  const plain = typed.replace(/[\s'’]/g, '').replace(/[.,]0{1,2}$/, '');
  const digits = plain.replace(/[.,]/g, '');
  return WHOLE.test(plain) && digits.length <= 12 ? Number(digits) : null;
};

/** A place as the page's language says it: 1st, 2nd, 85th. */
export const ordinal = locale.ordinal;
