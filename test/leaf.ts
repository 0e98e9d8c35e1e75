import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Now } from '../src/kernel/time.ts';
import type { Clock } from '../src/leaf/clock.ts';
import { openClock } from '../src/leaf/clock.ts';
import type { Config } from '../src/leaf/config.ts';
import { openLeaf } from '../src/leaf/wire.ts';
import type { Role } from '../src/server/env.ts';

export const VENUE = {
  name: 'Card Room',
  slug: 'card-room',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
} as const;

/** One operator per role; the admin is who set up the venue. */
export const PEOPLE = {
  admin: { name: 'Ada', pin: '739154' },
  floor: { name: 'Flo', pin: '482915' },
  viewer: { name: 'Vic', pin: '604837' },
} as const;

/** An answer, read: its JSON, or undefined where it has no body. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  // What a test expects in it, it says by `toEqual` or by the type that it asks for.
  readonly body: unknown;
};

export type Headings = { readonly [name: string]: string };

/** A clock that stands still until the test moves it, by both clocks or one of them. */
export const handClock = (start: Partial<Now> = {}) => {
  let [wallMs, bootMs] = [start.wallMs ?? 1_790_000_000_000, start.bootMs ?? 1_000_000];
  let bootId = start.bootId ?? 'boot-1';
  let synchronised = true;
  const clock: Clock = {
    now: () => ({ wallMs, bootMs, bootId }),
    isSynchronised: () => synchronised,
  };
  return {
    ...clock,
    pass: (ms: number) => {
      wallMs += ms;
      bootMs += ms;
    },
    jumpWall: (ms: number) => {
      wallMs += ms;
    },
    /** The machine was off for `ms`; its wall clock went on, or starts where it likes. */
    reboot: (ms: number, { isRight = true } = {}) => {
      wallMs = isRight ? wallMs + ms : 0;
      bootMs = 20_000;
      bootId = `${bootId}+`;
      synchronised = isRight;
    },
  };
};

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.startsWith('application/json') === true;
  return { status, headers, body: isJson ? JSON.parse(text) : text === '' ? undefined : text };
};

/**
 * A whole leaf in this process: real log in a folder of its own, real sockets on a free port.
 * @param folder an earlier leaf's, to see a restart; it is then left to whoever made it.
 * @param port an earlier leaf's, where somebody waits for it to come back; else a free one.
 */
export const startLeaf = async ({
  clock = openClock(),
  folder,
  port = 0,
  failed,
  more = {},
}: {
  readonly clock?: Clock;
  readonly folder?: string;
  readonly port?: number;
  readonly failed?: (error: unknown) => void;
  /** Beside what every test leaf is told. */
  readonly more?: Partial<Config>;
} = {}) => {
  const dataFolder = folder ?? mkdtempSync(join(tmpdir(), 'felt-leaf-'));
  const config = { port, bind: '127.0.0.1', dataFolder, hosts: [], ...more };
  const leaf = await openLeaf({
    ...{ config, clock, say: () => undefined },
    ...(failed === undefined ? {} : { failed }),
  });
  const url = `http://localhost:${leaf.port}`;
  const tokens = new Map<Role, Promise<string>>();

  const ask = async (
    method: string,
    path: string,
    {
      body,
      token,
      headers = {},
    }: { body?: unknown; token?: string | undefined; headers?: Headings },
  ): Promise<Answer> =>
    read(
      await fetch(`${url}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );

  const get = (path: string, token?: string, headers?: Headings) =>
    ask('GET', path, { token, ...(headers === undefined ? {} : { headers }) });
  const post = (path: string, body?: unknown, token?: string, headers?: Headings) =>
    ask('POST', path, { body, token, ...(headers === undefined ? {} : { headers }) });
  const put = (path: string, body?: unknown, token?: string, headers?: Headings) =>
    ask('PUT', path, { body, token, ...(headers === undefined ? {} : { headers }) });
  const del = (path: string, token?: string, headers?: Headings) =>
    ask('DELETE', path, { token, ...(headers === undefined ? {} : { headers }) });

  const login = (name: string, pin: string, headers?: Headings) =>
    post('/auth/login', { operator: name, pin }, undefined, headers);

  const tokenOf = ({ status, body }: Answer): string => {
    if (typeof body === 'object' && body !== null && 'accessToken' in body) {
      return String(body.accessToken);
    }
    throw new Error(`not signed in: ${status} ${JSON.stringify(body)}`);
  };

  const admin = async (): Promise<string> => {
    await post('/setup', { venue: VENUE, admin: PEOPLE.admin });
    return tokenOf(await login(PEOPLE.admin.name, PEOPLE.admin.pin));
  };

  const other = async (role: 'floor' | 'viewer'): Promise<string> => {
    const { name, pin } = PEOPLE[role];
    await post('/operators', { name, pin, role }, await token('admin'));
    return tokenOf(await login(name, pin));
  };

  /** The token of an operator of this role, who is made (and the venue set up) when first asked for. */
  const token = (role: Role): Promise<string> => {
    const known = tokens.get(role);
    if (known !== undefined) return known;
    const fresh = role === 'admin' ? admin() : other(role);
    tokens.set(role, fresh);
    return fresh;
  };

  return {
    ...{ url, folder: dataFolder, ask, get, post, put, del, login, token },
    tick: leaf.tick,
    stop: async () => {
      await leaf.stop();
      if (folder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};

export type TestLeaf = Awaited<ReturnType<typeof startLeaf>>;
