import type { Query } from '../../log/postgres.ts';
import { outsideName } from '../../rooms/players/views.ts';
import type { NameBook } from '../../server/names.ts';

type Within = <T>(work: (query: Query) => Promise<T>) => Promise<T>;
type Named = Parameters<typeof outsideName>[0];

/** Each asked id with the profile of who it is now; merges have no rings. */
const NAMED = `with recursive who(asked, id) as (
    select a, a collate "C" from unnest($2::text[]) a
    union all
    select w.asked, m."into" from who w join merged_players m on m.venue_id = $1 and m.id = w.id
  )
  select w.asked, p."firstName", p."lastName", p.nickname, p."fullNameOutside"
  from who w join profiles p on p.venue_id = $1 and p.id = w.id
  where not exists (select from merged_players m where m.venue_id = $1 and m.id = w.id)`;

/** As their venue writes them: whoever sees this answers for the venue. */
const fullName = ({ firstName, lastName, nickname }: Named): string =>
  `${firstName.trim()} ${lastName.trim()}`.trim() || nickname.trim();

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

/** Rises with each change of a profile: an erased one keeps its number. */
const CHANGES = `select coalesce(max(epoch), 0) as epoch, coalesce(sum(rev), 0) as revs
  from documents where venue_id = $1 and kind = 'player'`;

/**
 * Names of a venue's players, asked of its rows each time: another process may have written them a
 * moment ago. `look` finds out whether any of them changed, and tells whoever keeps what it made of
 * them.
 */
export const createNames = (
  within: Within,
  venueId: string,
): NameBook & { readonly look: () => Promise<void> } => {
  const listeners = new Set<() => void>();
  let seen: string | undefined;
  return {
    of: namedBy(within, venueId, fullName),
    outside: namedBy(within, venueId, outsideName),
    changed: () => undefined,
    onChanged: (listener) => {
      const own = () => listener([]);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    look: async () => {
      const [row] = await within((query) => query(CHANGES, [venueId]));
      const now = `${row?.['epoch']} ${row?.['revs']}`;
      const isOther = seen !== undefined && seen !== now;
      seen = now;
      if (isOther) for (const listener of listeners) listener();
    },
  };
};
