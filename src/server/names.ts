/** Names by player id, as somebody may show them. */
export type PlayerNames = { readonly [playerId: string]: string };

/**
 * What the rest of Felt may know of players' profiles: the name for the boards. The players room
 * says when one changed; live connections listen.
 */
export type NameBook = {
  /** The names of those who have a profile; erased and unknown players are left out. */
  readonly of: (playerIds: readonly string[]) => Promise<PlayerNames>;
  /** The same people as anybody outside the room may know them (GDP-3). */
  readonly outside: (playerIds: readonly string[]) => Promise<PlayerNames>;
  /** To be told after the commit that changed, merged or erased these profiles. */
  readonly changed: (playerIds: readonly string[]) => void;
  /** Listens to changes; answers how to stop. */
  readonly onChanged: (listener: (playerIds: readonly string[]) => void) => () => void;
};

/** Enough for every player of several large nights; a name is some 100 bytes. */
const KEPT = 20_000;

type LookUp = (playerIds: readonly string[]) => Promise<PlayerNames>;

/** One kind of name, remembered until it changes. */
const remembered = (lookUp: LookUp) => {
  // null: known to have none. Oldest first, which is who goes first.
  const known = new Map<string, string | null>();
  let changes = 0;

  const remember = (id: string, name: string | null) => {
    if (known.size >= KEPT) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(id, name);
  };

  const of: LookUp = async (playerIds) => {
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
  };
  const forget = (playerIds: readonly string[]): void => {
    changes += 1;
    for (const id of playerIds) known.delete(id);
  };
  return { of, forget };
};

/**
 * A book over wherever profiles are kept; what was looked up is remembered until it changes.
 * @param lookUpOutside the names for whoever is not in the room, where they are others.
 */
export const createNames = (lookUp: LookUp, lookUpOutside: LookUp = lookUp): NameBook => {
  const [board, outside] = [remembered(lookUp), remembered(lookUpOutside)];
  const listeners = new Set<(playerIds: readonly string[]) => void>();
  return {
    of: board.of,
    outside: outside.of,
    changed: (playerIds) => {
      board.forget(playerIds);
      outside.forget(playerIds);
      for (const listener of listeners) listener(playerIds);
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
