/**
 * A number as decimal text: `-?digits` or `-?digits.digits`, no exponent, no needless zeros. TDD saves
 * amounts in the currency's units; as text they keep every digit until they become minor units.
 */
export type Decimal = string;

const PARTS = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** JavaScript writes a double with at most 17 digits; longer sources are not worth the work. */
const LONGEST = 64;

/** `1e-7` → `0.0000001`, `.50` → `0.5`; `null` for what is no finite number of a sensible size. */
export const decimalOf = (source: string): Decimal | null => {
  const parts = source.length <= LONGEST ? PARTS.exec(source) : null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  const shift = Number(exponent);
  if (parts === null || whole + fraction === '' || Math.abs(shift) > LONGEST) return null;
  const digits =
    '0'.repeat(Math.max(0, -shift)) + whole + fraction + '0'.repeat(Math.max(0, shift));
  const point = whole.length + Math.max(0, -shift) + shift;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
  const right = digits.slice(point).replace(/0+$/, '');
  const text = right === '' ? left : `${left}.${right}`;
  return text === '0' ? text : sign + text;
};

const fractionOf = (decimal: Decimal): string => decimal.split('.')[1] ?? '';

/** Whether minor units of so many digits hold the amount without rounding. */
export const isExact = (decimal: Decimal, digits = 2): boolean =>
  fractionOf(decimal).length <= digits;

/**
 * Whole minor units (33.34 → 3334 with two digits), exact wherever `isExact`, else rounded half away
 * from zero. Digits are counted as text; no amount passes through a fraction.
 */
export const minorUnits = (decimal: Decimal, digits = 2): number => {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const cut = fraction.padEnd(digits, '0').slice(0, digits);
  const up = fraction.charAt(digits) >= '5' ? 1 : 0;
  const units = Number(whole + cut) + up;
  return negative && units !== 0 ? -units : units;
};

/** The amount that `minorUnits` came from, as TDD would write it: 3334 → `33.34`, 20000 → `200`. */
export const decimalFrom = (minor: number, digits = 2): Decimal => {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const source = `${text.slice(0, text.length - digits)}.${text.slice(text.length - digits)}`;
  return decimalOf((minor < 0 ? '-' : '') + source) ?? '0';
};
