import { hostname, networkInterfaces } from 'node:os';

/** The machine's addresses may change with the network; asked for again at most this often. */
const FRESH_MS = 5_000;

const FIXED = ['localhost', '127.0.0.1', '[::1]', 'felt.local'];

const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address, family }) =>
      family === 'IPv6' ? `[${address.replace(/%.*$/u, '')}]` : address,
    );

/**
 * Whether a request names this machine: what DNS rebinding cannot do, because a stranger's page can
 * point its own name at it, but not take over its own.
 */
export const createHosts = (
  further: readonly string[],
  nowMs: () => number,
  addresses: () => readonly string[] = ownAddresses,
) => {
  const own = hostname().toLowerCase();
  const fixed = new Set([...FIXED, own, `${own}.local`, ...further]);
  let current = new Set(addresses());
  let readAtMs = nowMs();
  return (name: string): boolean => {
    if (fixed.has(name) || current.has(name)) return true;
    if (nowMs() - readAtMs < FRESH_MS) return false;
    current = new Set(addresses());
    readAtMs = nowMs();
    return current.has(name);
  };
};
