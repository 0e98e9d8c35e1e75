import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Hono } from 'hono';
import { createAccess } from '../../src/core/auth/access.ts';
import type { CoreRole, User } from '../../src/core/auth/grants.ts';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase, prepareDatabase } from '../../src/core/db/open.ts';
import { orderRoutes } from '../../src/core/doors/orders.ts';
import type { Wish } from '../../src/core/orders.ts';
import { createOrderBook } from '../../src/core/orders.ts';
import { TABLES } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import { below, seeded } from '../../src/kernel/random.ts';
import type { Env } from '../../src/server/env.ts';
import { ApiError, errorBody, statusOf } from '../../src/server/errors.ts';
import { decode, encode, PROTOCOL, Sync } from '../../src/sync/protocol.ts';
import { openHouse } from '../leaf/house.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';

setDefaultTimeout(60_000);

/** Worlds of outages and repetitions; more by `npm run soak`. */
const SEEDS = Number(process.env['FELT_ORDER_SEEDS'] ?? 3);
const EPOCH = 1;

let server: Server;
let database: Database;
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
  const url = server.ownerUrl(await server.database());
  await prepareDatabase(url, TABLES);
  database = connectDatabase(url);
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** A venue of a real core database with a real leaf's log, and nothing but messages in between. */
const openWorld = async () => {
  made += 1;
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const { id: venueId } = await venues.add({
    ...{ name: 'Card Room', slug: `card-room-${made}` },
    ...{ timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  await database.platform`insert into epochs (venue_id, epoch) values (${venueId}, ${EPOCH})
    on conflict (venue_id) do update set epoch = ${EPOCH}`;
  const tenant = await tenants.open(venueId);
  if (tenant === null) throw new Error('the venue is not there');
  const house = await openHouse({ venueId, epoch: EPOCH });
  /** On their way down. */
  const wire: Uint8Array[] = [];
  const bus = { publish: (_: string, payload: Uint8Array) => void wire.push(payload) };
  const timers = { now: Date.now };
  // Two core processes on one database.
  const books = [createOrderBook({ bus, timers }), createOrderBook({ bus, timers })] as const;
  const [book] = books;

  const up = async (): Promise<void> => {
    const head = await tenant.head();
    const events = await house.log.after(head.seq, 1_000);
    const bodies = events.map(({ body }) => body);
    if (bodies.length > 0) await tenant.apply(head, bodies);
  };
  const report = async (version = '1.0.0', by = book): Promise<void> =>
    by.heard(tenant, { epoch: EPOCH, version, downSeq: await house.downSeq() });
  const down = async (): Promise<void> => {
    for (const payload of wire.splice(0)) await house.hear(payload);
  };
  const list = () => book.list(tenant, 200, null);

  return {
    ...{ venueId, tenants, tenant, house, wire, books, book, up, report, down, list },
    give: (wish: Wish, by = book) => by.give(tenant, Bun.randomUUIDv7(), wish),
    /** Everything gets through, until nothing is left to say. */
    heal: async (version?: string) => {
      for (let round = 0; round < 200; round++) {
        await report(version);
        if (wire.length === 0) return;
        await down();
        await up();
      }
      throw new Error('it never comes to rest');
    },
    bodies: async () => {
      const rows = await tenant.within((query) =>
        query('select body from orders where venue_id = $1 order by seq', [venueId]),
      );
      return rows.map(({ body }) => String(body));
    },
    close: () => house.close(),
  };
};

type World = Awaited<ReturnType<typeof openWorld>>;
const within = async (use: (world: World) => Promise<void>): Promise<void> => {
  const world = await openWorld();
  try {
    await use(world);
    expect(world.house.errors).toEqual([]);
  } finally {
    await world.close();
  }
};

const profile = (playerId: string, fields: Record<string, string>, baseRev = 0): Wish => ({
  kind: 'profile',
  body: { playerId, fields, baseRev },
});

describe('SYN-2: orders go down until the leaf’s log has answered', () => {
  test('sent to a leaf that was heard of, again until it has it, forgotten once it answered', () =>
    within(async ({ give, house, wire, report, down, up, list, bodies }) => {
      const { id } = await give(profile('p1', { firstName: 'Anna', phone: '111' }));
      // Nobody knows yet whether that leaf is there.
      expect(wire).toHaveLength(0);
      await report();
      expect(wire.splice(0)).toHaveLength(1);
      await report();
      await down();
      expect(await house.profile('p1')).toMatchObject({ phone: '111' });
      expect(await list()).toMatchObject([{ id, seq: 1, status: 'sent' }]);
      expect(await bodies()).toEqual([expect.stringContaining('Anna')]);
      await up();
      await report();
      expect(wire).toHaveLength(0);
      expect(await list()).toMatchObject([{ id, kind: 'profile', status: 'applied' }]);
      expect(await bodies()).toEqual(['']);
    }));

  test('two core processes number them without a gap, and the same id is one order', () =>
    within(async ({ books, tenant, give, list }) => {
      const wishes = Array.from({ length: 12 }, (_, i) => profile(`p${i}`, { firstName: `P${i}` }));
      await Promise.all(wishes.map((wish, i) => give(wish, books[i % 2 === 0 ? 0 : 1])));
      const [first, second] = [wishes[0], wishes[1]];
      if (first === undefined || second === undefined) throw new Error('no wishes');
      const id = Bun.randomUUIDv7();
      const again = await Promise.all(books.map((book) => book.give(tenant, id, first)));
      expect(new Set(again.map(({ seq }) => seq))).toEqual(new Set([13]));
      expect((await list()).map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 13 }, (_, i) => i + 1),
      );
      await expect(books[0].give(tenant, id, second)).rejects.toThrow('given before');
    }));

  test('a core put back from an older copy goes on behind what the leaf has taken', () =>
    within(async ({ tenant, venueId, give, heal, house, report }) => {
      for (let i = 0; i < 3; i++) await give(profile(`p${i}`, { firstName: 'P' }));
      await heal();
      await tenant.within((query) =>
        query(
          `insert into status (venue_id, epoch, heard_at, version, head_seq, head_at, applied_seq,
             applied_at, down_seq, docs_waiting, live) values ($1, 1, 1, '1', 0, 0, 0, 0, 9, 0, '[]')`,
          [venueId],
        ),
      );
      expect(await give(profile('p9', { firstName: 'P' }))).toMatchObject({ seq: 10 });
      await report();
      expect(await house.downSeq()).toBe(3);
    }));

  test('what a core put back from a copy gives a place that the leaf filled before goes to the end', () =>
    within(async ({ tenant, venueId, give, up, heal, house, report, list }) => {
      await give(profile('p1', { firstName: 'Anna' }));
      await heal();
      const lost = { seq: 2, id: Bun.randomUUIDv7(), at: 1, ...profile('p2', { firstName: 'Bo' }) };
      await house.hear(
        encode({ protocol: PROTOCOL, epoch: EPOCH, orders: [lost], last: lost.seq }),
      );
      const put = (text: string, ...more: number[]) =>
        tenant.within((query) => query(text, [venueId, ...more]));
      const { id, seq } = await give(profile('p3', { firstName: 'Cy' }));
      expect(seq).toBe(lost.seq);
      const heard = `insert into status (venue_id, epoch, heard_at, version, head_seq, head_at,
          applied_seq, applied_at, down_seq, docs_waiting, live)
        values ($1, 1, 1, '1', $2, 0, $3, 0, $4, 0, '[]')
        on conflict (venue_id) do update set applied_seq = excluded.applied_seq`;
      const end = (await house.log.head()).seq;
      // Until the log is here, its answer may be in it.
      await put(heard, end, end - 1, lost.seq);
      await report();
      expect((await list()).find((one) => one.id === id)).toMatchObject({ seq });
      await up();
      await put(heard, end, end, lost.seq);
      await heal();
      expect(await house.profile('p3')).toMatchObject({ firstName: 'Cy' });
      expect((await list())[0]).toMatchObject({ id, seq: seq + 1, status: 'applied' });
    }));

  test('SYN-4: a core put back from a copy, whose leaf was lost before it sent again, leaves no hole for the next one', () =>
    within(async ({ venueId, tenant, give, report, heal, list, house }) => {
      await give(profile('p1', { firstName: 'Anna' }));
      await heal();
      // What it remembers of the leaf that is gone: that one had taken seven.
      await report();
      await tenant.within((query) =>
        query(
          `insert into status (venue_id, epoch, heard_at, version, head_seq, head_at, applied_seq,
              applied_at, down_seq, docs_waiting, live)
            values ($1, 1, 1, '1', 1, 1, 1, 1, 7, 0, '[]')
            on conflict (venue_id) do update set down_seq = 7`,
          [venueId],
        ),
      );
      const second = await give(profile('p2', { firstName: 'Ben' }));
      const third = await give(profile('p3', { firstName: 'Cleo' }));
      expect([second.seq, third.seq]).toEqual([8, 9]);
      await heal();
      expect(await house.downSeq()).toBe(3);
      expect((await list()).map(({ seq, status }) => [seq, status])).toEqual([
        [3, 'applied'],
        [2, 'applied'],
        [1, 'applied'],
      ]);
    }));

  test('a message holds what fits the hub’s limit, and pictures go one after the other', () =>
    within(async ({ give, report, wire }) => {
      const content = Buffer.alloc(256 * 1024).toString('base64');
      for (const id of ['a', 'b', 'c'])
        await give({ kind: 'media', body: { id, type: 'image/png', content } });
      await report();
      const [sent] = wire;
      expect(sent?.byteLength).toBeLessThan(1024 * 1024);
      expect(decode(Sync, sent ?? new Uint8Array())).toMatchObject({
        orders: [{ seq: 1 }],
        last: 3,
      });
    }));

  test('GDP-2: whom somebody erases is not told any more, also not to a leaf that is away', () =>
    within(async ({ give, heal, bodies, house }) => {
      await give(profile('p1', { firstName: 'Anna' }));
      await give({
        kind: 'registration',
        body: {
          ...{ registrationId: 'g1', tournamentId: 't1', playerId: 'p1' },
          profile: { firstName: 'Anna' },
        },
      });
      await give(profile('p2', { firstName: 'Bea' }));
      await give({ kind: 'erase', body: { playerId: 'p1' } });
      expect((await bodies()).filter((body) => body.includes('Anna'))).toEqual([]);
      await heal();
      expect((await house.ask('GET', '/players/p1')).status).toBe(404);
      expect(await house.profile('p2')).toMatchObject({ firstName: 'Bea' });
    }));
});

test('SYN-5: what an older build does not understand it is asked again after its update', () =>
  within(async ({ tenant, venueId, give, heal, list, house }) => {
    await give(profile('p1', { firstName: 'Anna' }));
    const { id } = await give(profile('p2', { firstName: 'Bea' }));
    await give(profile('p3', { firstName: 'Cleo' }));
    const write = (set: string) =>
      tenant.within((query) =>
        query(`update orders set ${set} where venue_id = $1 and id = $2::uuid`, [venueId, id]),
      );
    // As if this build did not know the kind yet.
    await write(`kind = 'profileOfTomorrow'`);
    await heal('1.0.0');
    expect(await list()).toMatchObject([
      ...[{ seq: 3, status: 'applied' }, { seq: 2, status: 'unknown' }, { seq: 1 }],
    ]);
    await heal('1.0.0');
    expect((await list())[1]).toMatchObject({ seq: 2, status: 'unknown' });
    await write(`kind = 'profile'`);
    await heal('1.1.0');
    expect(await list()).toMatchObject([{ id, seq: 4, status: 'applied' }, { seq: 3 }, { seq: 1 }]);
    expect(await house.profile('p2')).toMatchObject({ firstName: 'Bea' });
    expect(await house.downSeq()).toBe(4);
  }));

/** One world of cuts, repetitions and restarts; afterwards everything has happened once. */
const play = (seed: string) =>
  within(async ({ give, house, report, wire, up, heal, list, bodies, books }) => {
    const random = seeded(seed);
    const one = (n: number) => below(random, n);
    await house.openTournament('t1');
    const wanted = new Map<string, string>();
    let registered = 0;
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => {
        const [playerId, phone] = [`p${one(4)}`, String(one(1_000))];
        const fields = { firstName: playerId, phone };
        await give(profile(playerId, fields, one(3)), books[one(2) === 0 ? 0 : 1]);
        wanted.set(playerId, phone);
      },
      async () => {
        registered += 1;
        const playerId = `g${registered}`;
        const ids = { registrationId: playerId, tournamentId: 't1', playerId };
        await give({ kind: 'registration', body: { ...ids, profile: { firstName: playerId } } });
      },
      () => report('1.0.0', books[one(2) === 0 ? 0 : 1]),
      up,
      () => house.restart(),
      // Delivered in any order, some twice, some never.
      async () => {
        const all = wire.splice(0);
        for (let i = 0; i < all.length + 1; i++) {
          const payload = all[one(Math.max(1, all.length))];
          if (payload !== undefined && one(4) > 0) await house.hear(payload);
        }
      },
    ];
    for (let i = 0; i < 60; i++) await steps[one(steps.length)]?.();
    await up();
    await heal();
    const orders = await list();
    expect(orders.map(({ status }) => status).filter((one) => one === 'sent')).toEqual([]);
    expect(await house.downSeq()).toBe(orders.length);
    expect((await bodies()).filter((body) => body !== '')).toEqual([]);
    for (const [id, phone] of wanted) expect(await house.profile(id)).toMatchObject({ phone });
    const { totals } = await house.tournament('t1');
    expect(totals.entries).toBe(registered);
    for (const { id } of orders) expect((await house.answers(id)).length).toBe(2);
  });

test.each(Array.from({ length: SEEDS }, (_, i) => `orders-${i + 1}`))(
  'SYN-2: through cuts, repetitions and restarts every order happens once: %s',
  play,
);

describe('SYN-2: the core’s API', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAFklEQVR4nGP8z8DwnwEPYMQnOWgUAAAFogMB4pLxnQAAAABJRU5ErkJggg==',
    'base64',
  );

  const doorsOf = ({ tenants, book, venueId }: World, role: CoreRole = 'venueOwner') => {
    const userId = Bun.randomUUIDv7();
    const grants = [{ id: userId, role, organisationId: null, venueId }];
    const who = { name: 'Olga', email: 'o@example.com', hasPassword: true, session: 's' };
    const user: User = { ...who, id: userId, grants };
    const { platform } = database;
    const app = new Hono<Env>()
      .route(
        '/',
        orderRoutes({
          auth: { user: async () => user },
          access: createAccess({ platform, tenants, now: Date.now }),
          ...{ orders: book, newId: () => Bun.randomUUIDv7() },
        }),
      )
      .onError((error, c) => {
        if (!(error instanceof ApiError)) throw error;
        return c.json(errorBody(error), statusOf(error.code));
      });
    const noted = async () => {
      const rows = await platform`select action, why from audit where user_id = ${userId}`;
      return rows.map(({ action, why }) => `${action} ${String(why).replace(venueId, 'V')}`);
    };
    const ask = async (method: string, path: string, body?: unknown, type = 'application/json') => {
      const sent = body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body);
      const response = await app.request(`/venues/${path.replace('V', venueId)}`, {
        method,
        headers: { 'content-type': type },
        ...(body === undefined ? {} : { body: sent }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer
      return { status: response.status, body: (await response.json()) as any };
    };
    return { ask, noted };
  };

  test('takes orders down, and tells what became of each', () =>
    within(async (world) => {
      const { house, heal, up } = world;
      const { ask, noted } = doorsOf(world);
      await house.openTournament('t1');
      await house.execute('venue:main', { type: 'configure', venue: { name: 'Our Room' } });
      const playerId = await house.addPlayer({ firstName: 'Anna', phone: '1' });
      await up();
      const media = await ask('POST', 'V/media', png, 'image/png');
      const logo = media.body.mediaId;
      const answers = [
        media,
        await ask('POST', 'V/settings', { changes: { name: 'Their Room', logo } }),
        await ask('POST', `V/players/${playerId}`, { fields: { phone: '2' }, baseRev: 1 }),
        await ask('POST', 'V/registrations', {
          ...{ registrationId: 'g1', tournamentId: 't1', playerId },
        }),
        await ask('DELETE', 'V/players/p9'),
      ];
      expect(answers.map(({ status, body }) => [status, body.seq])).toEqual([
        ...[
          [202, 1],
          [202, 2],
          [202, 3],
          [202, 4],
          [202, 5],
        ],
      ]);
      await heal();
      const { items, nextCursor } = (await ask('GET', 'V/orders?limit=4')).body;
      expect(nextCursor).toBe('2');
      expect(
        items.map((one: Record<string, unknown>) => `${one['kind']} ${one['status']}`),
      ).toEqual([
        ...['erase applied', 'registration accepted', 'profile applied', 'settings applied'],
      ]);
      expect(JSON.stringify(items)).not.toContain('Anna');
      expect((await ask('GET', 'V/orders?before=2')).body.items).toMatchObject([{ kind: 'media' }]);
      expect(await house.settings()).toMatchObject({ name: 'Their Room', logo });
      expect(await noted()).toContain('venue.ordered /venues/V/settings');
      expect(await noted()).toContain('venue.looked orders');
    }));

  test('the base of settings is what the core has: what the leaf changed since is a conflict', () =>
    within(async (world) => {
      const { house, heal, up, list } = world;
      const { ask } = doorsOf(world);
      await up();
      await house.execute('venue:main', { type: 'configure', venue: { name: 'Our Room' } });
      await ask('POST', 'V/settings', { changes: { name: 'Their Room', language: 'de' } });
      await heal();
      expect(await list()).toMatchObject([
        { status: 'conflicted', conflicts: ['name'], side: 'ours' },
      ]);
      expect(await house.settings()).toMatchObject({ name: 'Our Room', language: 'de' });
    }));

  test('the same registration is one order; with another content it is refused', () =>
    within(async (world) => {
      const { ask } = doorsOf(world);
      const body = { registrationId: 'g1', tournamentId: 't1', playerId: 'p1' };
      const first = await ask('POST', 'V/registrations', body);
      expect(await ask('POST', 'V/registrations', body)).toEqual(first);
      const other = await ask('POST', 'V/registrations', { ...body, playerId: 'p2' });
      expect([other.status, other.body.error.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    }));

  test.each([
    ['V/settings', { changes: { currency: 'BEER' } }],
    ['V/settings', { changes: { lighting: 'dim' } }],
    ['V/players/p1', { fields: { phone: 7 } }],
    ['V/registrations', { tournamentId: 't1', playerId: 'p1' }],
  ])('%s refuses what no leaf could take: %p', (path, body) =>
    within(async (world) => {
      const { ask } = doorsOf(world);
      expect(await ask('POST', path, body)).toMatchObject({
        ...{ status: 422, body: { error: { code: 'INVALID' } } },
      });
      expect(await world.list()).toEqual([]);
    }),
  );

  test('a venue that is not theirs is not there', () =>
    within(async (world) => {
      const { ask } = doorsOf(world);
      await within(async (other) => {
        expect((await ask('DELETE', `${other.venueId}/players/p1`)).status).toBe(404);
        expect((await ask('GET', `${other.venueId}/orders`)).status).toBe(404);
        expect(await other.list()).toEqual([]);
      });
    }));

  test('who runs a league reads, and orders nothing', () =>
    within(async (world) => {
      const { ask, noted } = doorsOf(world, 'leagueAdmin');
      expect((await ask('DELETE', 'V/players/p1')).status).toBe(403);
      expect((await ask('GET', 'V/orders')).status).toBe(200);
      expect(await world.list()).toEqual([]);
      expect(await noted()).toContain('venue.refused /venues/V/players/p1');
    }));
});
