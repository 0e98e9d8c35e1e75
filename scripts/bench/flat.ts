import { floor } from './clients.ts';
import { fillLog } from './fill.ts';
import type { Leaf, Room } from './leaf.ts';
import { openRoom, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import type { Night } from './night.ts';
import { playNight } from './night.ts';
import { percentile } from './numbers.ts';
import { tempFolder } from './processes.ts';

const LARGE = Number(process.env['FELT_EVENTS'] ?? 1_000_000);
const SMALL = 1_000;
const ENTRIES = 100;
const ROUNDS = 3;
const TURNS = 12;
const TURN_MS = 250;

type House = {
  readonly leaf: Leaf;
  readonly room: Room;
  readonly events: number;
  readonly filledS: number;
  readonly remove: () => void;
};

/** A leaf with so many events in its log by the time that a tournament of 100 entries is running. */
const openHouse = async (night: Night, events: number): Promise<House> => {
  const folder = tempFolder();
  const first = await startLeaf(folder.path);
  await setUp(first.url);
  await first.stop();
  const room = 2 * ENTRIES + 10;
  const filled = await fillLog(folder.path, night, (now) => now + room >= events);
  const leaf = await startLeaf(folder.path);
  return {
    ...{ leaf, room: await openRoom(leaf.url, ENTRIES, 1), remove: folder.remove },
    ...{ events: filled.events + room, filledS: filled.seconds },
  };
};

/** Latency of one command at a time: turn by turn in the large log and in the small one. */
const round = async (large: Room, small: Room, p99s: string[]): Promise<Round> => {
  const ms: Record<'large' | 'small', number[]> = { large: [], small: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    ms.large.push(...(await floor(large, { clients: 1, ms: TURN_MS })).latenciesMs);
    ms.small.push(...(await floor(small, { clients: 1, ms: TURN_MS })).latenciesMs);
  }
  p99s.push(`${percentile(ms.large, 99).toFixed(2)} and ${percentile(ms.small, 99).toFixed(2)}`);
  return { value: percentile(ms.large, 50), limit: percentile(ms.small, 50) };
};

/** What a long history costs a single command: nothing that is felt. */
export const benchFlat = async (): Promise<Measure> => {
  const night = playNight(ENTRIES);
  const [small, large] = [await openHouse(night, SMALL), await openHouse(night, LARGE)];
  // Once for nothing: both have warmed up by then.
  await round(large.room, small.room, []);
  const p99s: string[] = [];
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round(large.room, small.room, p99s));
  await Promise.all([large.leaf.stop(), small.leaf.stop()]);
  for (const { remove } of [large, small]) remove();
  return measured(
    {
      name: 'flat',
      unit: 'ms',
      limitName: `p50 with ${small.events} events in the log`,
      bound: { at: 'most', ratio: 1.3 },
    },
    rounds,
    [
      `p50 of a command with ${large.events} events, which took ${large.filledS.toFixed(0)} s to append; p99 ${p99s.join(', ')} ms`,
    ],
  );
};
