import { describe, expect, test } from 'bun:test';
import {
  compile,
  DEEPEST,
  evaluate,
  FORMULA_ERRORS,
  type FormulaErrorCode,
  LONGEST,
  MOST_STEPS,
  type Variables,
} from '../../../src/poker/formula.ts';

const errorOf = (text: string, variables: Variables = {}) => {
  const read = compile(text);
  if (!read.ok) return { ...read.error, when: 'reading' };
  const answer = evaluate(read.formula, variables);
  return answer.ok ? { when: 'never', value: answer.value } : { ...answer.error, when: 'working' };
};

/** Each formula with ^ before the character that its error points at. */
const READING: readonly (readonly [FormulaErrorCode, string])[] = [
  ['EMPTY', '^'],
  ['EMPTY', '^ \n = ; '],
  ['UNEXPECTED_CHARACTER', 'n ^^ 2'],
  ['UNEXPECTED_CHARACTER', 'n ^& m'],
  ['UNEXPECTED_CHARACTER', '^“a”'],
  ['BAD_NUMBER', '1 + ^1.2.3'],
  ['BAD_NUMBER', '^2n'],
  ['BAD_NUMBER', '1\n^1e5'],
  ['BAD_NUMBER', `^${'9'.repeat(400)}`],
  ['UNCLOSED_TEXT', 'assign(^"a, 1)'],
  ['UNCLOSED_TEXT', 'assign(^"a\n", 1)'],
  ['UNEXPECTED', '1 ^2'],
  ['UNEXPECTED', '1 + ^* 2'],
  ['UNEXPECTED', 'n ^)'],
  ['UNEXPECTED', '(^)'],
  ['UNEXPECTED', 'if(r=1 ^2,3)'],
  ['UNEXPECTED', 'max(1,^)'],
  ['UNEXPECTED', '[1, 2^)'],
  ['UNEXPECTED', '1^,000'],
  ['UNEXPECTED', '1\n^* 2'],
  ['UNEXPECTED', '^and'],
  ['UNEXPECTED', '1 + ^"a"'],
  ['UNEXPECTED', '1 is ^"not" 2'],
  ['UNEXPECTED', 'r <^> 1'],
  ['UNEXPECTED_END', '1 +^'],
  ['UNEXPECTED_END', 'max(1, (2)^'],
  ['UNEXPECTED_END', '(1;^'],
  ['UNKNOWN_FUNCTION', 'n\n + ^pow(2, 3)'],
  ['UNKNOWN_FUNCTION', '^random()'],
  ['WRONG_ARGUMENTS', '1 + ^if(1)'],
  ['WRONG_ARGUMENTS', '^round(1, 2, 3)'],
  ['WRONG_ARGUMENTS', '^max()'],
  ['BAD_NAME', 'assign(^a, 1)'],
  ['BAD_NAME', 'assign(^"a b", 1)'],
  ['BAD_NAME', 'assign(^"not", 1)'],
  ['BAD_NAME', 'assign(^)'],
  ['TOO_DEEP', `${'('.repeat(DEEPEST)}^1${')'.repeat(DEEPEST)}`],
  ['TOO_DEEP', `${'-'.repeat(DEEPEST)}^1`],
  ['TOO_DEEP', `${'1+('.repeat(DEEPEST / 2)}^1`],
  ['TOO_LONG', `${' '.repeat(LONGEST)}^1`],
];

const WORKING: readonly (readonly [FormulaErrorCode, string])[] = [
  ['UNKNOWN_VARIABLE', '1 +\n ^nobody * 2'],
  ['UNKNOWN_VARIABLE', 'if(0, assign("a", 1))\n^a'],
  ['EXPECTED_NUMBER', '1 + ^[1, 2]'],
  ['EXPECTED_NUMBER', '^list * 2'],
  ['EXPECTED_NUMBER', 'round(^list)'],
  ['EXPECTED_NUMBER', 'if(^list, 1)'],
  ['DIVISION_BY_ZERO', '1 ^/ 0'],
  ['DIVISION_BY_ZERO', '(1 + 1) ^% (2 - 2)'],
  ['DIVISION_BY_ZERO', 'roundToNearest(5, ^0)'],
  ['NOT_FINITE', '1 + ^sqrt(-1)'],
  ['NOT_FINITE', 'large ^* large'],
  ['NOT_FINITE', '^endless'],
  ['NOT_FINITE', 'sum(^broken)'],
  ['OUT_OF_RANGE', 'index([1, 2], ^2)'],
  ['OUT_OF_RANGE', 'index([1, 2], ^-1)'],
  ['OUT_OF_RANGE', 'setListLength([], ^.5)'],
  ['STEP_LIMIT', `^setListLength([], ${MOST_STEPS})`],
  ['STEP_LIMIT', '^setListLength([], 9007199254740990)'],
];

const VARIABLES: Variables = {
  list: [1, 2],
  large: 1e300,
  endless: Number.POSITIVE_INFINITY,
  broken: [1, Number.NaN],
};

const pointed = (marked: string) => {
  const at = marked.indexOf('^');
  const lines = marked.slice(0, at).split('\n');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  return { text, where: { at, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 } };
};

describe('LGE-2: errors point at the character', () => {
  test.each(READING.map(([code, marked]) => [code, marked.slice(0, 30), marked] as const))(
    'LGE-2: reading finds %s in %j',
    (code, _, marked) => {
      const { text, where } = pointed(marked);
      expect(errorOf(text)).toEqual({ code, ...where, when: 'reading' });
    },
  );

  test.each(WORKING.map(([code, marked]) => [code, marked] as const))(
    'LGE-2: working it out finds %s in %j',
    (code, marked) => {
      const { text, where } = pointed(marked);
      expect(errorOf(text, VARIABLES)).toEqual({ code, ...where, when: 'working' });
    },
  );

  test('LGE-2: every code has its example here', () => {
    const shown = new Set([...READING, ...WORKING].map(([code]) => code));
    expect(FORMULA_ERRORS.filter((code) => !shown.has(code))).toEqual([]);
  });

  test('LGE-2: with the names known, the first that is not is refused on reading', () => {
    const names = ['Pool', 'place'];
    expect(compile('assign("a", pool); a / PLACE', names).ok).toBe(true);
    expect(compile('pool + if(0, [prize], worth)', names)).toMatchObject({
      error: { code: 'UNKNOWN_VARIABLE', at: 14 },
    });
  });
});

describe('LGE-2: limits', () => {
  test('LGE-2: what just keeps to the limits is worked out', () => {
    const deep = `${'('.repeat(DEEPEST - 1)}1${')'.repeat(DEEPEST - 1)}`;
    expect(errorOf(deep)).toEqual({ when: 'never', value: 1 });
    expect(errorOf(`${'1+'.repeat(LONGEST / 2 - 1)}1`)).toEqual({ when: 'never', value: 5_000 });
    expect(errorOf(`sum(setListLength([], ${MOST_STEPS / 2 - 10}))`)).toMatchObject({ value: 0 });
  });

  test('LGE-2: a list that doubles again and again ends at the step limit', () => {
    const bomb = `assign("a", [1, 1])\n${'assign("a", [a, a])\n'.repeat(60)}sum(a)`;
    expect(errorOf(bomb)).toMatchObject({ code: 'STEP_LIMIT', when: 'working' });
  });

  test('LGE-2: the same formula can be worked out again and again', () => {
    const read = compile('assign("a", n + 1); sum(setListLength([a], 4000))');
    for (const n of [1, 2, 3])
      expect(read.ok && evaluate(read.formula, { n })).toEqual({ ok: true, value: n + 1 });
  });
});
