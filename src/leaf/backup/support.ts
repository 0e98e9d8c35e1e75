import { statfsSync } from 'node:fs';
import { arch, cpus, freemem, release, totalmem, uptime } from 'node:os';
import type { Json } from '../../kernel/parse.ts';
import type { Log } from '../../log/port.ts';
import { loadBill } from '../../server/bill.ts';
import { BUILD } from '../../server/version.ts';
import { LEAF_SETTINGS } from '../settings.ts';
import type { LastLine } from './last-lines.ts';
import { createScrubber } from './scrub.ts';

/** What a part of the leaf says of itself, in its own words. */
type Part = () => unknown;

export type SupportDeps = {
  readonly dataFolder: string;
  readonly log: Pick<Log, 'select' | 'tables' | 'stream' | 'count' | 'head'>;
  readonly nowMs: () => number;
  readonly lines: () => readonly LastLine[];
  /** Health, updates, cloud, backups, alerts …, by name. */
  readonly parts: { readonly [name: string]: Part };
};

/** Names of the nights, of files and of people's choices say more than support has to know. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'clocks',
  'where',
  'name',
  'newest',
  'host',
  'core',
]);

type Scrub = (text: string) => string;

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;
/** A commit by all of its hash: nobody's name or number is written like that. */
const COMMIT = /^[0-9a-f]{40}(?:-changed)?$/u;

const isPlain = (value: string, name: string): boolean =>
  MOMENT.test(value) || (name === 'commit' && COMMIT.test(value));

/** Any value as JSON without what may be personal; numbers, moments and commits stay. */
const scrubbed = (value: unknown, scrub: Scrub, name = ''): Json => {
  if (typeof value === 'string') return isPlain(value, name) ? value : scrub(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, scrub));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !LEFT_OUT.has(key))
        .map(([key, one]) => [key, scrubbed(one, scrub, key)]),
    );
  }
  return typeof value === 'boolean' ? value : null;
};

/** Settings that say nothing of anybody; of the others only whether they are set. */
const TOLD: ReadonlySet<string> = new Set([
  ...['FELT_PORT', 'FELT_CHANNEL', 'FELT_CONFIRM_MS', 'FELT_BACKUP_MB', 'FELT_BALLAST_MB'],
  ...['FELT_LOG', 'FELT_LOG_LEVEL', 'FELT_VIRTUAL'],
]);

const settingsNow = (env: Readonly<Record<string, string | undefined>>): Json =>
  Object.fromEntries(
    LEAF_SETTINGS.all.map(({ key }) => {
      const value = env[key] ?? '';
      if (value === '') return [key, null];
      return [key, TOLD.has(key) && /^[\w]{1,12}$/u.test(value) ? value : 'set'];
    }),
  );

const machineNow = (dataFolder: string): Json => {
  const { bavail, blocks, bsize } = statfsSync(dataFolder);
  const [cpu] = cpus();
  return {
    ...{ arch: arch(), kernel: release(), cpu: cpu?.model ?? null, cpus: cpus().length },
    ...{ memoryBytes: totalmem(), memoryFreeBytes: freemem(), uptimeS: Math.floor(uptime()) },
    ...{ diskBytes: blocks * bsize, diskFreeBytes: bavail * bsize },
    processBytes: process.memoryUsage().rss,
  };
};

const partOf = async (part: Part, scrub: Scrub): Promise<Json> => {
  try {
    return scrubbed(await part(), scrub);
  } catch (error) {
    return { failed: scrub(error instanceof Error ? error.message : String(error)) };
  }
};

/**
 * What support needs to know of a leaf, as JSON for people to read before they send it: no names, no
 * notes, no addresses, and no secrets.
 */
export const supportBundle = async (deps: SupportDeps): Promise<string> => {
  const { dataFolder, log, nowMs, lines, parts } = deps;
  const scrub = await createScrubber(log);
  const rows: Record<string, number> = {};
  for (const { name } of log.tables) rows[name] = await log.count(name);
  const own: Record<string, Json> = {};
  for (const [name, part] of Object.entries(parts)) own[name] = await partOf(part, scrub);
  const bundle = {
    made: new Date(nowMs()).toISOString(),
    build: { ...BUILD, parts: loadBill()?.parts ?? { bun: Bun.version } },
    settings: settingsNow(process.env),
    machine: machineNow(dataFolder),
    log: { ...(await log.head()), rows },
    ...own,
    lines: lines().map(({ at, text }) => ({ at: new Date(at).toISOString(), text: scrub(text) })),
  };
  return `${JSON.stringify(bundle, null, 2)}\n`;
};
