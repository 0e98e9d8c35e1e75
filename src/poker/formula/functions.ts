import { fail } from './error.ts';
import type { Value } from './tree.ts';

/** What a function is given; it is worked out when asked for, so that `if` takes only one way. */
export type Argument = { readonly at: number; readonly value: () => Value };

export type Call = {
  readonly args: readonly Argument[];
  /** Where the function's name stands. */
  readonly at: number;
  /** Called before a list of so many numbers is made or gone through. */
  readonly spend: (steps: number) => void;
};

export type Rule = {
  readonly least: number;
  readonly most: number;
  readonly run: (call: Call) => Value;
};

export const isList = (value: Value): value is readonly number[] => typeof value !== 'number';

const number = ({ at, value }: Argument): number => {
  const found = value();
  return isList(found) ? fail('EXPECTED_NUMBER', at) : found;
};

const argument = ({ args, at }: Call, i: number): Argument =>
  args[i] ?? fail('WRONG_ARGUMENTS', at);

/** Numbers and lists side by side, as one list. */
export const flat = (args: readonly Argument[], spend: Call['spend']): number[] => {
  const all: number[] = [];
  for (const { value } of args) {
    const part = value();
    const numbers = isList(part) ? part : [part];
    spend(numbers.length);
    for (const one of numbers) all.push(one);
  }
  return all;
};

const numeric = (least: number, most: number, f: (...numbers: number[]) => number): Rule => ({
  least,
  most,
  run: ({ args }) => f(...args.map(number)),
});

const overList = (f: (list: readonly number[]) => number): Rule => ({
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: ({ args, spend }) => f(flat(args, spend)),
});

/** The first is a number that says how many; the rest is one list. */
const partOfList = (part: (ascending: readonly number[], count: number) => Value): Rule => ({
  least: 2,
  most: Number.POSITIVE_INFINITY,
  run: (call) => {
    const count = Math.max(0, Math.floor(number(argument(call, 0))));
    const list = flat(call.args.slice(1), call.spend);
    return part(
      list.sort((a, b) => a - b),
      count,
    );
  },
});

/** A whole number from 0 on, below `limit`. */
const position = (from: Argument, limit: number): number => {
  const found = number(from);
  const fits = Number.isInteger(found) && found >= 0 && found < limit;
  return fits ? found : fail('OUT_OF_RANGE', from.at);
};

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** A half goes up, as in the recorded formulas; beyond 15 digits a number has nothing to round. */
const round = (x = 0, digits = 0): number => {
  const shift = Math.max(-15, Math.min(15, Math.trunc(digits)));
  const power = 10 ** Math.abs(shift);
  return shift < 0 ? Math.round(x / power) * power : Math.round(x * power) / power;
};

const roundWith = (how: (x: number) => number): Rule => ({
  least: 2,
  most: 2,
  run: (call) => {
    const [x, unit] = [number(argument(call, 0)), number(argument(call, 1))];
    return unit === 0 ? fail('DIVISION_BY_ZERO', argument(call, 1).at) : how(x / unit) * unit;
  },
});

const when: Rule = {
  least: 2,
  most: 3,
  run: (call) => {
    if (number(argument(call, 0)) !== 0) return argument(call, 1).value();
    return call.args[2]?.value() ?? 0;
  },
};

/** `switch(x, v1, r1, v2, r2, …[, default])`; no match and no default give 0. */
const choose: Rule = {
  least: 3,
  most: Number.POSITIVE_INFINITY,
  run: (call) => {
    const x = number(argument(call, 0));
    for (let i = 1; i + 1 < call.args.length; i += 2)
      if (number(argument(call, i)) === x) return argument(call, i + 1).value();
    return call.args.length % 2 === 0 ? argument(call, call.args.length - 1).value() : 0;
  },
};

/** `lswitch(x, r1, r2, …)`: x counts from 1; the last result stands for every other x. */
const chooseByPlace: Rule = {
  least: 2,
  most: Number.POSITIVE_INFINITY,
  run: (call) => {
    const x = number(argument(call, 0));
    const last = call.args.length - 1;
    const known = Number.isInteger(x) && x >= 1 && x < last;
    return argument(call, known ? x : last).value();
  },
};

/** `index(list, i)`, i from 0. */
const index: Rule = {
  least: 2,
  most: 2,
  run: (call) => {
    const list = flat([argument(call, 0)], call.spend);
    return list[position(argument(call, 1), list.length)] ?? fail('OUT_OF_RANGE', call.at);
  },
};

/** Cut, or filled up with 0. */
const setListLength: Rule = {
  least: 2,
  most: 2,
  run: (call) => {
    const list = flat([argument(call, 0)], call.spend);
    const length = position(argument(call, 1), Number.MAX_SAFE_INTEGER);
    call.spend(length);
    return Array.from({ length }, (_, i) => list[i] ?? 0);
  },
};

const oneOf: Rule = {
  least: 2,
  most: Number.POSITIVE_INFINITY,
  run: (call) => {
    const x = number(argument(call, 0));
    return flat(call.args.slice(1), call.spend).includes(x) ? 1 : 0;
  },
};

/**
 * Functions of The Tournament Director's language whose results are the same to the last bit in
 * every engine, by their names in lower case. `pow exp log ln log10 sin cos tan asin acos atan` are
 * not, and `random` is chance: pages derive with this code what the leaf derives too, so those
 * belong to the leagues, which work out their points on the leaf alone and hand them in from there.
 * `min`, `max` and `average` of an empty list are 0: a player without results has no points.
 */
export const FUNCTIONS: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    abs: numeric(1, 1, (x = 0) => Math.abs(x)),
    ceil: numeric(1, 1, (x = 0) => Math.ceil(x)),
    floor: numeric(1, 1, (x = 0) => Math.floor(x)),
    sqrt: numeric(1, 1, (x = 0) => Math.sqrt(x)),
    triangle: numeric(1, 1, (x = 0) => (x * (x + 1)) / 2),
    round: numeric(1, 2, round),
    roundtonearest: roundWith(Math.round),
    rounduptonearest: roundWith(Math.ceil),
    rounddowntonearest: roundWith(Math.floor),
    if: when,
    switch: choose,
    lswitch: chooseByPlace,
    min: overList((list) => list.reduce((a, b) => Math.min(a, b), list[0] ?? 0)),
    max: overList((list) => list.reduce((a, b) => Math.max(a, b), list[0] ?? 0)),
    sum: overList(sum),
    product: overList((list) => list.reduce((a, b) => a * b, 1)),
    average: overList((list) => (list.length === 0 ? 0 : sum(list) / list.length)),
    count: overList((list) => list.length),
    top: partOfList((list, count) => list.slice(Math.max(0, list.length - count))),
    bottom: partOfList((list, count) => list.slice(0, count)),
    oneof: oneOf,
    index,
    setlistlength: setListLength,
  } satisfies Readonly<Record<string, Rule>>),
);
