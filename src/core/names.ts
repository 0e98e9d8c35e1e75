import type { Query } from '../log/postgres.ts';
import { boardName, outsideName } from '../rooms/players/views.ts';
import type { NameBook } from '../server/names.ts';

type Within = <T>(work: (query: Query) => Promise<T>) => Promise<T>;
type Named = Parameters<typeof outsideName>[0];

/** Each asked id with the profile of who it is now; merges have no rings. */
const NAMED = `with recursive who(asked, id) as (
    select a, a from unnest($2::text[]) a
    union all
    select w.asked, m."into" from who w join merged_players m on m.venue_id = $1 and m.id = w.id
  )
  select w.asked, p."firstName", p."lastName", p.nickname, p."fullNameOutside"
  from who w join profiles p on p.venue_id = $1 and p.id = w.id
  where not exists (select from merged_players m where m.venue_id = $1 and m.id = w.id)`;

const namedBy =
  (within: Within, venueId: string, nameOf: (profile: Named) => string) =>
  async (ids: readonly string[]): Promise<{ readonly [playerId: string]: string }> => {
    if (ids.length === 0) return {};
    const rows = await within((query) => query(NAMED, [venueId, [...new Set(ids)]]));
    const cell = (row: (typeof rows)[number], name: string) => String(row[name] ?? '');
    return Object.fromEntries(
      rows.map((row) => [
        cell(row, 'asked'),
        nameOf({
          ...{ firstName: cell(row, 'firstName'), lastName: cell(row, 'lastName') },
          nickname: cell(row, 'nickname'),
          fullNameOutside: cell(row, 'fullNameOutside') === 'yes',
        }),
      ]),
    );
  };

/**
 * Names of a venue's players, asked of its rows each time: another process may have written them a
 * moment ago, so nothing is remembered and nobody has to be told.
 */
export const createNames = (within: Within, venueId: string): NameBook => ({
  of: namedBy(within, venueId, boardName),
  outside: namedBy(within, venueId, outsideName),
  changed: () => undefined,
  onChanged: () => () => undefined,
});
