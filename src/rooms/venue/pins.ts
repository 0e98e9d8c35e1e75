const digitsOf = (pin: string): readonly number[] => [...pin].map(Number);

/** Whether each digit follows from the one before by the same step: 111111, 123456, 864202, 890123. */
const isSequence = (pin: string): boolean => {
  const digits = digitsOf(pin);
  const steps = digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
};

/** 121212, 123123, 112233, 111222, 123321. */
const isPattern = (pin: string): boolean =>
  /^(\d\d)\1\1$|^(\d{3})\2$|^(\d)\3(\d)\4(\d)\5$|^(\d)\6\6(\d)\7\7$/u.test(pin) ||
  pin === [...pin].reverse().join('');

const isDay = (day: number, month: number): boolean =>
  day >= 1 && day <= 31 && month >= 1 && month <= 12;

/** As day-month-year, month-day-year or year-month-day: what people choose first of all. */
const isDate = (pin: string): boolean => {
  const [a = 0, b = 0, c = 0] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number);
  return isDay(a, b) || isDay(b, a) || isDay(c, b);
};

/** Left-hand walks over a keypad and other favourites that no rule above catches. */
const FAVOURITES: ReadonlySet<string> = new Set([
  '123654',
  '147258',
  '147852',
  '159357',
  '159753',
  '147369',
  '258369',
  '258456',
  '321654',
  '369258',
  '456123',
  '456789',
  '654123',
  '741852',
  '789456',
  '963852',
  '987456',
  '520131',
  '100200',
  '102030',
]);

/** Why a PIN of six digits would be guessed first, or null where it may stand. */
export const weaknessOf = (pin: string): string | null => {
  if (isSequence(pin)) return 'must not be a sequence';
  if (isPattern(pin)) return 'must not be a pattern';
  if (isDate(pin)) return 'must not be a date';
  return FAVOURITES.has(pin) ? 'is one of those that are guessed first' : null;
};
