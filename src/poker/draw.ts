import { sum } from '../kernel/money.ts';
import { below, type Random, seeded, shuffled } from '../kernel/random.ts';

export type SeatRef = {
  readonly tableId: string;
  /** From 1. */
  readonly seat: number;
};
export type Seated = { readonly entryId: string } & SeatRef;

export type TablePlan = {
  readonly tableId: string;
  readonly seats: number;
  /** Seats that nobody may take. */
  readonly blocked: readonly number[];
  readonly taken: readonly { readonly seat: number; readonly entryId: string }[];
};

export type Draw = {
  readonly seats: readonly Seated[];
  /** Entries for whom there was no seat: the last in the order given. */
  readonly unseated: readonly string[];
};

/** A table while seats are drawn; `free` is in drawn order, from the end. */
type Drawing = {
  readonly tableId: string;
  readonly free: number[];
  readonly people: string[];
  /** Seats it gets for certain so that the tables end up even. */
  sure: number;
  /** It may get one more, as one of the tables that share the odd players. */
  spare: boolean;
};

type Pot = { readonly tables: readonly Drawing[]; odd: number };

export const freeSeats = (table: TablePlan): number[] => {
  const isFree = Array<boolean>(table.seats).fill(true);
  for (const seat of table.blocked) isFree[seat - 1] = false;
  for (const { seat } of table.taken) isFree[seat - 1] = false;
  return isFree.flatMap((free, i) => (free ? [i + 1] : []));
};

/** The highest even level to which `players` newcomers fill the tables, and who shares the rest. */
const share = (tables: readonly Drawing[], players: number): Pot => {
  const upTo = (level: number) => (t: Drawing) =>
    Math.max(0, Math.min(t.free.length, level - t.people.length));
  const room = sum(tables.map((t) => t.free.length));
  const wanted = Math.min(players, room);
  let level = 0;
  while (wanted < room && sum(tables.map(upTo(level + 1))) <= wanted) level++;
  for (const t of tables) {
    t.sure = wanted === room ? t.free.length : upTo(level)(t);
    t.spare = t.free.length > t.sure && t.people.length <= level;
  }
  return { tables, odd: wanted - sum(tables.map((t) => t.sure)) };
};

const openPot = (random: Random, tables: readonly TablePlan[], players: number): Pot =>
  share(
    tables.map((table) => ({
      tableId: table.tableId,
      free: shuffled(random, freeSeats(table)),
      people: table.taken.map((t) => t.entryId),
      sure: 0,
      spare: false,
    })),
    players,
  );

const isOpen = (pot: Pot, table: Drawing): boolean =>
  table.sure > 0 || (table.spare && pot.odd > 0);

const takeSeat = (pot: Pot, table: Drawing): SeatRef => {
  if (table.sure > 0) table.sure -= 1;
  else {
    table.spare = false;
    pot.odd -= 1;
  }
  return { tableId: table.tableId, seat: table.free.pop() ?? 0 };
};

/** All seats still in the pot, in drawn order; which tables share the odd players is drawn too. */
const restOf = (random: Random, pot: Pot): SeatRef[] => {
  const seats: SeatRef[] = [];
  for (const table of shuffled(random, pot.tables)) {
    while (isOpen(pot, table)) seats.push(takeSeat(pot, table));
  }
  return shuffled(random, seats);
};

/** Seats for `players` newcomers that leave the tables as even as they can be, in drawn order. */
export const evenSeats = (
  random: Random,
  tables: readonly TablePlan[],
  players: number,
): SeatRef[] => restOf(random, openPot(random, tables, players));

/** Everyone whom an entry is to be kept apart from. */
const foesOf = (groups: readonly (readonly string[])[]): Map<string, Set<string>> => {
  const foes = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const one of group) {
      const others = foes.get(one) ?? new Set<string>();
      for (const other of group) if (other !== one) others.add(other);
      foes.set(one, others);
    }
  }
  return foes;
};

const seatApart = (random: Random, pot: Pot, entryId: string, foes: Set<string>): Seated => {
  const open = pot.tables.filter((table) => isOpen(pot, table));
  const clashes = (t: Drawing) => t.people.filter((person) => foes.has(person)).length;
  const fewest = Math.min(...open.map(clashes));
  const apart = open.filter((table) => clashes(table) === fewest);
  // Tables with most to give first, so that the next of the group still finds another one.
  const most = Math.max(...apart.map((table) => table.sure));
  const best = apart.filter((table) => table.sure === most);
  const table = best[below(random, best.length)];
  if (!table) throw new Error('no open table for an entry that was counted in');
  table.people.push(entryId);
  return { entryId, ...takeSeat(pot, table) };
};

/**
 * Seats those who are to be kept apart, group by group, each over the tables with most to give: so
 * all are kept apart that can be (Gale and Ryser's construction), where groups do not overlap.
 */
const seatGroups = (
  random: Random,
  pot: Pot,
  drawn: readonly string[],
  groups: readonly (readonly string[])[],
): Seated[] => {
  const foes = foesOf(groups);
  const groupOf = new Map(
    groups.flatMap((group, i) => group.map((entryId): [string, number] => [entryId, i])),
  );
  return drawn
    .filter((entryId) => groupOf.has(entryId))
    .sort((x, y) => (groupOf.get(x) ?? 0) - (groupOf.get(y) ?? 0))
    .map((entryId) => seatApart(random, pot, entryId, foes.get(entryId) ?? new Set()));
};

type Fixed = Readonly<Record<string, SeatRef>>;

/** Those whose fixed seat is free sit there; a seat can be had once. */
const seatFixed = (tables: readonly TablePlan[], entries: readonly string[], fixed: Fixed) => {
  const seated: Seated[] = [];
  const now = tables.map((table) => ({ ...table, taken: [...table.taken] }));
  for (const entryId of entries) {
    const wish = Object.hasOwn(fixed, entryId) ? fixed[entryId] : undefined;
    const table = now.find((t) => t.tableId === wish?.tableId);
    if (!wish || !table || !freeSeats(table).includes(wish.seat)) continue;
    table.taken.push({ seat: wish.seat, entryId });
    seated.push({ entryId, tableId: wish.tableId, seat: wish.seat });
  }
  return { seated, tables: now };
};

export type DrawQuestion = {
  readonly tables: readonly TablePlan[];
  /** In the order of registration: where seats run out, the last ones wait. */
  readonly entries: readonly string[];
  readonly seed: string;
  /** Seats that certain entries shall have, where they are free (TDA R9). */
  readonly fixed?: Fixed;
  /** Groups that shall sit at different tables while there are enough of them. */
  readonly apart?: readonly (readonly string[])[];
};

/**
 * A random draw (SEA-2, TDA R7): even filling, so that tables which get newcomers end at most one
 * above the smallest table that still has room; the same seed and question give the same seats.
 * Evenness goes before keeping apart.
 */
export const drawSeats = (question: DrawQuestion): Draw => {
  const random = seeded(question.seed);
  const { seated, tables } = seatFixed(question.tables, question.entries, question.fixed ?? {});
  const fixed = new Set(seated.map((s) => s.entryId));
  const waiting = question.entries.filter((entryId) => !fixed.has(entryId));
  const room = sum(tables.map((table) => freeSeats(table).length));
  const drawn = shuffled(random, waiting.slice(0, room));
  const pot = openPot(random, tables, drawn.length);
  const apart = seatGroups(random, pot, drawn, question.apart ?? []);
  const done = new Set(apart.map((s) => s.entryId));
  const rest = restOf(random, pot);
  const free = drawn
    .filter((entryId) => !done.has(entryId))
    .flatMap((entryId, i) => (rest[i] ? [{ entryId, ...rest[i] }] : []));
  const byEntry = new Map([...seated, ...apart, ...free].map((s) => [s.entryId, s]));
  return {
    seats: question.entries.flatMap((entryId) => byEntry.get(entryId) ?? []),
    unseated: waiting.slice(room),
  };
};

type OneQuestion = {
  readonly tables: readonly TablePlan[];
  readonly entryId: string;
  readonly seed: string;
  readonly apart?: readonly (readonly string[])[];
};

type Open = { readonly table: TablePlan; readonly free: readonly number[] };

/** Of the tables with room, those with the fewest players: the others' seats are not looked at. */
const leastFull = (tables: readonly TablePlan[]): readonly Open[] => {
  let fewest = Number.POSITIVE_INFINITY;
  let open: Open[] = [];
  for (const table of tables) {
    // The full ones need no look at their seats.
    if (table.taken.length > fewest || table.taken.length >= table.seats) continue;
    const free = freeSeats(table);
    if (free.length === 0) continue;
    if (table.taken.length < fewest) open = [];
    fewest = table.taken.length;
    open.push({ table, free });
  }
  return open;
};

/** The tables where the fewest sit from whom somebody is to be kept apart. */
const mostApart = (open: readonly Open[], foes: ReadonlySet<string>): readonly Open[] => {
  const clashes = ({ table }: Open) => table.taken.filter((t) => foes.has(t.entryId)).length;
  const fewest = Math.min(...open.map(clashes));
  return open.filter((one) => clashes(one) === fewest);
};

/** A random seat at one of the least-full tables for a late entry (TDA R8-A); null where all are full. */
export const drawOne = ({ tables, entryId, seed, apart = [] }: OneQuestion): Seated | null => {
  const least = leastFull(tables);
  if (least.length === 0) return null;
  const random = seeded(seed);
  const foes = foesOf(apart).get(entryId);
  const best = foes === undefined ? least : mostApart(least, foes);
  const chosen = best[below(random, best.length)];
  const seat = chosen?.free[below(random, chosen.free.length)];
  if (chosen === undefined || seat === undefined) return null;
  return { entryId, tableId: chosen.table.tableId, seat };
};
