const KEY = 'felt-node';

const fresh = (): string => `tv-${Math.floor(Math.random() * 900_000 + 100_000)}`;

/** A screen that came without an id keeps the one it gave itself, as long as its browser lets it. */
const own = (): string => {
  try {
    const kept = localStorage.getItem(KEY) ?? fresh();
    localStorage.setItem(KEY, kept);
    return kept;
  } catch {
    return fresh();
  }
};

/** `tv-3` of `/display/tv-3`; `/tv` finds its own. */
export const nodeIdOf = (path: string): string => {
  const id = /^\/display\/([A-Za-z0-9_-]{1,64})\/?$/.exec(path)?.[1];
  return id ?? own();
};
