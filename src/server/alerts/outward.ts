import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * What is nobody's on the internet: private, link-local, loopback, multicast and the rest of IANA's
 * special-purpose registries; and an address at which a large provider's own services answer.
 */
const INSIDE_4: readonly string[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3', '168.63.129.16/32'],
];
/** Of IPv6 only what is given out to the internet, less what leads elsewhere: Teredo, 6to4, examples. */
const OUTSIDE_6 = '2000::/3';
const INSIDE_6: readonly string[] = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const nets = (family: 'ipv4' | 'ipv6', all: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const one of all) {
    const [address = '', bits] = one.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
};

const inside4 = nets('ipv4', INSIDE_4);
const inside6 = nets('ipv6', INSIDE_6);
const outside6 = nets('ipv6', [OUTSIDE_6]);

/** Whether an address is one of the internet. */
export const isPublic = (address: string): boolean => {
  if (isIP(address) === 4) return !inside4.check(address, 'ipv4');
  if (isIP(address) !== 6) return false;
  return outside6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
};

/** What listens on this machine's own public address is often meant for itself alone, too. */
const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));

/** An address that leads to where a program must not go. */
export class LeadsInside extends Error {
  override readonly name = 'LeadsInside';
}

/** How a request goes to one address, whatever its name means a moment later. */
export type Way = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The name that the certificate has to be for; null: there is none. */
  readonly serverName: string | null;
};

export type Resolve = (name: string) => Promise<readonly string[]>;

const addressesOf: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** `[2001:db8::1]` → `2001:db8::1`. */
const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/u, '$1');

/**
 * The way to a server on the internet: its name is asked for once, each of its addresses has to be a
 * public one, and the request goes to the very address that was looked at.
 * @throws LeadsInside; Error where the name has no address.
 */
export const outward = async (text: string, resolve: Resolve = addressesOf): Promise<Way> => {
  const url = new URL(text);
  const name = bare(url.hostname);
  const addresses = isIP(name) === 0 ? await resolve(name) : [name];
  const [first] = addresses;
  if (first === undefined) throw new Error(`${name} has no address`);
  if (!addresses.every((one) => isPublic(one) && !isOwn(one))) {
    throw new LeadsInside(`${name} is no address of the internet: this leaf goes to no other`);
  }
  const { host } = url;
  url.hostname = isIP(first) === 6 ? `[${first}]` : first;
  return { url: url.href, headers: { host }, serverName: isIP(name) === 0 ? name : null };
};

/** The way as it was given: in the venue's own network a receiver may be anywhere. */
export const anyway = async (url: string): Promise<Way> => ({
  ...{ url, headers: {}, serverName: null },
});
