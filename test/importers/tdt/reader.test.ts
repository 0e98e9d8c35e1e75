import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TdtError, type TdtErrorCode } from '../../../src/importers/tdt/error.ts';
import { decodeTdt, parseTdt, type TdtLimits } from '../../../src/importers/tdt/reader.ts';
import { readRecording } from '../../../src/importers/tdt/recording.ts';
import type { TdtValue } from '../../../src/importers/tdt/value.ts';
import { below, seeded } from '../../../src/kernel/random.ts';
import { print } from './printer.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 300);
const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../data/tdt/${name}`, import.meta.url));

const number = (source: string): TdtValue => ({ kind: 'number', source });
const list = (...items: TdtValue[]): TdtValue => ({ kind: 'list', items });
const object = (fields: Record<string, TdtValue>): TdtValue => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
});

const errorOf = (text: string, limits: Partial<TdtLimits> = {}): TdtError => {
  try {
    parseTdt(text, limits);
  } catch (error) {
    if (error instanceof TdtError) return error;
    throw error;
  }
  throw new Error(`was read: ${text.slice(0, 80)}`);
};

describe('IMP-1: the .tdt grammar', () => {
  const rows: readonly (readonly [string, string, TdtValue])[] = [
    ['words', '[true, false, null, undefined]', list(true, false, null, undefined)],
    [
      'numbers as written',
      '[33.34, -5, .5, 1e21]',
      list(...['33.34', '-5', '.5', '1e21'].map(number)),
    ],
    ['numbers out of bounds', '[NaN, -Infinity]', list(number('NaN'), number('-Infinity'))],
    [
      'keys of all kinds',
      '{ a: 1, "b c": 2, $d: 3, }',
      object({ a: number('1'), 'b c': number('2'), $d: number('3') }),
    ],
    ['the last of equal keys', '{a: 1, a: 2}', object({ a: number('2') })],
    ['an empty Map', 'new Map()', { kind: 'map', entries: [] }],
    ['new Map', 'new Map({"k": 1})', { kind: 'map', entries: [['k', number('1')]] }],
    ['Map.from', 'Map.from([[-1, null]])', { kind: 'map', entries: [[number('-1'), null]] }],
    [
      'dotted names',
      'new LO.Screen([0])',
      { kind: 'new', type: 'LO.Screen', args: [list(number('0'))] },
    ],
    ['unknown names', 'new eval("x", 2)', { kind: 'new', type: 'eval', args: ['x', number('2')] }],
    [
      'escapes',
      String.raw`"\"\\\n\t\x41\u00e5\u{1F0A1}\101\'\
\0"`,
      '"\\\n\tAå🂡A\'\0',
    ],
    ['single quotes', `'a"b'`, 'a"b'],
  ];
  test.each([...rows])('reads %s', (_, text, value) => {
    expect(parseTdt(text)).toEqual(value);
  });

  test('a __proto__ key is a key like any other and reaches no prototype', () => {
    const value = parseTdt('{__proto__: {polluted: true}, constructor: 1}');
    expect(value).toEqual({
      kind: 'object',
      fields: new Map<string, TdtValue>([
        ['__proto__', object({ polluted: true })],
        ['constructor', number('1')],
      ]),
    });
    expect('polluted' in {}).toBe(false);
  });

  test('whatever is printed, in either Map form and with any escape, reads back the same', () => {
    fc.assert(
      fc.property(anyValue, fc.string(), (value, seed) => {
        expect(parseTdt(print(value, seeded(seed)))).toEqual(value);
      }),
      { numRuns: RUNS },
    );
  });
});

const source = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('33.34', '-0.5', '.25', '1e21', 'NaN', '-Infinity'),
);
const typeName = fc.stringMatching(/^[A-Z][A-Za-z]{0,6}(\.[A-Z][a-z]{0,4}){0,2}$/);

const { value: anyValue } = fc.letrec<{ value: TdtValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<TdtValue>(true, false, null, undefined),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', "'", '\\', '\n', '\r', '\u2028', 'å', '0') }),
    source.map(number),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => list(...items)),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((fields) => ({
      kind: 'object' as const,
      fields: new Map(fields),
    })),
    fc
      .array(fc.tuple(fc.oneof(fc.string(), source.map(number)), tie('value')), { maxLength: 4 })
      .map((entries) => ({ kind: 'map' as const, entries })),
    fc
      .tuple(
        typeName.filter((type) => type !== 'Map'),
        fc.array(tie('value'), { maxLength: 3 }),
      )
      .map(([type, args]) => ({ kind: 'new' as const, type, args })),
  ),
}));

describe('IMP-1: a broken .tdt gets a clear error', () => {
  const rows: readonly (readonly [string, TdtErrorCode, number])[] = [
    ['  ', 'EMPTY', 0],
    ['{a: ', 'UNEXPECTED_END', 4],
    ['{a 1}', 'UNEXPECTED_CHARACTER', 3],
    ['[1 2]', 'UNEXPECTED_CHARACTER', 3],
    ['[,]', 'UNEXPECTED_CHARACTER', 1],
    ['{a: alert(1)}', 'UNKNOWN_WORD', 4],
    ['Map.of([])', 'UNKNOWN_WORD', 0],
    ['[1, "abc', 'UNTERMINATED_STRING', 4],
    ['"a\nb"', 'UNTERMINATED_STRING', 0],
    ['"a\\', 'UNTERMINATED_STRING', 0],
    ['"\\xZZ"', 'BAD_ESCAPE', 1],
    ['"\\u{110000}"', 'BAD_ESCAPE', 1],
    ['012', 'BAD_NUMBER', 0],
    ['1.2.3', 'BAD_NUMBER', 0],
    ['-', 'BAD_NUMBER', 0],
    ['[new Map([[1]])]', 'BAD_MAP', 1],
    ['Map.from({})', 'BAD_MAP', 0],
    ['{} ; process.exit()', 'TEXT_AFTER_END', 3],
    ['(() => 1)()', 'UNEXPECTED_CHARACTER', 0],
    ['`x`', 'UNEXPECTED_CHARACTER', 0],
  ];
  test.each([...rows])('%j is %s at %d', (text, code, offset) => {
    const error = errorOf(text);
    expect([error.code, error.place.offset]).toEqual([code, offset]);
    expect(error.message.length).toBeGreaterThan(20);
  });

  test('line and column count from 1', () => {
    expect(errorOf('{\n a: 1,\n  b ?').place).toEqual({ offset: 13, line: 3, column: 5 });
  });

  test('limits hold on size, depth and number of values', () => {
    expect(errorOf('[1,2,3]', { bytes: 6 }).code).toBe('TOO_LARGE');
    expect(errorOf('[1,2,3]', { values: 3 }).code).toBe('TOO_MANY_VALUES');
    expect(errorOf('[[[1]]]', { depth: 2 }).code).toBe('TOO_DEEP');
    expect(() => decodeTdt(new Uint8Array(7), { bytes: 6 })).toThrow(TdtError);
    expect(() => decodeTdt(new Uint8Array(0))).toThrow(TdtError);
  });

  test('no nesting exhausts the stack, whatever limit is asked', () => {
    for (const open of ['[', '{a:', 'new A(', 'Map.from([[1,', 'new Map({a:']) {
      expect(errorOf(open.repeat(200_000), { depth: 1e9 }).code).toBe('TOO_DEEP');
    }
  });

  test('time grows with the size, not with its square', () => {
    const n = 1_000_000;
    expect(errorOf(`"${'\\n'.repeat(n)}`).code).toBe('UNTERMINATED_STRING');
    expect(errorOf(`{${'a:1,'.repeat(n)}`).code).toBe('UNEXPECTED_END');
    expect(errorOf(' \n'.repeat(n)).code).toBe('EMPTY');
    expect(errorOf(`${'9'.repeat(n)}x`).code).toBe('BAD_NUMBER');
    expect(errorOf(`new ${'A.'.repeat(n)}`).code).toBe('UNEXPECTED_END');
  });

  test('a damaged file is read or refused with a TdtError, never anything else', () => {
    const files = [fixture('new-form.tdt'), fixture('old-form.tdt')];
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.string({ minLength: 8, maxLength: 8 }), damaged),
      { numRuns: RUNS },
    );
  });
});

/** Cuts, doubles and overwrites some bytes; reads what is left. */
const damaged = (file: Uint8Array, seed: string): void => {
  const random = seeded(seed);
  let bytes = Uint8Array.from(file);
  for (let times = below(random, 6) + 1; times > 0; times--) {
    const [from, length] = [below(random, bytes.length), below(random, 40)];
    const rest = bytes.slice(Math.min(bytes.length, from + length));
    const kept = bytes.slice(0, from);
    const change = [[], bytes.slice(from, from + 2 * length), [below(random, 256)]];
    bytes = new Uint8Array([...kept, ...(change[below(random, 3)] ?? []), ...rest]);
  }
  try {
    readRecording(parseTdt(decodeTdt(bytes).text));
  } catch (error) {
    if (!(error instanceof TdtError)) throw error;
  }
};

describe('IMP-1: encodings', () => {
  const row = (text: string, bytes: readonly number[]) => [text, new Uint8Array(bytes)] as const;
  test.each([
    ['utf-8' as const, ...row('"Åsa"', [0x22, 0xc3, 0x85, 0x73, 0x61, 0x22])],
    ['utf-8' as const, ...row('"A"', [0xef, 0xbb, 0xbf, 0x22, 0x41, 0x22])],
    ['windows-1252' as const, ...row('"Åsa–€"', [0x22, 0xc5, 0x73, 0x61, 0x96, 0x80, 0x22])],
  ])('%s: %s', (encoding, text, bytes) => {
    expect(decodeTdt(bytes)).toEqual({ text, encoding });
  });
});
