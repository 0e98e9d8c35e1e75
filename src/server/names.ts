/** Names by player id, as boards and screens show them. */
export type PlayerNames = { readonly [playerId: string]: string };

/**
 * What the rest of Felt may know of players' profiles: the name for the boards. The players room
 * says when one changed; live connections listen.
 */
export type NameBook = {
  /** The names of those who have a profile; erased and unknown players are left out. */
  readonly of: (playerIds: readonly string[]) => Promise<PlayerNames>;
  /** To be told after the commit that changed, merged or erased these profiles. */
  readonly changed: (playerIds: readonly string[]) => void;
  /** Listens to changes; answers how to stop. */
  readonly onChanged: (listener: (playerIds: readonly string[]) => void) => () => void;
};

/** Enough for every player of several large nights; a name is some 100 bytes. */
const KEPT = 20_000;

/** A book over wherever profiles are kept; what was looked up is remembered until it changes. */
export const createNames = (
  lookUp: (playerIds: readonly string[]) => Promise<PlayerNames>,
): NameBook => {
  // null: known to have none. Oldest first, which is who goes first.
  const known = new Map<string, string | null>();
  const listeners = new Set<(playerIds: readonly string[]) => void>();
  let changes = 0;

  const remember = (id: string, name: string | null) => {
    if (known.size >= KEPT) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(id, name);
  };

  return {
    of: async (playerIds) => {
      const missing = [...new Set(playerIds)].filter((id) => !known.has(id));
      const before = changes;
      const found = missing.length === 0 ? {} : await lookUp(missing);
      // A change meanwhile makes what was read doubtful: answered, but not kept.
      if (before === changes) for (const id of missing) remember(id, found[id] ?? null);
      const names: Record<string, string> = {};
      for (const id of playerIds) {
        const name = found[id] ?? known.get(id);
        if (name !== undefined && name !== null) names[id] = name;
      }
      return names;
    },
    changed: (playerIds) => {
      changes += 1;
      for (const id of playerIds) known.delete(id);
      for (const listener of listeners) listener(playerIds);
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
