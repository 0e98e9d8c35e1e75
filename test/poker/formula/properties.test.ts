import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { compile, evaluate, type Formula, type Variables } from '../../../src/poker/formula.ts';
import { RUNS } from '../runs.ts';

type Node = Formula['tree'];

const decimal = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '');

/** A formula written out with every bracket, so that nothing rests on the order of operators. */
const print = (node: Node): string => {
  switch (node.kind) {
    case 'number':
      return decimal(node.value);
    case 'name':
      return node.name;
    case 'list':
      return `[${node.items.map(print).join(', ')}]`;
    case 'prefix':
      return `(${node.sign} ${print(node.of)})`;
    case 'infix':
      return `(${print(node.left)} ${node.sign} ${print(node.right)})`;
    case 'call':
      return `${node.name}(${node.args.map(print).join(', ')})`;
    case 'assign':
      return `assign("${node.name}", ${print(node.to)})`;
    case 'sequence':
      return `(${[...node.first, node.last].map(print).join('; ')})`;
  }
};

const answerTo = (text: string, variables: Variables) => {
  const read = compile(text);
  if (!read.ok) return read.error.code;
  const answer = evaluate(read.formula, variables);
  return answer.ok ? answer.value : answer.error.code;
};

const VARIABLES: Variables = { n: 20, r: 3, zero: 0, scores: [5, -2, 8.5] };

const leaf = fc.oneof(
  fc.constantFrom('n', 'R', 'zero', 'a', 'scores', 'nobody', '.5', '3.'),
  fc.nat(1_000).map((value) => decimal(value / 4)),
);

/** Formulas that read; whether they come to a value is another matter. */
const { formula } = fc.letrec<{ formula: string }>((tie) => {
  const part = tie('formula');
  const sign = fc.constantFrom(
    ...'+ - * / % = == != < > <= >= is and && or ||'.split(' '),
    'is not',
  );
  const call = (names: string, parts: number) =>
    fc
      .tuple(fc.constantFrom(...names.split(' ')), fc.tuple(...Array(parts).fill(part)))
      .map(([name, args]) => `${name} (${args.join(',')})`);
  return {
    formula: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.tuple(part, sign, part).map(([a, s, b]) => `${a} ${s} ${b}`),
      part.map((a) => `(${a})`),
      fc.tuple(fc.constantFrom('-', '!', 'not ', '+'), part).map(([s, a]) => `${s}${a}`),
      fc.tuple(part, part).map(([a, b]) => `(assign("a", ${a}); ${b})`),
      fc.array(part, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      call('abs ceil floor Round sqrt triangle sum count', 1),
      call('min max top bottom roundToNearest index oneof setListLength', 2),
      call('if switch lswitch average', 3),
    ),
  };
});

describe('LGE-2: formulas as properties', () => {
  test('LGE-2: no text throws or hangs, and every error points into the text', () => {
    const word = fc.constantFrom(
      ...'( ) [ ] , ; = == ! != < > + - * / % . " and or not is n 1 .5 \n if switch assign top'.split(
        ' ',
      ),
    );
    const soup = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));
    const text = fc.oneof(soup, formula, fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (one) => {
        const read = compile(one);
        const answer = read.ok ? evaluate(read.formula, VARIABLES) : read;
        if (!answer.ok) {
          expect(answer.error.at).toBeGreaterThanOrEqual(0);
          expect(answer.error.at).toBeLessThanOrEqual(one.length);
          const line = one.split('\n')[answer.error.line - 1] ?? '';
          expect(answer.error.column).toBeLessThanOrEqual(line.length + 1);
        } else if ('value' in answer) {
          const { value } = answer;
          const numbers = typeof value === 'number' ? [value] : value;
          expect(numbers.every(Number.isFinite)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('LGE-2: a formula printed with every bracket and read again gives the same', () => {
    fc.assert(
      fc.property(formula, (one) => {
        const read = compile(one);
        // Deep ones may go beyond the depth limit; printing adds brackets to those near it.
        if (!read.ok) return expect(read.error.code).toBe('TOO_DEEP');
        const again = compile(print(read.formula.tree));
        fc.pre(again.ok || again.error.code !== 'TOO_DEEP');
        expect(answerTo(print(read.formula.tree), VARIABLES)).toEqual(answerTo(one, VARIABLES));
      }),
      RUNS,
    );
  });

  /** An oracle of its own: the same arithmetic done beside the text, over whole numbers. */
  type Sum = { readonly text: string; readonly value: number };
  const { sums } = fc.letrec<{ sums: Sum }>((tie) => ({
    sums: fc.oneof(
      { maxDepth: 5 },
      fc.integer({ min: 0, max: 99 }).map((value) => ({ text: String(value), value })),
      fc
        .tuple(tie('sums'), tie('sums'))
        .chain(([a, b]) =>
          fc.constantFrom(
            { text: `(${a.text} + ${b.text})`, value: a.value + b.value },
            { text: `(${a.text}) - (${b.text})`, value: a.value - b.value },
            { text: `((${a.text}) * (${b.text}))`, value: a.value * b.value },
            { text: `max(${a.text}, ${b.text})`, value: Math.max(a.value, b.value) },
            { text: `if(${a.text} > ${b.text}, 1, 7)`, value: a.value > b.value ? 1 : 7 },
            { text: `(${a.text}; ${b.text})`, value: b.value },
            { text: `sum([${a.text}], ${b.text})`, value: a.value + b.value },
            { text: `(not (${a.text}))`, value: a.value === 0 ? 1 : 0 },
          ),
        ),
    ),
  }));

  test('LGE-2: values are those of the same arithmetic done by hand', () => {
    fc.assert(
      fc.property(sums, ({ text, value }) => {
        const plain = value + 0;
        expect(answerTo(text, {})).toBe(Number.isFinite(plain) ? plain : 'NOT_FINITE');
      }),
      RUNS,
    );
  });
});
