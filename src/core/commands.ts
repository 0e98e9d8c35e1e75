import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { Failed, WrongUse } from '../server/failed.ts';
import { say } from '../server/program.ts';
import { headDigits } from '../sync/checkpoints/evidence.ts';
import { addUser, NewUser } from './auth/users.ts';
import { createCoreBackups } from './backups.ts';
import type { Config } from './config.ts';
import type { Database } from './db/open.ts';
import { openStore } from './db/store.ts';
import type { VenueStatus } from './ingest/status.ts';
import { statusOfAll } from './ingest/status.ts';
import { knownSigning } from './signing.ts';
import { createTenants } from './tenants.ts';
import { cautionOf, cautionWords } from './venues/reach.ts';
import { showVenue, troubleOf, troubleText } from './venues/show.ts';
import { startVirtual, stopVirtual, VIRTUAL_FOLDER } from './venues/virtual.ts';
import type { VenueRow } from './venues.ts';
import { createVenues, NewVenue } from './venues.ts';
import { verifyVenue } from './verify.ts';

/** A command beside a core that may be running: opens the same database, and leaves it as it was. */
export const withDatabase = async (
  config: Config,
  work: (database: Database) => Promise<number>,
): Promise<number> => {
  const database = await openStore(config, { share: true, say });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const flag = { type: 'string' } as const;

/** The value of a schema, or one line that says which flag is wrong. */
const checked = <S extends v.GenericSchema>(schema: S, values: unknown): v.InferOutput<S> => {
  const read = v.safeParse(schema, values);
  if (read.success) return read.output;
  const [issue] = read.issues;
  const name = v.getDotPath(issue) ?? '';
  throw new WrongUse(
    issue.received === 'undefined' ? `--${name} is missing` : `--${name}: ${issue.message}`,
  );
};

/** Flags and words of a command. @throws WrongUse for a flag that it does not know. */
export const parsed = (args: readonly string[], options: Record<string, typeof flag>) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse(
      error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error),
    );
  }
};

/** Exactly one word behind the command. */
const oneOf = (args: readonly string[], what: string): string => {
  const [first, ...rest] = args;
  if (first === undefined || rest.length > 0) throw new WrongUse(`name one ${what}`);
  return first;
};

const codeText = (code: string, config: Config): string =>
  `code   ${code}   (for one leaf, once, within 7 days)${cautionWords(cautionOf(config))}`;

const agoText = (fromMs: number): string =>
  `${Math.max(0, Math.round((Date.now() - fromMs) / 1_000))} s ago`;

const line = (venue: VenueRow, status: VenueStatus | undefined, trouble: string): string => {
  const state =
    venue.revokedAt !== null ? 'revoked' : venue.epoch === 0 ? 'no leaf yet' : 'enrolled';
  const heard =
    status === undefined
      ? ''
      : `, ${status.version}, heard ${agoText(status.heardAt)}, event ${status.appliedSeq} of ${status.headSeq}`;
  return `${venue.slug.padEnd(24)} ${venue.id}  ${venue.name}: ${state}${heard}${trouble}`;
};

const VENUE_FLAGS = {
  ...{ name: flag, slug: flag, timezone: flag, currency: flag },
  organisation: flag,
};

/** `felt-core venue add|list|show|replace|revoke|virtual`. */
export const venueCommand = (
  config: Config,
  [verb, ...rest]: readonly string[],
): Promise<number> => {
  const on = (
    work: (venues: ReturnType<typeof createVenues>, database: Database) => Promise<string>,
  ) =>
    withDatabase(config, async (database) =>
      say(await work(createVenues({ platform: database.platform, now: Date.now }), database)),
    );
  switch (verb) {
    case 'add': {
      const { values, positionals } = parsed(rest, VENUE_FLAGS);
      if (positionals.length > 0) throw new WrongUse(`this takes no "${positionals[0]}"`);
      const venue = checked(NewVenue, values);
      return on(async ({ add }) => {
        const { id, code } = await add(venue);
        return `venue  ${id}\n${codeText(code, config)}`;
      });
    }
    case 'list':
      if (rest.length > 0) throw new WrongUse(`this takes no "${rest[0]}"`);
      return on(async ({ list }, database) => {
        const statuses = new Map((await statusOfAll(database)).map((one) => [one.venueId, one]));
        const all: string[] = [];
        for (const venue of await list()) {
          const trouble = await troubleOf(database, venue.id, false);
          all.push(line(venue, statuses.get(venue.id), troubleText(trouble)));
        }
        return all.length === 0 ? 'there is no venue yet' : all.join('\n');
      });
    case 'show': {
      const named = oneOf(rest, 'venue');
      return on(async ({ find }, database) => {
        const venue = await find(named);
        const statuses = await statusOfAll(database);
        const status = statuses.find(({ venueId }) => venueId === venue.id);
        const folder = join(config.dataFolder, 'backups');
        const backups = await createCoreBackups({ folder, now: Date.now }).list(venue.id);
        const trouble = await troubleOf(database, venue.id, true);
        return showVenue(venue, status, trouble, agoText, backups);
      });
    }
    case 'replace': {
      const named = oneOf(rest, 'venue');
      return on(async ({ replace }) => codeText(await replace(named), config));
    }
    case 'virtual':
      return virtualCommand(config, rest);
    case 'revoke': {
      const named = oneOf(rest, 'venue');
      return on(async ({ revoke }) => {
        await revoke(named);
        return `${named} is revoked: nothing more is taken from its leaf`;
      });
    }
    default:
      throw new WrongUse(
        verb === undefined
          ? 'venue: add, list, show, replace, revoke or virtual'
          : `there is no "venue ${verb}"`,
      );
  }
};

/** `felt-core venue virtual VENUE [--host NAME] | --stop`. */
const virtualCommand = (config: Config, args: readonly string[]): Promise<number> => {
  const isStop = args.includes('--stop');
  const rest = args.filter((one) => one !== '--stop');
  const { values, positionals } = parsed(rest, isStop ? {} : { host: flag });
  const named = oneOf(positionals, 'venue');
  const folder = config.virtualFolder ?? VIRTUAL_FOLDER;
  const coreUrl = config.url ?? `http://localhost:${config.port}`;
  return withDatabase(config, async ({ platform }) => {
    const venues = createVenues({ platform, now: Date.now });
    const place = { folder, venues };
    return say(
      await (isStop
        ? stopVirtual(named, place)
        : startVirtual(named, { ...place, coreUrl, host: values['host'] })),
    );
  });
};

/** `felt-core user add EMAIL --name NAME [--role ROLE --venue VENUE]`. */
export const userCommand = (
  config: Config,
  [verb, ...rest]: readonly string[],
): Promise<number> => {
  if (verb !== 'add') throw new WrongUse('user: add');
  const { values, positionals } = parsed(rest, { name: flag, role: flag, venue: flag });
  const email = oneOf(positionals, 'e-mail address');
  const { name, role = 'platformAdmin', venue } = values;
  const asked = { email, name: name ?? email, role, venueId: null };
  const user = checked(NewUser, asked);
  if ((user.role === 'venueOwner') !== (venue !== undefined)) {
    throw new WrongUse('--venue goes with --role venueOwner');
  }
  return withDatabase(config, async ({ platform }) => {
    const venues = createVenues({ platform, now: Date.now });
    const venueId = venue === undefined ? null : (await venues.find(venue)).id;
    const { id, password } = await addUser(platform, { ...user, venueId }, Date.now());
    return say(`user      ${id}\npassword  ${password}   (told this once)`);
  });
};

/** Where the keys of its hub and of its countersignatures lie. */
const hubFolder = ({ hubClient, dataFolder }: Config): string =>
  hubClient === undefined ? join(dataFolder, 'hub') : dirname(hubClient.secretsFile);

/** The digits behind `--head`, which need a venue to look in; null: none. */
const printedHead = (typed: string | undefined, named: string | null): string | null => {
  if (typed === undefined) return null;
  const digits = headDigits(typed);
  if (digits === null) throw new WrongUse('--head takes the digits of a sheet, at least 8');
  if (named === null) throw new WrongUse('--head needs a venue');
  return digits;
};

/** `felt-core verify [VENUE [--head DIGITS]]`: chain, tables and checkpoints of one venue or of all. */
export const verifyCommand = (config: Config, args: readonly string[]): Promise<number> => {
  const { values, positionals } = parsed(args, { head: flag });
  const named = positionals.length === 0 ? null : oneOf(positionals, 'venue');
  const head = printedHead(values['head'], named);
  return withDatabase(config, async (database) => {
    const venues = createVenues({ platform: database.platform, now: Date.now });
    const all = named === null ? await venues.list() : [await venues.find(named)];
    const tenants = createTenants({ database, now: Date.now, told: say });
    const own = knownSigning(hubFolder(config));
    let wrong = 0;
    for (const { id, slug } of all) {
      const house = { tenants, platform: database.platform };
      const { ok, text } = await verifyVenue(house, id, own, head);
      say(`${slug}\n${text.replaceAll(/^/gmu, '  ')}`);
      if (!ok) wrong += 1;
    }
    if (wrong > 0)
      throw new Failed(`${wrong} of ${all.length} logs are not as they should be, see above`);
    return 0;
  });
};
