import type { Sql } from 'postgres';
import postgres from 'postgres';
import { createCoreApp } from '../../src/core/app.ts';
import type { OidcConfig } from '../../src/core/auth/oidc.ts';
import type { Config } from '../../src/core/config.ts';
import { readConfig } from '../../src/core/config.ts';
import { connectDatabase, prepareDatabase } from '../../src/core/db/open.ts';
import { openDoors } from '../../src/core/doors.ts';
import { createOrderBook } from '../../src/core/orders.ts';
import { loadPages } from '../../src/core/pages.ts';
import { TABLES } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createEnrolment } from '../../src/core/venues/enrolment.ts';
import { createVenues } from '../../src/core/venues.ts';
import { createCounting } from '../../src/server/metrics/counting.ts';
import { createRegistry } from '../../src/server/metrics/registry.ts';
import type { Server } from '../postgres.ts';
import { applicant } from './stage.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Its JSON, or its text. */
  readonly body: unknown;
};

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.startsWith('application/json') === true;
  return { status, headers, body: isJson ? JSON.parse(text) : text };
};

/** A browser as far as the doors see one: it keeps cookies, and follows nothing by itself. */
export const createBrowser = (url: string) => {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { cookie: cookie(), ...(init.headers ?? {}) };
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
    keep(response.headers);
    return response;
  };
  const send = async (method: string, path: string, body?: unknown): Promise<Answer> =>
    read(
      await raw(`/api/v1${path}`, {
        method,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return {
    ...{ cookies, raw },
    get: (path: string) => send('GET', path),
    post: (path: string, body: unknown = {}) => send('POST', path, body),
    put: (path: string, body: unknown) => send('PUT', path, body),
    del: (path: string) => send('DELETE', path),
  };
};

export type TestBrowser = ReturnType<typeof createBrowser>;

export const PASSWORD = 'correct horse battery';
export const ADA = { name: 'Ada', email: 'ada@example.com', password: PASSWORD } as const;

/**
 * The doors for people, on a real database and a real socket; no hub, because nobody here sends a log.
 * Its clock stands still until the test moves it.
 */
export const openFront = async (
  server: Server,
  {
    oidc,
    port = 0,
    config = {},
  }: {
    readonly oidc?: OidcConfig;
    readonly port?: number;
    readonly config?: Partial<Config>;
  } = {},
) => {
  const databaseUrl = server.ownerUrl(await server.database());
  await prepareDatabase(databaseUrl, TABLES);
  const database = connectDatabase(databaseUrl);
  const admin: Sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const { platform } = database;
  let passedMs = 0;
  const now = () => Date.now() + passedMs;
  const failures: unknown[] = [];
  const failed = (error: unknown) => void failures.push(error);
  const tenants = createTenants({ database, now, told: () => undefined });
  const timers = { now, after: () => () => undefined };
  const hub = { mint: async () => 'creds', revoke: async () => undefined };
  const enrolment = createEnrolment({ platform, tenants, hub, now, failed });
  let url = '';
  const doors = openDoors({
    ...{ platform, tenants, failed, now, feedEveryMs: 50 },
    config: { ...readConfig({}), oidc, ...config },
    url: () => url,
  });
  const registry = createRegistry();
  const app = createCoreApp({
    ...{ counting: createCounting(registry), registry },
    ...{ ...doors, enrolment, tenants, failed, newId: () => crypto.randomUUID() },
    orders: createOrderBook({ bus: { publish: () => undefined }, timers }),
    now: () => ({ wallMs: now(), bootMs: now(), bootId: 'test' }),
    health: async () => ({
      ...{ status: 'ok', version: '', uptime: 0, database: true, hub: true },
      ingest: 'taking',
    }),
    told: () => ({ hub: { urls: [] }, core: { url, signingKey: '' } }),
    pages: async () => loadPages(),
    isOwnHost: (name) => name === 'localhost',
  });
  const http = Bun.serve({
    ...{ port, hostname: '127.0.0.1', development: false },
    fetch: (request, own) => app.fetch(request, own),
  });
  url = `http://localhost:${http.port}`;

  return {
    ...{ url, platform, tenants, doors, admin, failures, now, databaseUrl },
    venues: createVenues({ platform, now }),
    pass: (ms: number) => {
      passedMs += ms;
    },
    browser: () => createBrowser(url),
    /** The first administrator, signed in. */
    ada: async (): Promise<TestBrowser> => {
      const browser = createBrowser(url);
      const code = await doors.auth.first.issue();
      const made =
        code === null
          ? await browser.post('/session', { email: ADA.email, password: ADA.password })
          : await browser.post('/first', { code, ...ADA });
      if (made.status >= 300) throw new Error(`${made.status} ${JSON.stringify(made.body)}`);
      return browser;
    },
    /** A leaf comes in by a code, and works from then on. */
    enrol: async (code: string) => {
      const response = await fetch(`${url}/api/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(applicant().application(code)),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    stop: async () => {
      doors.feed.stop();
      await http.stop(true);
      await admin.end();
      await database.close();
    },
  };
};

export type Front = Awaited<ReturnType<typeof openFront>>;
