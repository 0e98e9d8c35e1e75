import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ALERTS } from '../../server/alerts/kinds.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import type { Identity } from './identity.ts';
import { changedParts, PARTS } from './identity.ts';

const FILE = 'health.json';

const part = v.nullable(v.string());
const schema = v.object({
  identity: v.nullable(v.object({ system: part, board: part, disk: part })),
  /** Of the machine's start in which a leaf runs here; null: it ended as it was told to. */
  running: v.nullable(v.string()),
  /** Ends that nobody asked for, since somebody read of them. */
  restarts: v.object({
    count: v.number(),
    at: v.number(),
    how: v.picklist(['process', 'machine']),
  }),
  changed: v.array(v.picklist(PARTS)),
  /** Wall clock, ms. */
  changedAt: v.number(),
  raised: v.record(
    v.picklist(ALERTS),
    v.object({ at: v.number(), tone: v.picklist(['warning', 'danger']) }),
  ),
});
type Kept = v.InferOutput<typeof schema>;

const FRESH: Kept = {
  ...{ identity: null, running: null, restarts: { count: 0, at: 0, how: 'process' } },
  ...{ changed: [], changedAt: 0, raised: {} },
};

const read = (path: string): Kept => {
  try {
    return existsSync(path) ? v.parse(schema, JSON.parse(readFileSync(path, 'utf8'))) : FRESH;
  } catch {
    // It only remembers: what it forgot, it says again.
    return FRESH;
  }
};

/** What a part does not say any more is remembered: a disk that is silent for one start is the same. */
const merged = (before: Identity | null, now: Identity): Identity => ({
  system: now.system ?? before?.system ?? null,
  board: now.board ?? before?.board ?? null,
  disk: now.disk ?? before?.disk ?? null,
});

/** What happened at this start that nobody asked for. */
export type Begun = {
  /** The end before this start; null: it was told to end. */
  readonly ended: 'process' | 'machine' | null;
  readonly changed: readonly (typeof PARTS)[number][];
};

/**
 * What the watch over a leaf has to remember across its ends, in a file beside the log: unexpected ends
 * and another machine (SEC-10), and which alerts were told already.
 */
export const openMemory = (folder: string, failed: (error: unknown) => void) => {
  const path = join(folder, FILE);
  let kept = read(path);

  const keep = (next: Partial<Kept>): void => {
    kept = { ...kept, ...next };
    try {
      writeSecretFile(path, `${JSON.stringify(kept)}\n`);
    } catch (error) {
      failed(error);
    }
  };

  return {
    /** A leaf begins: remembers that it runs, and says what is odd about it. */
    begin: (
      { bootId, identity }: { readonly bootId: string; readonly identity: Identity },
      wallMs: number,
    ): Begun => {
      const { running, restarts } = kept;
      const ended = running === null ? null : running === bootId ? 'process' : 'machine';
      const changed = kept.identity === null ? [] : changedParts(kept.identity, identity);
      keep({
        ...{ running: bootId, identity: merged(kept.identity, identity) },
        restarts: ended === null ? restarts : { count: restarts.count + 1, at: wallMs, how: ended },
        changed: [...new Set([...kept.changed, ...changed])],
        changedAt: changed.length > 0 ? wallMs : kept.changedAt,
      });
      return { ended, changed };
    },
    restarts: () => kept.restarts,
    changed: () => kept.changed,
    raised: () => kept.raised,
    keepRaised: (raised: Kept['raised']): void => keep({ raised }),
    /** Somebody has read of what happened. */
    seen: (): void => keep({ restarts: { ...kept.restarts, count: 0 }, changed: [] }),
    /** It ends as it was told to. */
    end: (): void => keep({ running: null }),
  };
};

export type HealthMemory = ReturnType<typeof openMemory>;
