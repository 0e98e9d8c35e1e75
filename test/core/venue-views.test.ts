import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { markOf, playNight } from '../../scripts/bench/night.ts';
import { placeCorePages } from '../../scripts/pages.ts';
import { keepHealth } from '../../src/core/ingest/status.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { GENESIS } from '../../src/log/chain.ts';
import type { Document } from '../../src/sync/protocol.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Front, TestBrowser } from './front.ts';
import { openFront } from './front.ts';

setDefaultTimeout(60_000);

let server: Server;
let front: Front;
let ada: TestBrowser;
let owner: TestBrowser;
let league: TestBrowser;
let venueId: string;

const ENTRIES = 40;
const night = playNight(ENTRIES);
const tournamentId = night.stream.split(':')[1] ?? '';
const [first = '', second = '', third = ''] = night.playerIds;

const LONG = { firstName: 'Bartholomäus', lastName: 'von Hohenlohe-Waldenburg' };
const profileOf = (id: string) => {
  const at = night.playerIds.indexOf(id);
  const plain = {
    firstName: `Vorname${at}`,
    lastName: `Nachname${at}`,
    email: `p${at}@example.com`,
  };
  if (id === first) return { ...plain, ...LONG };
  if (id === second) return { ...plain, nickname: 'Rounder' };
  return id === third ? { ...plain, fullNameOutside: true } : plain;
};

const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code;
const itemsOf = <T>(body: unknown): readonly T[] => (body as { items: readonly T[] }).items;

const addVenue = async (slug: string): Promise<string> => {
  const place = { name: `Room ${slug}`, slug, timezone: 'Europe/Berlin', currency: 'EUR' };
  const { id, code } = (await ada.post('/venues', place)).body as { id: string; code: string };
  await front.enrol(code);
  return id;
};

const somebody = async (name: string, grant: object): Promise<TestBrowser> => {
  const email = `${name}@example.com`;
  const { body } = await ada.post('/users', { name, email, grant, password: true });
  const browser = front.browser();
  await browser.post('/session', { email, password: (body as { password: string }).password });
  return browser;
};

const tenantOf = async (id: string) => {
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  return tenant;
};

const documentOf = (venue: string, id: string, rev: number, doc: Document['doc']): Document => ({
  ...{ protocol: PROTOCOL, venueId: venue, epoch: 1, kind: 'player', id, rev, doc },
});

/** The night as a leaf would have sent it, with its people. */
const sendNight = async (id: string, bodies: readonly string[], seen: number): Promise<void> => {
  const tenant = await tenantOf(id);
  await tenant.apply({ seq: 0, hash: GENESIS, epoch: 1, at: 0 }, bodies);
  await tenant.put(night.playerIds.map((one) => documentOf(id, one, 1, profileOf(one))));
  await report(id, seen);
};

/** What its leaf says of itself, at a moment of the core's clock. */
const report = async (id: string, at: number, room?: string): Promise<void> => {
  const tenant = await tenantOf(id);
  const head = await tenant.head();
  const said = { protocol: PROTOCOL, epoch: 1, version: '0.1.0', downSeq: 0, docsWaiting: 0 };
  const health = { ...said, head: { ...head, at }, live: [], now: at };
  await keepHealth(tenant, { ...health, ...(room && { room }) }, head, at);
};

const bodies = night.events.map((event) => JSON.stringify(event));

beforeAll(async () => {
  await placeCorePages();
  server = await startPostgres();
  front = await openFront(server);
  ada = await front.ada();
  venueId = await addVenue('north');
  owner = await somebody('owner', { role: 'venueOwner', venueId });
  league = await somebody('league', { role: 'leagueAdmin', venueId });
  await sendNight(venueId, bodies, front.now());
});
afterAll(async () => {
  await front.stop();
  await server.stop();
});

const path = (rest = ''): string => `/venues/${venueId}${rest}`;
const board = (rest = ''): string => path(`/tournaments/${tournamentId}${rest}`);

test('COR-1: a venue’s tournaments are told by the leaf’s own routes, as the leaf tells them', async () => {
  const [one] = itemsOf((await owner.get(path('/tournaments'))).body);
  expect(one).toMatchObject({ id: tournamentId, status: 'ended', entries: ENTRIES });
  const view = await owner.get(board());
  expect(view.body).toMatchObject({
    id: tournamentId,
    status: 'ended',
    stats: { entries: ENTRIES },
  });
  expect((await owner.get(board('/prizepool'))).status).toBe(200);
  const paid = (await owner.get(board('/payouts'))).body as { pool: number };
  const lines = itemsOf<{ prize: number }>((await owner.get(board('/rankings?limit=1000'))).body);
  expect(lines).toHaveLength(ENTRIES);
  expect(lines.reduce((sum, { prize }) => sum + prize, 0)).toBe(paid.pool);
});

test('SYN-2: nothing of a venue is written here, by whatever method', async () => {
  const writes = [
    ...['/tournaments', '/players', `/tournaments/${tournamentId}/pause`],
    ...[`/tournaments/${tournamentId}`, `/players/${first}/results`, '/money'],
  ];
  for (const rest of writes) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await owner.raw(`/api/v1${path(rest)}`, { method, body: '{}' });
      const said = codeOf(await answer.json());
      expect([rest, method, answer.status, said]).toEqual([
        rest,
        method,
        405,
        'METHOD_NOT_ALLOWED',
      ]);
    }
  }
  expect((await (await tenantOf(venueId)).head()).seq).toBe(bodies.length);
});

test('GDP-3: an owner reads full names, a league’s administrator what anybody may know', async () => {
  const namesFor = async (browser: TestBrowser) => {
    const { body } = await browser.get(board('/rankings?limit=1000'));
    const all = itemsOf<{ playerId: string; name: string }>(body);
    return new Map(all.map(({ playerId, name }) => [playerId, name]));
  };
  const [full, outside] = [await namesFor(owner), await namesFor(league)];
  expect(full.get(first)).toBe('Bartholomäus von Hohenlohe-Waldenburg');
  expect(full.get(second)).toBe('Vorname1 Nachname1');
  expect(outside.get(first)).toBe('Bartholomäus v. H.');
  expect(outside.get(second)).toBe('Rounder');
  expect(outside.get(third)).toBe('Vorname2 Nachname2');
  const seen = await Promise.all(
    ['', '/rankings?limit=1000', '/payouts', '/tables', '/public'].map(async (rest) =>
      JSON.stringify((await league.get(board(rest))).body),
    ),
  );
  for (const words of ['Hohenlohe', 'Nachname5', '@example.com']) {
    expect(seen.join()).not.toContain(words);
  }
});

test('COR-1: who plays and where the money is are not a league administrator’s to know', async () => {
  const closed = [
    ...['/players', `/players/${first}`, `/players/${first}/results`, '/money', '/venue'],
    ...['/players', `/players/${first}`, '/prizepool', '/transactions', '/actions'].map(
      (rest) => `/tournaments/${tournamentId}${rest}`,
    ),
  ];
  for (const rest of closed)
    expect([rest, (await league.get(path(rest))).status]).toEqual([rest, 404]);
});

test('COR-1: all parts of a tournament that a page asks for are one look in the audit', async () => {
  const nora = await somebody('nora', { role: 'venueOwner', venueId });
  for (const rest of ['', '/rankings', '/payouts', '/prizepool']) await nora.get(board(rest));
  const rows = await front.platform<{ why: string }[]>`
    select a.why from audit a join users u on u.id = a.user_id where u.name = 'nora'
      and a.action = 'venue.looked'`;
  expect(rows.map(({ why }) => why)).toEqual([`/tournaments/${tournamentId}`]);
});

test('a player is found by name, with every result and what came of all of them', async () => {
  const found = await owner.get(path('/players?q=hohenlohe'));
  expect(itemsOf<{ id: string }>(found.body).map(({ id }) => id)).toEqual([first]);
  const ranked = itemsOf<{ playerId: string; rank: number; prize: number; bountiesWon: number }>(
    (await owner.get(board('/rankings?limit=1000'))).body,
  );
  const own = ranked.filter(({ playerId }) => playerId === first);
  const { body } = await owner.get(path(`/players/${first}/results`));
  const results = body as {
    items: readonly { rank: number; prize: number }[];
    totals: readonly { prizes: number; bounties: number; results: number }[];
  };
  expect(results.items).toMatchObject([
    { tournamentId, rank: own[0]?.rank, prize: own[0]?.prize, entries: ENTRIES },
  ]);
  expect(results.totals).toMatchObject([
    { results: 1, prizes: own[0]?.prize, bounties: own[0]?.bountiesWon },
  ]);
});

test('results come page by page, none twice and none left out', async () => {
  const copies = 120;
  const tenant = await tenantOf(venueId);
  await tenant.within((query) =>
    query(
      `insert into results select r.venue_id, r."tournamentId", 'copy-' || n, 'many', r.rank,
         r.ties, r.prize, r.bounties, r.hits1000, r.price, r.rebuys, r."addOns", r.points, n / 3
       from (select * from results where venue_id = $1 limit 1) r, generate_series(1, $2::int) n`,
      [venueId, copies],
    ),
  );
  type Page = { items: readonly { endedAt: string }[]; nextCursor: string | null };
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `?cursor=${cursor}`;
    const page = (await owner.get(path(`/players/many/results${query}`))).body as Page;
    seen.push(...page.items.map(({ endedAt }) => endedAt));
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(copies);
  expect(seen).toEqual([...seen].sort().reverse());
  await tenant.within((query) => query(`delete from results where "playerId" = 'many'`, []));
});

test('what changed hands is summed by method, as the tournament’s own list sums it', async () => {
  type Sum = { method: string; amount: number };
  const { totals } = (await owner.get(board('/transactions'))).body as { totals: readonly Sum[] };
  const { methods, pools } = (await owner.get(path('/money'))).body as {
    methods: readonly Sum[];
    pools: readonly object[];
  };
  const byMethod = (all: readonly Sum[]) =>
    Object.fromEntries(
      all.flatMap(({ method, amount }) => (amount === 0 ? [] : [[method, amount]])),
    );
  expect(byMethod(methods)).toEqual(byMethod(totals));
  expect(Object.keys(byMethod(methods)).length).toBeGreaterThan(0);
  expect(pools).toMatchObject([{ tournaments: 1, entries: ENTRIES }]);
});

test('SYN-2: what waits for the venue’s decision is counted for its owner', async () => {
  const open = async () => (await owner.get(path('/requests/open'))).body;
  expect(await open()).toEqual({ waiting: 0, conflicted: 0 });
  const statuses = ['waiting', 'waiting', 'conflicted', 'accepted', 'refused'];
  await (await tenantOf(venueId)).within((query) =>
    query(
      `insert into requests (venue_id, id, seq, kind, status)
       select $1::uuid, 'r' || n, n, 'registration', s
       from unnest($2::text[]) with ordinality t(s, n)`,
      [venueId, statuses],
    ),
  );
  expect(await open()).toEqual({ waiting: 2, conflicted: 1 });
  expect((await league.get(path('/requests/open'))).status).toBe(404);
});

const view = (id = tournamentId, init: RequestInit = {}): Promise<Response> =>
  fetch(`${front.url}/api/v1/tournaments/${id}/public`, init);
const page = (id = tournamentId): Promise<Response> =>
  fetch(`${front.url}/t/${id}`, { headers: { 'accept-encoding': 'identity' } });

test('ACC-5: anybody reads a tournament’s page at the core without a sign-in', async () => {
  const answer = await page();
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain('id="told"');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  const told = (await (await view()).json()) as { listed: number; venue: string };
  expect(told).toMatchObject({ status: 'ended', listed: ENTRIES });
  const manifest = await fetch(`${front.url}/t/${tournamentId}/manifest.webmanifest`);
  expect(await manifest.json()).toMatchObject({ start_url: `/t/${tournamentId}` });
  const worker = await fetch(`${front.url}/t-worker.js`);
  expect(worker.headers.get('service-worker-allowed')).toBe('/t/');
});

test('GDP-3: neither the page nor its data holds a name that may not be told outside', async () => {
  const bytes = (await (await page()).text()) + (await (await view()).text());
  const rank = await (await fetch(`${front.url}/t/${tournamentId}?tab=rank`)).text();
  for (const text of [bytes, rank]) {
    expect(text).toContain('Rounder');
    expect(text).toContain('Vorname2 Nachname2');
    for (const secret of ['Hohenlohe', 'Waldenburg', 'Nachname5', '@example.com', first]) {
      expect(text).not.toContain(secret);
    }
  }
});

test('GDP-3: a name that was erased is gone from what was kept ready, too', async () => {
  const before = await view();
  const tag = before.headers.get('etag') ?? '';
  expect(await before.text()).toContain('Vorname7 N.');
  expect((await view(tournamentId, { headers: { 'if-none-match': tag } })).status).toBe(304);
  const id = night.playerIds[7] ?? '';
  await (await tenantOf(venueId)).put([documentOf(venueId, id, 2, null)]);
  front.pass(SECOND);
  const after = await view(tournamentId, { headers: { 'if-none-match': tag } });
  expect(after.status).toBe(200);
  expect(await after.text()).not.toContain('Vorname7');
  expect(await (await page()).text()).not.toContain('Vorname7');
  expect((await owner.get(path(`/players/${id}`))).status).toBe(404);
});

test('a tournament that nobody has is not here, in words', async () => {
  expect((await view('nobody')).status).toBe(404);
  const answer = await page('nobody');
  expect([answer.status, (await answer.text()).includes('id="told"')]).toEqual([404, true]);
});

test('ACC-5: the page leads to the leaf in the room, where that is a number in a private network', async () => {
  const linkOf = async () => / href="(http[^"]*)"/u.exec(await (await page()).text())?.[1] ?? null;
  const at = front.now();
  expect(await linkOf()).toBeNull();
  await report(venueId, at, 'http://192.168.1.20:8080');
  expect(await linkOf()).toBe(`http://192.168.1.20:8080/t/${tournamentId}`);
  const bad = ['http://felt.local:8080', 'https://evil.example', 'http://8.8.8.8', 'javascript:1'];
  for (const room of [...bad, 'http://192.168.1.20.evil.example']) {
    await report(venueId, at, room);
    expect([room, await linkOf()]).toEqual([room, null]);
  }
});

test('what the core shows of a leaf that went silent says how old it is', async () => {
  await report(venueId, front.now());
  expect((await view()).headers.get('age')).toBeNull();
  front.pass(5 * MINUTE);
  expect(Number((await view()).headers.get('age'))).toBeGreaterThanOrEqual(300);
  await report(venueId, front.now());
  expect((await view()).headers.get('age')).toBeNull();
});

test('COR-1: no venue takes over the page of another one’s tournament', async () => {
  const eve = await addVenue('eve');
  const forged = bodies.map((body) => body.replaceAll('Friday', 'Forged'));
  await sendNight(eve, forged, front.now() + SECOND);
  expect(await (await view()).json()).toMatchObject({ venue: '' });
  const [own] = await front.platform<{ venueId: string }[]>`
    select venue_id from tournament_venues where tournament_id = ${tournamentId}
    order by seen_at, venue_id`;
  expect(own?.venueId).toBe(venueId);
  const { title } = (await (await view()).json()) as { title: string };
  expect(title).not.toContain('Forged');
});

test('a venue that was cut off is no longer shown to the public', async () => {
  const id = await addVenue('gone');
  const mark = markOf(99);
  const other = bodies.map((body) => body.replaceAll(markOf(0), mark));
  await sendNight(id, other, front.now());
  const tournament = tournamentId.replace(markOf(0), mark);
  expect((await view(tournament)).status).toBe(200);
  expect((await ada.post(`/venues/${id}/revoke`)).status).toBe(204);
  expect((await view(tournament)).status).toBe(404);
  expect((await page(tournament)).status).toBe(404);
});
