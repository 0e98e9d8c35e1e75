import type { Level } from '../../poker/blinds.ts';
import type { Anchor, Position } from '../../poker/clock.ts';
import type { PayoutPlan } from '../../poker/payouts.ts';
import type { Config } from './commands.ts';
import type { ActionEvent, Made, Seated, Undoable } from './events/actions.ts';

export type {
  ActionEvent,
  Bust,
  Counters,
  Moved,
  Purchase,
  Seated,
  Undoable,
} from './events/actions.ts';
export { UNDOABLE } from './events/actions.ts';

/** What taking back or putting back led to, where the fact alone does not say. */
export type Reversal = {
  readonly eventId: string;
  readonly reason: string;
  /** Seats after it: the old one, or a free one where that is taken meanwhile. */
  readonly seats: readonly Seated[];
  /** The clock after it. */
  readonly anchor: Anchor | null;
};

/** What can be told of a table anew; what is left out stays as it was. */
type TableParts = {
  readonly name?: string;
  readonly seats?: number;
  readonly blocked?: readonly { readonly seat: number; readonly label: string }[];
  readonly features?: readonly string[];
  readonly place?: { readonly x: number; readonly y: number } | null;
};

export type TournamentEvent =
  | ActionEvent
  | Made<`${Undoable}.undone`, Reversal>
  | Made<`${Undoable}.redone`, Reversal>
  | Made<'tournament.created', { readonly config: Config; readonly levels: readonly Level[] }>
  | Made<
      'tournament.configured',
      {
        readonly changes: Partial<Config>;
        readonly before: Partial<Config>;
        readonly reason: string;
      }
    >
  /** Made by mistake, and nothing happened in it: from here on it never was. */
  | Made<'tournament.discarded', { readonly name: string }>
  | Made<'tournament.started', { readonly anchor: Anchor }>
  | Made<
      'structure.changed',
      {
        readonly fromLevel: number;
        readonly levels: readonly Level[];
        readonly before: readonly Level[];
      }
    >
  | Made<
      'level.corrected',
      {
        readonly index: number;
        readonly level: Level;
        readonly before: Level;
        readonly anchor: Anchor;
        readonly reason: string;
      }
    >
  | Made<'clock.paused', { readonly anchor: Anchor }>
  | Made<'clock.resumed', { readonly anchor: Anchor }>
  | Made<'clock.warned', { readonly level: number; readonly seconds: number }>
  | Made<'clock.reanchored', { readonly anchor: Anchor; readonly outageMs: number }>
  | Made<
      'clock.interrupted',
      {
        /** Where the screens saw it last. */
        readonly stopped: Position;
        /** Counts on through the stop, up to 0:00 of its level, until the floor has chosen. */
        readonly anchor: Anchor;
        /** Null after a reboot with a clock that nobody set. */
        readonly outageMs: number | null;
      }
    >
  | Made<'clock.settled', { readonly choice: 'counted' | 'stopped'; readonly anchor: Anchor }>
  | Made<
      'registration.closed',
      { readonly why: 'level' | 'time' | 'floor'; readonly plan: PayoutPlan }
    >
  | Made<'registration.reopened', { readonly why: 'level' | 'floor' }>
  | Made<
      'tables.opened',
      {
        readonly tables: readonly {
          readonly tableId: string;
          readonly number: number;
          readonly name: string;
          readonly seats: number;
          readonly blocked: readonly { readonly seat: number; readonly label: string }[];
          readonly features: readonly string[];
          readonly place: { readonly x: number; readonly y: number } | null;
        }[];
      }
    >
  | Made<
      'table.changed',
      TableParts & {
        readonly tableId: string;
        /** The same parts as they were: the way back. Events of older builds lack it. */
        readonly before?: TableParts;
      }
    >
  | Made<'table.closed', { readonly tableId: string }>
  /** Closed by a slip of the finger: there again, under its own number and name. */
  | Made<'table.reopened', { readonly tableId: string }>
  | Made<
      'button.moved',
      { readonly tableId: string; readonly seat: number | null; readonly before?: number | null }
    >
  /** Brought back from the cloud onto another leaf: receipts go on in a series of their own. */
  | Made<'tournament.restored', { readonly series: string }>
  | Made<'seat.locked', { readonly entryId: string; readonly locked: boolean }>;

export type EventOf<Type extends TournamentEvent['type']> = Extract<
  TournamentEvent,
  { type: Type }
>;
