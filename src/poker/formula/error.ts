export const FORMULA_ERRORS = [
  /** There is nothing to work out. */
  'EMPTY',
  /** More characters than LONGEST. */
  'TOO_LONG',
  /** Parentheses or calls within each other beyond DEEPEST. */
  'TOO_DEEP',
  /** A character that the language does not know. */
  'UNEXPECTED_CHARACTER',
  /** A number that is too large, or that a letter or a second point follows. */
  'BAD_NUMBER',
  /** A text without its closing quotation mark. */
  'UNCLOSED_TEXT',
  /** A word or sign that cannot stand here. */
  'UNEXPECTED',
  /** The formula ends in the middle of something. */
  'UNEXPECTED_END',
  'UNKNOWN_FUNCTION',
  'UNKNOWN_VARIABLE',
  /** A function with too many values or too few. */
  'WRONG_ARGUMENTS',
  /** `assign` wants a name in quotation marks that a formula can use. */
  'BAD_NAME',
  /** A list stands where one number is wanted. */
  'EXPECTED_NUMBER',
  'DIVISION_BY_ZERO',
  /** The result is too large, or no number (the root of -1). */
  'NOT_FINITE',
  /** The list has no such place. */
  'OUT_OF_RANGE',
  /** Working it out takes more than MOST_STEPS. */
  'STEP_LIMIT',
] as const;
export type FormulaErrorCode = (typeof FORMULA_ERRORS)[number];

/** What is wrong and where: `at` counts from 0, `line` and `column` from 1, in UTF-16 units. */
export type FormulaError = {
  readonly code: FormulaErrorCode;
  readonly at: number;
  readonly line: number;
  readonly column: number;
};

/** Carries an error from the depth of the tree to the door, which makes a value of it. */
class Fault extends Error {
  readonly code: FormulaErrorCode;
  readonly at: number;

  constructor(code: FormulaErrorCode, at: number) {
    super(code);
    this.code = code;
    this.at = at;
  }
}

export const fail = (code: FormulaErrorCode, at: number): never => {
  throw new Fault(code, at);
};

const placed = (text: string, { code, at }: Fault): FormulaError => {
  const before = text.slice(0, at).split('\n');
  return { code, at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

/** Runs what may fail; only faults of the formula become values, bugs go on as they are. */
export const attempt = <T>(
  text: string,
  run: () => T,
): { readonly done: T } | { readonly error: FormulaError } => {
  try {
    return { done: run() };
  } catch (fault) {
    if (fault instanceof Fault) return { error: placed(text, fault) };
    throw fault;
  }
};
