import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownCertificate } from '../../../src/core/hub/certificate.ts';
import {
  coreAddress,
  documentsPage,
  logPage,
  lookAtCode,
  redeem,
} from '../../../src/leaf/cloud/core-door.ts';

/** A server that says whatever a test makes up. */
let says: () => Response = () => new Response();
const core = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => says() });
const at = core.url.origin;
afterAll(() => core.stop(true));

test.each([
  ['core.example.org', 'https://core.example.org'],
  [' https://core.example.org:8443/path ', 'https://core.example.org:8443'],
  ['localhost:8090', 'http://localhost:8090'],
  ['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
  ['http://[::1]:8090', 'http://[::1]:8090'],
  ['https://192.168.1.4', 'https://192.168.1.4'],
])('SEC-7: a leaf asks a core by https, or on its own machine: %s', (typed, address) => {
  expect(coreAddress(typed)).toBe(address);
});

test.each([
  'http://core.example.org',
  'HTTP://192.168.1.4:8090',
  'http://0.0.0.0:8090',
  'http://localhost.example.org',
  'http://127.0.0.1.example.org',
  'http://169.254.169.254',
])('SEC-7: a code does not travel in the clear: %s', (typed) => {
  expect(() => coreAddress(typed)).toThrow(expect.objectContaining({ code: 'CORE_INSECURE' }));
});

test.each(['ftp://nowhere', 'file:///etc/passwd', 'https://me:secret@core', 'https://', 'a b'])(
  'an address that is none is told as such: %s',
  (typed) => {
    expect(() => coreAddress(typed)).toThrow(expect.objectContaining({ code: 'CORE_ADDRESS' }));
  },
);

const HASH = 'a'.repeat(64);
const VENUE = { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' };
const ENROLLED = {
  ...{ venueId: '01a1fd4a-7c2a-77a6-b31e-9fdbdaed3900', epoch: 1, venue: VENUE, creds: 'c' },
  hub: { urls: ['tls://hub.example.org:7422'] },
  ...{ core: { url: 'https://core.example.org', signingKey: 'k' }, restore: null },
};
const ASKED = { code: 'c', natsKey: 'n', signingKey: 's', version: '1' };
const long = 'x'.repeat(300_000);

test('what a core may say is taken', async () => {
  says = () => Response.json(ENROLLED);
  expect(await redeem(at, ASKED)).toEqual(ENROLLED);
});

test.each<[string, object]>([
  ['a hub in the clear', { hub: { urls: ['nats://hub.example.org:7422'] } }],
  ['a hub that is a file', { hub: { urls: ['file:///etc/passwd'] } }],
  ['a thousand hubs', { hub: { urls: Array(1_000).fill('tls://hub.example.org') } }],
  ['endless credentials', { creds: long }],
  ['a name of a page', { venue: { ...VENUE, name: 'x'.repeat(1_000) } }],
  ['a name that writes on a console', { venue: { ...VENUE, name: '\u001b[2J' } }],
  ['a venue that is a path', { venueId: '../../etc' }],
  [
    'a log of half an event',
    { restore: { token: 't', head: { seq: 0.5, hash: HASH, at: 1 }, counts: {} } },
  ],
])('%s is not taken from a core that lies', async (_, lie) => {
  says = () => Response.json({ ...ENROLLED, ...lie });
  await expect(redeem(at, ASKED)).rejects.toMatchObject({ code: 'CORE_UNREACHABLE' });
});

test('an answer that never ends fills no memory, on any of the ways', async () => {
  const endless = () =>
    new Response(
      new ReadableStream<Uint8Array>({
        pull: (stream) => stream.enqueue(new Uint8Array(256 * 1024)),
      }),
    );
  says = endless;
  const before = process.memoryUsage().rss;
  const refused = { code: 'CORE_UNREACHABLE', cause: { name: 'AnswerTooLarge' } };
  await expect(lookAtCode(at, 'c')).rejects.toMatchObject(refused);
  await expect(redeem(at, ASKED)).rejects.toMatchObject(refused);
  await expect(logPage(at, 't', 0)).rejects.toMatchObject(refused);
  await expect(documentsPage(at, 't', null)).rejects.toMatchObject(refused);
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
});

test('what was found at an address is in no answer, only in the cause that stays inside', async () => {
  const words = async (make: () => Response) => {
    says = make;
    const error: unknown = await lookAtCode(at, 'c').catch((thrown) => thrown);
    return { text: JSON.stringify([Object(error).code, Object(error).message]) };
  };
  const page = await words(() => new Response('<h1>Router of the Smiths</h1>'));
  const refusal = await words(() =>
    Response.json({ error: { code: 'SECRET', message: 'of the house' } }, { status: 403 }),
  );
  const redirect = await words(() => Response.redirect('http://10.0.0.1/admin'));
  expect([refusal, redirect]).toEqual([page, page]);
});

test('CLK-7: a certificate that the clock of this machine does not take is told as that', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-late-'));
  const long = 21 * 365 * 24 * 60 * 60_000;
  const { certFile, keyFile } = ownCertificate({
    ...{ folder, hosts: ['localhost'], nowMs: Date.now() - long },
  });
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const late = Bun.serve({ port: 0, tls, fetch: () => new Response('') });
  const asked = lookAtCode(`https://localhost:${late.port}`, 'c');
  await expect(asked).rejects.toMatchObject({ code: 'CORE_TIME' });
  await late.stop(true);
  rmSync(folder, { recursive: true });
});
