import type { NetworkInterfaceInfo } from 'node:os';
import { networkInterfaces } from 'node:os';

/** The machine's addresses may change with the network; asked for again at most this often. */
const FRESH_MS = 5_000;

/** Every address of the machine. */
const ANY = new Set(['0.0.0.0', '::']);
/** Networks that only this machine sees: containers, virtual machines, tunnels. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vmnet|tun|tap|wg|tailscale|zt)/u;
/** Given by the machine to itself, because nobody else gave it one (RFC 3927). */
const LINK_LOCAL = /^169\.254\./u;
/** What guests' networks hand out (RFC 1918). */
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/u;

export type Interfaces = { readonly [name: string]: readonly NetworkInterfaceInfo[] | undefined };

const rankOf = (name: string, address: string): number =>
  (VIRTUAL.test(name) ? 4 : 0) +
  (LINK_LOCAL.test(address) ? 2 : 0) +
  (PRIVATE.test(address) ? 0 : 1);

/** The address at which others in the same network most likely reach this machine; null: none does. */
export const lanAddress = (all: Interfaces): string | null => {
  const found = Object.entries(all).flatMap(([name, own]) =>
    (own ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  // Stable: of equal ones the first, as the machine lists them.
  return found.sort((a, b) => a.rank - b.rank)[0]?.address ?? null;
};

const isLoopback = (bind: string): boolean => bind === 'localhost' || /^(?:127\.|::1$)/u.test(bind);

/**
 * Where phones in the same network find the leaf (ACC-5): always a number, because many phones cannot
 * look up `.local`; null where nothing but this machine reaches it.
 * @param bind the address that the leaf listens on.
 * @param port known once it listens.
 */
export const createLan = ({
  bind,
  port,
  nowMs,
  interfaces = networkInterfaces,
}: {
  readonly bind: string;
  readonly port: () => number;
  readonly nowMs: () => number;
  readonly interfaces?: () => Interfaces;
}) => {
  let kept: { readonly address: string | null; readonly atMs: number } | null = null;
  const address = (): string | null => {
    if (isLoopback(bind)) return null;
    if (!ANY.has(bind)) return bind.includes(':') ? `[${bind}]` : bind;
    if (kept === null || nowMs() - kept.atMs >= FRESH_MS)
      kept = { address: lanAddress(interfaces()), atMs: nowMs() };
    return kept.address;
  };
  /** `http://192.168.1.20:8080` */
  return (): string | null => {
    const own = address();
    return own === null ? null : `http://${own}:${port()}`;
  };
};
