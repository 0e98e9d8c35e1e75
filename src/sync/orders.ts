import * as v from 'valibot';
import { count, id, type Json } from '../kernel/parse.ts';
import type { Order } from './protocol.ts';

const rev = count(Number.MAX_SAFE_INTEGER);
const json = v.custom<Json>((value) => value !== undefined);
const fields = v.record(v.string(), json);

/** 256 KB of content, as base64 has it. */
const CONTENT = Math.ceil((256 * 1024) / 3) * 4;

/** What the core may ask of a leaf, by kind; a leaf refuses visibly what it does not know. */
export const ORDERS = {
  /** Fields of a person, and the rev of the profile that the change was made on. */
  profile: v.object({ playerId: id, fields, baseRev: rev }),
  erase: v.object({ playerId: id }),
  /** Settings of the venue, and what the core had seen in their place. */
  settings: v.object({ changes: fields, base: fields }),
  media: v.object({ id, type: v.string(), content: v.pipe(v.string(), v.maxLength(CONTENT)) }),
  registration: v.object({
    registrationId: id,
    tournamentId: id,
    playerId: id,
    profile: v.optional(fields),
  }),
} as const;
export type OrderKind = keyof typeof ORDERS;
export type OrderBody<Kind extends OrderKind> = v.InferOutput<(typeof ORDERS)[Kind]>;

export type KnownOrder = {
  [Kind in OrderKind]: { readonly kind: Kind; readonly body: OrderBody<Kind> };
}[OrderKind];

const isKind = (kind: string): kind is OrderKind => Object.hasOwn(ORDERS, kind);

/** The order with its body as its kind has it; null where this build does not understand it. */
export const knownOrder = ({ kind, body }: Order): KnownOrder | null => {
  if (!isKind(kind)) return null;
  const read = v.safeParse(ORDERS[kind], body);
  // Kind and body come from the same entry of the table, which the type cannot follow.
  return read.success ? ({ kind, body: read.output } as KnownOrder) : null;
};
