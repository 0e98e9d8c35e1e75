import { fail } from './error.ts';

/** Longest formula, in UTF-16 units; the longest league formula on record has 600. */
export const LONGEST = 10_000;

export type Token = {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  /** Names in lower case, texts without their marks. */
  readonly text: string;
  readonly at: number;
  /** It is the first on its line. */
  readonly newLine: boolean;
};

const SPACE = /[ \t\r\n\u00a0\ufeff]*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const TEXT = /"[^"\n]*"/y;
const SIGN = /&&|\|\||==|!=|<=|>=|[-+*/%<>=!()[\],;]/y;
const WHOLE_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Words with a meaning of their own, which no variable can have. */
const WORDS = new Set(['and', 'or', 'not', 'is']);

/** A name that a formula can use for a value of its own. */
export const isName = (text: string): boolean => WHOLE_NAME.test(text) && !WORDS.has(text);

const match = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
};

const numberAt = (text: string, at: number): string => {
  const found = match(NUMBER, text, at);
  if (found === '') return '';
  const next = at + found.length;
  const glued = text.charAt(next) === '.' || match(NAME, text, next) !== '';
  return glued || !Number.isFinite(Number(found)) ? fail('BAD_NUMBER', at) : found;
};

type Part = Pick<Token, 'kind' | 'text'> & { readonly length: number };

const partAt = (text: string, at: number): Part => {
  const number = numberAt(text, at);
  if (number !== '') return { kind: 'number', text: number, length: number.length };
  const name = match(NAME, text, at);
  if (name !== '') return { kind: 'name', text: name.toLowerCase(), length: name.length };
  const quoted = match(TEXT, text, at);
  if (quoted !== '') return { kind: 'text', text: quoted.slice(1, -1), length: quoted.length };
  const sign = match(SIGN, text, at);
  if (sign !== '') return { kind: 'sign', text: sign, length: sign.length };
  return fail(text.charAt(at) === '"' ? 'UNCLOSED_TEXT' : 'UNEXPECTED_CHARACTER', at);
};

/** The words and signs of a formula, closed by one `end`. */
export const tokensOf = (text: string): Token[] => {
  if (text.length > LONGEST) fail('TOO_LONG', LONGEST);
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    const space = match(SPACE, text, at);
    const newLine = space.includes('\n');
    at += space.length;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', at, newLine }];
    const { kind, text: word, length } = partAt(text, at);
    tokens.push({ kind, text: word, at, newLine });
    at += length;
  }
};
