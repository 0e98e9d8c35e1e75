import type { Cell, Room } from '../../kernel/room.ts';
import type { Command, RefusalCode } from './commands.ts';
import { decide } from './decide.ts';
import type { PlayerEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { StoredProfile } from './projections/profiles.ts';
import { profileOfRow } from './projections/profiles.ts';
import { project, TABLES } from './projections.ts';
import type { State } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';
import { boardName, outsideName } from './views.ts';

export type { RefusalCode } from './commands.ts';

/** People, one stream each: what is personal lies in private tables beside it. */
export const player = {
  name: 'player',
  initial,
  decide,
  evolve,
  tables: TABLES,
  project,
  upcast: (envelope) => envelope,
  stateVersion: '1',
  types: TYPES,
} satisfies Room<State, Command, PlayerEvent, RefusalCode>;

type Row = { readonly [column: string]: Cell };

/** As much of the log as it takes to look somebody up. */
export type Reads = {
  readonly select: (question: {
    readonly table: string;
    readonly where?: Row;
    readonly limit: number;
    readonly after?: readonly Cell[];
  }) => Promise<readonly Row[]>;
};

export const profileOf = async (reads: Reads, id: string): Promise<StoredProfile | null> => {
  const [row] = await reads.select({ table: 'profiles', where: { id }, limit: 1 });
  return row === undefined ? null : profileOfRow(row);
};

const mergedInto = async (reads: Reads, id: string): Promise<string | null> => {
  const [row] = await reads.select({ table: 'merged_players', where: { id }, limit: 1 });
  return row === undefined ? null : String(row['into']);
};

/** Who this player is now: the id itself, or the end of its chain of merges, which has no rings. */
export const survivorOf = async (reads: Reads, id: string): Promise<string> => {
  const into = await mergedInto(reads, id);
  return into === null ? id : await survivorOf(reads, into);
};

const PAGE = 1_000;

const mergedDirectly = async (reads: Reads, into: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (;;) {
    const last = ids.at(-1);
    const rows = await reads.select({
      ...{ table: 'merged_players', where: { into }, limit: PAGE },
      ...(last === undefined ? {} : { after: [last] }),
    });
    for (const { id } of rows) ids.push(String(id));
    if (rows.length < PAGE) return ids;
  }
};

/** Everybody who was merged into a player, directly or through others. */
export const mergedIdsOf = async (reads: Reads, id: string): Promise<readonly string[]> => {
  const direct = await mergedDirectly(reads, id);
  const further = await Promise.all(direct.map((one) => mergedIdsOf(reads, one)));
  return [...direct, ...further.flat()];
};

/** Every id that a standing merge is about, on either side of it. */
export const idsInMerges = async (reads: Reads): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  let after: readonly Cell[] = [''];
  for (;;) {
    const rows = await reads.select({ table: 'merged_players', limit: PAGE, after });
    for (const { id, into } of rows) ids.add(String(id)).add(String(into));
    if (rows.length < PAGE) return ids;
    after = [rows.at(-1)?.['id'] ?? ''];
  }
};

/** Whether somebody is behind this id, who may have been merged since. */
export const playerExists = async (reads: Reads, id: string): Promise<boolean> =>
  (await profileOf(reads, await survivorOf(reads, id))) !== null;

const namesBy =
  (nameOf: (profile: StoredProfile) => string) =>
  async (
    reads: Reads,
    ids: readonly string[],
  ): Promise<{ readonly [playerId: string]: string }> => {
    const names: { [playerId: string]: string } = {};
    for (const id of ids) {
      const profile = await profileOf(reads, await survivorOf(reads, id));
      if (profile !== null) names[id] = nameOf(profile);
    }
    return names;
  };

/** Names for the boards, by the ids that were asked; erased and unknown players are left out. */
export const boardNames = namesBy(boardName);

/** The same for whoever is not in the room. */
export const outsideNames = namesBy(outsideName);
