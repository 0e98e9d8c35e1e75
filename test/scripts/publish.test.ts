import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishCommand } from '../../scripts/release/publish.ts';

let folder: string;
let file: string;
const servers: { readonly stop: () => Promise<void> }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-publish-'));
  file = join(folder, 'felt-leaf-1.8.0-linux-x64.felt');
  writeFileSync(file, 'a release');
  process.env['FELT_CORE_USER'] = 'ada@example.com';
  process.env['FELT_CORE_PASSWORD'] = 'correct horse battery';
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => {
  delete process.env['FELT_CORE_USER'];
  delete process.env['FELT_CORE_PASSWORD'];
  rmSync(folder, { recursive: true });
});

/** What it was asked, with the bodies. */
const serve = (answer: (path: string) => Response) => {
  const asked: string[] = [];
  const server = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      asked.push(`${request.method} ${pathname}${search} ${await request.text()}`);
      return answer(pathname);
    },
  });
  servers.push({ stop: () => server.stop(true) });
  return { url: `http://localhost:${server.port}`, asked };
};

const core = (path: string): Response =>
  path === '/api/v1/session'
    ? new Response(null, { status: 204, headers: { 'set-cookie': 'felt=1; HttpOnly' } })
    : Response.json({ product: 'felt-leaf', version: '1.8.0', sequence: 182 }, { status: 201 });

test('OPS-3: a release goes to the core as its administrator', async () => {
  const { url, asked } = serve(core);
  expect(await publishCommand([file, '--core', `${url}/`, '--rollout', '10'])).toContain('at 10 %');
  expect(asked[1]).toBe('POST /api/v1/releases?rollout=10 a release');
});

test.each(['http://core.example', 'ftp://core.example', 'https://ada:pw@core.example'])(
  'SEC-7: no password goes to %s',
  async (address) => {
    await expect(publishCommand([file, '--core', address])).rejects.toThrow(/--core .*core/u);
  },
);

test('OPS-3: a core that does not answer is named in one line', async () => {
  const gone = serve(core);
  await servers.pop()?.stop();
  await expect(publishCommand([file, '--core', gone.url])).rejects.toThrow(
    `${gone.url} does not answer: `,
  );
});

test('SEC-7: neither the password nor the release goes to where another one points', async () => {
  const elsewhere = serve(core);
  const away = (path: string) =>
    new Response(null, { status: 307, headers: { location: `${elsewhere.url}${path}` } });
  const lies = serve(away);
  await expect(publishCommand([file, '--core', lies.url])).rejects.toThrow();
  const halfway = serve((path) => (path === '/api/v1/session' ? core(path) : away(path)));
  await expect(publishCommand([file, '--core', halfway.url])).rejects.toThrow();
  expect(elsewhere.asked).toEqual([]);
});
