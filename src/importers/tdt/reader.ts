import { type DecodedText, decodeText } from '../text.ts';
import { fail } from './error.ts';
import {
  type Cursor,
  peek,
  readName,
  readNumber,
  readString,
  skip,
  take,
  unexpected,
} from './tokens.ts';
import type { TdtMap, TdtObject, TdtValue } from './value.ts';

/** How much a file may be; saves seen are 55 to 221 KB, 25 deep, some 20,000 values. */
export type TdtLimits = {
  readonly bytes: number;
  /** At most 1,000, whatever is asked: a deeper one could exhaust the stack. */
  readonly depth: number;
  readonly values: number;
};

const LIMITS: TdtLimits = { bytes: 32 * 1024 * 1024, depth: 200, values: 2_000_000 };
const DEEPEST = 1_000;

/**
 * The file's text. TDD 3.7 writes UTF-8; 3.4.3 and older write the PC's own code page, which for
 * western Europe is windows-1252. Throws `TdtError` (`EMPTY`, `TOO_LARGE`).
 */
export const decodeTdt = (bytes: Uint8Array, limits: Partial<TdtLimits> = {}): DecodedText => {
  if (bytes.length === 0) fail('EMPTY');
  if (bytes.length > (limits.bytes ?? LIMITS.bytes)) fail('TOO_LARGE');
  return decodeText(bytes);
};

type Reader = Cursor & { readonly depth: number; values: number };

/**
 * Reads the one expression of a `.tdt` file: strings, numbers, `true`, `false`, `null`, `undefined`,
 * lists, objects, `new Name(…)`, `new Map({…})` and `Map.from([…])`. It evaluates nothing, looks up
 * nothing and takes time in proportion to the text. Throws only `TdtError`.
 */
export const parseTdt = (text: string, limits: Partial<TdtLimits> = {}): TdtValue => {
  if (text.length > (limits.bytes ?? LIMITS.bytes)) fail('TOO_LARGE');
  const depth = Math.min(limits.depth ?? LIMITS.depth, DEEPEST);
  const reader: Reader = { text, at: 0, depth, values: limits.values ?? LIMITS.values };
  if (peek(reader) === '') fail('EMPTY');
  const value = readValue(reader, 0);
  if (peek(reader) !== '') fail('TEXT_AFTER_END', text, reader.at);
  return value;
};

const readValue = (reader: Reader, depth: number): TdtValue => {
  const first = peek(reader);
  if (depth > reader.depth) fail('TOO_DEEP', reader.text, reader.at);
  if (--reader.values < 0) fail('TOO_MANY_VALUES', reader.text, reader.at);
  if (first === '"' || first === "'") return readString(reader, first);
  if (first === '{') return readObject(reader, depth);
  if (first === '[') return { kind: 'list', items: readItems(reader, '[', ']', depth) };
  if (/[-.\d]/.test(first)) return readNumeral(reader);
  return readWord(reader, depth);
};

/** `-Infinity` is what JavaScript writes for a number out of bounds, so it is one here. */
const readNumeral = (reader: Reader): TdtValue => {
  if (!reader.text.startsWith('-Infinity', reader.at)) {
    return { kind: 'number', source: readNumber(reader) };
  }
  reader.at += '-Infinity'.length;
  return { kind: 'number', source: '-Infinity' };
};

const readWord = (reader: Reader, depth: number): TdtValue => {
  const start = reader.at;
  const word = readName(reader);
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'NaN':
    case 'Infinity':
      return { kind: 'number', source: word };
    case 'new':
      return readConstruction(reader, depth, start);
    case 'Map':
      return readMapFrom(reader, depth, start);
    case '':
      return unexpected(reader);
    default:
      return fail('UNKNOWN_WORD', reader.text, start);
  }
};

const readItems = (reader: Reader, open: string, close: string, depth: number): TdtValue[] => {
  const items: TdtValue[] = [];
  take(reader, open);
  while (!skip(reader, close)) {
    items.push(readValue(reader, depth + 1));
    if (peek(reader) !== close) take(reader, ',');
  }
  return items;
};

const readObject = (reader: Reader, depth: number): TdtObject => {
  const fields = new Map<string, TdtValue>();
  take(reader, '{');
  while (!skip(reader, '}')) {
    const key = readKey(reader);
    take(reader, ':');
    fields.set(key, readValue(reader, depth + 1));
    if (peek(reader) !== '}') take(reader, ',');
  }
  return { kind: 'object', fields };
};

const readKey = (reader: Reader): string => {
  const first = peek(reader);
  if (first === '"' || first === "'") return readString(reader, first);
  if (/[-.\d]/.test(first)) return readNumber(reader);
  const name = readName(reader);
  return name === '' ? unexpected(reader) : name;
};

const readConstruction = (reader: Reader, depth: number, start: number): TdtValue => {
  const parts = [readName(reader)];
  while (skip(reader, '.')) parts.push(readName(reader));
  if (parts.includes('')) unexpected(reader);
  const type = parts.join('.');
  const args = readItems(reader, '(', ')', depth);
  return type === 'Map' ? mapOf(reader, args, start) : { kind: 'new', type, args };
};

const mapOf = (reader: Reader, args: readonly TdtValue[], start: number): TdtMap => {
  const [content] = args;
  if (args.length === 0) return { kind: 'map', entries: [] };
  if (args.length > 1 || typeof content !== 'object' || content === null) {
    return fail('BAD_MAP', reader.text, start);
  }
  if (content.kind === 'list') return pairsOf(reader, content.items, start);
  if (content.kind === 'object') return { kind: 'map', entries: [...content.fields] };
  return fail('BAD_MAP', reader.text, start);
};

const readMapFrom = (reader: Reader, depth: number, start: number): TdtMap => {
  take(reader, '.');
  if (readName(reader) !== 'from') fail('UNKNOWN_WORD', reader.text, start);
  const [content, ...more] = readItems(reader, '(', ')', depth);
  if (more.length > 0 || typeof content !== 'object' || content?.kind !== 'list') {
    return fail('BAD_MAP', reader.text, start);
  }
  return pairsOf(reader, content.items, start);
};

const pairsOf = (reader: Reader, items: readonly TdtValue[], start: number): TdtMap => {
  const pair = (item: TdtValue): readonly [TdtValue, TdtValue] =>
    typeof item === 'object' && item?.kind === 'list' && item.items.length === 2
      ? [item.items[0], item.items[1]]
      : fail('BAD_MAP', reader.text, start);
  return { kind: 'map', entries: items.map(pair) };
};
