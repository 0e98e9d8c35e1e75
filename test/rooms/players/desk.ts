import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { playerReader } from '../../../src/importers/players.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { openLibsqlLog } from '../../../src/log/libsql.ts';
import { player } from '../../../src/rooms/players/room.ts';
import { playersRoutes } from '../../../src/rooms/players/routes.ts';
import { ApiError, errorBody, statusOf } from '../../../src/server/errors.ts';
import { createPlayers } from '../../../src/server/players.ts';
import type { Env, Role } from '../../../src/server/shell.ts';

type Asked = {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  readonly role?: Role;
};

export type Answered = {
  readonly status: number;
  readonly etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer
  readonly body: any;
};

const send = async (answer: Response | Promise<Response>): Promise<Answered> => {
  const response = await answer;
  const { status } = response;
  return { status, etag: response.headers.get('etag'), body: await response.json() };
};

/** The players room behind its own routes, on a real log, with whoever is asked for signed in. */
export const openDesk = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-players-'));
  const path = join(folder, 'felt.db');
  const log = await openLibsqlLog({ path, tables: player.tables });
  const newId = () => Bun.randomUUIDv7();
  const clock = () => Date.now();
  const handle = createHandle({ log, rooms: [player], clock, newId });
  const { names, players, stop } = createPlayers({ log, handle });
  const now = () => ({ wallMs: clock(), bootMs: 0, bootId: 'boot' });
  const app = new Hono<Env>()
    .use(async (c, next) => {
      const role = c.req.header('x-role') as Role;
      c.set('operator', { id: `the-${role}`, role, session: 'session' });
      await next();
    })
    .route('/', playersRoutes({ handle, log, now, newId }, playerReader))
    .onError((error, c) => {
      if (!(error instanceof ApiError)) throw error;
      return c.json(errorBody(error), statusOf(error.code));
    });

  const ask = (method: string, path: string, { body, headers = {}, role = 'admin' }: Asked = {}) =>
    send(
      app.request(path, {
        method,
        headers: { 'x-role': role, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );

  return {
    ...{ log, handle, names, players, path },
    ask,
    get: (where: string, asked: Asked = {}) => ask('GET', where, asked),
    post: (where: string, body: unknown, asked: Asked = {}) =>
      ask('POST', where, { ...asked, body }),
    /** Adds somebody; answers the id. */
    add: async (body: unknown): Promise<string> =>
      (await ask('POST', '/players', { body })).body.playerId,
    import: (
      csv: string | Uint8Array<ArrayBuffer>,
      query = '',
      headers: { [name: string]: string } = {},
    ) =>
      send(
        app.request(`/players/import${query}`, {
          method: 'POST',
          headers: { 'x-role': 'admin', 'content-type': 'text/csv', ...headers },
          body: csv,
        }),
      ),
    close: async () => {
      stop();
      await handle.close();
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Desk = Awaited<ReturnType<typeof openDesk>>;
