import { attempt, type FormulaError } from './formula/error.ts';
import { type Variables, workOut } from './formula/evaluate.ts';
import { checkNames } from './formula/names.ts';
import { parse } from './formula/parse.ts';
import type { Formula, Value } from './formula/tree.ts';

export { FORMULA_ERRORS, type FormulaError, type FormulaErrorCode } from './formula/error.ts';
export { MOST_STEPS, type Variables } from './formula/evaluate.ts';
export { DEEPEST } from './formula/parse.ts';
export { LONGEST } from './formula/tokens.ts';
export type { Formula, Value } from './formula/tree.ts';

export type Compiled =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly error: FormulaError };

export type Evaluated =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: FormulaError };

/**
 * Reads a formula in the language of The Tournament Director: statements on lines of their own or
 * between `;`, the value is the last one's; names in any case; a single `=` compares; true is 1,
 * false 0. With `names`, a variable that is neither among them nor assigned is refused here already.
 * Never throws; errors say what, at which character.
 */
export const compile = (text: string, names?: readonly string[]): Compiled => {
  const result = attempt(text, () => {
    const tree = parse(text);
    if (names) checkNames(tree, names);
    return { text, tree };
  });
  return 'error' in result
    ? { ok: false, error: result.error }
    : { ok: true, formula: result.done };
};

/**
 * The value of a formula: a finite number, or a list of them. Never throws, and ends after
 * MOST_STEPS; a division by zero or a result beyond all numbers is an error at its sign.
 */
export const evaluate = ({ text, tree }: Formula, variables: Variables = {}): Evaluated => {
  const result = attempt(text, () => workOut(tree, variables));
  return 'error' in result ? { ok: false, error: result.error } : { ok: true, value: result.done };
};
