import { resolve } from 'node:path';
import { WrongUse } from '../server/failed.ts';
import { proxiesIn } from '../server/peer.ts';
import type { WatchConfig } from '../server/watch-settings.ts';
import { readWatchConfig } from '../server/watch-settings.ts';
import type { OidcConfig } from './auth/oidc.ts';

export type Config = {
  /** 0: any free one. */
  readonly port: number;
  readonly bind: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Of the database's administrator; undefined: an embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Name or IPv4 address at which leaves reach the hub; undefined: this machine alone. */
  readonly hub: string | undefined;
  /** Port of the embedded hub for leaf nodes; 0: any free one. */
  readonly hubPort: number;
  /** Its port of loopback for other core processes; 0: any free one. */
  readonly hubClientPort: number;
  /** The hub of another core process in place of an own one. */
  readonly hubClient: { readonly url: string; readonly secretsFile: string } | undefined;
  /** A certificate that the world trusts for the hub; undefined: one of the hub's own authority. */
  readonly hubTls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Address of this core for leaves and browsers, without a slash at the end. */
  readonly url: string | undefined;
  readonly natsServer: string | undefined;
  /** Where users of the pages sign in, too; undefined: by password only. */
  readonly oidc?: OidcConfig | undefined;
  /** Addresses and nets of proxies whose word on who asks is taken, beside this machine's own. */
  readonly proxies?: readonly string[];
  /** MB that are taken of one venue within a day; undefined: as many as a house never fills. */
  readonly venueDayMb?: number;
  /** Absolute folder of the leaves beside this core; undefined: where the unit file has them. */
  readonly virtualFolder?: string;
  /** Absolute file of root keys for releases; undefined: those of this build. */
  readonly rootKeysFile?: string;
} & WatchConfig;

type Variables = { readonly [name: string]: string | undefined };

const portOf = (env: Variables, name: string, otherwise: string): number => {
  const text = env[name] || otherwise;
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new WrongUse(`${name} must be a port from 0 to 65535, not "${text}"`);
};

const urlOf = (env: Variables, name: string, protocols: RegExp): string | undefined => {
  const text = env[name];
  if (!text) return undefined;
  if (protocols.test(text) && URL.canParse(text)) return text.replace(/\/$/u, '');
  throw new WrongUse(`${name} must be an address, not "${text.replace(/:[^:@/]+@/u, ':…@')}"`);
};

/** Both or none of two variables. */
const pairOf = (
  env: Variables,
  one: string,
  other: string,
): readonly [string, string] | undefined => {
  const [first, second] = [env[one], env[other]];
  if (!first && !second) return undefined;
  if (first && second) return [first, second];
  throw new WrongUse(`${one} and ${other} belong together`);
};

/** Plain http only to this very machine: tokens and secrets pass there. */
const ISSUER = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/u;

const oidcOf = (env: Variables): OidcConfig | undefined => {
  const issuer = urlOf(env, 'FELT_OIDC_ISSUER', ISSUER);
  const client = pairOf(env, 'FELT_OIDC_CLIENT_ID', 'FELT_OIDC_CLIENT_SECRET');
  if (issuer === undefined && client === undefined) return undefined;
  if (issuer === undefined || client === undefined) {
    throw new WrongUse('FELT_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET belong together');
  }
  // As it was written: the provider's own name for itself may end with a slash.
  const [clientId, clientSecret] = client;
  return { issuer: env['FELT_OIDC_ISSUER'] ?? issuer, clientId, clientSecret };
};

const proxiesOf = (env: Variables): Pick<Config, 'proxies'> => {
  const proxies = proxiesIn(env['FELT_PROXIES'] ?? '');
  if (proxies === null)
    throw new WrongUse('FELT_PROXIES must be addresses or nets, with commas between');
  return proxies.length === 0 ? {} : { proxies };
};

const venueDayOf = (env: Variables): Pick<Config, 'venueDayMb'> => {
  const text = env['FELT_VENUE_DAY_MB'];
  if (!text) return {};
  if (/^[1-9]\d{0,6}$/u.test(text)) return { venueDayMb: Number(text) };
  throw new WrongUse(`FELT_VENUE_DAY_MB must be a whole number from 1, not "${text}"`);
};

/** @throws WrongUse that names the variable. */
export const readConfig = (env: Variables): Config => {
  const client = pairOf(env, 'FELT_HUB_CLIENT', 'FELT_HUB_SECRETS');
  const tls = pairOf(env, 'FELT_HUB_CERT', 'FELT_HUB_KEY');
  return {
    port: portOf(env, 'FELT_CORE_PORT', '8090'),
    bind: env['FELT_CORE_HOST'] || '0.0.0.0',
    // Not in the leaf's ./data, which is closed to the user that an embedded PostgreSQL runs as.
    dataFolder: resolve(env['FELT_CORE_DATA'] || './data-core'),
    databaseUrl: urlOf(env, 'DATABASE_URL', /^postgres(?:ql)?:\/\//u),
    hub: env['FELT_HUB'] || undefined,
    hubPort: portOf(env, 'FELT_HUB_PORT', '7422'),
    hubClientPort: portOf(env, 'FELT_HUB_CLIENT_PORT', '0'),
    hubClient: client && { url: client[0], secretsFile: resolve(client[1]) },
    hubTls: tls && { certFile: resolve(tls[0]), keyFile: resolve(tls[1]) },
    url: urlOf(env, 'FELT_CORE_URL', /^https?:\/\//u),
    natsServer: env['NATS_SERVER'] || undefined,
    ...(env['FELT_VIRTUAL'] ? { virtualFolder: resolve(env['FELT_VIRTUAL']) } : {}),
    ...(env['FELT_ROOT_KEYS'] ? { rootKeysFile: resolve(env['FELT_ROOT_KEYS']) } : {}),
    ...proxiesOf(env),
    ...venueDayOf(env),
    ...readWatchConfig(env),
    oidc: oidcOf(env),
  };
};
