import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { uuid7 } from '../../../src/kernel/ids.ts';
import { envelope } from '../../log/fixtures.ts';
import type { CoreWithVenues } from '../stage.ts';
import { append, enrol, leafLog, startCoreWithVenues, startLeafSync } from '../stage.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
beforeAll(async () => {
  stage = await startCoreWithVenues();
});
afterAll(() => stage.stop());

/** New seats for so many players in one event. */
const redraw = (players: number) =>
  Array.from({ length: players }, (_, i) => ({
    ...{ entryId: uuid7(i, new Uint8Array(10).fill(i)), playerId: uuid7(i, new Uint8Array(10)) },
    ...{ tableId: uuid7(1, new Uint8Array(10).fill(i / 9)), seat: i % 9, moved: true },
  }));

test('SYN-1: the seats of 5,500 players and of 30,000 redrawn, one event each, reach the core byte for byte', async () => {
  const { core, venues, database } = stage;
  const place = { timezone: 'UTC', currency: 'EUR' };
  const { id, code } = await venues.add({ name: 'Room', slug: 'large', ...place });
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(core, code), log });
  const seats = [1, 5_500, 2, 30_000, 3].map(redraw);
  await append(
    log,
    seats.map((data, i) => envelope('a', i + 1, { type: 'seats.drawn', data })),
  );
  const sizes = (await log.after(0, 10)).map(({ body }) => body.length);
  expect(sizes.map((size) => size > 1024 ** 2)).toEqual([false, false, false, true, false]);
  leaf.outbox.wake();
  await leaf.inStep();
  const rows = await database.tenant.begin(async (sql) => {
    await sql`select set_config('app.venue', ${id}, true)`;
    return sql`select body from events order by seq`;
  });
  const bodies = (await log.after(0, 10)).map(({ body }) => body);
  expect(rows.map(({ body }) => body)).toEqual(bodies);
  await leaf.stop();
});
