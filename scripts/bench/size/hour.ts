import { gatherBare } from '../audience.ts';
import { type Made, startHello, startMade } from '../executables.ts';
import type { Leaf } from '../leaf.ts';
import type { Measure } from '../measure.ts';
import { measured } from '../measure.ts';
import { residentMb } from '../processes.ts';
import { openCloud } from './cloud.ts';
import { courseOf, growthMb, type Samples } from './growth.ts';
import { openHouse } from './house.ts';
import { AUDIENCE, STEPS } from './load.ts';

const REAL_MS = 3_600_000;
const HOUR_MS = Number(process.env['FELT_HOUR_MS'] ?? 60_000);

/**
 * In an hour, whatever the collector has not come to yet included: from 140 MB a leaf that grew so for
 * a night of twelve hours still stands below the MemoryHigh of its unit. A leak is seen by far less in
 * what is kept after a collection.
 */
const GROWS_MB = 48;

type House = Awaited<ReturnType<typeof openHouse>>;

/** All of it, step by step; answers what each process held after each step. */
const anHour = async (house: House, bare: Leaf, pids: readonly number[]) => {
  const samples: (readonly [pid: number, mb: number[]])[] = pids.map((pid) => [pid, []]);
  const begun = performance.now();
  for (let step = 0; step < STEPS; step++) {
    await house.step(step);
    await house.sockets.ask({ ask: 'again', side: 'bare' });
    for (let asked = 0; asked < 3; asked++) await (await fetch(bare.url)).text();
    await Bun.sleep(Math.max(0, begun + ((step + 1) * HOUR_MS) / STEPS - performance.now()));
    for (const [pid, mb] of samples) mb.push(residentMb(pid));
  }
  return samples.map(([, mb]) => mb);
};

type Bounds = { readonly name: string; readonly most: number; readonly growsMb: number };

const held = ({ name, most }: Bounds, samples: Samples, bare: Samples): Measure => {
  const last = (all: Samples) => all.at(-1) ?? Number.NaN;
  return measured(
    {
      ...{ name: `${name} resident after an hour`, unit: 'MB' },
      limitName: 'a bare Bun executable with as many sockets and requests',
      bound: { at: 'most', ratio: most },
    },
    [{ value: last(samples), limit: last(bare) }],
    [
      `${STEPS} steps in ${(HOUR_MS / 1_000).toFixed(0)} s, ${AUDIENCE.displays} displays and ${AUDIENCE.players} phones`,
      `${courseOf(samples)}; the bare one ${courseOf(bare)}`,
    ],
  );
};

const grown = ({ name, growsMb }: Bounds, samples: Samples, bare: Samples): Measure =>
  measured(
    {
      ...{ name: `${name} grows in an hour`, unit: 'MB' },
      ...{ limitName: 'what it may grow', bound: { at: 'most', ratio: 1 } },
    },
    [{ value: growthMb(samples), limit: growsMb }],
    [`the bare one ${growthMb(bare).toFixed(1)} MB`],
  );

/** In a pressed hour the collector hardly comes to run: what it grows says nothing then. */
const measuresOf = (...all: Parameters<typeof held>): readonly Measure[] =>
  HOUR_MS < REAL_MS ? [held(...all)] : [held(...all), grown(...all)];

/** What is resident after an hour of work on the floor, and by how much that grew. */
export const resident = async ({ leaf, hello, core }: Made): Promise<readonly Measure[]> => {
  const open = core === null ? null : await openCloud([core]);
  const bare = await startHello(hello);
  const house = await openHouse({
    leaf: (data, env) => startMade([leaf], data, env),
    cloud: open && { open, start: () => open.start() },
  });
  await gatherBare(house.sockets, bare.url, AUDIENCE);
  const pids = [bare.pid, house.leaf.pid, ...(house.core ? [house.core.pid] : [])];
  const [bareMb = [], leafMb = [], coreMb] = await anHour(house, bare, pids);
  await house.stop();
  await bare.stop();
  return [
    ...measuresOf({ name: 'leaf', most: 5, growsMb: GROWS_MB }, leafMb, bareMb),
    ...(coreMb ? measuresOf({ name: 'core', most: 5.5, growsMb: GROWS_MB }, coreMb, bareMb) : []),
  ];
};
