import * as v from 'valibot';
import { chips, count } from '../../kernel/parse.ts';

export const ANTES = ['none', 'bigBlind', 'classic'] as const;
export type Antes = (typeof ANTES)[number];

const chipValues = v.pipe(
  v.array(count(undefined, 1)),
  v.minLength(1),
  v.maxLength(20),
  v.check((values) => new Set(values).size === values.length, 'must have each chip value once'),
);

/** What a director knows of the night to come (BLD-3). */
export const structureWishSchema = v.strictObject({
  players: count(20_000, 2),
  startingStack: v.pipe(chips, v.minValue(1), v.maxValue(1_000_000_000)),
  /** Wanted duration, breaks included. */
  minutes: count(6_000, 20),
  /** Values of the chips in the set. */
  chips: chipValues,
  levelMinutes: v.optional(count(240, 1)),
  /** Rounds until the end is expected. */
  levels: v.optional(count(100, 2)),
  /** Rounds between breaks; 0: none. Left out: about every 75 minutes. */
  breakEvery: v.optional(count(100)),
  breakMinutes: v.optional(count(240, 1), 10),
  antes: v.optional(v.picklist(ANTES), 'bigBlind'),
  /** Further starting stacks that are expected: re-entries, rebuys, add-ons. */
  rebuys: v.optional(count(100_000), 0),
});
export type StructureWish = v.InferOutput<typeof structureWishSchema>;
