import type { Page } from '../../../server/shell.ts';
import { cursorValues, pageOf } from '../../../server/shell.ts';
import type { Profile } from '../commands.ts';
import type { StoredProfile } from '../projections/profiles.ts';
import { profileOf } from '../room.ts';
import { asBeginnings, distance, nickKey, playerLine, queryWords, sortName } from '../views.ts';
import type { Desk } from './known.ts';

type Log = Desk['log'];
type Line = ReturnType<typeof playerLine>;
type Found = { readonly id: string; readonly name: string; readonly words: string };

/** Matches that are ranked one by one; where there are more, beginnings are asked for apart. */
const RANKED = 200;
export const FOUND = 20;

/** The longest word first: few have it, and whoever lacks it is not looked at again (10 ms became 3). */
const containing = async (log: Log, asked: readonly string[], limit: number): Promise<Found[]> => {
  const words = [...asked].sort((a, b) => b.length - a.length);
  const rows = await log.select({
    table: 'player_search',
    contains: { column: 'words', words },
    limit,
  });
  return rows.map((row) => ({
    id: String(row['id']),
    name: String(row['name']),
    words: String(row['words']),
  }));
};

const byDistance = (found: readonly Found[], words: readonly string[]): Found[] =>
  found
    .map((one) => ({ one, far: distance(one.words, words) }))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);

const linesOf = async (log: Log, ids: readonly string[]): Promise<readonly Line[]> => {
  const profiles = await Promise.all(ids.map((id) => profileOf(log, id)));
  return profiles.filter((one): one is StoredProfile => one !== null).map(playerLine);
};

/**
 * Whom somebody may mean while typing: every word found, in any order; beginnings of names first, then
 * by name; at most 20. Nobody where nothing to look for was typed.
 */
export const findPlayers = async (log: Log, typed: string): Promise<readonly Line[]> => {
  const words = queryWords(typed);
  if (words.length === 0) return [];
  const any = await containing(log, words, RANKED);
  const first = any.length < RANKED ? [] : await containing(log, asBeginnings(words), FOUND);
  const ids = new Set([...first, ...byDistance(any, words)].map(({ id }) => id));
  return await linesOf(log, [...ids].slice(0, FOUND));
};

/** Everybody by name, page by page. @throws ApiError INVALID for a cursor of another list. */
export const listPlayers = async (
  log: Log,
  limit: number,
  cursor: string | undefined,
): Promise<Page<Line>> => {
  const rows = await log.select({
    table: 'player_search',
    limit: limit + 1,
    ...(cursor === undefined ? {} : { after: cursorValues(cursor, ['text', 'text']) }),
  });
  const page = pageOf(
    rows,
    limit,
    (row) => [row['name'] ?? '', row['id'] ?? ''],
    (row) => String(row['id']),
  );
  return { items: await linesOf(log, page.items), nextCursor: page.nextCursor };
};

/** Players who go by the same name or nickname; ten are enough to look twice. */
export const similarPlayers = async (log: Log, profile: Profile): Promise<readonly string[]> => {
  const nick = nickKey(profile.nickname);
  const table = 'player_search';
  const named = await log.select({ table, where: { name: sortName(profile) }, limit: 10 });
  const nicked = nick === '' ? [] : await log.select({ table, where: { nick }, limit: 10 });
  return [...new Set([...named, ...nicked].map((row) => String(row['id'])))].slice(0, 10);
};
