import * as v from 'valibot';
import { amount, id, text } from '../../kernel/parse.ts';
import type { RowWrite } from '../../kernel/room.ts';
import type { About, Conflict, Reason, Side } from './events.ts';
import { REASONS } from './events.ts';
import type { Request } from './state.ts';

// ── Words that the outside sends ────────────────────────────────────────────────────────────────

/** The entry that a registration becomes, as at the desk; nothing said: unpaid, a seat is drawn. */
export const acceptBody = v.strictObject({
  profileId: v.optional(id),
  payment: v.optional(
    v.strictObject({
      method: v.optional(v.picklist(['cash', 'card', 'ticket', 'online', 'credit']), 'cash'),
      /** Handed over now; left out: nothing yet. */
      paid: v.optional(amount, 0),
    }),
    {},
  ),
  /** After entries closed, or past a limit: why the floor lets it happen. */
  override: v.optional(text(200, 1)),
});
export type Accept = v.InferOutput<typeof acceptBody>;

export const refuseBody = v.strictObject({ reason: v.picklist(REASONS) });
export const settleBody = v.strictObject({ side: v.picklist(['ours', 'theirs']) });
/** The decision that is meant: another tablet may have decided anew. */
export const undoBody = v.strictObject({ eventId: id });

// ── What the room needs of the others, which it may not know ────────────────────────────────────

export type Person = { readonly id: string; readonly name: string };
export type Event = { readonly id: string; readonly name: string; readonly status: string };

/** What ids stand for, for the operator's page. */
export type Words = {
  /** Null: erased, or never known. */
  readonly player: Person | null;
  readonly tournament: Event | null;
  /** What entries of this tournament are sold at; none where it is over. */
  readonly prices: readonly {
    readonly id: string;
    readonly name: string;
    /** Minor units of `currency`. */
    readonly price: number;
  }[];
  readonly currency: string | null;
  /** Entries are closed: letting one in needs a reason. */
  readonly isClosed: boolean;
  /** Its entry was taken back in the tournament itself. */
  readonly isGone: boolean;
  readonly values: readonly Values[];
};

/** Both sides of a conflict as a person reads them; '' is nothing. */
export type Values = { readonly field: string; readonly ours: string; readonly theirs: string };

/** Commands for other rooms that hold together with this one's, and rows that belong to them. */
export type Plan = {
  readonly orders: readonly {
    readonly stream: string;
    readonly command: object;
    readonly ifVersion?: number;
  }[];
  readonly rows: readonly RowWrite[];
};

/** The rest of the leaf, as far as a decision reaches into it. */
export type Desk = {
  readonly words: (request: Request) => Promise<Words>;
  readonly accept: (request: Request, entryId: string, body: Accept) => Promise<Plan>;
  /** Makes that side of a conflict stand. */
  readonly settle: (request: Request, side: Side, by: string) => Promise<Plan>;
  /** Takes back what the last decision did in other rooms. */
  readonly undo: (request: Request, by: string) => Promise<Plan>;
};

// ── Commands as the room meets them ─────────────────────────────────────────────────────────────

/** What the leaf decides about an order at once. */
export type Verdict =
  | { readonly verdict: 'waiting' | 'unknown' }
  | { readonly verdict: 'applied'; readonly ignored: readonly string[] }
  | {
      readonly verdict: 'conflicted';
      readonly ignored: readonly string[];
      readonly conflicts: readonly Conflict[];
      readonly stands: Side;
      readonly version: number | null;
    }
  | { readonly verdict: 'accepted'; readonly entryId: string }
  | { readonly verdict: 'refused'; readonly code: string };

export type Taken = {
  readonly orderId: string;
  readonly venueId: string;
  readonly seq: number;
  readonly kind: string;
  readonly about: About;
};

export type Command =
  | ({ readonly type: 'take' } & Taken & Verdict)
  | { readonly type: 'accept'; readonly orderId: string; readonly entryId: string }
  | { readonly type: 'refuse'; readonly orderId: string; readonly reason: Reason }
  | { readonly type: 'settle'; readonly orderId: string; readonly side: Side }
  | { readonly type: 'undo'; readonly orderId: string; readonly eventId: string };

/** Every reason for which the room turns a command down. */
export const REFUSALS = [
  'ORDER_TAKEN',
  'ORDERS_MISSING',
  'NO_SUCH_REQUEST',
  'REQUEST_DECIDED',
  'NO_DECISION',
  'ALREADY_UNDONE',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];
