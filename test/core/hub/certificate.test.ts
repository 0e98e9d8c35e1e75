import { afterEach, describe, expect, test } from 'bun:test';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { ownCertificate } from '../../../src/core/hub/certificate.ts';

const DAY = 24 * 60 * 60_000;

const clears: (() => void)[] = [];
afterEach(() => {
  for (const clear of clears.splice(0)) clear();
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-tls-'));
  clears.push(() => rmSync(folder, { recursive: true }));
  return folder;
};

const read = (file: string) => new X509Certificate(readFileSync(file));

/** What a client says of a server with that certificate, which it trusts only by `ca`. */
const handshake = async (files: { certFile: string; keyFile: string }, ca: string) => {
  const server = createServer({
    cert: readFileSync(files.certFile),
    key: readFileSync(files.keyFile),
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const said = await new Promise<string>((done) => {
    const socket = connect({ host: '127.0.0.1', port, ca }, () => {
      socket.end();
      done('trusted');
    });
    socket.on('error', (error) => done(error.message));
  });
  server.close();
  return said;
};

describe("the hub's own certificate", () => {
  test('is for the names and addresses given, signed by the authority that leaves are told of', () => {
    const folder = newFolder();
    const { certFile, keyFile, ca } = ownCertificate({
      ...{ folder, hosts: ['hub.example.org', '192.0.2.200', '127.0.0.1'] },
      nowMs: Date.UTC(2026, 10, 21),
    });
    const [server, authority] = [read(certFile), new X509Certificate(ca)];
    expect(server.checkHost('hub.example.org')).toBe('hub.example.org');
    expect(server.checkIP('192.0.2.200')).toBe('192.0.2.200');
    expect(server.checkHost('other.example.org')).toBeUndefined();
    expect(server.verify(authority.publicKey)).toBe(true);
    expect([server.ca, authority.ca, server.checkIssued(authority)]).toEqual([false, true, true]);
    expect(new Date(server.validFrom)).toEqual(new Date(0));
    expect(new Date(authority.validTo).getUTCFullYear()).toBe(2046);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['a year behind', 365],
    ['in 1970, as after a night without a battery', (Date.now() - DAY) / DAY],
    ['a year ahead', -365],
    ['eighteen years ahead', -18 * 365],
  ])('CLK-7: links a leaf whose clock is %s', async (_, days) => {
    // To that clock this hub is of another time.
    const nowMs = Date.now() + days * DAY;
    const own = ownCertificate({ folder: newFolder(), hosts: ['127.0.0.1'], nowMs });
    expect(await handshake(own, own.ca)).toBe('trusted');
  });

  test('is another at each start, while the authority stays', async () => {
    const folder = newFolder();
    const options = { folder, hosts: ['127.0.0.1'] };
    const first = ownCertificate(options);
    const serial = read(first.certFile).serialNumber;
    const second = ownCertificate(options);
    expect(second.ca).toBe(first.ca);
    expect(read(second.certFile).serialNumber).not.toBe(serial);
    expect(await handshake(second, first.ca)).toBe('trusted');
  });

  test('is not trusted by who trusts another authority', async () => {
    const mine = ownCertificate({ folder: newFolder(), hosts: ['127.0.0.1'] });
    const other = ownCertificate({ folder: newFolder(), hosts: ['127.0.0.1'] });
    expect(await handshake(mine, other.ca)).not.toBe('trusted');
  });
});
