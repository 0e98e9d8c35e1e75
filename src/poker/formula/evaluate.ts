import { fail } from './error.ts';
import { type Argument, FUNCTIONS, flat, isList } from './functions.ts';
import type { CallNode, Infix, InfixNode, Node, Value } from './tree.ts';

/** Most steps: one for each part of the formula worked out, one for each number in a list made. */
export const MOST_STEPS = 10_000;

type Scope = { readonly values: Map<string, Value>; left: number };

const spend = (scope: Scope, steps: number, at: number): void => {
  scope.left -= steps;
  if (scope.left < 0) fail('STEP_LIMIT', at);
};

/** Infinity is no result, and -0 becomes 0, because the two differ on the wire. */
const finite = (value: number, at: number): number =>
  Number.isFinite(value) ? value + 0 : fail('NOT_FINITE', at);

const numberOf = (scope: Scope, node: Node): number => {
  const value = run(scope, node);
  return isList(value) ? fail('EXPECTED_NUMBER', node.at) : value;
};

const truth = (value: boolean): number => (value ? 1 : 0);

const divisor = (value: number, at: number): number =>
  value === 0 ? fail('DIVISION_BY_ZERO', at) : value;

const applied = (sign: Infix, a: number, right: () => number, at: number): number => {
  switch (sign) {
    case 'or':
      return truth(a !== 0 || right() !== 0);
    case 'and':
      return truth(a !== 0 && right() !== 0);
    case '=':
      return truth(a === right());
    case '!=':
      return truth(a !== right());
    case '<':
      return truth(a < right());
    case '>':
      return truth(a > right());
    case '<=':
      return truth(a <= right());
    case '>=':
      return truth(a >= right());
    case '+':
      return a + right();
    case '-':
      return a - right();
    case '*':
      return a * right();
    case '/':
      return a / divisor(right(), at);
    case '%':
      return a % divisor(right(), at);
  }
};

/** A long sum leans to the left as deep as it is long, so that side is walked, not called. */
const infix = (scope: Scope, node: InfixNode): number => {
  const chain: InfixNode[] = [node];
  let first = node.left;
  for (; first.kind === 'infix'; first = first.left) chain.push(first);
  let value = numberOf(scope, first);
  for (const { sign, right, at } of chain.reverse()) {
    spend(scope, 1, at);
    value = finite(
      applied(sign, value, () => numberOf(scope, right), at),
      at,
    );
  }
  return value;
};

const named = (scope: Scope, name: string, at: number): Value => {
  const value = scope.values.get(name) ?? fail('UNKNOWN_VARIABLE', at);
  if (!isList(value)) return finite(value, at);
  spend(scope, value.length, at);
  return value.every(Number.isFinite) ? value : fail('NOT_FINITE', at);
};

const argumentOf = (scope: Scope, node: Node): Argument => ({
  at: node.at,
  value: () => run(scope, node),
});

const called = (scope: Scope, { name, args, at }: CallNode): Value => {
  const rule = FUNCTIONS.get(name) ?? fail('UNKNOWN_FUNCTION', at);
  const value = rule.run({
    args: args.map((arg) => argumentOf(scope, arg)),
    at,
    spend: (steps) => spend(scope, steps, at),
  });
  return isList(value) ? value : finite(value, at);
};

const run = (scope: Scope, node: Node): Value => {
  spend(scope, 1, node.at);
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name':
      return named(scope, node.name, node.at);
    case 'list':
      return flat(
        node.items.map((item) => argumentOf(scope, item)),
        (steps) => spend(scope, steps, node.at),
      );
    case 'prefix': {
      const value = numberOf(scope, node.of);
      return node.sign === 'not' ? truth(value === 0) : node.sign === '-' ? 0 - value : value;
    }
    case 'infix':
      return infix(scope, node);
    case 'call':
      return called(scope, node);
    case 'assign': {
      const value = run(scope, node.to);
      scope.values.set(node.name, value);
      return value;
    }
    case 'sequence':
      for (const step of node.first) run(scope, step);
      return run(scope, node.last);
  }
};

export type Variables = Readonly<Record<string, Value>>;

/** Works a tree out; fails with the place. Names of variables in any case. */
export const workOut = (tree: Node, variables: Variables): Value => {
  const values = new Map(
    Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return run({ values, left: MOST_STEPS }, tree);
};
