import type { Question } from './bare/commits.ts';
import { floor } from './clients.ts';
import { openRoom, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { percentile } from './numbers.ts';
import { busyMs, startHelper, tempFolder } from './processes.ts';

const CLIENTS = 16;
const ENTRIES = 320;
const WARM_UPS = 2;
const ROUNDS = 7;
const LEAF_MS = 1_500;
const BARE_MS = 700;

/** Durable commands over HTTP against bare commits through the same driver, turn by turn. */
export const benchCommands = async (): Promise<Measure> => {
  const folder = tempFolder();
  const leaf = await startLeaf(folder.path);
  const bare = await startHelper<Question, number>('bare/commits.ts');
  await setUp(leaf.url);
  await bare.ask({ folder: folder.path });
  const latenciesMs: number[] = [];
  let spentMs = 0;
  const round = async (): Promise<Round> => {
    const room = await openRoom(leaf.url, ENTRIES, CLIENTS);
    const limit = await bare.ask({ ms: BARE_MS });
    const before = busyMs(leaf.pid);
    const { perSecond, ...told } = await floor(room, { clients: CLIENTS, ms: LEAF_MS });
    spentMs += busyMs(leaf.pid) - before;
    latenciesMs.push(...told.latenciesMs);
    return { value: perSecond, limit };
  };
  // For nothing: both have warmed up by then.
  for (let i = 0; i < WARM_UPS; i++) await round();
  latenciesMs.length = 0;
  spentMs = 0;
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round());
  await Promise.all([leaf.stop(), bare.stop()]);
  folder.remove();
  // What a busy machine changes least: to be compared from one version to the next.
  const spentUs = ((spentMs * 1_000) / latenciesMs.length).toFixed(0);
  const at = (percent: number) => percentile(latenciesMs, percent).toFixed(2);
  return measured(
    {
      name: 'commands',
      unit: 'commands/s',
      limitName: 'bare libSQL single-row durable commits',
      bound: { at: 'least', ratio: 1 },
    },
    rounds,
    [
      `${CLIENTS} clients, ${ENTRIES} entries; latency p50 ${at(50)} ms, p99 ${at(99)} ms`,
      `processor time of the leaf for each command: ${spentUs} µs`,
    ],
  );
};
