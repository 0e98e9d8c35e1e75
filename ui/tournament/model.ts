import type { Entry, State, Table } from '../../src/rooms/tournament/state.ts';
import { isLive, openTables } from '../../src/rooms/tournament/state.ts';
import type { Names } from '../../src/rooms/tournament/views/players.ts';
import { nameOf } from '../../src/rooms/tournament/views/players.ts';

/** An entry with what a list needs to name it. */
export type Who = {
  readonly entry: Entry;
  readonly name: string;
  readonly table: Table | undefined;
};

export const whoIs = (state: State, names: Names, entry: Entry): Who => ({
  entry,
  name: nameOf(names, entry.playerId),
  table: entry.seat === null ? undefined : state.tables[entry.seat.tableId],
});

const tableOrder = ({ table, entry }: Who): number =>
  (table?.number ?? 10_000) * 100 + (entry.seat?.seat ?? 0);

/** Those still in, by table and seat. */
export const liveOnes = (state: State, names: Names): readonly Who[] =>
  Object.values(state.entries)
    .filter(isLive)
    .map((entry) => whoIs(state, names, entry))
    .sort((a, b) => tableOrder(a) - tableOrder(b) || a.name.localeCompare(b.name));

const plain = (words: string): string =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Does every word typed begin a word of the text? `be wi` finds Bente Winther. */
export const matches = (typed: string, words: string): boolean => {
  const parts = plain(words).split(/[\s\-·]+/u);
  return plain(typed)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .every((word) => parts.some((part) => part.startsWith(word)));
};

export const searchWho = (typed: string, all: readonly Who[]): readonly Who[] =>
  typed.trim() === ''
    ? all
    : all.filter(({ name, table, entry }) =>
        matches(typed, `${name} ${table?.name ?? ''} ${table?.number ?? ''} ${entry.number}`),
      );

/** Whom to ask about first: at the same table, then the others; never those who are out themselves. */
export const hitmenFor = (
  all: readonly Who[],
  victims: readonly string[],
): { readonly near: readonly Who[]; readonly far: readonly Who[] } => {
  const tables = new Set(
    all.filter(({ entry }) => victims.includes(entry.id)).map(({ entry }) => entry.seat?.tableId),
  );
  tables.delete(undefined);
  const others = all.filter(({ entry }) => !victims.includes(entry.id));
  const isNear = ({ entry }: Who) => tables.has(entry.seat?.tableId);
  return { near: others.filter(isNear), far: others.filter((one) => !isNear(one)) };
};

/** Is it worth asking who did it? */
export const asksHitman = ({ config, entries }: State, victims: readonly string[]): boolean =>
  config.hits.track ||
  config.pointsForHit !== 0 ||
  victims.some((id) => (entries[id]?.bounty ?? 0) > 0);

/** What a new name in the search field stands for: the last word is the last name. */
export const splitName = (typed: string): { firstName: string; lastName: string } => {
  const words = typed.trim().split(/\s+/u);
  return words.length < 2
    ? { firstName: words[0] ?? '', lastName: '' }
    : { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' };
};

/** Where seat n of so many stands round an oval table, in per cent of its width and height. */
export const seatPlace = (seat: number, seats: number): { x: number; y: number } => {
  // Seat 1 is on the dealer's left, at the bottom; then clockwise as seen from above.
  const angle = Math.PI / 2 + (2 * Math.PI * (seat - 0.5)) / seats;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  // A superellipse: seats spread along the straight sides instead of crowding at the ends.
  const bend = (n: number, power: number) => Math.sign(n) * Math.abs(n) ** power;
  return { x: 50 + 50 * bend(c, 0.8), y: 50 + 50 * bend(s, 0.7) };
};

export const seatedAt = (table: Table): number =>
  table.seats.filter((entryId) => entryId !== null).length;

/** Tables with how far they are below the fullest one. */
export const shortTables = (state: State): ReadonlyMap<string, number> => {
  const tables = openTables(state).filter((table) => seatedAt(table) > 0);
  const fullest = Math.max(0, ...tables.map(seatedAt));
  return new Map(tables.map((table) => [table.id, fullest - seatedAt(table)]));
};
