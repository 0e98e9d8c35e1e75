import * as v from 'valibot';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Largest amount or chip count that any door lets in: sums of millions of them stay exact. */
export const LARGEST = 1_000_000_000_000;

const whole = v.pipe(v.number(), v.safeInteger());

/** Text that a person typed: trimmed, at most `most` characters, no control characters. */
export const text = (most: number, least = 0) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(least),
    v.maxLength(most),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused here
    v.regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/u, 'must not contain control characters'),
  );

export const count = (most = LARGEST, least = 0) =>
  v.pipe(whole, v.minValue(least), v.maxValue(most));

/** Money in minor units of the tournament's currency. */
export const amount = count();
export const signedAmount = count(LARGEST, -LARGEST);
export const chips = count();
/** A share in basis points: 10000 is the whole. */
export const basisPoints = count(10_000);
/** Ids are opaque outside; Felt makes UUIDv7, recordings bring others. */
export const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/u, 'must be an id'),
  // Records are looked up by ids, and these names every record has.
  v.check((name) => !(name in Object.prototype), 'must be an id'),
);
export const wallMs = count(253_402_300_799_999);
/** A moment as REST takes it, ISO 8601 with its offset, or ms since the epoch; kept as ms. */
export const moment = v.union([
  wallMs,
  v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((iso) => new Date(iso).getTime()),
    wallMs,
  ),
]);
