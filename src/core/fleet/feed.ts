import { SECOND } from '../../kernel/time.ts';
import type { User } from '../auth/grants.ts';
import type { VenueLine } from '../fleet.ts';
import { lineFor } from '../fleet.ts';

const EVERY_MS = 2 * SECOND;
/** A sign of life of a leaf alone is told this seldom: 500 of them report every ten seconds. */
const HEARD_MS = 30 * SECOND;
/** Whoever looks on is looked at again: a sign-in may have ended, a grant been taken away. */
const AGAIN_MS = 15 * SECOND;

type Listener = {
  readonly send: (message: FeedMessage) => void;
  readonly end: () => void;
  readonly user: () => User;
  /** Venues that it was told of. */
  readonly known: Set<string>;
};

/** `all`: everything there is; else what is new in these, and venues that are gone. */
export type FeedMessage = {
  readonly type: 'all' | 'changed';
  readonly items: readonly VenueLine[];
  readonly gone: readonly string[];
  /** The core's wall clock, ms. */
  readonly now: number;
};

/** The same for whatever would be shown the same. */
const keyOf = (line: VenueLine): string => {
  const { report } = line;
  if (report === null) return JSON.stringify(line);
  const { heardAt, ...rest } = report;
  return JSON.stringify({ ...line, report: { ...rest, heard: Math.floor(heardAt / HEARD_MS) } });
};

/**
 * What changes among the venues, asked of the database once for all who look on, and not at all while
 * nobody does.
 */
export const createFleetFeed = ({
  load,
  now,
  failed,
  everyMs = EVERY_MS,
}: {
  readonly load: () => Promise<readonly VenueLine[]>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
  /** How often what changed is looked up and told. */
  readonly everyMs?: number;
}) => {
  const listeners = new Set<Listener>();
  let keys = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lines: readonly VenueLine[] = [];

  const tell = ({ send, user, known }: Listener, changed: readonly VenueLine[] | null) => {
    const who = user();
    const items = (changed ?? lines).flatMap((line) => lineFor(line, who) ?? []);
    const may = new Set(lines.flatMap((line) => lineFor(line, who)?.id ?? []));
    const gone = [...known].filter((id) => !may.has(id));
    for (const id of gone) known.delete(id);
    for (const { id } of items) known.add(id);
    if (changed !== null && items.length + gone.length === 0) return;
    send({ type: changed === null ? 'all' : 'changed', items, gone, now: now() });
  };

  const refresh = async (): Promise<readonly VenueLine[]> => {
    lines = await load();
    const fresh = new Map(lines.map((line) => [line.id, keyOf(line)]));
    const changed = lines.filter(({ id }) => fresh.get(id) !== keys.get(id));
    keys = fresh;
    return changed;
  };

  const turn = async () => {
    try {
      const changed = await refresh();
      for (const listener of listeners) tell(listener, changed);
    } catch (error) {
      failed(error);
    }
    timer = listeners.size === 0 ? null : setTimeout(turn, everyMs);
  };

  return {
    /** Begins with everything; answers how to stop. */
    follow: async (to: Omit<Listener, 'known'>): Promise<() => void> => {
      const changed = await refresh();
      for (const listener of listeners) tell(listener, changed);
      const own: Listener = { ...to, known: new Set() };
      tell(own, null);
      listeners.add(own);
      timer ??= setTimeout(turn, everyMs);
      return () => listeners.delete(own);
    },
    againMs: AGAIN_MS,
    stop: (): void => {
      if (timer !== null) clearTimeout(timer);
      for (const { end } of [...listeners]) end();
      listeners.clear();
    },
  };
};

export type FleetFeed = ReturnType<typeof createFleetFeed>;
