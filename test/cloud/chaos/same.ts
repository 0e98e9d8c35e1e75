import type { Database } from '../../../src/core/db/open.ts';
import { ROOMS } from '../../../src/core/rooms.ts';
import { createTenants } from '../../../src/core/tenants.ts';
import { openStore } from '../../../src/leaf/store.ts';
import type { Log, Row } from '../../../src/log/port.ts';
import { verifyLog } from '../../../src/log/verify.ts';

const MANY = 1_000_000;

const bodiesOf = async (log: Log): Promise<readonly string[]> =>
  (await log.after(0, MANY)).map(({ body, hash }) => `${hash} ${body}`);

const rowsOf = async (log: Log): Promise<readonly (readonly [string, readonly Row[]])[]> => {
  const tables = ROOMS.flatMap(({ tables: own }) => [...own]).filter(
    ({ kind }) => kind === 'projection',
  );
  return Promise.all(
    tables.map(async ({ name }) => [name, await log.select({ table: name, limit: MANY })] as const),
  );
};

/** Everything in which the log of a leaf that does not run and the core's copy of it differ. */
export const differences = async (
  folder: string,
  database: Database,
  venueId: string,
): Promise<readonly string[]> => {
  const own = await openStore(folder);
  const copy = await createTenants({ database, now: Date.now, told: () => undefined }).log(venueId);
  const [produced, applied] = [await bodiesOf(own), await bodiesOf(copy)];
  const wrong: string[] = [];
  if (produced.length !== applied.length)
    wrong.push(`${produced.length} produced, ${applied.length} applied`);
  const parted = produced.findIndex((body, i) => body !== applied[i]);
  if (parted >= 0) wrong.push(`they part at event ${parted + 1}`);
  for (const log of [own, copy]) {
    const verified = await verifyLog(log, ROOMS);
    if (verified.firstBadSeq !== null) wrong.push(`chain broken at ${verified.firstBadSeq}`);
    if (verified.differences.length > 0)
      wrong.push(`${verified.differences.length} rows are wrong`);
  }
  const its = new Map(await rowsOf(copy));
  for (const [table, rows] of await rowsOf(own)) {
    if (!Bun.deepEquals(rows, its.get(table), true)) wrong.push(`table ${table} differs`);
  }
  await own.close();
  return wrong;
};
