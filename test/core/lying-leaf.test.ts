import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import type { Venues } from '../../src/core/venues.ts';
import { chainHash, GENESIS } from '../../src/log/chain.ts';
import { encodeBatch } from '../../src/sync/batch.ts';
import type { Document } from '../../src/sync/protocol.ts';
import { encode, PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import type { TestCore } from './stage.ts';
import {
  append,
  type CoreWithVenues,
  enrol,
  leafLog,
  night,
  startCoreWithVenues,
  startLeafSync,
  until,
} from './stage.ts';

setDefaultTimeout(60_000);

/** More than the hub gives out at a time: as many that nobody ever takes would stop all venues. */
const MANY = 300;

/** Of ten seconds each, a day and a half. */
const REPORTS = 15_000;

let stage: CoreWithVenues;
let core: TestCore;
let database: Database;
let venues: Venues;

beforeAll(async () => {
  stage = await startCoreWithVenues();
  ({ core, database, venues } = stage);
});
afterAll(() => stage.stop());

let made = 0;
const newLeaf = async () => {
  made += 1;
  const place = { timezone: 'Europe/Berlin', currency: 'EUR' };
  const { code } = await venues.add({ name: `Lying ${made}`, slug: `lying-${made}`, ...place });
  const enrolled = await enrol(core, code);
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log });
  await until('the leaf has the hub', () => leaf.bus.isUp());
  return { ...leaf, log, venueId: enrolled.venueId };
};
type Leaf = Awaited<ReturnType<typeof newLeaf>>;

/** Root on a board: any bodies, in a chain that holds. */
const sendLog = ({ bus, venueId }: Leaf, bodies: readonly string[], firstSeq = 1) => {
  const hash = bodies.reduce((last, body, i) => chainHash(last, firstSeq + i, body), GENESIS);
  const payload = encodeBatch({
    ...{ protocol: PROTOCOL, venueId, epoch: 1, firstSeq, count: bodies.length },
    ...{ prevHash: GENESIS, hash, version: '0.1.0', bodies },
  });
  return bus.store(SUBJECTS.log(venueId), payload);
};

const sendDocument = ({ bus, venueId }: Leaf, id: string, doc: Document['doc']) => {
  const document = { protocol: PROTOCOL, venueId, epoch: 1, kind: 'player', id, rev: 1, doc };
  return bus.store(SUBJECTS.document(venueId, 'player', id), encode(document as Document));
};

const event = (id: string, more: object = {}) =>
  JSON.stringify({
    ...{ id, stream: 'tournament:t1', version: 1, type: 'no.such', schema: 1, at: 1 },
    ...{ by: 'system', device: null, cause: null, data: {}, ...more },
  });

const many = (make: (n: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: MANY }, (_, n) => make(n)));

/** A neighbour's night comes through in the time that it always takes. */
const neighbourWorks = async (): Promise<void> => {
  const leaf = await newLeaf();
  await append(leaf.log, night(5));
  leaf.outbox.wake();
  await leaf.inStep();
  await leaf.stop();
};

const asides = async (venueId: string) => {
  const rows = await database.tenant.begin(async (tx) => {
    await tx`select set_config('app.venue', ${venueId}, true)`;
    return tx`select why, count(*)::int as n from lost_tail where venue_id = ${venueId} group by why`;
  });
  return rows.map(({ why, n }) => [why, n]);
};

describe('a leaf in the hands of somebody else', () => {
  test.each([
    ['no JSON', (n: number) => `no json ${n}`],
    ['JSON that is no event', (n: number) => `[${n}]`],
    ['events without a version', (n: number) => event(`v${n}`, { version: null })],
    ['text that the database does not take', (n: number) => event(`\u0000${n}`)],
  ])('SEC-6: does not hold up its neighbours with logs of %s', async (_, body) => {
    const liar = await newLeaf();
    await many((n) => sendLog(liar, [body(n)]));
    await neighbourWorks();
    await until(
      'all of it is put aside',
      async () => (await asides(liar.venueId))[0]?.[1] === MANY,
    );
    await liar.stop();
  });

  test.each([
    ['a moment that is none', (n: number) => ({ firstName: 'A', createdAt: n + 0.5 })],
    ['text that the database does not take', (n: number) => ({ firstName: `\u0000${n}` })],
    ['a name that no index takes', () => ({ lastName: crypto.randomUUID().repeat(200) })],
  ])('SEC-6: does not hold up its neighbours with documents of %s', async (_, doc) => {
    const liar = await newLeaf();
    await many((n) => sendDocument(liar, `p${n}`, doc(n)));
    const leaf = await newLeaf();
    const heard = Promise.withResolvers<void>();
    leaf.bus.subscribe(SUBJECTS.ack(leaf.venueId), (_, payload) => {
      if (new TextDecoder().decode(payload).includes('"docs"')) heard.resolve();
    });
    await sendDocument(leaf, 'p1', { firstName: 'Ann' });
    await heard.promise;
    await Promise.all([liar.stop(), leaf.stop()]);
  });

  test('SEC-6: does not hold up its neighbours with reports, however many', async () => {
    const liar = await newLeaf();
    const report = encode({
      ...{ protocol: PROTOCOL, epoch: 1, version: '0.1.0', live: [], downSeq: 0, docsWaiting: 0 },
      ...{ head: { seq: 0, hash: GENESIS, at: 0 }, now: Date.now() },
    });
    for (let n = 0; n < REPORTS; n++) liar.bus.publish(SUBJECTS.health(liar.venueId), report);
    const before = performance.now();
    await neighbourWorks();
    expect(performance.now() - before).toBeLessThan(10_000);
    await liar.stop();
  });

  test('SEC-6: fills no disk with what is kept aside for a person to look at', async () => {
    const liar = await newLeaf();
    const fill = `insert into lost_tail (venue_id, digest, why, at, payload)
      select $1::uuid, n::text, 'damaged', 0, '' from generate_series(1, 2047) n`;
    await database.tenant.begin(async (tx) => {
      await tx`select set_config('app.venue', ${liar.venueId}, true)`;
      await tx.unsafe(fill, [liar.venueId]);
    });
    for (let n = 0; n < 5; n++) await sendLog(liar, [`no json ${n}`]);
    // Behind them by then, so all of them were looked at.
    await append(liar.log, night(1));
    liar.outbox.wake();
    await liar.inStep();
    expect(await asides(liar.venueId)).toEqual([['damaged', 2_048]]);
    await liar.stop();
  });

  test('SEC-6: cannot have the core speak to a neighbour by the name of a stream', async () => {
    const [liar, neighbour] = [await newLeaf(), await newLeaf()];
    const heard: string[] = [];
    neighbour.bus.subscribe(SUBJECTS.sync(neighbour.venueId), (_, payload) => {
      heard.push(new TextDecoder().decode(payload));
    });
    await until('the neighbour hears the core', () => {
      core.core.bus.publish(SUBJECTS.sync(neighbour.venueId), new TextEncoder().encode('probe'));
      return heard.length > 0;
    });
    const spoken = `PUB ${SUBJECTS.sync(neighbour.venueId)} 3\r\nhey\r\nPUB a`;
    await sendLog(liar, [event('e1', { stream: `tournament:x 0\r\n\r\n${spoken}` })]);
    await until(
      'it is put aside, or heard',
      async () => (await asides(liar.venueId)).length > 0 || heard.includes('hey'),
    );
    expect([new Set(heard), await asides(liar.venueId)]).toEqual([
      new Set(['probe']),
      [['damaged', 1]],
    ]);
    await Promise.all([liar.stop(), neighbour.stop()]);
  });
});
