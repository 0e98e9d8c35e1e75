import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../../src/leaf/clock.ts';
import type { Config } from '../../src/leaf/config.ts';
import type { Leaf } from '../../src/leaf/wire.ts';
import { openLeaf } from '../../src/leaf/wire.ts';
import type { Filled } from './fill.ts';
import { fillVenue } from './fill.ts';
import { hangScreens, setUpVenue } from './venue.ts';

/** Lies in a folder that a demo made, so that no real venue's data is ever thrown away for one. */
const MARK = 'made-by-the-demo';

/** @throws Error where the folder holds something that no demo made. */
const emptyFolder = (folder: string): void => {
  const isOther = existsSync(folder) && readdirSync(folder).length > 0;
  if (isOther && !existsSync(join(folder, MARK)))
    throw new Error(`${folder} holds other data: the demo makes its folder anew, so give it one`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, MARK), '');
};

/**
 * A leaf with a night in full swing. Its folder is made anew at each start: the clocks are running,
 * and a night that stood still since yesterday would not be one.
 */
export const startDemo = async (
  config: Config,
): Promise<{ readonly leaf: Leaf; readonly filled: Filled }> => {
  emptyFolder(config.dataFolder);
  const clock = openClock();
  const until = clock.now();
  const staff = await setUpVenue(config.dataFolder, until);
  const filled = await fillVenue(config.dataFolder, staff, until);
  const leaf = await openLeaf({ config, clock });
  await hangScreens(`http://127.0.0.1:${leaf.port}`, filled);
  return { leaf, filled };
};
