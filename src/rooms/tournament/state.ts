import type { Recorded } from '../../kernel/decider.ts';
import type { Level } from '../../poker/blinds.ts';
import { roundNumber } from '../../poker/blinds.ts';
import type { Anchor, Position } from '../../poker/clock.ts';
import type { SeatRef, TablePlan } from '../../poker/draw.ts';
import type { PayoutPlan } from '../../poker/payouts.ts';
import type { CHIP_REASONS, Config } from './commands.ts';
import type { ActionEvent, Counters } from './events.ts';

/** One paid seat in the event; a person may hold several. */
export type Entry = {
  readonly id: string;
  readonly playerId: string;
  /** 1 for the first entry of the night. */
  readonly number: number;
  /** Event id of the buy-in. */
  readonly boughtIn: string;
  readonly atMs: number;
  rebuys: number;
  addOns: number;
  /** Everything it bought, and what of that was handed over: the difference is owed. */
  price: number;
  paid: number;
  points: number;
  /** Hits that the floor added to those of the busts, or took away. */
  hitsAdjusted: number;
  chipsBought: number;
  /** Bounty money on its head now. */
  bounty: number;
  /** The last count; null until somebody counted. */
  chips: number | null;
  seat: SeatRef | null;
  /** Left alone by draws and balancing. */
  locked: boolean;
  moves: number;
  /** The bust that stands; null while in. */
  out: { readonly eventId: string; order: number } | null;
  gone: 'unregistered' | 'noShow' | null;
  /** Prizes handed over so far. */
  prizePaid: number;
  /** Held for one who never came, until it is handed over (WSOP R16). */
  refund: number;
  /** Busts that stand and name it as who did it. */
  knockouts: string[];
};

export type Table = {
  readonly id: string;
  readonly number: number;
  name: string;
  /** Entry id by seat, seat 1 first; null is free. */
  seats: (string | null)[];
  blocked: { readonly seat: number; readonly label: string }[];
  features: string[];
  place: { readonly x: number; readonly y: number } | null;
  /** Seat with the dealer button, also a dead one; null: nobody told. */
  button: number | null;
  /** Closed and broken tables stay, so that undo finds them. */
  open: boolean;
};

/** It goes by its number and has no name of its own: `Table 4`, `Bord 4`. */
export const isNumbered = ({ name, number }: Pick<Table, 'name' | 'number'>): boolean =>
  name.includes(' ') && name.slice(name.lastIndexOf(' ') + 1) === String(number);

export const CHIP_SOURCES = ['entries', 'rebuys', 'addOns', 'unregistered', 'noShow'] as const;
export type ChipSource = (typeof CHIP_SOURCES)[number] | (typeof CHIP_REASONS)[number];

/**
 * A tournament as a fold of its events: facts by id, and the counts that every command needs.
 * Ranks, pool, payouts and averages are not here: `views` derive them.
 */
export type State = {
  /** Version of the last event folded; 0 before the first. */
  version: number;
  config: Config;
  levels: readonly Level[];
  /** `none` before it was created; paused is a matter of the clock. */
  status: 'none' | 'setup' | 'running' | 'ended';
  createdAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
  clock: {
    anchor: Anchor;
    /** Event that set the anchor: the cause of the next boundary, so that it is crossed once. */
    anchorEvent: string;
    /** A stop that was too long to go on by itself; the floor has to choose. */
    interrupted: { readonly stopped: Position; readonly outageMs: number | null } | null;
    /** `<level>:<seconds>` of warnings given. */
    warned: Record<string, true>;
  };
  registration: { open: boolean; why: 'level' | 'time' | 'floor' | null };
  /** Receipts of events behind `from` (a version) bear this series; before the first they bear none. */
  series: { readonly name: string; readonly from: number }[];
  /** Payouts in force; frozen to rows once registration closed. */
  plan: PayoutPlan;
  /** What the plan was before the lock; null while open. */
  planBeforeLock: PayoutPlan | null;
  entries: Record<string, Entry>;
  /** Entry ids of a player, oldest first. */
  byPlayer: Record<string, string[]>;
  tables: Record<string, Table>;
  /** Everything that can be taken back, by event id, in the order it happened. */
  facts: Record<string, Recorded<ActionEvent>>;
  /** Event id → the event that took it back. */
  undone: Record<string, string>;
  /** Event ids by entry, in order, for what happened to it. */
  history: Record<string, string[]>;
  lastNumber: number;
  lastOrder: number;
  lastTable: number;
  /** The deal that stands. */
  deal: string | null;
  counters: Counters;
  totals: {
    entries: number;
    live: number;
    rebuys: number;
    addOns: number;
    granted: number;
    /** Chips brought into play or taken out, by reason (CHP-3); their sum is what is in play. */
    chips: Record<string, number>;
    /** Double entry: what came in is positive, where it belongs negative; the sum is always 0. */
    money: Record<string, number>;
  };
};

const NO_ANCHOR: Anchor = {
  level: 0,
  remainingMs: 0,
  bootMs: 0,
  bootId: '',
  wallMs: 0,
  running: false,
};

/** Before `tournament.created`: its config is a placeholder that nobody reads. */
export const initial = (): State => ({
  version: 0,
  config: { name: '', currency: 'EUR' } as Config,
  levels: [],
  status: 'none',
  createdAtMs: 0,
  startedAtMs: null,
  endedAtMs: null,
  clock: { anchor: NO_ANCHOR, anchorEvent: '', interrupted: null, warned: {} },
  registration: { open: true, why: null },
  series: [],
  plan: {
    source: { kind: 'rows', rows: [] },
    unit: 1,
    remainder: 'first',
    minCash: null,
    leftover: 'first',
  },
  planBeforeLock: null,
  entries: {},
  byPlayer: {},
  tables: {},
  facts: {},
  undone: {},
  history: {},
  lastNumber: 0,
  lastOrder: 0,
  lastTable: 0,
  deal: null,
  counters: { entries: 0, remaining: 0, rebuys: 0, addOns: 0 },
  totals: { entries: 0, live: 0, rebuys: 0, addOns: 0, granted: 0, chips: {}, money: {} },
});

export const isLive = (entry: Entry): boolean => entry.out === null && entry.gone === null;

export const liveEntriesOf = (state: State, playerId: string): Entry[] =>
  (state.byPlayer[playerId] ?? []).flatMap((id) => {
    const entry = state.entries[id];
    return entry !== undefined && isLive(entry) ? [entry] : [];
  });

/** The round being played, or the one before the break; 0 before the start. */
export const roundNow = (state: State): number =>
  state.status === 'setup' || state.status === 'none'
    ? 0
    : roundNumber(state.levels, state.clock.anchor.level);

export const openTables = (state: State): Table[] =>
  Object.values(state.tables).filter((table) => table.open);

const takenAt = ({ seats }: Table): TablePlan['taken'] => {
  const taken: { seat: number; entryId: string }[] = [];
  let seat = 0;
  for (const entryId of seats) {
    seat += 1;
    if (entryId !== null) taken.push({ seat, entryId });
  }
  return taken;
};

/** Open tables as the draw sees them. */
export const tablePlans = (state: State): TablePlan[] =>
  openTables(state).map((table) => ({
    tableId: table.id,
    seats: table.seats.length,
    blocked: table.blocked.map((b) => b.seat),
    taken: takenAt(table),
  }));

/** Is the seat there, unblocked and empty? */
export const seatIsFree = (state: State, { tableId, seat }: SeatRef): boolean => {
  const table = state.tables[tableId];
  if (table === undefined || !table.open || seat < 1 || seat > table.seats.length) return false;
  return table.seats[seat - 1] === null && !table.blocked.some((b) => b.seat === seat);
};

export const stands = (state: State, eventId: string): boolean =>
  state.facts[eventId] !== undefined && state.undone[eventId] === undefined;

/** What the entry still has to pay. */
export const owedBy = (entry: Entry): number =>
  entry.gone === null ? entry.price - entry.paid : 0;

export const chipsInPlay = (state: State): number =>
  Object.values(state.totals.chips).reduce((a, b) => a + b, 0);
