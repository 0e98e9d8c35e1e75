import * as v from 'valibot';
import { sum } from '../kernel/money.ts';
import { count, text } from '../kernel/parse.ts';

/** `#rrggbb`, as colour fields of pages and screens take it. */
export const colorSchema = v.pipe(
  v.string(),
  v.regex(/^#[0-9a-fA-F]{6}$/u, 'must be a colour like #1a7f37'),
);

export const chipSchema = v.strictObject({
  value: count(undefined, 1),
  color: colorSchema,
  label: v.exactOptional(text(20)),
  /** Name of a picture that the venue has stored. */
  picture: v.exactOptional(text(200)),
  /** How many of it are in one starting stack; 0 for chips that only come in by colouring up. */
  perStack: count(10_000),
});
export type ChipSpec = v.InferOutput<typeof chipSchema>;

/** A chip set: at most 30 chips, each value once. */
export const chipSetSchema = v.pipe(
  v.array(chipSchema),
  v.maxLength(30),
  v.check(
    (chips) => new Set(chips.map((chip) => chip.value)).size === chips.length,
    'must have each chip value once',
  ),
);

export type ChipCount = { readonly value: number; readonly count: number };

/** Chips in one starting stack. */
export const stackOf = (chips: readonly ChipSpec[]): number =>
  sum(chips.map((chip) => chip.value * chip.perStack));

/** An amount in as few chips as the set allows, largest first; `odd` is what no chip can make. */
export const inChips = (
  chips: readonly ChipSpec[],
  amount: number,
): { chips: ChipCount[]; odd: number } => {
  let odd = amount;
  const counts = [...chips]
    .sort((a, b) => b.value - a.value)
    .map(({ value }) => {
      const rest = odd % value;
      const many = (odd - rest) / value;
      odd = rest;
      return { value, count: many };
    });
  return { chips: counts.reverse(), odd };
};

/**
 * How many of each chip the night needs (CHP-1), smallest first: a full stack for every entry and
 * rebuy, and every add-on of `addOnChips` in as few chips as possible.
 */
export const chipsNeeded = (question: {
  readonly chips: readonly ChipSpec[];
  readonly entries: number;
  readonly rebuys?: number;
  readonly addOns?: number;
  readonly addOnChips?: number;
}): ChipCount[] => {
  const { chips, entries, rebuys = 0, addOns = 0, addOnChips = 0 } = question;
  const addOn = new Map(inChips(chips, addOnChips).chips.map((c) => [c.value, c.count]));
  return [...chips]
    .sort((a, b) => a.value - b.value)
    .map(({ value, perStack }) => ({
      value,
      count: (entries + rebuys) * perStack + addOns * (addOn.get(value) ?? 0),
    }));
};
