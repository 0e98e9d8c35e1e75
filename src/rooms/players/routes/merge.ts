import type { Cell } from '../../../kernel/room.ts';
import type { Field } from '../events.ts';
import { FIELDS } from '../events.ts';
import {
  changedFields,
  changedRows,
  emptied,
  erasedRows,
  filled,
  listed,
  unlisted,
} from '../projections/profiles.ts';
import { mergedIdsOf } from '../room.ts';
import type { Desk, Known, Plan } from './known.ts';
import { knownPlayer, order } from './known.ts';

type Who = { readonly by: string; readonly atMs: number };

/** What the survivor's profile becomes, as the next event of its stream. */
const becoming = (survivor: Known, after: Known['profile'], who: Who): Plan['rows'] =>
  survivor.stored === null
    ? []
    : changedRows({ before: survivor.stored, after, version: survivor.version + 1, ...who });

/** Merges `from` into `into`, which keeps its profile and has its gaps filled. */
export const mergePlan = async (
  shell: Desk,
  { from, into }: { readonly from: string; readonly into: string },
  who: Who,
): Promise<Plan> => {
  const [other, survivor] = [await knownPlayer(shell, from), await knownPlayer(shell, into)];
  const after = filled(survivor.profile, other.profile);
  const fields = changedFields(survivor.profile, after);
  return {
    orders: [
      order(other, { type: 'merge', into }),
      order(survivor, { type: 'receiveMerge', from, fields }),
    ],
    rows: [
      ...(other.stored === null ? [] : [unlisted(other.stored)]),
      ...becoming(survivor, after, who),
    ],
  };
};

type HistoryRow = { readonly [column: string]: Cell };

const isField = (name: Cell | undefined): name is Field => FIELDS.some((field) => field === name);

const historyAt = async ({ log }: Desk, playerId: string, version: number) => {
  const rows = await log.select({
    table: 'profile_history',
    where: { playerId, version },
    limit: FIELDS.length,
  });
  return rows.flatMap(({ field, before, after }) =>
    isField(field) ? [{ field, before: String(before), after: String(after) }] : [],
  );
};

/** Takes a merge back: the other one is a player again, and what was filled goes. */
export const unmergePlan = async (shell: Desk, from: string, who: Who): Promise<Plan> => {
  const other = await knownPlayer(shell, from);
  const into = other.merged?.into;
  if (into === undefined) {
    return { orders: [order(other, { type: 'undoMerge', into: '' })], rows: [] };
  }
  const survivor = await knownPlayer(shell, into);
  const then = await historyAt(shell, into, survivor.received[from]?.version ?? 0);
  const after = emptied(survivor.profile, then);
  const fields = changedFields(survivor.profile, after);
  return {
    orders: [
      order(other, { type: 'undoMerge', into }),
      order(survivor, { type: 'returnMerge', from, fields }),
    ],
    rows: [
      ...(other.stored === null ? [] : [listed(other.stored)]),
      ...becoming(survivor, after, who),
    ],
  };
};

const PAGE = 1_000;

/** A player's whole history of changes, oldest first. */
export const historyOf = async (
  { log }: Desk,
  playerId: string,
): Promise<readonly HistoryRow[]> => {
  const all: HistoryRow[] = [];
  for (;;) {
    const last = all.at(-1);
    const rows = await log.select({
      ...{ table: 'profile_history', where: { playerId }, limit: PAGE },
      order: [{ column: 'version' }, { column: 'field' }],
      ...(last === undefined
        ? {}
        : { after: [last['version'] ?? null, last['field'] ?? null, playerId] }),
    });
    for (const row of rows) all.push(row);
    if (rows.length < PAGE) return all;
  }
};

const erasingRows = async (shell: Desk, { stored }: Known): Promise<Plan['rows']> => {
  if (stored === null) return [];
  const history = await historyOf(shell, stored.id);
  return erasedRows(
    stored,
    history.map(({ version, field }) => ({ version: Number(version), field: String(field) })),
  );
};

/**
 * Erases a person with everybody who was merged into them; what they played stays, without a name.
 * @param asked the version that the request means, where it says.
 */
export const erasePlan = async (
  shell: Desk,
  playerId: string,
  asked: number | undefined,
): Promise<Plan> => {
  const person = await knownPlayer(shell, playerId);
  const others = await mergedIdsOf(shell.log, playerId);
  const parts = await Promise.all(others.map((id) => knownPlayer(shell, id)));
  const rows = await Promise.all([person, ...parts].map((one) => erasingRows(shell, one)));
  return {
    // The person's own event comes last, as its version is the answer's.
    orders: [
      ...parts.map((one) => order(one, { type: 'erase', along: one.merged?.into ?? null })),
      order(person, { type: 'erase', along: null }, asked),
    ],
    rows: rows.flat(),
  };
};
