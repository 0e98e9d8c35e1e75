import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair } from 'jose';
import { discarded } from '../../src/flows/discarded.ts';
import type { Now } from '../../src/kernel/time.ts';
import { createHandle } from '../../src/log/handle.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import { displays } from '../../src/rooms/displays/room.ts';
import { displayRoutes } from '../../src/rooms/displays/routes.ts';
import { library } from '../../src/rooms/tournament/library/room.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import { tournamentRoutes } from '../../src/rooms/tournament/routes.ts';
import { venue } from '../../src/rooms/venue/room.ts';
import { createAuth } from '../../src/server/auth/auth.ts';
import { AUTH_TABLES } from '../../src/server/auth/tables.ts';
import { ApiError, errorBody, statusOf } from '../../src/server/errors.ts';
import { createFlows, flowCursors } from '../../src/server/flows.ts';
import { liveRoutes } from '../../src/server/live/routes.ts';
import { topicOf } from '../../src/server/live/screens.ts';
import type { Link } from '../../src/server/live.ts';
import { createLive } from '../../src/server/live.ts';
import { createNames } from '../../src/server/names.ts';
import { createNodes } from '../../src/server/nodes.ts';
import { originRefusal } from '../../src/server/origin.ts';
import type { Env, Shell } from '../../src/server/shell.ts';

type Message = { readonly type: string; readonly [field: string]: unknown };

/** A client's end of a WebSocket: what came is kept, and can be waited for. */
export const listen = (url: string) => {
  const socket = new WebSocket(url);
  const came: Message[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  let closed: number | null = null;
  socket.onmessage = ({ data }) => {
    came.push(JSON.parse(String(data)));
    wake();
  };
  socket.onclose = ({ code }) => {
    closed = code;
    wake();
  };
  const until = <T>(found: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`only ${JSON.stringify(came)}`)), 20_000);
      const check = () => {
        const value = found();
        if (value === undefined) return;
        waiting.delete(check);
        clearTimeout(late);
        resolve(value);
      };
      waiting.add(check);
      check();
    });
  return {
    socket,
    came,
    send: (message: unknown) =>
      socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** The first message after `from` that fits. */
    next: (fits: (message: Message) => boolean, from = 0): Promise<Message> =>
      until(() => came.slice(from).find(fits)),
    opened: () => until(() => (socket.readyState === WebSocket.OPEN ? true : undefined)),
    closed: () => until(() => closed ?? undefined),
  };
};

const signingKey = () => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });

/**
 * The live server over a real log and real sockets, with a clock and timers that the test moves.
 * Whoever sends `Bearer floor` is signed in as the floor; ticket `t1` is good once.
 */
export const openStage = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-live-'));
  const rooms = [tournament, displays, venue, library];
  const log = await openLibsqlLog({
    path: join(folder, 'log.db'),
    tables: [...rooms.flatMap(({ tables }) => tables), ...AUTH_TABLES, flowCursors],
  });
  let ms = 0;
  const now = (): Now => ({ wallMs: 1.7e12 + ms, bootMs: 5e6 + ms, bootId: 'boot' });
  const people = new Map<string, string>();
  const handle = createHandle({ log, rooms, clock: () => now().wallMs, newId: Bun.randomUUIDv7 });
  const newId = () => Bun.randomUUIDv7();
  const secrets = { pepper: 'p', signing: await exportJWK((await signingKey()).privateKey) };
  const shell: Shell = {
    ...{ handle, log, now, newId, newSeed: newId },
    auth: await createAuth({ handle, log, now, newId, secrets }),
    names: createNames(async (ids) =>
      Object.fromEntries(ids.flatMap((id) => (people.has(id) ? [[id, people.get(id) ?? '']] : []))),
    ),
    nodes: createNodes({ now, newSeed: newId }),
    coreOrigin: () => null,
    lanOrigin: () => 'http://192.168.1.20:8080',
    players: {
      exists: async (id) => people.has(id),
      resolve: async (id) => id,
      ids: async (id) => [id],
    },
  };
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const tickets = new Set(['t1', 't2', 't3', 't4', 't5']);
  const sessions = new Set(['s1']);
  let signedOut = (_: string): void => {};
  const live = createLive({
    shell,
    build: () => 'b1',
    redeem: async (ticket) =>
      tickets.delete(ticket) ? { id: 'anna', role: 'floor', session: 's1' } : null,
    stands: async (session) => sessions.has(session),
    onSignedOut: (listener) => {
      signedOut = listener;
      return () => {};
    },
    refuses: (request) => originRefusal(request, (name) => name === 'localhost'),
    every: (every, run) => {
      timers.push({ ms: every, run });
      return () => {};
    },
  });
  const app = new Hono<Env>()
    .use(async (c, next) => {
      if (c.req.header('authorization') === 'Bearer floor')
        c.set('operator', { id: 'anna', role: 'floor', session: 's1' });
      await next();
    })
    .route('/api/v1', tournamentRoutes(shell))
    .route('/api/v1', displayRoutes(shell))
    .route('/api/v1', liveRoutes(live))
    .onError((error, c) => {
      if (!(error instanceof ApiError)) throw error;
      return c.json(errorBody(error), statusOf(error.code));
    });
  const server = Bun.serve<Link, string>({
    port: 0,
    websocket: live.websocket,
    fetch: (request, own) =>
      new URL(request.url).pathname.startsWith('/ws/')
        ? live.upgrade(request, own)
        : app.fetch(request),
  });
  live.start(server);
  const flows = createFlows({ flows: [discarded], rooms, handle, log, failed: console.error });
  await flows.start();
  const call = async (method: string, path: string, body?: unknown, more: object = {}) => {
    const answer = await fetch(`http://localhost:${server.port}/api/v1${path}`, {
      method,
      headers: { authorization: 'Bearer floor', 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
  };
  return {
    shell,
    call,
    port: server.port ?? 0,
    publish: (tournamentId: string, message: string) =>
      server.publish(topicOf(tournamentId), message),
    subscribers: (tournamentId: string) => server.subscriberCount(topicOf(tournamentId)),
    http: `http://localhost:${server.port}`,
    ws: (path: string) => listen(`ws://localhost:${server.port}${path}`),
    people,
    sessions,
    signOut: (session: string) => signedOut(session),
    /** Lets time pass, then rings the timers of one period. */
    pass: (by: number, period?: number) => {
      ms += by;
      for (const timer of timers) if (timer.ms === period) timer.run();
    },
    stop: async () => {
      live.stop();
      await server.stop(true);
      await flows.stop();
      await handle.close();
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
