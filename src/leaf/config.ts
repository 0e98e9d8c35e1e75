import { resolve } from 'node:path';
import { WrongUse } from '../server/failed.ts';
import { proxiesIn } from '../server/peer.ts';
import type { WatchConfig } from '../server/watch-settings.ts';
import { readWatchConfig } from '../server/watch-settings.ts';

export type Config = {
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly bind: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Further names under which the leaf is reached, lower case, without port. */
  readonly hosts: readonly string[];
  /** Addresses and nets of proxies whose word on who asks is taken, beside this machine's own. */
  readonly proxies?: readonly string[];
  /** Core and one-time code by which a leaf that belongs to none joins as it starts. */
  readonly enrol?: { readonly core: string; readonly code: string };
  /** At a provider, in a process beside those of other venues. */
  readonly isVirtual?: boolean;
  /** Room that is held back for a full disk; undefined: none. */
  readonly ballast?: { readonly bytes: number; readonly afterMs: number };
} & WatchConfig;

type Variables = { readonly [name: string]: string | undefined };

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new WrongUse(`FELT_PORT must be a port from 0 to 65535, not "${text}"`);
};

const hostOf = (text: string): string => {
  const host = text.trim().toLowerCase();
  if (/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]+\])$/u.test(host)) return host;
  throw new WrongUse(`FELT_HOSTS must be names with commas between, without ports, not "${text}"`);
};

const enrolOf = (env: Variables): Pick<Config, 'enrol'> => {
  const [core, code] = [env['FELT_CORE'], env['FELT_ENROL']];
  if (!core && !code) return {};
  if (core && code) return { enrol: { core, code } };
  throw new WrongUse('FELT_CORE and FELT_ENROL belong together');
};

const virtualOf = (env: Variables): Pick<Config, 'isVirtual'> => {
  const text = env['FELT_VIRTUAL'] || '0';
  if (text !== '0' && text !== '1')
    throw new WrongUse(`FELT_VIRTUAL must be 0 or 1, not "${text}"`);
  return text === '1' ? { isVirtual: true } : {};
};

const proxiesOf = (env: Variables): Pick<Config, 'proxies'> => {
  const proxies = proxiesIn(env['FELT_PROXIES'] ?? '');
  if (proxies === null)
    throw new WrongUse('FELT_PROXIES must be addresses or nets, with commas between');
  return proxies.length === 0 ? {} : { proxies };
};

/** Not at once: many a leaf that begins is gone again before anything could fill its disk. */
const BALLAST_AFTER_MS = 60_000;

const ballastOf = (env: Variables): Pick<Config, 'ballast'> => {
  const text = env['FELT_BALLAST_MB'] || '64';
  if (!/^\d{1,5}$/u.test(text))
    throw new WrongUse(`FELT_BALLAST_MB must be a whole number of MB, not "${text}"`);
  const bytes = Number(text) * 1024 * 1024;
  return bytes === 0 ? {} : { ballast: { bytes, afterMs: BALLAST_AFTER_MS } };
};

/** @throws WrongUse that names the variable. */
export const readConfig = (env: Variables): Config => ({
  port: portOf(env['FELT_PORT'] || '8080'),
  bind: env['FELT_HOST'] || '0.0.0.0',
  dataFolder: resolve(env['FELT_DATA'] || './data'),
  hosts: (env['FELT_HOSTS'] ?? '')
    .split(',')
    .filter((one) => one.trim() !== '')
    .map(hostOf),
  ...proxiesOf(env),
  ...enrolOf(env),
  ...virtualOf(env),
  ...ballastOf(env),
  ...readWatchConfig(env),
});
