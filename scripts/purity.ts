import type { Breach, Node } from './sources.ts';
import { childrenOf, isNode, isPure, parseSource, sourceFiles } from './sources.ts';

/** Names that reach for a clock, for chance, for the machine or the network. */
const FORBIDDEN = new Set(
  `Bun Deno Function WebSocket XMLHttpRequest clearInterval clearTimeout console crypto document eval
  fetch global globalThis localStorage navigator performance process queueMicrotask require self
  sessionStorage setImmediate setInterval setTimeout window`.split(/\s+/),
);

/** Exact in every engine; `pow`, `exp`, `log` and the like differ in their last bits. */
const EXACT = new Set(
  'abs ceil clz32 floor imul max min round sign sqrt trunc PI E fround'.split(' '),
);

/** These read the machine's time zone. */
const LOCAL_TIME =
  /^(get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|TimezoneOffset)$/;

/** Nodes of the type syntax vanish at run time, except these, which hold an expression. */
const TYPED = new Set([
  'TSAsExpression',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
]);

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' && typeof node['name'] === 'string'
    ? node['name']
    : undefined;

const isBig = (node: unknown): boolean =>
  isNode(node) &&
  ((node.type === 'Literal' && typeof node['bigint'] === 'string') ||
    (node.type === 'CallExpression' && nameOf(node['callee']) === 'BigInt'));

/** `10 ** digits` is exact for the whole exponents that money has, and so is any power of a bigint. */
const isExactPower = (left: unknown): boolean =>
  isBig(left) ||
  (isNode(left) && left.type === 'Literal' && [2, 10].includes(Number(left['value'])));

const memberProblem = (node: Node): string | undefined => {
  const object = nameOf(node['object']);
  const property = node['computed'] ? undefined : nameOf(node['property']);
  if (property && LOCAL_TIME.test(property)) return `.${property} reads the machine's time zone`;
  if (object === 'Math' && !(property && EXACT.has(property))) {
    return `Math.${property ?? '[…]'} is chance, or not exact in every engine`;
  }
  if (object === 'Date' && property !== 'UTC') {
    return `Date.${property ?? '[…]'}: the time comes with the command`;
  }
  return undefined;
};

const nameProblem = (name: string): string | undefined => {
  if (FORBIDDEN.has(name)) return `${name} is out of reach in pure code`;
  if (name === 'Date') return 'Date without a moment: the time comes with the command';
  return name === 'Math' ? 'Math only by its exact members' : undefined;
};

const problem = (node: Node): string | undefined => {
  switch (node.type) {
    case 'Identifier':
      return nameProblem(nameOf(node) ?? '');
    case 'MemberExpression':
      return memberProblem(node);
    case 'MetaProperty':
    case 'ImportExpression':
      return 'import.meta and import() are out of reach in pure code';
    case 'BinaryExpression':
    case 'AssignmentExpression':
      return /^\*\*/.test(String(node['operator'])) && !isExactPower(node['left'])
        ? '** is exact only for 2, 10 and bigints'
        : undefined;
    default:
      return undefined;
  }
};

/** The nodes below that are evaluated: no types, no names of members and keys. */
const reached = (node: Node): readonly Node[] => {
  const children = childrenOf(node).filter(
    (child) => !child.type.startsWith('TS') || TYPED.has(child.type),
  );
  const without = (field: string) => children.filter((child) => child !== node[field]);
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'BreakStatement':
    case 'ContinueStatement':
      return [];
    case 'ExportNamedDeclaration':
      return node['source'] ? [] : children;
    case 'MemberExpression':
      return children.filter(
        (child) =>
          (child !== node['property'] || node['computed']) &&
          !(child === node['object'] && ['Math', 'Date'].includes(nameOf(child) ?? '')),
      );
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return node['computed'] ? children : without('key');
    case 'LabeledStatement':
      return without('label');
    case 'NewExpression':
      return isDateOfArguments(node) ? without('callee') : children;
    default:
      return children;
  }
};

const isDateOfArguments = (node: Node): boolean =>
  nameOf(node['callee']) === 'Date' &&
  Array.isArray(node['arguments']) &&
  node['arguments'].length > 0;

const problemsIn = (node: Node): readonly (readonly [Node, string])[] => {
  const own = problem(node);
  return [...(own ? [[node, own] as const] : []), ...reached(node).flatMap(problemsIn)];
};

/**
 * Where pure files reach for time, chance, the machine or inexact arithmetic. A local variable with
 * such a name counts too: give it another one.
 */
export const purityBreaches = (root: string): readonly Breach[] =>
  sourceFiles(root, ['src'])
    .filter(isPure)
    .flatMap((file) => {
      const { program, lineOf } = parseSource(root, file);
      return problemsIn(program).map(([node, message]) => ({
        file,
        line: lineOf(node.start),
        message,
      }));
    });
