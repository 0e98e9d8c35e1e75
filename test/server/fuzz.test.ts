import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../src/kernel/random.ts';
import { below, seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { client, setUp, spawnLeaf, verifyFolder } from '../leaf-process.ts';
import { builtPages } from '../ui/built-pages.ts';
import type { Ids, Schema } from './schema-values.ts';
import { nasty, oneOf, valueFor } from './schema-values.ts';

/** Generated requests; `npm run soak` sends 100,000. Sign-in is slow by design and gets fewer. */
const REQUESTS = Number(process.env['FELT_FUZZ'] ?? 5_000);
const LOGINS = Math.min(200, Math.ceil(REQUESTS / 25));
const SEED = process.env['FELT_SEED'] ?? `${Date.now()}`;

type Operation = {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: unknown;
  }[];
  readonly body: unknown;
  /** Types of a body that is a file; none where it is JSON. */
  readonly files: readonly string[];
};

/** What a browser asks for beside the documented routes: pages, and what they load. */
const PAGES: readonly Operation[] = [
  '/t/{id}',
  '/t/{id}/manifest.webmanifest',
  '/display/{nodeId}',
  '/media/{mediaId}',
  '/assets/{id}',
].map((path) => ({ method: 'GET', path, parameters: [], body: undefined, files: [] }));

const operationsOf = (document: { paths: Record<string, Record<string, Schema>> }): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: (operation['parameters'] ?? []) as Operation['parameters'],
      body: contentIn(operation)['application/json']?.schema,
      files: Object.keys(contentIn(operation)).filter((type) => type !== 'application/json'),
    })),
  );

const contentIn = (operation: Schema): Record<string, { schema: unknown }> => {
  const { content } = (operation['requestBody'] ?? {}) as {
    content?: Record<string, { schema: unknown }>;
  };
  return content ?? {};
};

/**
 * Ids that earlier answers brought, by the name of their field, so that requests mean what exists.
 * @param own what a bare `id` means in an answer of this route.
 */
const harvest = (value: unknown, ids: Ids, own = 'id'): void => {
  if (typeof value !== 'object' || value === null) return;
  // Events have ids of their own, whatever was asked for.
  for (const [key, inner] of Object.entries(value))
    if (typeof inner !== 'string') harvest(inner, ids, key === 'events' ? 'id' : own);
    else if (key === 'logo') know(ids, 'mediaId', inner.slice(inner.lastIndexOf('/') + 1));
    else if (/^(id|.*Id)$/u.test(key)) know(ids, key === 'id' ? own : key, inner);
};

const know = (ids: Ids, key: string, id: string): void => {
  const known = ids.get(key) ?? [];
  if (known.length < 60 && !known.includes(id)) ids.set(key, [...known, id]);
};

/** Which ids a parameter of a path means. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\/tournaments\/[{:]id/u, 'tournamentId'],
  [/\/players\/[{:]id/u, 'playerId'],
  [/\/transactions\/[{:]id/u, 'eventId'],
  [/\/operators\/[{:]id/u, 'operatorId'],
  [/\/displays\/announce\/[{:]id/u, 'announcementId'],
  [/\/displays\/[{:]id/u, 'nodeId'],
  [/\/library\/[{:]id/u, 'libraryId'],
  [/\/t\/[{:]id/u, 'tournamentId'],
];
/** What a bare `id` is in the answers of some routes. */
const OWN: Readonly<Record<string, string>> = {
  '/api/v1/library': 'libraryId',
  '/api/v1/displays': 'nodeId',
  '/api/v1/displays/announce': 'announcementId',
};
const NAMES: Readonly<Record<string, string>> = { pid: 'playerId', tid: 'tableId' };

const idFor = (random: Random, path: string, name: string, ids: Ids): string => {
  if (below(random, 12) === 0) return asText(nasty(random));
  const kind = NAMES[name] ?? KINDS.find(([fits]) => fits.test(path))?.[1] ?? 'id';
  if (name === 'level') return `${below(random, 12)}`;
  return oneOf(random, ids.get(kind) ?? []) ?? 'x';
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const pathOf = (random: Random, { path, parameters }: Operation, ids: Ids): string => {
  const filled = path.replaceAll(/[{:]([A-Za-z]+)\}?/gu, (_, name: string) =>
    encodeURIComponent(idFor(random, path, name, ids).toWellFormed()),
  );
  const query = new URLSearchParams();
  for (const p of parameters)
    if (p.in === 'query' && below(random, 2) === 0)
      query.set(p.name, asText(valueFor(random, p.schema, ids, p.name)).toWellFormed());
  return query.size === 0 ? filled : `${filled}?${query}`;
};

const contentOf = (random: Random, { body }: Operation, ids: Ids): string => {
  const turn = below(random, 20);
  if (turn === 0) return '{"broken": ';
  if (turn === 1) return JSON.stringify(nasty(random) ?? null);
  if (turn === 2) return `{"deep": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
  return JSON.stringify(valueFor(random, body, ids)) ?? 'null';
};

/** The smallest picture that is taken as a logo; every second one is broken somewhere. */
const fileOf = (random: Random): Uint8Array<ArrayBuffer> => {
  const head = '89504e470d0a1a0a0000000d49484452000000200000002008060000000000000000000000';
  const bytes = Uint8Array.from(Buffer.from(`${head}0000000049454e44ae426082`, 'hex'));
  if (below(random, 2) === 0) bytes[below(random, bytes.length)] = below(random, 256);
  if (below(random, 8) === 0) return new Uint8Array(300 * 1024);
  return bytes.subarray(0, below(random, 4) === 0 ? below(random, bytes.length) : bytes.length);
};

const bodyOf = (random: Random, operation: Operation, ids: Ids) => {
  const type = oneOf(random, operation.files);
  if (type === undefined || below(random, 10) === 0)
    return { type: 'application/json', body: contentOf(random, operation, ids) };
  const isText = type.startsWith('text/');
  return { type, body: isText ? asText(nasty(random)).toWellFormed() : fileOf(random) };
};

const requestOf = (random: Random, operation: Operation, ids: Ids, token: string) => {
  const own = operation.path.includes('/auth/');
  const { type, body } = bodyOf(random, operation, ids);
  const headers: Record<string, string> = { 'content-type': type };
  if (!own && below(random, 30) > 0) headers['authorization'] = `Bearer ${token}`;
  if (below(random, 10) === 0) headers['idempotency-key'] = `k${below(random, 50)}`;
  if (below(random, 60) === 0)
    headers['if-match'] = asText(nasty(random)).replaceAll(/[^\x20-\x7e]/gu, '?');
  const hasBody = operation.method !== 'GET' && below(random, 20) > 0;
  return {
    method: operation.method,
    headers,
    ...(hasBody ? { body } : {}),
    signal: AbortSignal.timeout(10_000),
  };
};

/** Two nights that requests can mean: one running, one being prepared. */
const prepare = async (url: string, token: string, ids: Ids): Promise<void> => {
  const api = client(url, token);
  for (const template of ['turbo', 'horse']) {
    const { body } = await api.post('/tournaments', { name: template, currency: 'DKK', template });
    await api.post(`/tournaments/${body.id}/tables`, { tables: 2 });
    for (let i = 0; i < 12; i++) {
      const player = await api.post('/players', { firstName: `${template} ${i}` });
      const at = `/tournaments/${body.id}/players/buyin`;
      harvest((await api.post(at, { playerId: player.body.id })).body, ids);
    }
    if (template === 'turbo') await api.post(`/tournaments/${body.id}/start`);
    know(ids, 'tournamentId', body.id);
    harvest((await api.get(`/tournaments/${body.id}/tables`)).body, ids);
    harvest((await api.get(`/tournaments/${body.id}/actions`)).body, ids);
    await api.put(`/displays/${template}-tv`, { name: template, tournamentId: body.id });
    know(ids, 'nodeId', `${template}-tv`);
  }
};

const eventsIn = async (url: string): Promise<number> =>
  (await (await fetch(`${url}/health`)).json()).events;

/** Everything that a tournament shows, but for the running time. */
const shown = async (url: string, token: string) => {
  const api = client(url, token);
  const { body } = await api.get('/tournaments?limit=100');
  const pages = body.items.flatMap(({ id }: { id: string }) =>
    ['players', 'rankings', 'prizepool', 'payouts', 'chips'].map(
      (what) => `/tournaments/${id}/${what}`,
    ),
  );
  const all: Record<string, unknown> = {};
  for (const page of pages) all[page] = (await api.get(page)).body;
  return all;
};

test(
  `bad input: ${REQUESTS} generated requests, no 5xx, refusals change nothing (seed ${SEED})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-fuzz-'));
    const random = seeded(SEED);
    await builtPages();
    const leaf = await spawnLeaf(folder);
    const token = await setUp(leaf.url);
    const document = await (await fetch(`${leaf.url}/api/v1/openapi.json`)).json();
    const login = (o: Operation) => o.path.endsWith('/auth/login');
    const operations = operationsOf(document);
    const fast = [...operations.filter((o) => !login(o)), ...PAGES];
    expect(fast.length).toBeGreaterThan(50);
    const ids = new Map() as Ids;
    await prepare(leaf.url, token, ids);
    const seen = new Map<string, number>();
    let events = await eventsIn(leaf.url);
    for (let i = 0; i < REQUESTS + LOGINS; i++) {
      const operation = i < REQUESTS ? (fast[i % fast.length] ?? fast[0]) : operations.find(login);
      if (operation === undefined) throw new Error('the document names no such route');
      const path = pathOf(random, operation, ids);
      const request = requestOf(random, operation, ids, token);
      const response = await fetch(leaf.url + path, request);
      const what = `${request.method} ${path} ${request.body ?? ''}`.slice(0, 2_000);
      if (response.status >= 500)
        throw new Error(`${response.status} for ${what}: ${await response.text()}`);
      seen.set(`${response.status}`, (seen.get(`${response.status}`) ?? 0) + 1);
      if (response.headers.get('content-type')?.includes('event-stream'))
        await response.body?.cancel();
      else if (response.headers.get('content-type')?.includes('json'))
        harvest(await response.json(), ids, OWN[operation.path]);
      else await response.arrayBuffer();
      const after = await eventsIn(leaf.url);
      if (response.status >= 400 && after !== events)
        await onlyTheClock(leaf.url, token, after - events, what);
      events = after;
    }
    const before = await shown(leaf.url, token);
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(await leaf.stop()).toBe(0);
    expect(await verifyFolder(folder)).toMatchObject({ code: 0 });
    const again = await spawnLeaf(folder);
    expect(await shown(again.url, token)).toEqual(before);
    await again.stop();
    console.log(`fuzz: ${JSON.stringify(Object.fromEntries(seen))}`);
    rmSync(folder, { recursive: true });
  },
  60 * MINUTE,
);

/** A refused request may coincide with the leaf's own timers, with nothing else. */
const onlyTheClock = async (url: string, token: string, added: number, what: string) => {
  const api = client(url, token);
  let answer = await api.get(`/audit?limit=${added}`);
  // The generated requests may just have used up what this sign-in may ask of the audit trail.
  while (answer.status === 429) {
    await Bun.sleep(250);
    answer = await api.get(`/audit?limit=${added}`);
  }
  const { body } = answer;
  const others = body.items.filter(
    (line: { operator: { id: string } }) => line.operator.id !== 'system',
  );
  if (others.length > 0) throw new Error(`refused, yet it left ${JSON.stringify(others)}: ${what}`);
};
