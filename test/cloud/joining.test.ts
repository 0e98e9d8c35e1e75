import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Venues } from '../../src/core/venues.ts';
import type { TestCore } from '../core/stage.ts';
import { type CoreWithVenues, startCoreWithVenues, until } from '../core/stage.ts';
import type { TestLeaf } from '../leaf.ts';
import { PEOPLE, startLeaf, VENUE } from '../leaf.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
let core: TestCore;
let venues: Venues;

beforeAll(async () => {
  stage = await startCoreWithVenues();
  ({ core, venues } = stage);
});

afterAll(() => stage.stop());

const newVenue = (slug: string) =>
  venues.add({ name: `Room ${slug}`, slug, timezone: 'Europe/Copenhagen', currency: 'DKK' });

const statusOf = async (leaf: TestLeaf, token: string) =>
  Object((await leaf.get('/cloud', token)).body);

const inStep = (leaf: TestLeaf, token: string) =>
  until('the leaf is in step', async () => {
    const { state, waiting } = await statusOf(leaf, token);
    return state === 'inStep' && waiting === 0;
  });

test('what is wrong with an address or a code is said, and nothing is changed by it', async () => {
  const leaf = await startLeaf();
  const admin = await leaf.token('admin');
  const { code } = await newVenue('said');
  const join = async (address: string, given: string) => {
    const { status, body } = await leaf.post('/cloud/enrol', { core: address, code: given }, admin);
    return [status, Object(body).error?.code];
  };
  expect(await join('ftp://nowhere', code)).toEqual([422, 'CORE_ADDRESS']);
  expect(await join('http://user:secret@localhost', code)).toEqual([422, 'CORE_ADDRESS']);
  expect(await join('http://127.0.0.1:1', code)).toEqual([409, 'CORE_UNREACHABLE']);
  expect(await join(leaf.url, code)).toEqual([409, 'CORE_UNREACHABLE']);
  const unknown = 'AAAAA-AAAAA-AAAAA';
  expect(await join(core.url, unknown)).toEqual([404, 'CODE_UNKNOWN']);
  expect(await join(new URL(core.url).host, unknown)).toEqual([404, 'CODE_UNKNOWN']);
  const floor = await leaf.token('floor');
  const body = { core: core.url, code };
  expect((await leaf.post('/cloud/enrol', body, floor)).status).toBe(403);
  expect((await leaf.del('/cloud', floor)).status).toBe(403);
  expect(await statusOf(leaf, floor)).toMatchObject({ state: 'off', core: null, waiting: 0 });
  // None of this has used the code up.
  expect((await leaf.post('/cloud/enrol', body, admin)).status).toBe(200);
  expect(await join(core.url, code)).toEqual([409, 'ALREADY_LINKED']);
  await leaf.stop();
});

test('a code for a venue with a past is not used up by a leaf that holds another one’s nights', async () => {
  const { code } = await newVenue('past');
  const first = await startLeaf();
  const token = await first.token('admin');
  await first.post('/cloud/enrol', { core: core.url, code }, token);
  await inStep(first, token);
  const replacing = await venues.replace('past');
  const other = await startLeaf();
  const body = { core: core.url, code: replacing };
  const refused = await other.post('/cloud/enrol', body, await other.token('admin'));
  expect([refused.status, Object(refused.body).error.code]).toEqual([409, 'LOG_NOT_EMPTY']);
  // The leaf that the nights are of takes it: what it has goes on from there.
  expect((await first.del('/cloud', token)).body).toMatchObject({ state: 'off' });
  await first.post('/players', { firstName: 'Meanwhile' }, token);
  const again = await first.post('/cloud/enrol', body, token);
  expect(again).toMatchObject({ status: 200, body: { epoch: 2, restored: null } });
  await inStep(first, token);
  await Promise.all([first.stop(), other.stop()]);
});

test('a venue is set up with address and code in one go, or after the cloud has told its name', async () => {
  const admin = PEOPLE.admin;
  const leaf = await startLeaf();
  const { code } = await newVenue('wizard');
  const joined = await leaf.post('/setup/cloud', { core: core.url, code });
  const venue = { name: 'Room wizard', slug: 'wizard', currency: 'DKK' };
  expect(joined).toMatchObject({ status: 200, body: { state: 'joined', venue, progress: null } });
  expect((await leaf.get('/setup')).body).toEqual({ needed: true });
  const token = await leaf.token('admin');
  await inStep(leaf, token);
  const late = await leaf.post('/setup/cloud', { core: core.url, code });
  expect(Object(late.body).error.code).toBe('ALREADY_SET_UP');

  const other = await startLeaf();
  const second = await newVenue('one-go');
  const body = { venue: VENUE, admin, core: core.url, code: second.code };
  expect((await other.post('/setup', body)).status).toBe(201);
  const answer = Object((await other.login(admin.name, admin.pin)).body);
  await inStep(other, answer.accessToken);
  await Promise.all([leaf.stop(), other.stop()]);
});

test('a revoked leaf is told so and plays on', async () => {
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  const { code } = await newVenue('revoked');
  await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  await inStep(leaf, token);
  await venues.revoke('revoked');
  await until('it is told', async () => (await statusOf(leaf, token)).state === 'revoked');
  expect((await leaf.post('/players', { firstName: 'Still here' }, token)).status).toBe(201);
  expect(await statusOf(leaf, token)).toMatchObject({ state: 'revoked', waiting: 1 });
  await leaf.stop();
});

test('a leaf without a nats-server says why, and plays on', async () => {
  const before = process.env['NATS_SERVER'];
  process.env['NATS_SERVER'] = '/nowhere/nats-server';
  const leaf = await startLeaf();
  try {
    const token = await leaf.token('admin');
    const { code } = await newVenue('missing');
    await leaf.post('/cloud/enrol', { core: core.url, code }, token);
    await until('it is told', async () => (await statusOf(leaf, token)).state === 'missing');
    const { reason, waiting } = await statusOf(leaf, token);
    expect([reason, waiting]).toEqual([expect.stringContaining('/nowhere/nats-server'), 2]);
    expect((await leaf.post('/players', { firstName: 'Ann' }, token)).status).toBe(201);
  } finally {
    if (before === undefined) delete process.env['NATS_SERVER'];
    else process.env['NATS_SERVER'] = before;
    await leaf.stop();
  }
});
