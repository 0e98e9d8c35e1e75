import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';
import { percentile } from './numbers.ts';
import { busyMs, residentMb, startHelper, tempFolder } from './processes.ts';
import type { Cloud } from './sync/cloud.ts';
import { startCloud } from './sync/cloud.ts';
import type { Question, Reply } from './sync/venues.ts';

const LOOK_EVERY_MS = 1_000;

/** What a run with many venues has shown. */
export type Scale = {
  readonly venues: number;
  readonly events: number;
  readonly perSecond: number;
  readonly lagMs: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly core: Weight;
  readonly hub: Weight;
  /** PostgreSQL's processes; its MB count what they share once for each. */
  readonly database: Weight;
  /** Until the first event of every venue was applied, ms. */
  readonly firstMs: number;
  /** Heads of all venues on the core, added up: one more of each venue than `events`. */
  readonly applied: number;
};

/** MB resident a third into the run and at its most after that, and processor time as a share. */
export type Weight = { readonly mb: number; readonly mostMb: number; readonly busy: number };

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What a process weighs while something is done; of several, which last as long, all together. */
const weighing = (...pids: readonly number[]) => {
  const busyNow = () => sum(pids.map(busyMs));
  const [begun, before] = [performance.now(), busyNow()];
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(sum(pids.map(residentMb))), LOOK_EVERY_MS);
  return (): Weight => {
    clearInterval(timer);
    const third = Math.floor(seen.length / 3);
    const busy = (busyNow() - before) / (performance.now() - begun);
    return { mb: seen[third] ?? 0, mostMb: Math.max(0, ...seen.slice(third)), busy };
  };
};

const hubPid = ({ folder }: Cloud): number =>
  Number(readFileSync(join(folder, 'core/hub/nats/nats.pid'), 'utf8'));

/** PostgreSQL's own, with one for each connection of the core. */
const databasePids = ({ folder }: Cloud): readonly number[] => {
  const [first] = readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const { stdout } = Bun.spawnSync(['pgrep', '-P', String(first)]);
  return [Number(first), ...stdout.toString().trim().split('\n').map(Number)];
};

const appliedOn = async ({ databaseUrl }: Cloud): Promise<number> => {
  const { default: postgres } = await import('postgres');
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const [row] = await sql`select sum(seq)::int as applied from heads`;
  await sql.end();
  return Number(row?.['applied'] ?? 0);
};

/**
 * Many venues with credentials of their own play at once, through a few nats-servers into one core.
 * @param perSecond events a second of all of them together.
 */
export const runScale = async (wish: {
  readonly venues: number;
  readonly leafNodes: number;
  readonly eventsEach: number;
  readonly perSecond: number;
}): Promise<Scale> => {
  const { venues, leafNodes, eventsEach, perSecond } = wish;
  const [folder, cloud] = [tempFolder(), await startCloud()];
  const share = Math.ceil(venues / leafNodes);
  const helpers = await Promise.all(
    Array.from({ length: leafNodes }, () => startHelper<Question, Reply>('sync/venues.ts')),
  );
  for (const [i, helper] of helpers.entries()) {
    const links = [];
    for (let n = 0; n < share; n++) links.push(await cloud.enrol());
    const own = join(folder.path, String(i));
    mkdirSync(own);
    await helper.ask({ folder: own, links, first: i * share });
  }
  const play = (each: number) =>
    Promise.all(
      helpers.map((helper) =>
        helper.ask({ events: each * share, perSecond: perSecond / leafNodes }),
      ),
    );
  // The first event of a venue is another matter: the core looks at its rows then.
  const firsts = await play(1);
  const [core, hub] = [weighing(cloud.pid), weighing(hubPid(cloud))];
  const database = weighing(...databasePids(cloud));
  const replies = await play(eventsEach);
  const lagsMs = replies.flatMap((reply) => [...reply.lagsMs]);
  const ms = Math.max(...replies.map((reply) => reply.ms));
  const all = replies.reduce((sum, reply) => sum + reply.events, 0);
  const firstMs = Math.max(...firsts.map((reply) => reply.ms));
  const weights = { core: core(), hub: hub(), database: database() };
  const applied = await appliedOn(cloud);
  await Promise.all(helpers.map((helper) => helper.stop()));
  await cloud.stop();
  folder.remove();
  const most = lagsMs.reduce((a, b) => Math.max(a, b), 0);
  const lagMs = { p50: percentile(lagsMs, 50), p99: percentile(lagsMs, 99), most };
  return {
    venues: share * leafNodes,
    events: all,
    perSecond: (all / ms) * 1_000,
    lagMs,
    ...weights,
    ...{ firstMs, applied },
  };
};

const VENUES = Number(process.env['FELT_VENUES'] ?? 500);
const LEAF_NODES = 4;
const EACH = 120;
/** Of all venues together: the busiest hour of a far larger fleet. */
const GOAL_PER_S = 1_000;

const share = ({ busy }: Weight): string => `${(100 * busy).toFixed(0)} %`;

const weightOf = (name: string, weight: Weight): string =>
  `${name}: ${weight.mb.toFixed(0)} MB a third into it, at most ${weight.mostMb.toFixed(0)} MB; ${share(weight)} of a processor`;

/** Recorded evenings of many venues at once, as fast as `GOAL_PER_S` asks for, into one core. */
export const benchScale = async (): Promise<Measure> => {
  const wish = {
    ...{ venues: VENUES, leafNodes: LEAF_NODES, eventsEach: EACH },
    perSecond: 1.1 * GOAL_PER_S,
  };
  const { events, perSecond, lagMs, core, hub, database, firstMs, applied } = await runScale(wish);
  const { p50, p99, most } = lagMs;
  /** What a busy machine changes least: to be compared from one version to the next. */
  const perEvent = (...weights: readonly Weight[]): string =>
    ((1_000 * sum(weights.map(({ busy }) => busy))) / perSecond).toFixed(2);
  return measured(
    {
      ...{ name: 'scale', unit: 'events/s', limitName: 'the goal' },
      bound: { at: 'least', ratio: 1 },
    },
    [{ value: perSecond, limit: GOAL_PER_S }],
    [
      `${VENUES} venues, ${applied} of ${events + VENUES} events applied; the first of each after ${(firstMs / 1_000).toFixed(1)} s`,
      `from commit to the core's word: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, at most ${most.toFixed(0)} ms`,
      ...[weightOf('core', core), weightOf('hub', hub)],
      `database: ${share(database)} of a processor`,
      `core and database together: ${perEvent(core, database)} ms of a processor for each event`,
    ],
  );
};
