import { BlockList, isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

/** `::ffff:10.0.0.1` → `10.0.0.1`: how a socket for both names who comes by IPv4. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/iu, '');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** `10.0.0.5` or `10.0.0.0/8`; null for what is neither an address nor a net. */
const netOf = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const size = bits === undefined ? most : /^\d{1,3}$/u.test(bits) ? Number(bits) : -1;
  return most < 0 || size < 0 || size > most || rest.length > 0 ? null : { address, size };
};

/** Addresses and nets with commas between; null where one of them is none. */
export const proxiesIn = (text: string): readonly string[] | null => {
  const all = text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  return all.every((one) => netOf(one) !== null) ? all : null;
};

/** Whether an address is this machine's own, or one of the proxies in front of it. */
const proxyFinder = (proxies: readonly string[]) => {
  const known = new BlockList();
  for (const one of ['127.0.0.0/8', '::1', ...proxies]) {
    const net = netOf(one);
    if (net !== null) known.addSubnet(net.address, net.size, familyOf(net.address));
  }
  return (address: string): boolean =>
    isIP(address) !== 0 && known.check(address, familyOf(address));
};

/**
 * Who asks, where proxies stand in front: from the nearest on, each that is trusted says whom it saw,
 * and the first that is not is who asks. What a stranger wrote into the header itself lies further.
 * @param forwarded `X-Forwarded-For`, the nearest last.
 */
export const clientOf = (
  peer: string,
  forwarded: string,
  isProxy: (address: string) => boolean,
): string => {
  let client = plain(peer);
  for (const hop of forwarded.split(',').toReversed()) {
    const seen = plain(hop);
    if (!isProxy(client) || isIP(seen) === 0) break;
    client = seen;
  }
  return client;
};

/**
 * Says from which address each request comes: else all the world behind a proxy would be one, and a
 * stranger's guesses would lock everybody out.
 * @param proxies whose word on that is taken, beside this machine's own: addresses and nets.
 */
export const seesAddress = (proxies: readonly string[] = []): MiddlewareHandler<Env> => {
  const isProxy = proxyFinder(proxies);
  const seenIn = (c: Context<Env>): string | null => {
    const peer = c.env?.requestIP?.(c.req.raw)?.address;
    return peer === undefined
      ? null
      : clientOf(peer, c.req.header('x-forwarded-for') ?? '', isProxy);
  };
  return (c, next) => {
    let seen: string | null | undefined;
    // Only where somebody asks: to ask the socket costs some microseconds, and no command needs it.
    c.set('address', () => {
      if (seen === undefined) seen = seenIn(c);
      return seen;
    });
    return next();
  };
};

/** Where a request comes from; null where a test calls without a server. */
export const addressOf = (c: Context<Env>): string | null => {
  const address: Env['Variables']['address'] | undefined = c.get('address');
  return address?.() ?? null;
};

/** What one household or machine is given at once: of IPv6 a whole /64. */
export const networkOf = (address: string): string => {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const [before, behind] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const gap = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (behind?.length ?? 0);
  const groups = [
    ...(before ?? []),
    ...Array<string>(Math.max(0, gap)).fill('0'),
    ...(behind ?? []),
  ];
  const same = groups.map((group) => Number.parseInt(group, 16).toString(16));
  // IPv4 in digits of IPv6: else all the world that comes by it would be one.
  const isMapped = same.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return (isMapped ? same : same.slice(0, 4)).join(':');
};
