import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createLimiter } from '../../src/server/limits.ts';
import type { Answer, Headings, TestLeaf } from '../leaf.ts';
import { startLeaf } from '../leaf.ts';

let leaf: TestLeaf;
let token: string;
beforeAll(async () => {
  leaf = await startLeaf();
  token = await leaf.token('admin');
});
afterAll(() => leaf.stop());

const codeOf = ({ status, body }: Answer) => [status, Object(Object(body).error).code];
const rename = (headers: Headings, body: unknown = { name: 'Other' }) =>
  leaf.put('/venue', body, token, headers);
const venueName = async () => Object((await leaf.get('/venue', token)).body).name;

describe('whose request it is', () => {
  test('SEC-3: a request under a name that is not the leaf’s is refused (DNS rebinding)', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', 'evil.example:8080', '']) {
      expect(codeOf(await rename({ host }))).toEqual([403, 'HOST_UNKNOWN']);
      expect(codeOf(await leaf.get('/setup', undefined, { host }))).toEqual([403, 'HOST_UNKNOWN']);
    }
    for (const host of ['felt.local', 'FELT.local:80', '127.0.0.1:1', '[::1]:8080']) {
      expect(await leaf.get('/setup', undefined, { host })).toMatchObject({ status: 200 });
    }
  });

  test('SEC-3: a page of another site changes nothing', async () => {
    const before = await venueName();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: leaf.url.replace('localhost', '127.0.0.1') },
    ]) {
      expect(codeOf(await rename(headers))).toEqual([403, 'CROSS_ORIGIN']);
    }
    expect(await venueName()).toBe(before);
  });

  test('SEC-3: its own pages may, and so may programs that are no browser', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: leaf.url }, {}]) {
      expect(await rename(headers)).toMatchObject({ status: 200 });
    }
  });

  test('SEC-3: another site’s page cannot open a socket', async () => {
    const upgrade = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      origin: 'http://evil.example',
    };
    const response = await fetch(`${leaf.url}/ws/display/tv-1`, { headers: upgrade });
    expect(response.status).toBe(403);
  });
});

describe('bodies', () => {
  test('API-1: what is no JSON, has another type, or is wrong inside, is told apart', async () => {
    const refused = async (body: string, headers: Headings = {}) =>
      codeOf(await rename(headers, body));
    expect(await refused('{"name":')).toEqual([400, 'NOT_JSON']);
    expect(await refused('{}', { 'content-type': 'text/plain' })).toEqual([
      415,
      'UNSUPPORTED_TYPE',
    ]);
    expect(await refused('{"name":7}')).toEqual([422, 'INVALID']);
    expect(await refused('{"nmae":"x"}')).toEqual([422, 'INVALID']);
    expect(await refused('[]')).toEqual([422, 'INVALID']);
    expect(await refused('{"__proto__":{"name":"x"}}')).toEqual([422, 'INVALID']);
  });

  test('API-1: bytes that are no text are refused', async () => {
    const response = await fetch(`${leaf.url}/api/v1/venue`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expect(response.status).toBe(400);
  });

  test('SEC-3: a body over 64 KB is refused, announced or not', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(65 * 1024) });
    expect(codeOf(await rename({}, large))).toEqual([413, 'TOO_LARGE']);
    const response = await fetch(`${leaf.url}/api/v1/venue`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: new ReadableStream({
        start: (controller) => {
          for (let i = 0; i < 80; i++) controller.enqueue(new Uint8Array(1024).fill(0x20));
          controller.close();
        },
      }),
    });
    expect(response.status).toBe(413);
  });

  test('API-1: an Idempotency-Key must be one, and the same request gets the same answer', async () => {
    const body = { name: 'Ida', role: 'viewer', pin: '827364' };
    const key = { 'idempotency-key': 'add-ida' };
    const first = await leaf.post('/operators', body, token, key);
    expect(first.status).toBe(201);
    expect(await leaf.post('/operators', body, token, key)).toMatchObject({
      status: 201,
      body: Object(first.body),
    });
    const other = await leaf.post('/operators', { ...body, name: 'Eve' }, token, key);
    expect(codeOf(other)).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    expect(codeOf(await leaf.post('/operators', body, token))).toEqual([409, 'NAME_TAKEN']);
    const bad = { 'idempotency-key': 'with space' };
    expect(codeOf(await leaf.post('/operators', { ...body, name: 'X' }, token, bad))).toEqual([
      400,
      'MALFORMED',
    ]);
  });

  test('API-1: If-Match asks for a version', async () => {
    const { headers, body } = await leaf.get('/venue', token);
    const { version } = Object(body);
    expect(headers.get('etag')).toBe(`"${version}"`);
    expect(codeOf(await rename({ 'if-match': `"${version - 1}"` }, { name: 'Late' }))).toEqual([
      412,
      'VERSION_MISMATCH',
    ]);
    expect(await rename({ 'if-match': `"${version}"` }, { name: 'Soon' })).toMatchObject({
      status: 200,
      body: { version: version + 1 },
    });
  });
});

describe('answers', () => {
  test('API-1: what does not exist is told in the one shape of errors', async () => {
    for (const path of ['/nothing', '/operators/%2e%2e', '/tournaments/%00']) {
      const answer = await leaf.get(path, token);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        error: { code: expect.any(String), message: expect.any(String) },
      });
    }
  });

  test('SEC-3: every answer says what a browser may do with it', async () => {
    for (const path of ['/api/v1/setup', '/api/v1/nothing', '/api/v1/docs']) {
      const { headers } = await leaf.get(path);
      expect(headers.get('content-security-policy')).toStartWith("default-src 'none'; ");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('OPS-6: /health says that the leaf can serve', async () => {
    const response = await fetch(`${leaf.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      version: '0.1.0',
      uptime: expect.any(Number),
      events: expect.any(Number),
      parts: expect.objectContaining({ log: 'ok', hub: 'off', lag: null, children: 'none' }),
    });
  });
});

describe('API-1: the description of the API', () => {
  type Operation = {
    summary?: string;
    tags?: string[];
    requestBody?: unknown;
    parameters?: object[];
  };
  const document = async () => {
    const { body } = await leaf.get('/openapi.json');
    return Object(body) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    };
  };

  test('it is OpenAPI 3.1, and each route has a summary, a group and its parameters', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toStartWith('3.1');
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(50);
    for (const { path, method, operation } of operations) {
      const named = path.match(/\{\w+\}/gu) ?? [];
      const given = (operation.parameters ?? []).filter((one) => Object(one).in === 'path');
      expect({ path, method, parameters: given.length }).toEqual({
        ...{ path, method },
        parameters: named.length,
      });
      expect([path, method, typeof operation.summary, operation.tags?.length]).toEqual([
        ...[path, method, 'string'],
        1,
      ]);
    }
  });

  test('it holds the shapes that the routes check with', async () => {
    const { paths } = await document();
    const text = JSON.stringify(paths['/api/v1/setup']?.['post']?.requestBody);
    expect(JSON.parse(text).content['application/json'].schema).toMatchObject({
      type: 'object',
      required: ['venue', 'admin'],
      properties: { admin: { required: ['name', 'pin'] } },
    });
  });

  test('it is browsable without a request to anywhere else', async () => {
    const { body, headers } = await leaf.get('/docs');
    expect(headers.get('content-type')).toStartWith('text/html');
    const page = String(body);
    for (const { 0: path } of Object.entries((await document()).paths))
      expect(page).toContain(path);
    const asked = [...page.matchAll(/(?:src|href)="([^"#]+)"/gu)].map(([, url]) => url ?? '');
    expect(asked.filter((url) => !url.startsWith('/api/v1/'))).toEqual([]);
    for (const url of new Set(asked)) expect(await leaf.get(url)).toMatchObject({ status: 200 });
  });
});

describe('asking too often', () => {
  test('SEC-3: what was saved up is served at once, then the pace holds, for each caller alone', () => {
    let nowMs = 5_000;
    const limiter = createLimiter({ perSecond: 2, burst: 3, nowMs: () => nowMs });
    const ask = (caller: string) => limiter(caller) === null;
    expect([ask('a'), ask('a'), ask('a'), ask('a')]).toEqual([true, true, true, false]);
    expect(ask('b')).toBe(true);
    nowMs += 499;
    expect(ask('a')).toBe(false);
    nowMs += 1;
    expect([ask('a'), ask('a')]).toEqual([true, false]);
    nowMs += 60_000;
    expect([ask('a'), ask('a'), ask('a'), ask('a')]).toEqual([true, true, true, false]);
  });

  test('SEC-3: sign-in answers 429 with the time to wait', async () => {
    const tries = Array.from({ length: 80 }, () => leaf.post('/auth/refresh', {}));
    const refused = (await Promise.all(tries)).filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
