export const INFIX = [
  'or',
  'and',
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
] as const;
export type Infix = (typeof INFIX)[number];
export type Prefix = 'not' | '-' | '+';

/** Names are in lower case; `at` is the offset that an error of this part points at. */
export type Node =
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Node[] }
  | { readonly kind: 'prefix'; readonly at: number; readonly sign: Prefix; readonly of: Node }
  | InfixNode
  | CallNode
  | { readonly kind: 'assign'; readonly at: number; readonly name: string; readonly to: Node }
  | SequenceNode;

export type InfixNode = {
  readonly kind: 'infix';
  readonly at: number;
  readonly sign: Infix;
  readonly left: Node;
  readonly right: Node;
};

export type CallNode = {
  readonly kind: 'call';
  readonly at: number;
  readonly name: string;
  readonly args: readonly Node[];
};

/** Statements one after the other; the value is the last one's. */
export type SequenceNode = {
  readonly kind: 'sequence';
  readonly at: number;
  readonly first: readonly Node[];
  readonly last: Node;
};

/** A number, or a flat list of numbers. */
export type Value = number | readonly number[];

/** A formula that was read: plain data, to be worked out as often as wanted. */
export type Formula = { readonly text: string; readonly tree: Node };
