import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startMade } from '../executables.ts';
import type { Measure } from '../measure.ts';
import { measured } from '../measure.ts';
import { tempFolder } from '../processes.ts';
import { openCloud } from './cloud.ts';
import { openHouse } from './house.ts';
import { STEPS } from './load.ts';

/** After one hour everything is compiled and every cache is full; what comes then in two more counts. */
const [FROM, TO] = [1, 3];
/** A night's own facts are about one: chip counts, busts, purchases and their undos. */
const MOST_MB = 3;
const MB = 1e6;
const LOOK_EVERY_MS = 20;
const WITHIN_MS = 10_000;

const SOURCES = join(import.meta.dir, '../../../src');
const TELLING = [process.execPath, '--preload', join(import.meta.dir, 'tell-heap.ts')];

/** What a process holds after it has collected, MB. */
const heapMb = async (pid: number, file: string): Promise<number> => {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  const deadline = performance.now() + WITHIN_MS;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} does not tell its heap`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
  return Number(readFileSync(file, 'utf8')) / MB;
};

const measure = (name: string, mb: readonly number[]): Measure => {
  const [from = Number.NaN, to = Number.NaN] = [mb[FROM], mb[TO]];
  return measured(
    {
      ...{ name: `what the ${name} keeps of an hour`, unit: 'MB' },
      ...{ limitName: 'what it may', bound: { at: 'most', ratio: 1 } },
    },
    [{ value: (to - from) / (TO - FROM), limit: MOST_MB }],
    [`heap after a collection, hour by hour: ${mb.map((one) => one.toFixed(1)).join(', ')} MB`],
  );
};

/**
 * What is left after each of some hours of load, pressed together, once the collector was made to run:
 * what a process holds resident says that only after days, since the collector takes its time.
 */
export const kept = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  const files = { leaf: join(folder.path, 'leaf'), core: join(folder.path, 'core') };
  const open = await openCloud([...TELLING, join(SOURCES, 'core/main.ts')]);
  const house = await openHouse({
    leaf: (data, env) =>
      startMade([...TELLING, join(SOURCES, 'leaf/main.ts')], data, {
        ...{ ...env, FELT_HEAP_FILE: files.leaf },
      }),
    cloud: { open, start: () => open.start({ FELT_HEAP_FILE: files.core }) },
  });
  const { leaf, core } = house;
  const held: { leaf: number[]; core: number[] } = { leaf: [], core: [] };
  for (let hour = 0; hour <= TO; hour++) {
    held.leaf.push(await heapMb(leaf.pid, files.leaf));
    if (core) held.core.push(await heapMb(core.pid, files.core));
    for (let i = 0; hour < TO && i < STEPS; i++) await house.step(hour * STEPS + i);
  }
  await house.stop();
  folder.remove();
  return [measure('leaf', held.leaf), measure('core', held.core)];
};
