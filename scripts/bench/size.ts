import { join } from 'node:path';
import { makeAll, startHello, startMade } from './executables.ts';
import { setUp } from './leaf.ts';
import type { Measure } from './measure.ts';
import { tempFolder } from './processes.ts';
import { openCloud } from './size/cloud.ts';
import { firstPage } from './size/first-page.ts';
import { resident } from './size/hour.ts';
import { kept } from './size/kept.ts';
import { packed } from './size/packed.ts';

const firstPageOfLeaf = async (leaf: string, hello: string, data: string): Promise<Measure> => {
  const first = await startMade([leaf], data);
  await setUp(first.url);
  await first.stop();
  return firstPage('a leaf', {
    ...{ felt: () => startMade([leaf], data), bare: () => startHello(hello), most: 12 },
    told: 'with the log opened',
  });
};

const firstPageOfCore = async (core: string, hello: string): Promise<Measure> => {
  const cloud = await openCloud([core]);
  const measure = await firstPage('a core', {
    ...{ felt: cloud.start, bare: () => startHello(hello), most: 80 },
    told: 'with its hub, and its tables in PostgreSQL',
  });
  await cloud.stop();
  return measure;
};

/**
 * What the one file costs: on its way, on the machine, and until somebody sees a page. Those for
 * another machine than this one are only weighed: what they hold and how soon they serve under an
 * emulator says nothing about a board.
 */
export const benchSize = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  const made = await makeAll(folder.path);
  const { leaf, hello, core } = made;
  const measures = [await firstPageOfLeaf(leaf, hello, join(folder.path, 'data'))];
  if (core !== null) measures.push(await firstPageOfCore(core, hello));
  measures.push(...(await resident(made)), ...(await kept()));
  for (const one of made.all) measures.push(await packed(one));
  folder.remove();
  return measures;
};
