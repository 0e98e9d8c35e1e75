import { MINUTE } from '../../kernel/time.ts';
import type { Query } from '../../log/postgres.ts';
import type { Kept } from '../../sync/checkpoints/evidence.ts';
import type { Checkpoint } from '../../sync/checkpoints.ts';
import type { Health } from '../../sync/protocol.ts';
import type { Tenants } from '../tenants.ts';

/** Notes that go to a leaf in answer to one report. */
const MOST = 20;

const KEEP = `insert into checkpoints (venue_id, seq, hash, at, note)
  values ($1, $2, $3, $4, $5) on conflict do nothing`;
const ALL = 'select seq, hash, at, note from checkpoints where venue_id = $1 order by seq, at';
const NEWEST = `select seq, hash, at, note from checkpoints where venue_id = $1
  order by seq desc, at desc limit 1`;
const FROM = `select seq, hash, at, note from checkpoints
  where venue_id = $1 and (seq, at) >= ($2, $3) order by seq, at limit $4`;

const BEFORE = `select seq, hash, at, note from checkpoints
  where venue_id = $1 and (seq, at) < ($2, $3) order by seq desc, at desc limit 1`;

type Place = { readonly seq: number; readonly at: number };

const keptFrom = (row: Record<string, unknown>): Kept => ({
  ...{ seq: Number(row['seq']), at: Number(row['at']) },
  ...{ hash: String(row['hash']), note: String(row['note']) },
});

/** A leaf that is even with the core is looked at again after this. */
const LOOK_EVERY_MS = MINUTE;

/**
 * Which leaves hold just what the core has: every ten seconds all of them report themselves. One that
 * holds nothing yet is always looked at.
 */
export const createEven = (now: () => number) => {
  const known = new Map<string, Place & { readonly lookedAt: number }>();
  return {
    was: (venueId: string, witnessed: Health['witnessed']): boolean => {
      const last = known.get(venueId);
      const isSame = last?.seq === witnessed?.seq && last?.at === witnessed?.at;
      return last !== undefined && isSame && now() - last.lookedAt < LOOK_EVERY_MS;
    },
    is: (venueId: string, witnessed: Health['witnessed']): void => {
      if (witnessed !== undefined) known.set(venueId, { ...witnessed, lookedAt: now() });
    },
  };
};

const asked = async (
  query: Query,
  venueId: string,
  text: string,
  ...more: readonly number[]
): Promise<readonly Kept[]> => (await query(text, [venueId, ...more])).map(keptFrom);

export type Lacked = { readonly notes: readonly string[]; readonly lacks: Place | null };

const notesOf = (kept: readonly Kept[]) => kept.map(({ note }) => note);

/**
 * What a leaf lacks, because the word that brought it was lost: whatever is newer than its newest,
 * oldest first; to one that has none yet, the newest. In a transaction of the venue.
 * `lacks`: the leaf holds one of this core's that the core itself has no longer, nor maybe others
 * behind this one.
 */
export const lackedBy = async (
  query: Query,
  venueId: string,
  witnessed: Health['witnessed'],
): Promise<Lacked> => {
  if (witnessed === undefined) {
    return { notes: notesOf(await asked(query, venueId, NEWEST)), lacks: null };
  }
  const { seq, at } = witnessed;
  const [first, ...newer] = await asked(query, venueId, FROM, seq, at, MOST + 1);
  if (first?.seq === seq && first.at === at) return { notes: notesOf(newer), lacks: null };
  const [before] = await asked(query, venueId, BEFORE, seq, at);
  const lacks = { seq: before?.seq ?? 0, at: before?.at ?? 0 };
  return { notes: notesOf(first === undefined ? [] : [first, ...newer]), lacks };
};

/** What this core has witnessed of its venues' logs. Nothing of it is ever changed or taken away. */
export const createCheckpoints = (tenants: Pick<Tenants, 'within'>) => {
  const ask = (venueId: string, text: string) =>
    tenants.within(venueId, (query) => asked(query, venueId, text));

  return {
    keep: async ({ venueId, seq, hash, at }: Checkpoint, note: string): Promise<void> => {
      await tenants.within(venueId, (query) => query(KEEP, [venueId, seq, hash, at, note]));
    },
    /** For a leaf that gets its log back: what that must agree with; null where nothing was witnessed. */
    newest: async (venueId: string): Promise<string | null> =>
      (await ask(venueId, NEWEST))[0]?.note ?? null,
    all: (venueId: string): Promise<readonly Kept[]> => ask(venueId, ALL),
  };
};

export type Checkpoints = ReturnType<typeof createCheckpoints>;
