/** What the public pages stand on: which venue a tournament is of, and where its leaf is in the room. */
export const PUBLIC = `
  -- Every tournament that the core has had of a venue. Nothing personal: anybody may ask by the id.
  create table tournament_venues (
    venue_id uuid not null,
    tournament_id text collate "C" not null,
    seen_at bigint not null,
    primary key (venue_id, tournament_id)
  );
  create index tournament_venues_id on tournament_venues (tournament_id, seen_at);

  -- 'http://192.168.1.20:8080': for phones in the venue's own network.
  alter table status add column room text;`;

/** What the tenant's role may do with it; the platform sees all of it. */
export const PUBLIC_TABLES = { tournament_venues: 'select, insert' } as const;
export const PUBLIC_SHARED = { tournament_venues: 'select' } as const;
