import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Embedded } from '../../src/core/db/embedded.ts';
import { openEmbedded } from '../../src/core/db/embedded.ts';
import { LASTING } from '../../src/log/postgres-client.ts';

setDefaultTimeout(60_000);

const KILLS = 2;
const WORKERS = 8;
/** The server needs a second or two to come back, the driver at most one to try. */
const SETTLES_WITHIN_MS = 15_000;

let folder: string;
let database: Embedded;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-lost-'));
  chmodSync(folder, 0o711);
  database = await openEmbedded({ folder: join(folder, 'database') });
});

afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const killServer = () => {
  const file = join(folder, 'database', 'postgres', 'postmaster.pid');
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
};

test('a database that is killed in the middle of transactions ends no process and leaves none of them hanging', async () => {
  const own = { max: WORKERS, backoff: () => 0.05, onnotice: () => {} };
  const sql = postgres(database.url, { ...LASTING, ...own });
  let isOver = false;
  let begun = performance.now();
  let slowestMs = 0;
  const count = { done: 0, failed: 0 };
  const transact = async () => {
    const startedAtMs = performance.now();
    try {
      await sql.begin(async (tx) => {
        await tx`select set_config('app.venue', 'x', true)`;
        await Promise.all([tx`select ${'x'.repeat(3_000)}::text`, tx`select pg_sleep(0.001)`]);
        const [row] = await tx<{ venue: string }[]>`select current_setting('app.venue') as venue`;
        // Whatever runs elsewhere than in its own transaction would not see this.
        if (row?.venue !== 'x') throw new TypeError('outside of the transaction');
      });
      count.done += 1;
    } catch (error) {
      if (error instanceof TypeError) throw error;
      count.failed += 1;
      await Bun.sleep(5);
    }
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
  };
  const working = Array.from({ length: WORKERS }, async () => {
    while (!isOver) await transact();
  });
  for (let kill = 0; kill < KILLS; kill++) {
    const { failed } = count;
    killServer();
    begun = performance.now();
    const isBack = async () => {
      const { done } = count;
      await Bun.sleep(50);
      return count.failed > failed && count.done > done + WORKERS;
    };
    while (!(await isBack())) {
      if (performance.now() - begun > SETTLES_WITHIN_MS) throw new Error('it does not come back');
    }
  }
  isOver = true;
  await Promise.all(working);
  expect(slowestMs).toBeLessThan(SETTLES_WITHIN_MS);
  await sql.end({ timeout: 1 });
});
