import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failed } from '../../server/failed.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import type { VenueRow, Venues } from '../venues.ts';

/** Where `systemd/felt-leaf@.service` looks for them. */
export const VIRTUAL_FOLDER = '/var/lib/felt/virtual';

const FIRST_PORT = 8200;
/** There while systemd is what runs this machine. */
const SYSTEMD = '/run/systemd/system';

const unitOf = (slug: string): string => `felt-leaf@${slug}.service`;

const settingsPath = (folder: string, slug: string): string => join(folder, `${slug}.env`);

const portIn = (path: string): number | null => {
  const port = /^FELT_PORT=(\d+)$/mu.exec(readFileSync(path, 'utf8'))?.[1];
  return port === undefined ? null : Number(port);
};

/** The one that it has, else the lowest that no other has. */
const portFor = (folder: string, slug: string): number => {
  const own = settingsPath(folder, slug);
  const known = existsSync(own) ? portIn(own) : null;
  if (known !== null) return known;
  const files = readdirSync(folder).filter((name) => name.endsWith('.env'));
  const taken = new Set(files.map((name) => portIn(join(folder, name))));
  let port = FIRST_PORT;
  while (taken.has(port)) port += 1;
  return port;
};

const settings = (all: Readonly<Record<string, string>>): string => {
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  return `${['# By felt-core venue virtual. The code works once.', ...lines].join('\n')}\n`;
};

/** @throws Failed with what systemd said. */
const systemctl = (...args: readonly string[]): void => {
  const { success, stderr } = Bun.spawnSync(['systemctl', ...args], { stdin: 'ignore' });
  if (!success) throw new Failed(`systemctl ${args.join(' ')}: ${stderr.toString().trim()}`);
};

/** Does it where systemd runs; answers the line that does it elsewhere. */
const systemd = (args: readonly string[], elsewhere: string): string => {
  if (!existsSync(SYSTEMD)) return `systemd does not run here; by hand:\n  ${elsewhere}`;
  systemctl(...args);
  return `systemctl ${args.join(' ')}: done`;
};

const byHand = (folder: string, slug: string): string => {
  const own = settingsPath(folder, slug);
  return `env $(grep -v '^#' ${own}) FELT_HOST=127.0.0.1 FELT_VIRTUAL=1 FELT_DATA=${join(folder, slug)} felt-leaf serve`;
};

type Place = {
  /** Holds a file of settings and a data folder for each of them. */
  readonly folder: string;
  readonly venues: Pick<Venues, 'find' | 'replace'>;
};

const leafFolder = (folder: string, { slug }: VenueRow): string => join(folder, slug);

/**
 * A leaf for a venue beside the core: its settings, with a one-time code, and its service.
 * @param coreUrl where the leaf finds this core.
 * @param host name under which the world reaches it, if there is one.
 * @throws Failed where there is data of an earlier one, or systemd refuses.
 */
export const startVirtual = async (
  named: string,
  {
    folder,
    venues,
    coreUrl,
    host,
  }: Place & { readonly coreUrl: string; readonly host: string | undefined },
): Promise<string> => {
  const venue = await venues.find(named);
  const { slug } = venue;
  const data = leafFolder(folder, venue);
  if (existsSync(data)) {
    throw new Failed(`${data} holds an earlier leaf of ${slug}: move it away first`);
  }
  // Each leaf has a user of its own, who has to get through to its folder.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const port = portFor(folder, slug);
  const code = await venues.replace(slug);
  writeSecretFile(
    settingsPath(folder, slug),
    settings({
      FELT_PORT: String(port),
      FELT_CORE: coreUrl,
      FELT_ENROL: code,
      ...(host === undefined ? {} : { FELT_HOSTS: host }),
    }),
  );
  const done = systemd(['enable', '--now', unitOf(slug)], byHand(folder, slug));
  const own = `virtual  http://127.0.0.1:${port} with ${data}`;
  // Where a venue comes back nobody can sign in: who has the code gives one admin a PIN.
  const brought =
    venue.epoch === 0 ? [] : [`code     ${code}   (for its setup page, used by itself)`];
  return [own, ...brought, done].join('\n');
};

/** Ends it for good; its folder stays. */
export const stopVirtual = async (named: string, { folder, venues }: Place): Promise<string> => {
  const venue = await venues.find(named);
  const { slug } = venue;
  if (!existsSync(settingsPath(folder, slug))) {
    throw new Failed(`the venue "${slug}" has no virtual leaf on this machine`);
  }
  const done = systemd(['disable', '--now', unitOf(slug)], `end the leaf of ${slug} with SIGTERM`);
  return `${done}\nwhat it had stays in ${leafFolder(folder, venue)}`;
};
