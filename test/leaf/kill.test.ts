import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { below, seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { client, setUp, signIn, spawnLeaf, verifyFolder } from '../leaf-process.ts';
import type { Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';

/** How often the leaf is killed; `npm run soak` does it far more often. */
const KILLS = Number(process.env['FELT_KILLS'] ?? 50);
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;
const CLIENTS = 16;

const remainingMs = async (api: ReturnType<typeof client>, id: string): Promise<number> =>
  (await api.get(`/tournaments/${id}/public`)).body.clock.remainingMs;

test(
  `nothing acknowledged is ever lost: ${KILLS} kills under load (seed ${SEED})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-kill-'));
    const random = seeded(SEED);
    let leaf = await spawnLeaf(folder);
    let token = await setUp(leaf.url);
    const stage = await prepareLoad(client(leaf.url, token));
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const api = client(leaf.url, token);
      const sent = new Set<Sent>();
      let count = 0;
      const next = (): Sent => {
        count += 1;
        return { ...something(random, stage), key: `${round}-${count}`, acked: null };
      };
      const asking = Array.from({ length: CLIENTS }, () => ask(api, next, sent));
      await Bun.sleep(50 + below(random, 250)); // the very moment is what is random here
      await leaf.kill();
      await Promise.all(asking);
      acknowledged += [...sent].filter((s) => s.acked !== null).length;

      leaf = await spawnLeaf(folder);
      // A token is good for a quarter of an hour, and the long run takes longer.
      token = await signIn(leaf.url);
      const again = client(leaf.url, token);
      await recheck(again, sent);
      const wanted = 600 * MINUTE - (performance.now() - stage.started);
      expect(Math.abs((await remainingMs(again, stage.id)) - wanted)).toBeLessThan(1_000);
    }
    expect(await leaf.stop()).toBe(0);
    const verified = await verifyFolder(folder);
    expect(verified).toMatchObject({ code: 0 });
    expect(acknowledged).toBeGreaterThan(KILLS * 10);
    console.log(`${acknowledged} commands acknowledged over ${KILLS} kills, none lost`);
    rmSync(folder, { recursive: true });
  },
  30 * MINUTE,
);
