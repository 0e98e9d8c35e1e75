import { fail } from './error.ts';

/** A place in the text that the reader moves forward; no character is looked at more than twice. */
export type Cursor = { readonly text: string; at: number };

const SPACE = /[\s\u00a0\ufeff]*/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;

const match = (cursor: Cursor, pattern: RegExp): string => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
};

/** The next character that means something, or `''` at the end; the cursor stands on it. */
export const peek = (cursor: Cursor): string => {
  match(cursor, SPACE);
  return cursor.text.charAt(cursor.at);
};

export const unexpected = (cursor: Cursor): never =>
  peek(cursor) === ''
    ? fail('UNEXPECTED_END', cursor.text, cursor.at)
    : fail('UNEXPECTED_CHARACTER', cursor.text, cursor.at);

export const take = (cursor: Cursor, character: string): void => {
  if (peek(cursor) !== character) unexpected(cursor);
  cursor.at++;
};

/** Takes the character if it comes next. */
export const skip = (cursor: Cursor, character: string): boolean => {
  const here = peek(cursor) === character;
  if (here) cursor.at++;
  return here;
};

/** An identifier, `''` where none stands. */
export const readName = (cursor: Cursor): string => {
  peek(cursor);
  return match(cursor, NAME);
};

/** The number as it is written, sign included. A digit or a letter right behind it is an error. */
export const readNumber = (cursor: Cursor): string => {
  const start = cursor.at;
  const source = match(cursor, NUMBER);
  if (source === '' || /[\w$.]/.test(cursor.text.charAt(cursor.at))) {
    fail('BAD_NUMBER', cursor.text, start);
  }
  return source;
};

const SIMPLE: { readonly [character: string]: string | undefined } = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r': '',
  '\u2028': '',
  '\u2029': '',
};

const CODED = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,8})\}/y;
const OCTAL = /[0-3][0-7]{0,2}|[4-7][0-7]?/y;

/** One escape, the cursor behind its backslash (ECMA-262 §12.9.4 and its annex B.1.2). */
const readEscape = (cursor: Cursor): string => {
  const start = cursor.at;
  const octal = match(cursor, OCTAL);
  if (octal !== '') return String.fromCharCode(Number.parseInt(octal, 8));
  const character = cursor.text.charAt(start);
  if (character !== 'x' && character !== 'u') {
    cursor.at += cursor.text.startsWith('\r\n', start) ? 2 : 1;
    return Object.hasOwn(SIMPLE, character) ? (SIMPLE[character] ?? '') : character;
  }
  const code = Number.parseInt(match(cursor, CODED).replace(/[xu{}]/g, ''), 16);
  if (!(code <= 0x10ffff)) fail('BAD_ESCAPE', cursor.text, start - 1);
  return String.fromCodePoint(code);
};

const PLAIN = { '"': /[^"\\\n\r]*/y, "'": /[^'\\\n\r]*/y } as const;

/** A string in either quote, the cursor on the opening one. */
export const readString = (cursor: Cursor, quote: '"' | "'"): string => {
  const start = cursor.at;
  const parts: string[] = [];
  cursor.at++;
  for (;;) {
    parts.push(match(cursor, PLAIN[quote]));
    const character = cursor.text.charAt(cursor.at);
    cursor.at++;
    if (character === quote) return parts.join('');
    if (character !== '\\' || cursor.at >= cursor.text.length) {
      fail('UNTERMINATED_STRING', cursor.text, start);
    }
    parts.push(readEscape(cursor));
  }
};
