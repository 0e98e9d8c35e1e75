import { statSync } from 'node:fs';
import type { Made } from '../executables.ts';
import type { Measure } from '../measure.ts';
import { measured } from '../measure.ts';

/** As an update is packed. */
const LEVEL = 19;
const MB = 1e6;

const packedMb = async (file: string): Promise<number> =>
  (await Bun.zstdCompress(await Bun.file(file).bytes(), { level: LEVEL })).length / MB;

/** Each file once: it takes its time, and two executables are held against the same bare one. */
const known = new Map<string, Promise<number>>();
const mbOf = (file: string): Promise<number> => {
  const mb = known.get(file) ?? packedMb(file);
  known.set(file, mb);
  return mb;
};

/** What an update weighs on its way. */
export const packed = async ({ name, file, bare }: Made['all'][number]): Promise<Measure> => {
  const [value, limit] = await Promise.all([mbOf(file), mbOf(bare)]);
  const [whole, bareWhole] = [file, bare].map((one) => (statSync(one).size / MB).toFixed(0));
  return measured(
    {
      ...{ name: `${name}, zstd -19`, unit: 'MB', limitName: 'a bare Bun executable' },
      bound: { at: 'most', ratio: 1.6 },
    },
    [{ value, limit }],
    [`not packed ${whole} and ${bareWhole} MB; nats-server, pages and fonts are in it`],
  );
};
