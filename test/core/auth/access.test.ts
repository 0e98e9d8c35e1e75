import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { MINUTE } from '../../../src/kernel/time.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import type { Front, TestBrowser } from '../front.ts';
import { openFront } from '../front.ts';

// Starting PostgreSQL takes longer than Bun's five seconds on a machine that is busy.
setDefaultTimeout(60_000);

let server: Server;
let front: Front;
let ada: TestBrowser;
/** Two venues of one organisation, and one of nobody. */
let north: string;
let south: string;
let other: string;
let organisationId: string;

const place = { timezone: 'Europe/Copenhagen', currency: 'DKK' } as const;
const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code;
const itemsOf = <T>(body: unknown): readonly T[] => (body as { items: readonly T[] }).items;

beforeAll(async () => {
  server = await startPostgres();
  front = await openFront(server);
  ada = await front.ada();
  const add = async (slug: string, organisation?: string) => {
    const made = await ada.post('/venues', {
      ...{ ...place, name: slug, slug },
      ...(organisation === undefined ? {} : { organisation }),
    });
    return (made.body as { id: string }).id;
  };
  north = await add('north', 'Rooms Ltd');
  south = await add('south', 'Rooms Ltd');
  other = await add('other');
  const { body } = await ada.get('/organisations');
  organisationId = itemsOf<{ id: string }>(body)[0]?.id ?? '';
});
afterAll(async () => {
  await front.stop();
  await server.stop();
});

/** Somebody with one role, signed in. */
const somebody = async (name: string, grant: object): Promise<TestBrowser> => {
  const email = `${name}@example.com`;
  const made = await ada.post('/users', { name, email, grant, password: true });
  const { password } = made.body as { password: string };
  const browser = front.browser();
  const { status } = await browser.post('/session', { email, password });
  if (status !== 204) throw new Error(`${name} did not get in: ${status}`);
  return browser;
};

const seenBy = async (browser: TestBrowser): Promise<readonly string[]> =>
  itemsOf<{ slug: string }>((await browser.get('/fleet')).body).map(({ slug }) => slug);

const audited = async (venueId: string) =>
  (
    await front.admin`select action, why, u.name from audit a left join users u on u.id = a.user_id
    where venue_id = ${venueId} order by a.at, a.id`
  ).map(({ name, action, why }) => `${name} ${action} ${why ?? ''}`.trim());

test('COR-1: a role reaches its venue, all of its organisation, or everything', async () => {
  const owner = await somebody('owner', { role: 'venueOwner', venueId: north });
  const boss = await somebody('boss', { role: 'venueOwner', organisationId });
  const league = await somebody('league', { role: 'leagueAdmin', venueId: other });
  expect(await seenBy(ada)).toEqual(['north', 'other', 'south']);
  expect(await seenBy(owner)).toEqual(['north']);
  expect(await seenBy(boss)).toEqual(['north', 'south']);
  expect(await seenBy(league)).toEqual(['other']);
});

test('COR-1: a foreign venue does not exist, and the attempt stands in the audit', async () => {
  const eve = await somebody('eve', { role: 'venueOwner', venueId: north });
  for (const path of ['', '/tournaments', '/players', '/venue/public']) {
    const { status, body } = await eve.get(`/venues/${south}${path}`);
    expect([path, status, codeOf(body)]).toEqual([path, 404, 'NOT_FOUND']);
  }
  const asked = await eve.post(`/venues/${south}/replace`);
  expect([asked.status, codeOf(asked.body)]).toEqual([404, 'NOT_FOUND']);
  const refused = ['status', '/tournaments', '/players', '/venue/public', 'a code'];
  expect([...(await audited(south))].sort()).toEqual(
    ['Ada venue.added', ...refused.map((why) => `eve venue.refused ${why}`)].sort(),
  );
});

test('SEC-4: what somebody types into an address fills no audit, which nobody may clear', async () => {
  const mallory = await somebody('mallory', { role: 'venueOwner', venueId: north });
  expect((await mallory.get(`/venues/${south}/${'x'.repeat(3_000)}`)).status).toBe(404);
  const line = (await audited(south)).find((one) => one.startsWith('mallory'));
  expect(line?.length).toBe('mallory venue.refused '.length + 200);
});

test('COR-1: each look into a venue is noted with who, where and what for', async () => {
  const nora = await somebody('nora', { role: 'venueOwner', venueId: other });
  expect((await nora.get(`/venues/${other}/tournaments`)).status).toBe(200);
  expect((await nora.get(`/venues/${other}/tournaments?limit=5`)).status).toBe(200);
  expect((await nora.get(`/venues/${other}/players`)).status).toBe(200);
  const looks = async () => (await audited(other)).filter((line) => line.startsWith('nora'));
  // A page that asks again and again looks on: one line every five minutes.
  expect(await looks()).toEqual(['nora venue.looked /tournaments', 'nora venue.looked /players']);
  front.pass(6 * MINUTE);
  await nora.get(`/venues/${other}/players`);
  expect(await looks()).toHaveLength(3);
  const { body } = await ada.get(`/audit?venueId=${other}&limit=2`);
  expect(itemsOf(body)).toMatchObject([
    { action: 'venue.looked', why: '/players', user: { name: 'nora' }, venue: { name: 'other' } },
    { action: 'venue.looked' },
  ]);
  const { nextCursor } = body as { nextCursor: string };
  const next = await ada.get(`/audit?venueId=${other}&limit=2&cursor=${nextCursor}`);
  expect(itemsOf<{ id: string }>(next.body)[0]?.id).not.toBe(itemsOf<{ id: string }>(body)[1]?.id);
});

test('nobody changes the audit, not even the core', async () => {
  const { platform } = front;
  for (const text of ['delete from audit', 'update audit set action = action', 'truncate audit']) {
    await expect(platform.unsafe(text)).rejects.toThrow(/permission denied/u);
    await expect(front.admin.unsafe(text)).rejects.toThrow(/the audit never changes/u);
  }
});

test('only platform administrators decide who may what, and see who looked where', async () => {
  const olga = await somebody('olga', { role: 'venueOwner', organisationId });
  const grant = { role: 'platformAdmin' };
  const paths: readonly (readonly [string, string, unknown])[] = [
    ['get', '/users', undefined],
    ['get', '/organisations', undefined],
    ['get', '/audit', undefined],
    ['post', '/users', { name: 'x', email: 'x@example.com', grant, password: false }],
    ['post', `/users/${organisationId}/grants`, grant],
    ['post', '/organisations', { name: 'Mine' }],
    ['post', '/venues', { ...place, name: 'Mine', slug: 'mine' }],
    ['post', `/venues/${north}/revoke`, {}],
    ['put', `/venues/${north}/organisation`, { organisationId: null }],
  ];
  for (const [method, path, body] of paths) {
    const ask = { get: olga.get, post: olga.post, put: olga.put }[method];
    const answer = await ask?.(path, body);
    expect([path, answer?.status, codeOf(answer?.body)]).toEqual([path, 403, 'FORBIDDEN']);
  }
});

test('a role that is taken away holds no longer than the request before', async () => {
  const tom = await somebody('tom', { role: 'venueOwner', venueId: north });
  expect(await seenBy(tom)).toEqual(['north']);
  const users = itemsOf<{ id: string; name: string; grants: { id: string }[] }>(
    (await ada.get('/users')).body,
  );
  const own = users.find(({ name }) => name === 'tom');
  const path = `/users/${own?.id}/grants/${own?.grants[0]?.id}`;
  expect((await ada.del(path)).status).toBe(204);
  expect(await seenBy(tom)).toEqual([]);
  expect((await tom.get(`/venues/${north}/tournaments`)).status).toBe(404);
  expect((await ada.put(`/users/${own?.id}/disabled`, { disabled: true })).status).toBe(204);
  expect((await tom.get('/session')).body).toMatchObject({ user: null });
});

test('somebody always stays who administers the core', async () => {
  const users = itemsOf<{ id: string; name: string; grants: { id: string }[] }>(
    (await ada.get('/users')).body,
  );
  const own = users.find(({ name }) => name === 'Ada');
  const lock = await ada.put(`/users/${own?.id}/disabled`, { disabled: true });
  expect([lock.status, codeOf(lock.body)]).toEqual([409, 'LAST_ADMIN']);
  const take = await ada.del(`/users/${own?.id}/grants/${own?.grants[0]?.id}`);
  expect([take.status, codeOf(take.body)]).toEqual([409, 'LAST_ADMIN']);
  expect((await ada.get('/users')).status).toBe(200);
});

test('a role names the place that it holds in, and only platform administrators hold it everywhere', async () => {
  const refused = async (grant: object) => {
    const { status } = await ada.post('/users', {
      ...{ name: 'x', email: 'x@example.com', password: false },
      grant,
    });
    return status;
  };
  expect(await refused({ role: 'venueOwner' })).toBe(422);
  expect(await refused({ role: 'platformAdmin', venueId: north })).toBe(422);
  expect(await refused({ role: 'venueOwner', venueId: north, organisationId })).toBe(422);
  expect(await refused({ role: 'venueOwner', venueId: organisationId })).toBe(404);
  const users = itemsOf<{ email: string }>((await ada.get('/users')).body);
  // Nothing of a refused one is left over.
  expect(users.map(({ email }) => email)).not.toContain('x@example.com');
});

test('a code for another leaf is the owner’s to ask for, a league’s administrator’s not', async () => {
  const owner = await somebody('own', { role: 'venueOwner', venueId: south });
  const league = await somebody('lea', { role: 'leagueAdmin', venueId: south });
  const told = await owner.post(`/venues/${south}/replace`);
  expect([told.status, told.body]).toMatchObject([201, { core: front.url }]);
  const no = await league.post(`/venues/${south}/replace`);
  expect([no.status, codeOf(no.body)]).toEqual([403, 'FORBIDDEN']);
  await front.enrol((told.body as { code: string }).code);
  const line = await owner.get(`/venues/${south}`);
  expect(line.body).toMatchObject({ leaf: { epoch: 1 }, codeUntil: null, role: 'venueOwner' });
});

test('a venue that was cut off stays to be seen, and takes no further leaf', async () => {
  expect((await ada.post(`/venues/${other}/revoke`)).status).toBe(204);
  expect((await ada.get(`/venues/${other}`)).body).toMatchObject({ leaf: null });
  const again = await ada.post(`/venues/${other}/replace`);
  expect([again.status, codeOf(again.body)]).toEqual([409, 'REVOKED']);
  expect(front.failures).toEqual([]);
});

test('what the core answers to is described by the schemas that its doors check with', async () => {
  const { status, body } = await front.browser().get('/openapi.json');
  expect(status).toBe(200);
  const { paths } = body as { paths: { [path: string]: { [method: string]: unknown } } };
  for (const path of ['/session', '/fleet', '/venues', '/users', '/audit', '/enrol']) {
    expect(Object.keys(paths)).toContain(`/api/v1${path}`);
  }
  expect(paths['/api/v1/venues']?.['post']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { required: expect.any(Array) } } } },
  });
});
