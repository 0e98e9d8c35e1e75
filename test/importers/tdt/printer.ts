import type { TdtValue } from '../../../src/importers/tdt/value.ts';
import { below, type Random } from '../../../src/kernel/random.ts';

/** Writes a value back as a `.tdt` expression, in any of the ways that mean the same. */
export const print = (value: TdtValue, random: Random): string => {
  const space = () => [' ', '', '', '\n', '\t '][below(random, 5)] ?? '';
  const again = (inner: TdtValue) => space() + print(inner, random) + space();
  const list = (items: readonly TdtValue[]) =>
    `[${items.map(again).join(',')}${items.length > 0 && below(random, 4) === 0 ? ',' : ''}]`;
  if (typeof value === 'string') return quoted(value, random);
  if (typeof value !== 'object' || value === null) return String(value);
  switch (value.kind) {
    case 'number':
      return value.source;
    case 'list':
      return list(value.items);
    case 'object':
      return `{${[...value.fields].map(([k, v]) => `${key(k, random)}:${again(v)}`).join(',')}}`;
    case 'new':
      return `new ${value.type}${space()}(${value.args.map(again).join(',')})`;
    case 'map':
      return printMap(value.entries, random, again);
  }
};

type Entries = readonly (readonly [TdtValue, TdtValue])[];

const printMap = (entries: Entries, random: Random, again: (v: TdtValue) => string): string => {
  const pairs = entries.map(([k, v]) => `[${again(k)},${again(v)}]`).join(',');
  const keys = entries.map(([k]) => k);
  const asObject = keys.every((k) => typeof k === 'string') && new Set(keys).size === keys.length;
  if (!asObject || below(random, 2) === 0) return `Map.from([${pairs}])`;
  return `new Map({${entries.map(([k, v]) => `${key(String(k), random)}:${again(v)}`).join(', ')}})`;
};

const key = (name: string, random: Random): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && below(random, 3) > 0 ? name : quoted(name, random);

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

const quoted = (text: string, random: Random): string => {
  const quote = below(random, 4) === 0 ? "'" : '"';
  const units = Array.from(text, (character) => written(character, quote, random));
  return quote + units.join('') + quote;
};

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

const written = (character: string, quote: string, random: Random): string => {
  const code = character.codePointAt(0) ?? 0;
  const way = below(random, 12);
  if (way === 0) return `\\u{${hex(code, 1)}}`;
  if (way === 1 && code < 0x100) return `\\x${hex(code, 2)}`;
  if (way === 2 && code < 0x10000) return `\\u${hex(code, 4)}`;
  if (way === 3 && code < 0x80) return `\\${code.toString(8).padStart(3, '0')}`;
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  return character === quote || character === '\\' ? `\\${character}` : character;
};
