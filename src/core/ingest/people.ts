import * as v from 'valibot';
import type { Query } from '../../log/postgres.ts';
import type { Profile } from '../../rooms/players/commands.ts';
import { nickKey, searchText, sortName } from '../../rooms/players/views/search.ts';
import type { Document } from '../../sync/protocol.ts';

/**
 * The players of a venue as its leaf's documents tell them, in the leaf's own tables, so that the
 * rooms' own questions are answered here as there.
 */
const listOf = v.union([
  v.array(v.string()),
  v.pipe(v.string(), v.parseJson(), v.array(v.string())),
]);
const fieldsOf = v.union([
  v.record(v.string(), v.string()),
  v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())),
]);
const line = v.optional(v.nullable(v.string(), ''), '');
const at = v.optional(v.nullable(v.number(), 0), 0);

/** As a leaf of any version sends it: what is not there is empty, what is more is left alone. */
const PlayerDocument = v.object({
  ...{ firstName: line, lastName: line, nickname: line, email: line, phone: line, notes: line },
  tags: v.optional(listOf, []),
  custom: v.optional(fieldsOf, {}),
  fullNameOutside: v.optional(
    v.pipe(
      v.nullable(v.union([v.boolean(), v.string()])),
      v.transform((said) => said === true || said === 'yes'),
    ),
    false,
  ),
  createdAt: at,
  updatedAt: at,
});

type Known = { readonly id: string; readonly profile: Profile } & {
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A document that this build cannot read stays a document, without rows. */
const knownIn = ({ id, doc }: Pick<Document, 'id' | 'doc'>): readonly Known[] => {
  const read = v.safeParse(PlayerDocument, doc);
  if (!read.success) return [];
  const { createdAt, updatedAt, ...profile } = read.output;
  return [{ id, profile, createdAt, updatedAt }];
};

const FORGET = [
  'delete from player_search where venue_id = $1 and id = any($2::text[])',
  'delete from profiles where venue_id = $1 and id = any($2::text[])',
] as const;

const PROFILE = `insert into profiles (venue_id, id, "firstName", "lastName", nickname, email, phone,
    notes, tags, custom, "fullNameOutside", "listedAs", "createdAt", "updatedAt")
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[],
    $14::bigint[]) t`;

/** Whoever was merged into somebody else is not found by themselves. */
const LISTED = `insert into player_search (venue_id, name, id, nick, words)
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) t(name, id, nick, words)
  where not exists (select from merged_players m where m.venue_id = $1::uuid and m.id = t.id)`;

const put = async (query: Query, venueId: string, all: readonly Known[]): Promise<void> => {
  const column = (of: (one: Profile) => string) => all.map(({ profile }) => of(profile));
  const ids = all.map(({ id }) => id);
  const names = column(sortName);
  await query(PROFILE, [
    ...[venueId, ids, column((one) => one.firstName), column((one) => one.lastName)],
    ...[column((one) => one.nickname), column((one) => one.email), column((one) => one.phone)],
    ...[column((one) => one.notes), column(({ tags }) => JSON.stringify(tags))],
    column(({ custom }) => JSON.stringify(custom)),
    column(({ fullNameOutside }) => (fullNameOutside ? 'yes' : '')),
    ...[names, all.map((one) => one.createdAt), all.map((one) => one.updatedAt)],
  ]);
  const nicks = column(({ nickname }) => nickKey(nickname));
  await query(LISTED, [venueId, names, ids, nicks, column(searchText)]);
};

/** In the transaction that keeps the documents, which are of one venue, each of them once. */
export const keepPeople = async (
  query: Query,
  venueId: string,
  documents: readonly Pick<Document, 'kind' | 'id' | 'doc'>[],
): Promise<void> => {
  const players = documents.filter(({ kind }) => kind === 'player');
  if (players.length === 0) return;
  const ids = players.map(({ id }) => id);
  for (const text of FORGET) await query(text, [venueId, ids]);
  const known = players.filter(({ doc }) => doc !== null).flatMap(knownIn);
  if (known.length > 0) await put(query, venueId, known);
};
