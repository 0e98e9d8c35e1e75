import type { Anchor, Position } from '../../../poker/clock.ts';
import type { SeatRef } from '../../../poker/draw.ts';
import type { PayoutPlan } from '../../../poker/payouts.ts';
import type { CHIP_REASONS, Method } from '../commands.ts';

/** How far a tournament without names has come (BUY-6). */
export type Counters = {
  readonly entries: number;
  readonly remaining: number;
  readonly rebuys: number;
  readonly addOns: number;
};

export type Made<Type extends string, Data> = { readonly type: Type; readonly data: Data };

/** What a player bought, with every price as it was at that moment. */
export type Purchase = {
  readonly profileId: string;
  /** All of it, in minor units; rakes and bounty are parts of it. */
  readonly price: number;
  readonly rakes: readonly { readonly name: string; readonly amount: number }[];
  readonly bounty: number;
  readonly chips: number;
  readonly points: number;
  /** Handed over now; the rest of the price is owed. */
  readonly paid: number;
  readonly method: Method;
  /** Why the floor let it happen past a rule. */
  readonly override?: string;
};

/** Where an entry sits after the event; null is nowhere. */
export type Seated = { readonly entryId: string; readonly seat: SeatRef | null };

export type Moved = Seated & { readonly from: SeatRef | null };

export type Bust = {
  readonly entryId: string;
  /** Higher went out later and ranks better; the same number is a tie. */
  readonly order: number;
  readonly seat: SeatRef | null;
  readonly stack: number | null;
  /** The bounty on this head, split: the sum is exact (BNT-1). */
  readonly hitmen: readonly { readonly entryId: string; readonly bounty: number }[];
};

/** Facts that can be taken back and put back, each by an event that names it. */
export type ActionEvent =
  | Made<
      'player.boughtIn',
      {
        readonly entryId: string;
        readonly playerId: string;
        /** 1 for the first entry of the night; kept under undo and redo. */
        readonly number: number;
        readonly purchase: Purchase;
        readonly seat: SeatRef | null;
        /** Where the seat was drawn: what it was drawn with. */
        readonly seed: string | null;
      }
    >
  | Made<
      'player.rebought',
      {
        readonly entryId: string;
        readonly times: number;
        readonly purchase: Purchase;
        /** The bust that it takes the player back from, with the place it had by then. */
        readonly revives: { readonly eventId: string; readonly order: number } | null;
        readonly seat: SeatRef | null;
      }
    >
  | Made<
      'player.addedOn',
      { readonly entryId: string; readonly times: number; readonly purchase: Purchase }
    >
  | Made<'player.busted', { readonly busts: readonly Bust[]; readonly level: number }>
  | Made<'player.moved', { readonly moves: readonly Moved[]; readonly reason: string }>
  | Made<
      'seats.drawn',
      {
        readonly moves: readonly Moved[];
        readonly seed: string;
        readonly unseated: readonly string[];
      }
    >
  | Made<
      'table.broken',
      {
        readonly tableId: string;
        readonly moves: readonly Moved[];
        readonly seed: string;
      }
    >
  | Made<
      'player.unregistered',
      {
        readonly entryId: string;
        readonly reason: string;
        readonly seat: SeatRef | null;
        /** Given back to the player now, by method; what was owed is forgiven. */
        readonly refund: number;
        readonly method: Method;
      }
    >
  | Made<
      'player.noShowed',
      {
        readonly entryId: string;
        readonly reason: string;
        readonly seat: SeatRef | null;
        /** Taken out of the pool and owed to the player (WSOP R16). */
        readonly refund: number;
      }
    >
  | Made<
      'payment.received',
      { readonly entryId: string; readonly amount: number; readonly method: Method }
    >
  | Made<
      'prize.paid',
      { readonly entryId: string; readonly amount: number; readonly method: Method }
    >
  | Made<
      'refund.paid',
      { readonly entryId: string; readonly amount: number; readonly method: Method }
    >
  | Made<
      'prize.granted',
      {
        readonly entryId: string;
        readonly name: string;
        readonly amount: number;
        /** Where the player was drawn: what with. */
        readonly seed: string | null;
      }
    >
  | Made<
      'deal.made',
      {
        readonly shares: readonly { readonly entryId: string; readonly amount: number }[];
        readonly reason: string;
      }
    >
  | Made<
      'payouts.changed',
      { readonly plan: PayoutPlan; readonly before: PayoutPlan; readonly reason: string }
    >
  | Made<
      'chips.adjusted',
      {
        readonly reason: (typeof CHIP_REASONS)[number];
        readonly chips: number;
        readonly entryId: string | null;
        readonly note: string;
      }
    >
  | Made<
      'chips.counted',
      {
        readonly counts: readonly {
          readonly entryId: string;
          readonly chips: number;
          readonly before: number | null;
        }[];
      }
    >
  | Made<
      'ranks.corrected',
      {
        readonly entryId: string;
        readonly reason: string;
        readonly orders: readonly {
          readonly entryId: string;
          readonly order: number;
          readonly before: number;
        }[];
      }
    >
  | Made<
      'entry.adjusted',
      {
        readonly entryId: string;
        /** Added to what the busts say; also negative. */
        readonly hits: number;
        readonly points: number;
        readonly reason: string;
      }
    >
  | Made<
      'level.started',
      {
        readonly anchor: Anchor;
        readonly by: 'clock' | 'floor';
        /** Where the clock stood, so that a slip of the finger can be taken back. */
        readonly before: Position;
      }
    >
  | Made<'clock.adjusted', { readonly anchor: Anchor; readonly byMs: number }>
  | Made<'counters.set', Counters & { readonly before: Counters }>
  | Made<'tournament.ended', { readonly anchor: Anchor }>;

export const UNDOABLE = [
  'player.boughtIn',
  'player.rebought',
  'player.addedOn',
  'player.busted',
  'player.moved',
  'seats.drawn',
  'table.broken',
  'player.unregistered',
  'player.noShowed',
  'payment.received',
  'prize.paid',
  'refund.paid',
  'prize.granted',
  'deal.made',
  'payouts.changed',
  'chips.adjusted',
  'chips.counted',
  'ranks.corrected',
  'entry.adjusted',
  'level.started',
  'clock.adjusted',
  'counters.set',
  'tournament.ended',
] as const satisfies readonly ActionEvent['type'][];

export type Undoable = (typeof UNDOABLE)[number];
