import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../../src/core/db/open.ts';
import { openDatabase } from '../../../src/core/db/open.ts';
import { TABLES } from '../../../src/core/rooms.ts';
import type { Tenants } from '../../../src/core/tenants.ts';
import { createTenants } from '../../../src/core/tenants.ts';
import { newCode } from '../../../src/core/venues/codes.ts';
import type { Application, Enrolment } from '../../../src/core/venues/enrolment.ts';
import { createEnrolment } from '../../../src/core/venues/enrolment.ts';
import type { Venues } from '../../../src/core/venues.ts';
import { createVenues } from '../../../src/core/venues.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { ApiError } from '../../../src/server/errors.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { night } from '../stage.ts';

setDefaultTimeout(60_000);

let server: Server;
let database: Database;
let tenants: Tenants;
let enrolment: Enrolment;
let venues: Venues;
let nowMs = 1_790_000_000_000;
/** What the hub was told, and whether it can be reached. */
const revoked: string[] = [];
let hubIsThere = true;
const failures: unknown[] = [];

beforeAll(async () => {
  server = await startPostgres();
  database = await openDatabase(server.ownerUrl(await server.database()), TABLES);
  const now = () => nowMs;
  const { platform } = database;
  tenants = createTenants({ database, now, told: () => undefined });
  venues = createVenues({ platform, now });
  enrolment = createEnrolment({
    ...{ platform, tenants, now, failed: (error) => failures.push(error) },
    hub: {
      mint: async (venueId, key) => `jwt of ${venueId} ${key}`,
      revoke: async (_, key) => {
        if (!hubIsThere) throw new Error('the hub is away');
        revoked.push(key);
      },
    },
  });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

let made = 0;
const venue = async () => {
  made += 1;
  const slug = `room-${made}`;
  const settings = { name: slug, slug, timezone: 'Europe/Berlin', currency: 'EUR' };
  return { slug, ...(await venues.add({ ...settings, organisation: 'Felt' })) };
};

/** A leaf of its own keys, unless some are given. */
const leaf = (code: string, more: Partial<Application> = {}): Application => {
  made += 1;
  const key = String(made)
    .padStart(55, 'A')
    .replaceAll(/\d/gu, (digit) => 'ABCDEFGHIJ'[+digit] ?? '');
  return { code, natsKey: `U${key}`, signingKey: key, version: '1', ...more };
};

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );

test('SYN-4: a code lets one leaf in, once; the same leaf may ask again, because an answer can be lost', async () => {
  const { id, code } = await venue();
  const first = leaf(code);
  const answer = await enrolment.enrol(first);
  expect(answer).toMatchObject({ venueId: id, epoch: 1, restore: null });
  expect(answer.creds).toBe(`jwt of ${id} ${first.natsKey}`);
  expect(await enrolment.enrol(first)).toMatchObject({ venueId: id, epoch: 1 });
  expect(await codeOf(enrolment.enrol(leaf(code)))).toBe('CODE_USED');
  expect(await codeOf(enrolment.enrol({ ...first, signingKey: 'other' }))).toBe('CODE_USED');
  expect(await enrolment.leafKey(id)).toBe(first.signingKey);
});

test('SEC-6: a code that was used opens nothing after a week, whoever has the public keys', async () => {
  const { code } = await venue();
  const first = leaf(code);
  await enrolment.enrol(first);
  nowMs += 7 * DAY;
  expect(await codeOf(enrolment.enrol(first))).toBe('CODE_USED');
});

test('a code is read as a person writes it, and no other one is known', async () => {
  const { code } = await venue();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){2}$/u);
  const written = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(await codeOf(enrolment.enrol(leaf(newCode())))).toBe('CODE_UNKNOWN');
  expect(await codeOf(enrolment.enrol(leaf('')))).toBe('CODE_UNKNOWN');
  expect(await codeOf(enrolment.enrol(leaf(written)))).toBe('done');
});

test('a code ends after seven days, and with the next one', async () => {
  const { slug, code } = await venue();
  const next = await venues.replace(slug);
  expect(await codeOf(enrolment.enrol(leaf(code)))).toBe('CODE_EXPIRED');
  nowMs += 7 * DAY;
  expect(await codeOf(enrolment.enrol(leaf(next)))).toBe('CODE_EXPIRED');
  expect(await codeOf(enrolment.enrol(leaf(await venues.replace(slug))))).toBe('done');
});

test('a code that two leaves redeem at once lets one in', async () => {
  const { id, code } = await venue();
  const outcomes = await Promise.all(
    [leaf(code), leaf(code)].map((one) => codeOf(enrolment.enrol(one))),
  );
  expect(outcomes.sort()).toEqual(['CODE_USED', 'done']);
  expect((await (await tenants.open(id))?.head())?.epoch).toBe(1);
});

test('a key that was a leaf’s before is not taken again', async () => {
  const { slug, code } = await venue();
  const first = leaf(code);
  await enrolment.enrol(first);
  const again = leaf(await venues.replace(slug), { natsKey: first.natsKey });
  expect(await codeOf(enrolment.enrol(again))).toBe('KEY_USED');
});

test('a replacing leaf puts the one before out: on the hub as soon as that can be told', async () => {
  const { id, slug, code } = await venue();
  const [first, second] = [leaf(code), leaf(await venues.replace(slug))];
  expect(await codeOf(enrolment.enrol(first))).toBe('CODE_EXPIRED');
  await enrolment.enrol(second);
  const third = leaf(await venues.replace(slug));
  expect(await enrolment.enrol(third)).toMatchObject({ venueId: id, epoch: 2 });
  hubIsThere = false;
  await enrolment.revokeOnHub();
  expect(revoked).not.toContain(second.natsKey);
  expect(failures.splice(0).map(String)).toEqual(
    expect.arrayContaining(['Error: the hub is away']),
  );
  hubIsThere = true;
  await enrolment.revokeOnHub();
  expect(revoked).toContain(second.natsKey);
  const told = revoked.length;
  await enrolment.revokeOnHub();
  expect(revoked.length).toBe(told);
  expect(await enrolment.leafKey(id)).toBe(third.signingKey);
});

test('what the old leaf sent lands before the epoch rises, or never', async () => {
  const { id, slug, code } = await venue();
  await enrolment.enrol(leaf(code));
  const bodies = night(40).map((event) => JSON.stringify(event));
  const tenant = await tenants.open(id);
  const before = await tenant?.head();
  if (before === undefined || !tenant) throw new Error('there is no such venue');
  const racing = [
    tenant.apply(before, bodies.slice(0, 20)),
    enrolment.enrol(leaf(await venues.replace(slug))),
  ] as const;
  const [applied, replacing] = await Promise.all(racing);
  const landed = applied === null ? 0 : 20;
  expect(replacing.restore?.counts.events ?? 0).toBe(landed);
  // From here on the old one is out, whatever it expects.
  const head = await tenant.head();
  expect(head).toMatchObject({ seq: landed, epoch: 2 });
  expect(await tenant.apply({ ...head, epoch: 1 }, bodies.slice(landed, 30))).toBeNull();
  expect(await tenant.apply(head, bodies.slice(landed, 30))).toMatchObject({ seq: 30, epoch: 2 });
});

test('a restore token opens its own venue until it ends, or another leaf comes', async () => {
  const { id, slug, code } = await venue();
  await enrolment.enrol(leaf(code));
  const tenant = await tenants.open(id);
  const head = await tenant?.head();
  if (head === undefined) throw new Error('there is no such venue');
  await tenant?.apply(
    head,
    night(4).map((event) => JSON.stringify(event)),
  );
  const second = await enrolment.enrol(leaf(await venues.replace(slug)));
  const token = second.restore?.token ?? '';
  expect(await enrolment.restoring(token)).toEqual({ venueId: id, epoch: 2 });
  expect(await enrolment.restoring('other')).toBeNull();
  await enrolment.enrol(leaf(await venues.replace(slug)));
  expect(await enrolment.restoring(token)).toBeNull();
});

test('documents: a newer one replaces, an older one does not, an erased one leaves only its rev', async () => {
  const { id, code } = await venue();
  await enrolment.enrol(leaf(code));
  const tenant = await tenants.open(id);
  const one = (rev: number, doc: { readonly name: string } | null, epoch = 1) => ({
    ...{ protocol: 1, venueId: id, epoch, kind: 'player' as const, id: 'ann', rev, doc },
  });
  const kept = async () => {
    const rows = await tenants.within(id, (query) => query('select rev, doc from documents', []));
    return rows.map((row) => [Number(row['rev']), row['doc']]);
  };
  await tenant?.put([one(2, { name: 'Ann' }), one(1, { name: 'An' })]);
  expect(await kept()).toEqual([[2, '{"name":"Ann"}']]);
  await tenant?.put([one(1, { name: 'An' })]);
  await tenant?.put([one(9, { name: 'of another leaf' }, 7)]);
  expect(await kept()).toEqual([[2, '{"name":"Ann"}']]);
  await tenant?.put([one(3, null)]);
  expect(await kept()).toEqual([[3, null]]);
});

test('what will never be applied is kept once', async () => {
  const { id, code } = await venue();
  await enrolment.enrol(leaf(code));
  const tenant = await tenants.open(id);
  const payload = new Uint8Array([0, 255, 10]);
  await tenant?.keepAside({ why: 'stale', payload });
  await tenant?.keepAside({ why: 'stale', payload });
  const rows = await tenants.within(id, (query) => query('select why, payload from lost_tail', []));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.['why']).toBe('stale');
  expect(new Uint8Array(rows[0]?.['payload'] as Uint8Array)).toEqual(payload);
});

test('a subject of no venue opens nothing', async () => {
  for (const id of ['', '*', 'x', crypto.randomUUID(), "';--"]) {
    expect(await tenants.open(id)).toBeNull();
  }
});
