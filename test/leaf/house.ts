import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { playerReader } from '../../src/importers/players.ts';
import type { Json } from '../../src/kernel/parse.ts';
import { createDesk } from '../../src/leaf/orders/desk.ts';
import type { Share } from '../../src/leaf/orders/share.ts';
import { createOrders } from '../../src/leaf/orders.ts';
import { ROOMS, TABLES } from '../../src/leaf/rooms.ts';
import { createHandle } from '../../src/log/handle.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import type { Log } from '../../src/log/port.ts';
import { createReplica } from '../../src/log/replica.ts';
import { playersRoutes } from '../../src/rooms/players/routes.ts';
import type { RequestEvent } from '../../src/rooms/requests/events.ts';
import { REQUESTS_STREAM } from '../../src/rooms/requests/room.ts';
import { requestRoutes } from '../../src/rooms/requests/routes.ts';
import type { RequestView } from '../../src/rooms/requests/views.ts';
import { tournamentState } from '../../src/rooms/tournament/room.ts';
import type { VenueState } from '../../src/rooms/venue/room.ts';
import { ApiError, errorBody, statusOf } from '../../src/server/errors.ts';
import { createPlayers } from '../../src/server/players.ts';
import type { Env, Role } from '../../src/server/shell.ts';
import type { Order } from '../../src/sync/protocol.ts';
import { config, LEVELS } from '../rooms/tournament/night.ts';

const WALL = 1_790_000_000_000;
const SETTINGS = {
  ...{ name: 'Card Room', slug: 'card-room', timezone: 'Europe/Berlin', currency: 'EUR' },
  language: 'en',
} as const;

/** A leaf's log and rooms, whoever is asked for signed in, and the core's orders coming in. */
export const openHouse = async ({
  wrap = (log: Log) => log,
  epoch = 2,
  venueId = 'v1',
  bodies = [],
  share,
}: {
  readonly wrap?: (log: Log) => Log;
  readonly epoch?: number;
  readonly venueId?: string;
  /** Of a log that was brought back. */
  readonly bodies?: readonly string[];
  /** What is taken of the core within a day. */
  readonly share?: Share;
} = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-house-'));
  const log = wrap(await openLibsqlLog({ path: join(folder, 'felt.db'), tables: TABLES }));
  const errors: unknown[] = [];
  const replica = createReplica({ log, rooms: ROOMS });
  if (bodies.length > 0) await replica.apply(await replica.head(), bodies);
  const now = () => ({ wallMs: WALL, bootMs: 5_000_000, bootId: 'boot-1' });
  const newId = () => Bun.randomUUIDv7();

  let meanwhile: (() => Promise<void>) | null = null;

  /** What a process of the leaf holds in memory. */
  const begin = () => {
    const handle = createHandle({ log, rooms: ROOMS, clock: () => WALL, newId });
    const { players, stop } = createPlayers({ log, handle });
    const executeAll: typeof handle.executeAll = async (asked) => {
      const first = meanwhile;
      meanwhile = null;
      await first?.();
      return handle.executeAll(asked);
    };
    const house = {
      ...{ log, now, newId, newSeed: newId, players },
      handle: { ...handle, executeAll },
    };
    const orders = createOrders({
      ...{ house, venueId, epoch, failed: (error: unknown) => void errors.push(error) },
      ...(share === undefined ? {} : { share }),
    });
    const app = new Hono<Env>()
      .use(async (c, next) => {
        const role = c.req.header('x-role') as Role;
        c.set('operator', { id: `the-${role}`, role, session: 'session' });
        await next();
      })
      .route('/', playersRoutes(house, playerReader))
      .route('/', requestRoutes(house, createDesk(house)))
      .onError((error, c) => {
        if (!(error instanceof ApiError)) throw error;
        return c.json(errorBody(error), statusOf(error.code));
      });
    return { handle, orders, app, stop };
  };
  let life = begin();

  const execute = async (stream: string, command: object): Promise<void> => {
    const answer = await life.handle.execute({ stream, command, by: 'the-floor', device: null });
    if (!answer.ok) throw new Error(`${stream}: ${answer.refusal.refused}`);
  };
  if (bodies.length === 0)
    await execute('venue:main', { type: 'setUp', venue: SETTINGS, operatorId: 'the-admin' });

  const ask = async (
    method: string,
    path: string,
    { body, role = 'floor', key }: { body?: unknown; role?: Role; key?: string } = {},
  ) => {
    const response = await life.app.request(path, {
      method,
      headers: {
        ...{ 'x-role': role, 'content-type': 'application/json' },
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = response;
    // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer
    return { status, body: (await response.json()) as any };
  };

  let last = 0;
  const all: Order[] = [];
  /** A message as the core sends it: every order from a seq on. */
  const message = (from: number, fields: object = {}) =>
    new TextEncoder().encode(
      JSON.stringify({
        ...{ protocol: 1, epoch, orders: all.filter(({ seq }) => seq >= from), last },
        ...fields,
      }),
    );

  return {
    ...{ log, errors, execute, ask, message },
    downSeq: () => life.orders.downSeq(),
    hear: (payload: Uint8Array) => life.orders.heard(payload),
    /** The core decides on an order, and does not send it yet; answers its id. */
    order: (kind: string, body: Json): string => {
      last += 1;
      const id = newId();
      all.push({ seq: last, id, kind, at: WALL, body });
      return id;
    },
    /** An order on its way to the leaf, taken when this settles; answers its id. */
    send: async (kind: string, body: Json): Promise<string> => {
      last += 1;
      const id = newId();
      all.push({ seq: last, id, kind, at: WALL, body });
      await life.orders.heard(message(last));
      return id;
    },
    /** Happens just before the next decision about an order is carried out. */
    meanwhile: (work: () => Promise<void>): void => {
      meanwhile = work;
    },
    /** Another process on the same file. */
    restart: async () => {
      life.stop();
      await life.handle.close();
      life = begin();
    },
    addPlayer: async (body: object): Promise<string> =>
      (await ask('POST', '/players', { body })).body.playerId,
    profile: async (id: string) => (await ask('GET', `/players/${id}`)).body,
    version: (stream: string) => life.handle.look(stream, (_, version) => version),
    openTournament: async (id: string, over: Parameters<typeof config>[0] = {}) => {
      const stream = `tournament:${id}`;
      await execute(stream, { type: 'create', config: config(over), levels: LEVELS, now: now() });
      await execute(stream, { type: 'openTables', tableIds: [`${id}-1`], now: now() });
    },
    start: (id: string) =>
      execute(`tournament:${id}`, { type: 'start', paused: false, now: now() }),
    tournament: (id: string) =>
      life.handle.look(`tournament:${id}`, (state) => structuredClone(tournamentState(state))),
    settings: () =>
      life.handle.look('venue:main', (state) => structuredClone((state as VenueState).venue)),
    requests: async (): Promise<readonly RequestView[]> =>
      (await ask('GET', '/requests')).body.items,
    /** What the room of requests says of an order, in order. */
    answers: async (orderId: string): Promise<readonly RequestEvent[]> =>
      (await log.stream(REQUESTS_STREAM)).flatMap(({ envelope: { type, data } }) => {
        const event = { type, data } as RequestEvent;
        return event.data.orderId === orderId ? [event] : [];
      }),
    close: async () => {
      life.stop();
      await life.handle.close();
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type House = Awaited<ReturnType<typeof openHouse>>;
