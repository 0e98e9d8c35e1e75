import { fail } from './error.ts';
import { FUNCTIONS } from './functions.ts';
import { INFIXES, PREFIXES } from './operators.ts';
import { isName, type Token, tokensOf } from './tokens.ts';
import type { Infix, Node } from './tree.ts';

/** Deepest nesting: far beyond any real formula, far below what a browser's stack takes. */
export const DEEPEST = 100;

type Reader = {
  readonly tokens: readonly Token[];
  readonly end: Token;
  next: number;
  depth: number;
  /** How many brackets are open here: inside of them a new line is no more than a space. */
  brackets: number;
};

const peek = (reader: Reader): Token => reader.tokens[reader.next] ?? reader.end;

const take = (reader: Reader): Token => {
  const token = peek(reader);
  reader.next++;
  return token;
};

const unexpected = ({ kind, at }: Token): never =>
  fail(kind === 'end' ? 'UNEXPECTED_END' : 'UNEXPECTED', at);

const isSign = ({ kind, text }: Token, sign: string): boolean => kind === 'sign' && text === sign;

const expect = (reader: Reader, sign: string): void => {
  const token = take(reader);
  if (!isSign(token, sign)) unexpected(token);
};

/** Reads what stands between brackets; the opening one is taken already. */
const within = <T>(reader: Reader, closing: ')' | ']', read: () => T): T => {
  reader.brackets++;
  const found = read();
  reader.brackets--;
  expect(reader, closing);
  return found;
};

const commaSeparated = (reader: Reader, closing: ')' | ']'): Node[] => {
  if (isSign(peek(reader), closing)) return [];
  const items = [expression(reader, 0)];
  while (isSign(peek(reader), ',')) {
    take(reader);
    items.push(expression(reader, 0));
  }
  return items;
};

const call = (reader: Reader, { text: name, at }: Token): Node => {
  const rule = FUNCTIONS.get(name) ?? fail('UNKNOWN_FUNCTION', at);
  const args = within(reader, ')', () => commaSeparated(reader, ')'));
  const fits = args.length >= rule.least && args.length <= rule.most;
  return fits ? { kind: 'call', at, name, args } : fail('WRONG_ARGUMENTS', at);
};

/** `assign("name", value)`: the only place where a text stands. */
const assign = (reader: Reader, at: number): Node =>
  within(reader, ')', () => {
    const { kind, text, at: place } = take(reader);
    const name = text.trim().toLowerCase();
    if (kind !== 'text' || !isName(name)) fail('BAD_NAME', place);
    expect(reader, ',');
    return { kind: 'assign', at, name, to: expression(reader, 0) };
  });

const word = (reader: Reader, token: Token): Node => {
  const { text: name, at } = token;
  if (!isName(name)) return unexpected(token);
  const open = peek(reader);
  if (!isSign(open, '(') || open.newLine) return { kind: 'name', at, name };
  take(reader);
  return name === 'assign' ? assign(reader, at) : call(reader, token);
};

const operand = (reader: Reader): Node => {
  const token = take(reader);
  const { kind, text, at } = token;
  const prefix = PREFIXES.get(text);
  if (prefix && kind !== 'text')
    return { kind: 'prefix', at, sign: prefix.sign, of: expression(reader, prefix.binds) };
  if (kind === 'number') return { kind: 'number', at, value: Number(text) };
  if (kind === 'name') return word(reader, token);
  if (isSign(token, '(')) return within(reader, ')', () => sequence(reader, at));
  if (isSign(token, '['))
    return { kind: 'list', at, items: within(reader, ']', () => commaSeparated(reader, ']')) };
  return unexpected(token);
};

/** The operator that goes on with an expression, where one does: a new line ends it outside brackets. */
const infixAt = (reader: Reader) => {
  const { kind, text, newLine } = peek(reader);
  if (kind === 'text' || (newLine && reader.brackets === 0)) return undefined;
  return INFIXES.get(text);
};

/** `is not` is one word: otherwise it would compare with a truth value, which nobody means. */
const signOf = (reader: Reader, sign: Infix): Infix => {
  const { text: before } = take(reader);
  const { kind, text: after } = peek(reader);
  if (before !== 'is' || kind !== 'name' || after !== 'not') return sign;
  take(reader);
  return '!=';
};

/** An expression of operators that bind tighter than `above`; equals group from the left. */
const expression = (reader: Reader, above: number): Node => {
  if (++reader.depth > DEEPEST) fail('TOO_DEEP', peek(reader).at);
  let left = operand(reader);
  for (let next = infixAt(reader); next && next.binds > above; next = infixAt(reader)) {
    const { at } = peek(reader);
    const sign = signOf(reader, next.sign);
    left = { kind: 'infix', at, sign, left, right: expression(reader, next.binds) };
  }
  reader.depth--;
  return left;
};

/** Statements up to the closing bracket or the end. */
const sequence = (reader: Reader, at: number): Node => {
  const steps: Node[] = [];
  for (;;) {
    while (isSign(peek(reader), ';')) take(reader);
    const token = peek(reader);
    if (token.kind === 'end' || isSign(token, ')')) break;
    if (steps.length > 0 && !separated(reader)) unexpected(token);
    steps.push(expression(reader, 0));
  }
  const last = steps.at(-1) ?? unexpected(peek(reader));
  return steps.length === 1 ? last : { kind: 'sequence', at, first: steps.slice(0, -1), last };
};

/** A statement may begin here: behind `;` or on a line of its own. */
const separated = (reader: Reader): boolean => {
  const before = reader.tokens[reader.next - 1];
  return peek(reader).newLine || (before !== undefined && isSign(before, ';'));
};

/** Reads a formula; fails with the place. A leading `=`, as in spreadsheets, is ignored. */
export const parse = (text: string): Node => {
  const tokens = tokensOf(text);
  const end: Token = { kind: 'end', text: '', at: text.length, newLine: false };
  const reader: Reader = { tokens, end, next: 0, depth: 0, brackets: 0 };
  if (isSign(peek(reader), '=')) take(reader);
  if (tokens.slice(reader.next).every((t) => t.kind === 'end' || isSign(t, ';'))) fail('EMPTY', 0);
  const tree = sequence(reader, 0);
  if (peek(reader).kind !== 'end') unexpected(peek(reader));
  return tree;
};
