import { afterEach, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../../src/server/alerts/webhook.ts';
import { newSecret } from '../../../src/server/alerts/webhook.ts';
import type { AlertsView } from '../../../src/server/app.ts';
import { startLeaf } from '../../leaf.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-watched-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const leafOf = async (options: Parameters<typeof startLeaf>[0]) => {
  const leaf = await startLeaf(options);
  undo.push(leaf.stop);
  return leaf;
};
/** Another service; its messages as they come. */
const openService = () => {
  const told: Message[] = [];
  const heard: (() => void)[] = [];
  const server = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: async (request) => {
      told.push((await request.json()) as Message);
      for (const tell of heard.splice(0)) tell();
      return new Response();
    },
  });
  undo.push(() => server.stop(true));
  return {
    url: `http://127.0.0.1:${server.port}/hook`,
    told,
    until: async (is: () => boolean): Promise<void> => {
      while (!is()) await new Promise<void>((tell) => heard.push(tell));
    },
  };
};

/** What the leaf remembers of its machine and its end, as a kill and a new disk would leave it. */
const meddle = (
  folder: string,
  change: (kept: { identity: { [part: string]: string | null }; running: string | null }) => object,
) => {
  const path = join(folder, 'health.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
};

const tokenIn = (body: unknown): string => (body as { accessToken: string }).accessToken;
const kindsOf = (body: unknown) => (body as AlertsView).alerts.map(({ kind }) => kind);

describe('SEC-10: an end that nobody asked for, and another disk', () => {
  test('are told to operators and to another service, and stand until an admin has read it', async () => {
    const folder = folderOf();
    const first = await startLeaf({ folder });
    await first.token('admin');
    await first.stop();
    const other = 'd'.repeat(16);
    const parts: string[] = [];
    meddle(folder, (kept) => {
      // Whatever this machine does say of itself was something else before.
      for (const [part, mark] of Object.entries(kept.identity)) if (mark !== null) parts.push(part);
      const identity = Object.fromEntries(
        Object.entries(kept.identity).map(([part, mark]) => [part, mark === null ? null : other]),
      );
      return { ...kept, running: 'another boot', identity };
    });

    const service = openService();
    const secret = newSecret();
    const leaf = await leafOf({ folder, more: { webhook: { url: service.url, secret } } });
    const admin = tokenIn((await leaf.login('Ada', '739154')).body);
    await service.until(() => service.told.some(({ data }) => data.kind === 'restart'));
    const { body } = await leaf.get('/alerts', admin);
    expect(kindsOf(body)).toContain('restart');
    expect((body as AlertsView).machine.restarted).toMatchObject({ count: 1, how: 'machine' });
    expect(service.told[0]?.data.from).toBe('felt-leaf card-room');
    expect(JSON.stringify(service.told)).not.toContain(other);
    // In the log, too: chained, and copied to the core.
    const { changed } = (body as AlertsView).machine;
    expect(changed.toSorted()).toEqual(parts.toSorted() as typeof changed);
    expect(kindsOf(body).includes('machine')).toBe(parts.length > 0);
    const log = JSON.stringify((await leaf.get('/audit', admin)).body);
    expect(log.includes('venue.machineChanged')).toBe(parts.length > 0);

    await leaf.post('/alerts/seen', {}, admin);
    const after = (await leaf.get('/alerts', admin)).body;
    expect(kindsOf(after)).not.toContain('restart');
    expect(kindsOf(after)).not.toContain('machine');
  });
});

describe('OPS-6: who is told', () => {
  test('an admin says where; the secret is told once; what was set at the start stays', async () => {
    const service = openService();
    const leaf = await leafOf({});
    const [admin, floor] = [await leaf.token('admin'), await leaf.token('floor')];
    const made = await leaf.put('/alerts/webhook', { url: service.url }, admin);
    expect(made.status).toBe(200);
    const { secret } = made.body as { secret: string };
    expect(secret).toMatch(/^whsec_/u);
    await leaf.post('/alerts/webhook/test', {}, admin);
    await service.until(() => service.told.length === 1);
    expect(service.told[0]?.type).toBe('alert.test');
    const seen = await leaf.get('/alerts', floor);
    expect((seen.body as AlertsView).webhook?.host).toBe(new URL(service.url).host);
    expect(JSON.stringify(seen.body)).not.toContain(secret);
    expect(JSON.stringify(seen.body)).not.toContain('/hook');
    expect((await leaf.del('/alerts/webhook', admin)).body).toMatchObject({ webhook: null });
  });

  test('only an admin may say where, and only a real address', async () => {
    const leaf = await leafOf({});
    const [admin, floor] = [await leaf.token('admin'), await leaf.token('floor')];
    const url = 'https://alerts.example.org/felt';
    expect((await leaf.get('/alerts')).status).toBe(401);
    expect((await leaf.put('/alerts/webhook', { url }, floor)).status).toBe(403);
    expect((await leaf.post('/alerts/seen', {}, floor)).status).toBe(403);
    for (const bad of ['', 'ftp://x.example', 'javascript:alert(1)', 'http://', 7])
      expect([bad, (await leaf.put('/alerts/webhook', { url: bad }, admin)).status]).toEqual([
        bad,
        422,
      ]);
  });

  test('where it was set at the start, nobody changes it from a page', async () => {
    const webhook = { url: 'http://127.0.0.1:1/secret-path', secret: newSecret() };
    const leaf = await leafOf({ more: { webhook } });
    const admin = await leaf.token('admin');
    const other = await leaf.put('/alerts/webhook', { url: 'https://a.example' }, admin);
    expect([other.status, other.body]).toMatchObject([409, { error: { code: 'SET_ELSEWHERE' } }]);
    expect((await leaf.del('/alerts/webhook', admin)).status).toBe(409);
    const { body } = await leaf.get('/alerts', admin);
    expect((body as AlertsView).webhook).toMatchObject({ host: '127.0.0.1:1', isFixed: true });
    expect(JSON.stringify(body)).not.toContain('secret-path');
  });
});
