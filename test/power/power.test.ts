import { expect, test } from 'bun:test';
import { join } from 'node:path';
import * as v from 'valibot';
import { below, type Random, seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, setUp, signIn, spawnLeaf, verifyFolder } from '../leaf-process.ts';
import type { Load, Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';
import { canMount, mountDisk } from './mount.ts';

/** How often the power is cut; `npm run soak` does it far more often. */
const CUTS = Number(process.env['FELT_CUTS'] ?? 10);
const CONTROL_CUTS = 3;
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;
const CLIENTS = 8;
const UNSAFE = { BUN_OPTIONS: `--preload=${join(import.meta.dir, 'unsafe.ts')}` };

type Disk = Awaited<ReturnType<typeof mountDisk>>;

/** Commands from all sides until the leaf is killed at a random moment, and then the power is cut. */
const untilCut = async (
  leaf: LeafProcess,
  { disk, random, stage, token, cut }: Night & { readonly cut: string },
): Promise<readonly Sent[]> => {
  const api = client(leaf.url, token);
  const sent = new Set<Sent>();
  const next = (): Sent => {
    return { ...something(random, stage), key: `${cut}-${sent.size}`, acked: null };
  };
  const asking = Array.from({ length: CLIENTS }, () => ask(api, next, sent));
  await Bun.sleep(20 + below(random, 200)); // the very moment is what is random here
  await leaf.kill();
  await Promise.all(asking);
  // Every other time a part of what was not synced is on the disk all the same.
  await disk.cut(below(random, 2) === 0 ? undefined : `${SEED}-${cut}`);
  return [...sent];
};

type Night = {
  readonly disk: Disk;
  readonly random: Random;
  readonly stage: Load;
  readonly token: string;
};

/** A venue with a running tournament on the disk, its first minutes safe. */
const night = async (disk: Disk, env: Record<string, string> = {}) => {
  const leaf = await spawnLeaf(disk.folder, env);
  const token = await setUp(leaf.url);
  const stage = await prepareLoad(client(leaf.url, token), 60);
  return { leaf, night: { disk, random: seeded(SEED), stage, token } };
};

test.skipIf(!canMount)(
  `SYN-1, OPS-7: what was acknowledged survives ${CUTS} power cuts (seed ${SEED})`,
  async () => {
    const disk = await mountDisk();
    let { leaf, night: played } = await night(disk);
    let acknowledged = 0;
    for (let cut = 0; cut < CUTS; cut++) {
      const sent = await untilCut(leaf, { ...played, cut: `${cut}` });
      acknowledged += sent.filter((one) => one.acked !== null).length;
      leaf = await spawnLeaf(disk.folder);
      // A token is good for a quarter of an hour, and the long run takes longer.
      played = { ...played, token: await signIn(leaf.url) };
      await recheck(client(leaf.url, played.token), sent);
    }
    expect(await leaf.stop()).toBe(0);
    expect(await verifyFolder(disk.folder)).toMatchObject({ code: 0 });
    expect(acknowledged).toBeGreaterThan(CUTS * 5);
    console.log(`${acknowledged} commands acknowledged over ${CUTS} power cuts, none lost`);
    await disk.unmount();
  },
  600 * MINUTE,
);

const eventsOf = async (leaf: LeafProcess): Promise<number> =>
  v.parse(v.object({ events: v.number() }), await (await fetch(`${leaf.url}/health`)).json())
    .events;

test.skipIf(!canMount)(
  'a leaf that does not wait for its disk does lose: the disk above forgets',
  async () => {
    let lost = 0;
    for (let cut = 0; cut < CONTROL_CUTS; cut++) {
      const disk = await mountDisk();
      const { leaf, night: played } = await night(disk, UNSAFE);
      const before = await eventsOf(leaf);
      const sent = await untilCut(leaf, { ...played, cut: `${cut}` });
      const after = await spawnLeaf(disk.folder);
      lost += before + sent.flatMap((one) => one.acked ?? []).length - (await eventsOf(after));
      await after.kill();
      await disk.unmount();
    }
    expect(lost).toBeGreaterThan(0);
  },
);
