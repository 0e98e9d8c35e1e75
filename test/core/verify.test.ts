import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import type { Database } from '../../src/core/db/open.ts';
import { openDatabase } from '../../src/core/db/open.ts';
import { TABLES } from '../../src/core/rooms.ts';
import type { Tenants } from '../../src/core/tenants.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import { verifyVenue } from '../../src/core/verify.ts';
import { CORE_SIGNER, publicKeyText } from '../../src/sync/checkpoints.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Owner } from '../sync/tampering.ts';
import { BODIES, CASES, KEYS, WITNESSED, witnessedAt } from '../sync/tampering.ts';

// A test that runs out of time takes the servers of all with it.
setDefaultTimeout(60_000);

let server: Server;
let database: Database;
let tenants: Tenants;
let admin: postgres.Sql;

beforeAll(async () => {
  server = await startPostgres();
  const url = server.ownerUrl(await server.database());
  database = await openDatabase(url, TABLES);
  tenants = createTenants({ database, now: Date.now, told: () => undefined });
  admin = postgres(url, { max: 1, onnotice: () => undefined });
  // Whoever owns the server: no trigger of Felt's is in the way, and no policy.
  await admin.unsafe('alter table events disable trigger user');
});
afterAll(async () => {
  await admin.end();
  await database.close();
  await server.stop();
});

let venues = 0;

/** A venue whose leaf played a while, witnessed by this core. */
const newVenue = async (): Promise<string> => {
  const { platform } = database;
  venues += 1;
  const { id } = await createVenues({ platform, now: Date.now }).add({
    ...{ name: 'Room', slug: `room-${venues}`, timezone: 'UTC', currency: 'EUR' },
  });
  await platform`insert into epochs (venue_id, epoch) values (${id}, 1)`;
  await platform`insert into leaves (venue_id, epoch, code_hash, nats_key, signing_key, version,
      enrolled_at) values (${id}, 1, '', ${randomBytes(8).toString('hex')},
      ${publicKeyText(KEYS.leaf)}, '', 0)`;
  const tenant = await tenants.open(id);
  if (tenant === null) throw new Error('the venue is there');
  await tenant.apply(await tenant.head(), BODIES);
  for (const seq of WITNESSED) await ownerOf(id).put(witnessedAt(id, seq));
  return id;
};

const ownerOf = (venueId: string): Owner => {
  const run = async (text: string, ...values: (string | number)[]) => {
    const { count } = await admin.unsafe(text, [venueId, ...values]);
    if (count === 0) throw new Error(`nothing to do: ${text}`);
  };
  return {
    venueId,
    write: (seq, body, hash) =>
      run(
        'update events set body = $3, hash = $4 where venue_id = $1 and seq = $2',
        seq,
        body,
        hash,
      ),
    remove: (seq) => run('delete from events where venue_id = $1 and seq = $2', seq),
    cutAfter: (seq) => run('delete from events where venue_id = $1 and seq > $2', seq),
    setEnd: (seq, hash) =>
      run('update heads set seq = $2, hash = $3 where venue_id = $1', seq, hash),
    forget: (seq) => run('delete from checkpoints where venue_id = $1 and seq = $2', seq),
    put: ({ seq, at, hash, note }) =>
      run('insert into checkpoints values ($1, $2, $3, $4, $5)', seq, hash, at, note),
  };
};

const own = { name: CORE_SIGNER, key: KEYS.core };
const verified = (venueId: string, key: typeof own | null = own) =>
  verifyVenue({ tenants, platform: database.platform }, venueId, key);

test('a copy as it was witnessed verifies, and says how far it was', async () => {
  const venueId = await newVenue();
  const { ok, text } = await verified(venueId);
  expect(text).toMatch(/checkpoints {2}3, the newest at event 30 of 2026-\S+: ok$/u);
  expect(ok).toBe(true);
  // On a machine without the core's key the leaf's own signature is still looked at.
  const elsewhere = await verified(venueId, null);
  expect(elsewhere.ok).toBe(true);
  expect(elsewhere.text).toContain('countersignatures not checked');
});

for (const { name, deed, said } of CASES) {
  test(`in the core's own database is found and located: ${name}`, async () => {
    const venueId = await newVenue();
    await deed(ownerOf(venueId));
    const { ok, text } = await verified(venueId);
    expect(text).toMatch(said);
    expect(ok).toBe(false);
  });
}

test('an end that was cut off with its checkpoints is found by what the leaf was told', async () => {
  const venueId = await newVenue();
  const owner = ownerOf(venueId);
  await admin`insert into status (venue_id, epoch, heard_at, version, head_seq, head_at,
      applied_seq, applied_at, down_seq, docs_waiting, live)
    values (${venueId}, 1, 1, '', ${BODIES.length}, 1, ${BODIES.length}, 1, 0, 0, '[]')`;
  const [event] = await admin<{ hash: string }[]>`
    select hash from events where venue_id = ${venueId} and seq = 19`;
  await owner.cutAfter(19);
  await owner.setEnd(19, event?.hash ?? '');
  for (const seq of [20, 30]) await owner.forget(seq);
  const { ok, text } = await verified(venueId);
  expect(text).toContain(`events from 20 are gone: there were ${BODIES.length} at`);
  expect(ok).toBe(false);
});

test('an alarm that stands is shown, whatever the log says', async () => {
  const venueId = await newVenue();
  await admin`insert into alarms values (${venueId}, 'witness', 30, 1, 1790000000000, 2)`;
  const { ok, text } = await verified(venueId);
  expect(ok).toBe(true);
  expect(text).toMatch(/^alarm {8}the leaf holds a checkpoint of event 30 that this core/mu);
});
