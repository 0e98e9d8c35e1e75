import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCoreBackups, MOST_BYTES } from '../../src/core/backups.ts';
import { showVenue, troubleOf } from '../../src/core/venues/show.ts';
import { openBackup, unpackBackup } from '../../src/leaf/backup/archive.ts';
import { newRecoveryKey } from '../../src/leaf/backup/key.ts';
import { restoreBackup } from '../../src/leaf/backup/restore.ts';
import { linkFile } from '../../src/leaf/cloud/link.ts';
import { signedHeaders } from '../../src/server/backup/request.ts';
import { keyFromPem } from '../../src/sync/checkpoints.ts';
import { ADA, createBrowser } from '../core/front.ts';
import { type CoreWithVenues, startCoreWithVenues, until } from '../core/stage.ts';
import { contents } from '../leaf/backup/stage.ts';
import { startLeaf } from '../leaf.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
beforeAll(async () => {
  stage = await startCoreWithVenues();
});
const folders: string[] = [];
afterAll(async () => {
  await stage.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-backup-'));
  folders.push(folder);
  return folder;
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('OPS-7: a backup goes to the core, which cannot read it, and comes back from there', async () => {
  const { core, venues, database } = stage;
  const { id, code } = await venues.add({
    ...{ name: 'Card Room', slug: 'backed', timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  const folder = newFolder();
  const leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  const player = (firstName: string) => leaf.post('/players', { firstName }, token);
  await player('Zaphodia');
  const gone = Object((await player('Trillianissima')).body).id;
  await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  await leaf.post('/backups', {}, token);
  const status = async () => Object((await leaf.get('/backups', token)).body);
  await until('the core has it', async () => (await status()).places[0]?.state === 'ok');
  const [{ name }] = (await status()).backups;
  expect((await status()).places).toMatchObject([{ kind: 'core', newest: name }]);
  const { key } = Object((await leaf.post('/backups/key', {}, token)).body);

  // Byte for byte, below the venue, and nothing in it can be read.
  const there = join(core.folder, 'backups', id, name);
  const bytes = readFileSync(there);
  expect(bytes.equals(readFileSync(join(folder, 'backups', name)))).toBe(true);
  expect(bytes.includes('Zaphodia') || bytes.includes(key)).toBe(false);
  const kept = await createCoreBackups({
    ...{ folder: join(core.folder, 'backups'), now: Date.now },
  }).list(id);
  const shown = showVenue(
    ...([await venues.find('backed'), undefined] as const),
    ...([await troubleOf(database, id, true), String, kept] as const),
  );
  expect(shown).toContain(`backups    ${name}  came `);

  // Only who runs the platform fetches it, and that is noted.
  const browser = createBrowser(core.url);
  expect((await browser.get(`/venues/${id}/backups`)).status).toBe(401);
  const first = core.said.join('\n').match(/#\/first\/(\S+)/u)?.[1] ?? '';
  expect((await browser.post('/first', { code: first, ...ADA })).status).toBeLessThan(300);
  const listed = await browser.get(`/venues/${id}/backups`);
  expect(listed.body).toMatchObject({ items: [{ name, bytes: bytes.length }] });
  const fetched = await browser.raw(`/api/v1/venues/${id}/backups/${name}`);
  expect(Buffer.from(await fetched.arrayBuffer()).equals(bytes)).toBe(true);
  expect(JSON.stringify((await browser.get('/audit')).body)).toContain('backup.taken');
  await expect(unpackBackup(there, { key: newRecoveryKey(), folder: newFolder() })).rejects.toThrow(
    'WRONG_KEY',
  );

  // Erased after it was made: the core knows, though the log that was here is gone.
  await leaf.del(`/players/${gone}`, token);
  const head = Object((await leaf.get('/cloud', token)).body).head;
  await until('the core has the erasure', async () => {
    const { applied } = Object((await leaf.get('/cloud', token)).body);
    return (applied?.seq ?? 0) >= head;
  });
  await leaf.stop();
  for (const file of readdirSync(folder)) {
    if (file !== 'link.json') rmSync(join(folder, file), { recursive: true });
  }
  const restored = await restoreBackup(there, {
    ...{ dataFolder: folder, key, holdsKey: true, nowMs: Date.now() },
  });
  expect(restored).toMatchObject({ erased: 1, isCoreSilent: false, wasLinked: true });
  expect(existsSync(join(folder, 'link.json'))).toBe(false);
  const again = await startLeaf({ folder });
  await again.stop();
  const text = JSON.stringify((await contents(folder)).rows);
  expect([text.includes('Zaphodia'), text.includes('Trillianissima')]).toEqual([true, false]);
});

test('OPS-7: the core takes a backup only by the signature of the venue’s leaf, whole and in time', async () => {
  const { core, venues } = stage;
  const { id, code } = await venues.add({
    ...{ name: 'Other', slug: 'other', timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  const folder = newFolder();
  const leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  await leaf.post('/backups', {}, token);
  const [{ name }] = Object((await leaf.get('/backups', token)).body).backups;
  const bytes = readFileSync(join(folder, 'backups', name));
  const link = linkFile(folder).read();
  if (link === null) throw new Error('it is not linked');
  const own = keyFromPem(link.signingKey);
  await leaf.stop();

  const put = async (change: {
    at?: number;
    body?: Uint8Array;
    signed?: Uint8Array;
    size?: number;
    key?: typeof own;
    path?: string;
    venueId?: string;
  }) => {
    const { at = Date.now(), body = bytes, signed = body, key = own, venueId = id } = change;
    const path = `/leaf/backups/${name.replace(/T\d{6}/u, 'T000001')}`;
    const about = { size: change.size ?? signed.length, sha256: sha256(signed) };
    const asking = { method: 'PUT', path: change.path ?? path, venueId, at, ...about } as const;
    const response = await fetch(`${core.url}/api/v1${path}`, {
      ...{
        method: 'PUT',
        headers: signedHeaders(asking, key),
        body: new Blob([Buffer.from(body)]),
      },
    });
    const text = await response.text();
    return text === '' ? response.status : `${response.status} ${JSON.parse(text).error.code}`;
  };
  const other = generateKeyPairSync('ed25519').privateKey;
  const changed = Buffer.from(bytes);
  changed[600] = (changed[600] ?? 0) ^ 1;
  expect(await put({ key: other })).toBe('401 UNAUTHENTICATED');
  expect(await put({ venueId: crypto.randomUUID() })).toBe('401 UNAUTHENTICATED');
  expect(await put({ path: '/leaf/backups/another' })).toBe('401 UNAUTHENTICATED');
  expect(await put({ at: Date.now() - 3_600_000 })).toBe('409 TIME');
  expect(await put({ at: Date.now() + 3_600_000 })).toBe('409 TIME');
  expect(await put({ size: MOST_BYTES + 1 })).toBe('413 TOO_LARGE');
  expect(await put({ body: changed, signed: bytes })).toBe('400 MALFORMED');
  expect(await put({ body: bytes.subarray(1), signed: bytes })).toBe('400 MALFORMED');
  expect(await put({ body: Buffer.from('no backup') })).toBe('400 MALFORMED');
  const taken = () =>
    readdirSync(join(core.folder, 'backups', id)).filter((one) => one.includes('T000001'));
  expect(taken()).toEqual([]);
  expect(await put({})).toBe(204);
  expect(await put({})).toBe(204);
  const longer = Buffer.concat([bytes]);
  longer[longer.length - 1] = (longer.at(-1) ?? 0) ^ 1;
  expect(await put({ body: longer })).toBe('409 EXISTS');
  expect(taken()).toHaveLength(1);
  await venues.revoke('other');
  expect(await put({})).toBe('401 UNAUTHENTICATED');
  expect((await openBackup(join(core.folder, 'backups', id, taken()[0] ?? ''))).there).toBe(
    bytes.length,
  );
});

test('OPS-7: a leaf that floods its core pushes none of its older backups out', async () => {
  const folder = newFolder();
  const day = 86_400_000;
  let nowMs = Date.UTC(2026, 0, 1);
  const backups = createCoreBackups({ folder, now: () => nowMs });
  const source = newFolder();
  const leaf = await startLeaf({ folder: source });
  const token = await leaf.token('admin');
  await leaf.post('/backups', {}, token);
  const [{ name }] = Object((await leaf.get('/backups', token)).body).backups;
  const bytes = readFileSync(join(source, 'backups', name));
  await leaf.stop();
  const take = async (stamp: string) => {
    const own = `felt-card-room-${stamp}.feltbackup`;
    const about = { size: bytes.length, sha256: sha256(bytes) };
    await backups.take('venue', own, new Blob([bytes]).stream(), about).catch(() => undefined);
    const path = join(folder, 'venue', own);
    if (existsSync(path)) utimesSync(path, nowMs / 1_000, nowMs / 1_000);
    return own;
  };
  const first = await take('20260101T000000Z');
  nowMs += 3 * day;
  for (let i = 0; i < 30; i += 1) await take(`20990101T0000${String(i).padStart(2, '0')}Z`);
  const names = (await backups.list('venue')).map((one) => one.name);
  expect(names).toContain(first);
  expect(names.length).toBeLessThanOrEqual(4);
});
