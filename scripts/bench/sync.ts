import { join } from 'node:path';
import type { Question as Inserts } from './bare/inserts.ts';
import type { Question as Stream } from './bare/stream.ts';
import { fillLog } from './fill.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { playNight } from './night.ts';
import { residentMb, startHelper, tempFolder } from './processes.ts';
import type { Cloud } from './sync/cloud.ts';
import { startCloud } from './sync/cloud.ts';
import type { Drained, Question } from './sync/forwarder.ts';

/** What a leaf without a line gathers in 72 hours at 20,000 events a day. */
const QUEUED = Number(process.env['FELT_QUEUED'] ?? 60_000);
const ENTRIES = 100;
const ROUNDS = 3;
const LOOK_EVERY_MS = 100;
/** A leaf that was away for days has caught up before anybody asks. */
const GOAL_PER_S = 5_000;

/** What a process holds resident at most while something is done. */
const highest = async <T>(pid: number, work: () => Promise<T>): Promise<[T, mb: number]> => {
  let mb = residentMb(pid);
  const looking = setInterval(() => {
    mb = Math.max(mb, residentMb(pid));
  }, LOOK_EVERY_MS);
  try {
    return [await work(), mb];
  } finally {
    clearInterval(looking);
  }
};

/** One outage's queue, from the disk of a leaf into the database of the core. */
const drain = async (cloud: Cloud, folder: string) => {
  const link = await cloud.enrol();
  const leaf = await startHelper<Question, Drained>('sync/forwarder.ts');
  const [drained, coreMb] = await highest(cloud.pid, () => leaf.ask({ folder, link }));
  await leaf.stop();
  return { ...drained, coreMb, perSecond: (drained.events / drained.ms) * 1_000 };
};

type Compared = { readonly stream: Round[]; readonly inserts: Round[]; readonly notes: string[] };

const compare = async (cloud: Cloud, logFolder: string): Promise<Compared> => {
  const stream = await startHelper<Stream, number>('bare/stream.ts');
  const inserts = await startHelper<Inserts, number>('bare/inserts.ts');
  const all: Compared = { stream: [], inserts: [], notes: [] };
  for (let i = 0; i < ROUNDS; i++) {
    const { perSecond: value, ms, events, mb, coreMb } = await drain(cloud, logFolder);
    const folder = join(logFolder, `bare-${i}`);
    all.stream.push({ value, limit: await stream.ask({ logFolder, folder }) });
    all.inserts.push({ value, limit: await inserts.ask({ logFolder, url: cloud.databaseUrl }) });
    const memory = `leaf at most ${mb.toFixed(0)} MB, core ${coreMb.toFixed(0)} MB`;
    all.notes.push(`${events} events in ${(ms / 1_000).toFixed(1)} s; ${memory}`);
  }
  await Promise.all([stream.stop(), inserts.stop()]);
  return all;
};

/**
 * How fast the queue of an outage drains: from a leaf's log over its nats-server, the hub and the
 * core, with its projections, until the leaf knows; against the same messages published to a bare
 * JetStream as durable as the hub's, and the same events inserted by batches into a bare table.
 */
export const benchDrain = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  await fillLog(folder.path, playNight(ENTRIES), (events) => events >= QUEUED);
  const cloud = await startCloud();
  const { stream, inserts, notes } = await compare(cloud, folder.path);
  await cloud.stop();
  folder.remove();
  const plan = (name: string, limitName: string, ratio: number) => ({
    ...{ name, limitName, unit: 'events/s', bound: { at: 'least', ratio } as const },
  });
  const goal = stream.map(({ value }) => ({ value, limit: GOAL_PER_S }));
  return [
    measured(plan('drain', 'the goal', 1), goal, notes),
    measured(plan('drain-stream', 'the same messages to bare JetStream', 0.05), stream),
    measured(plan('drain-inserts', 'the same events as bare batch inserts', 0.1), inserts),
  ];
};
