import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readConfig } from '../../src/leaf/config.ts';
import { isPublic, LeadsInside, outward } from '../../src/server/alerts/outward.ts';
import { createWebhook, newSecret } from '../../src/server/alerts/webhook.ts';
import { startLeaf } from '../leaf.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const INSIDE = [
  ...['127.0.0.1', '127.8.9.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.20', '169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
  ...['::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:10.0.0.1'],
  ...['::ffff:7f00:1', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:a00:1::', '2001:db8::1'],
];
const OUTSIDE = ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::200e'];

test('SEC-6: what is the provider’s own is told from the internet', () => {
  expect(INSIDE.filter(isPublic)).toEqual([]);
  expect(OUTSIDE.filter((one) => !isPublic(one))).toEqual([]);
  expect(['', 'localhost', '1.1.1', '1.1.1.1/8'].filter(isPublic)).toEqual([]);
});

test('SEC-6: no spelling of a private address is let through', async () => {
  const asNumber = (a: number, b: number) => [
    `http://10.${a}.${b}.1/`,
    `http://${10 * 2 ** 24 + a * 2 ** 16 + b}/`,
    `http://0x0a.${a}.${b}/`,
    `http://012.${a}.${b}.1/`,
    `http://[::ffff:10.${a}.${b}.1]/`,
  ];
  await fc.assert(
    fc.asyncProperty(fc.nat(255), fc.nat(255), fc.nat(4), async (a, b, i) => {
      const [url = ''] = asNumber(a, b).slice(i, i + 1);
      await expect(outward(url)).rejects.toThrow(LeadsInside);
    }),
    { numRuns: 50 },
  );
});

test('SEC-6: the address that was looked at is the one that is asked, whatever the name means later', async () => {
  const rebinding = [['1.1.1.1'], ['127.0.0.1']];
  const resolve = async () => rebinding.shift() ?? [];
  const way = await outward('https://alerts.example.org:8443/felt?a=b', resolve);
  expect(way).toEqual({
    url: 'https://1.1.1.1:8443/felt?a=b',
    headers: { host: 'alerts.example.org:8443' },
    serverName: 'alerts.example.org',
  });
  await expect(outward('https://alerts.example.org/', resolve)).rejects.toThrow(LeadsInside);
  // One good address among them is no excuse.
  const both = async () => ['1.1.1.1', '10.0.0.1'];
  await expect(outward('https://a.example/', both)).rejects.toThrow(LeadsInside);
  await expect(outward('https://a.example/', async () => [])).rejects.toThrow('no address');
  const six = await outward('http://a.example/x', async () => ['2606:4700::1111']);
  expect(six.url).toBe('http://[2606:4700::1111]/x');
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  for (const { address } of own)
    await expect(outward('http://a.example/', async () => [address])).rejects.toThrow(LeadsInside);
});

/** A certificate for alerts.example.org, signed by itself. */
const certificate = (): { readonly key: string; readonly cert: string } | null => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-outward-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const { exitCode } = Bun.spawnSync([
    ...['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
    ...['-subj', '/CN=alerts.example.org', '-addext', 'subjectAltName=DNS:alerts.example.org'],
    ...['-keyout', key, '-out', cert],
  ]);
  return exitCode === 0 ? { key, cert } : null;
};

test('SEC-6: pinned to an address, the certificate is still held against the name', async () => {
  const files = certificate();
  if (files === null) return console.log('skipped: openssl is not here');
  const [key, cert] = [await Bun.file(files.key).text(), await Bun.file(files.cert).text()];
  const server = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1', tls: { key, cert } },
    fetch: (request) => new Response(request.headers.get('host')),
  });
  undo.push(() => server.stop(true));
  const ask = (serverName: string) =>
    fetch(`https://127.0.0.1:${server.port}/`, {
      headers: { host: 'alerts.example.org' },
      tls: { ca: cert, serverName },
    });
  expect(await (await ask('alerts.example.org')).text()).toBe('alerts.example.org');
  await expect(ask('other.example.org')).rejects.toThrow();
});

test('SEC-6: nothing of a message leaves where the way is refused, and its sender is told why', async () => {
  let asked = 0;
  const server = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: () => {
      asked += 1;
      return new Response();
    },
  });
  undo.push(() => server.stop(true));
  const folder = mkdtempSync(join(tmpdir(), 'felt-outward-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  const webhook = createWebhook({
    ...{ path: join(folder, 'waiting.json'), save: writeFileSync, way: outward },
    target: () => ({ url: `http://localhost:${server.port}/`, secret: newSecret() }),
    failed: (error) => {
      throw error;
    },
  });
  undo.push(webhook.stop);
  const since = new Date(0).toISOString();
  webhook.send({
    ...{ type: 'alert.test', timestamp: since },
    data: { from: '', kind: 'test', tone: 'warning', says: '', since, value: null },
  });
  while (webhook.status().problem === null) await Bun.sleep(1);
  expect(webhook.status().problem).toContain('localhost is no address of the internet');
  expect(asked).toBe(0);
});

test('SEC-6: a leaf at a provider refuses what lies inside and any other core; one in a venue takes its own network', async () => {
  expect(readConfig({ FELT_VIRTUAL: '1' }).isVirtual).toBe(true);
  expect(readConfig({}).isVirtual).toBeUndefined();
  expect(() => readConfig({ FELT_VIRTUAL: 'yes' })).toThrow('FELT_VIRTUAL');
  const enrol = { core: 'http://127.0.0.1:1', code: 'AAAAA-AAAAA-AAAAA' };
  const virtual = await startLeaf({ more: { isVirtual: true, enrol } });
  undo.push(virtual.stop);
  const admin = await virtual.token('admin');
  for (const url of ['http://127.0.0.1:8200/', 'http://169.254.169.254/latest', 'http://[::1]/']) {
    const { status, body } = await virtual.put('/alerts/webhook', { url }, admin);
    expect([url, status, body]).toMatchObject([
      ...[url, 422],
      { error: { code: 'ADDRESS_INSIDE' } },
    ]);
  }
  expect((await virtual.get('/alerts', admin)).body).toMatchObject({ webhook: null });
  const taken = await virtual.put('/alerts/webhook', { url: 'https://1.1.1.1/felt' }, admin);
  expect(taken.status).toBe(200);
  await virtual.del('/alerts/webhook', admin);
  const core = 'http://127.0.0.1:22';
  const joined = await virtual.post('/cloud/enrol', { core, code: enrol.code }, admin);
  expect([joined.status, joined.body]).toMatchObject([422, { error: { code: 'CORE_ADDRESS' } }]);

  const board = await startLeaf();
  undo.push(board.stop);
  const url = 'http://192.168.1.20:9000/hook';
  expect((await board.put('/alerts/webhook', { url }, await board.token('admin'))).status).toBe(
    200,
  );
});

test('SEC-6: the unit of a leaf at a provider says what it is', async () => {
  const unit = await Bun.file(join(import.meta.dir, '../../systemd/felt-leaf@.service')).text();
  expect(unit).toMatch(/^Environment=FELT_VIRTUAL=1$/mu);
});
