import type { Leaf } from '../leaf.ts';
import type { Measure } from '../measure.ts';
import { measured } from '../measure.ts';
import { percentile } from '../numbers.ts';

const ROUNDS = 15;

type Start = () => Promise<Leaf>;

/** From exec until a whole page is there; then it is ended. */
const firstPageMs = async (start: Start): Promise<number> => {
  const begun = performance.now();
  const { url, stop } = await start();
  const page = await (await fetch(url)).text();
  const ms = performance.now() - begun;
  await stop();
  if (!page.startsWith('<!doctype html>')) throw new Error(`no page: ${page.slice(0, 80)}`);
  return ms;
};

/** How long after exec somebody sees a page, beside a bare executable that is started as often. */
export const firstPage = async (
  name: string,
  { felt, bare, most, told }: { felt: Start; bare: Start; most: number; told: string },
): Promise<Measure> => {
  // Once for nothing: the first reads the files into the page cache, and makes what is stored.
  await firstPageMs(felt);
  await firstPageMs(bare);
  const [bares, felts]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    bares.push(await firstPageMs(bare));
    felts.push(await firstPageMs(felt));
  }
  const [usual, usualBare] = [felts, bares].map((all) => percentile(all, 50).toFixed(0));
  // The fastest of each: whatever else the machine does adds to the longer one far more.
  return measured(
    {
      ...{ name: `first page of ${name}`, unit: 'ms' },
      ...{ limitName: 'a bare Bun executable that says hello', bound: { at: 'most', ratio: most } },
    },
    [{ value: Math.min(...felts), limit: Math.min(...bares) }],
    [`fastest of ${ROUNDS} starts each, ${told}; usually ${usual} and ${usualBare} ms`],
  );
};
