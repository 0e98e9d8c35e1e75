import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBackup } from '../../../src/leaf/backup/archive.ts';
import { finishRestore } from '../../../src/leaf/backup/in-place.ts';
import { keyFile, keyIdOf, newRecoveryKey } from '../../../src/leaf/backup/key.ts';
import type { Copy } from '../../../src/leaf/backup/make.ts';
import { copyOf, makeBackup } from '../../../src/leaf/backup/make.ts';
import { BackupRefused } from '../../../src/leaf/backup/refusal.ts';
import { restoreBackup } from '../../../src/leaf/backup/restore.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { DISK } from '../../../src/leaf/update/files.ts';
import { PEOPLE, startLeaf } from '../../leaf.ts';
import { verifyFolder } from '../../leaf-process.ts';
import { cutFiles } from '../../update/cut-files.ts';
import { backUp, contents, nightFolder } from './stage.ts';

setDefaultTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'felt-restore-'));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;
const newFolder = (): string => {
  made += 1;
  return join(root, `data-${made}`);
};

const NOW = Date.UTC(2026, 10, 21, 12);
const asked = (dataFolder: string, key: string) => ({
  ...{ dataFolder, key, holdsKey: true, nowMs: NOW },
});

/** Everything in a folder, byte for byte. */
const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

test('OPS-7: a night of 200 entries comes back on another machine, field by field', async () => {
  const data = await nightFolder(newFolder(), 200);
  const before = await contents(data);
  const began = performance.now();
  const backup = await backUp(data);
  const backedUpMs = performance.now() - began;
  const { key } = keyFile(data).get();

  const other = newFolder();
  const restoring = performance.now();
  const { header, aside } = await restoreBackup(backup.path, asked(other, key));
  const restoredMs = performance.now() - restoring;
  console.log(
    `backup ${backedUpMs.toFixed(0)} ms, ${backup.bytes} bytes; restore ${restoredMs.toFixed(0)} ms`,
  );
  expect([header.events, aside]).toEqual([before.lines.length, null]);
  expect(await contents(other)).toEqual(before);
  expect(readFileSync(join(other, 'secrets.json'), 'utf8')).toBe(
    readFileSync(join(data, 'secrets.json'), 'utf8'),
  );
  for (const name of ['felt.db', 'secrets.json', 'backup.key', 'restored.json'])
    expect(statSync(join(other, name)).mode & 0o777).toBe(0o600);
  expect(existsSync(join(other, 'restore'))).toBe(false);
  expect(keyFile(other).known()).toEqual({ key, shownAt: NOW });
  expect(await verifyFolder(other)).toMatchObject({ code: 0 });
  expect(restoredMs).toBeLessThan(15_000);
});

test('OPS-7: what was here is kept beside, without its credentials for the cloud going on', async () => {
  const data = await nightFolder(newFolder(), 5);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  mkdirSync(join(data, 'nats'));
  writeFileSync(join(data, 'nats', 'creds'), 'seed');
  const old = await contents(data);
  const { aside } = await restoreBackup(path, asked(data, key));
  expect(aside).toBe(join(data, 'before-restore-20261121T120000Z'));
  expect(existsSync(join(data, 'nats'))).toBe(false);
  expect(readFileSync(join(aside ?? '', 'nats', 'creds'), 'utf8')).toBe('seed');
  expect((await contents(aside ?? '')).lines).toEqual(old.lines);
});

const refusals = async () => {
  const data = await nightFolder(newFolder(), 5);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const good = readFileSync(path);
  const header = JSON.parse(good.toString('latin1').split('\n')[1] ?? '');
  const write = (name: string, bytes: Uint8Array) => {
    const file = join(root, `${name}.feltbackup`);
    writeFileSync(file, bytes);
    return file;
  };
  /** Sealed as a backup is, around a log that is none of a leaf's. */
  const around = async (name: string, change: (store: string) => void, own: object = {}) => {
    const store = join(root, `${name}.db`);
    cpSync(join(data, 'felt.db'), store);
    change(store);
    const file = join(root, `${name}.feltbackup`);
    const files = { 'secrets.json': join(data, 'secrets.json'), 'felt.db': store };
    await writeBackup(file, { header: { ...header, ...own }, files, key });
    return file;
  };
  const flipped = Buffer.from(good);
  flipped[good.length - 9] = (flipped[good.length - 9] ?? 0) ^ 4;
  return {
    ...{ data, key },
    cases: [
      ['NOT_A_BACKUP', write('text', Buffer.from('Dear diary')), key],
      ['TRUNCATED', write('cut', good.subarray(0, -100)), key],
      ['DAMAGED', write('flipped', flipped), key],
      ['WRONG_KEY', path, newRecoveryKey()],
      ['NEWER', await around('newer', () => undefined, { schema: 99 }), key],
      ['LOG', await around('noise', (store) => writeFileSync(store, 'no database')), key],
      ['LOG', await around('elsewhere', () => undefined, { events: 3 }), key],
    ] as const,
  };
};

test('OPS-7: what cannot be used is refused with its code, and nothing is touched', async () => {
  const { data, cases } = await refusals();
  const before = filesIn(data);
  for (const [code, file, key] of cases) {
    const error = await restoreBackup(file, asked(data, key)).catch((one: unknown) => one);
    if (!(error instanceof BackupRefused)) throw new Error(`${code}: ${String(error)}`);
    expect([error.code, error.message.split(':')[0]]).toEqual([code, code]);
    expect(filesIn(data)).toEqual(before);
  }
});

test('OPS-7: a log whose chain was broken before it was sealed is refused', async () => {
  const data = await nightFolder(newFolder(), 5);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const { default: Database } = await import('libsql');
  const store = join(root, 'broken.db');
  cpSync(join(data, 'felt.db'), store);
  const db = new Database(store);
  db.exec(
    'drop trigger events_never_change; update events set body = replace(body, \'"at":\', \'"at":1\') where seq = 4',
  );
  db.close();
  const header = JSON.parse(readFileSync(path).toString('latin1').split('\n')[1] ?? '');
  const file = join(root, 'broken.feltbackup');
  const files = { 'secrets.json': join(data, 'secrets.json'), 'felt.db': store };
  await writeBackup(file, { header, files, key });
  const refused = restoreBackup(file, asked(newFolder(), key));
  await expect(refused).rejects.toMatchObject({ code: 'LOG' });
});

test('OPS-7: a restore that loses power at any step leaves what was here, or what came', async () => {
  const data = await nightFolder(newFolder(), 3);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const [old, came] = [newFolder(), newFolder()];
  await nightFolder(old, 8);
  await restoreBackup(path, asked(came, key));
  const [oldLines, newLines] = [(await contents(old)).lines, (await contents(came)).lines];
  expect(oldLines).not.toEqual(newLines);

  const seen = new Set<string>();
  for (const fate of ['kept', 'lost'] as const) {
    for (let at = 0; ; at += 1) {
      const folder = newFolder();
      cpSync(old, folder, { recursive: true });
      const { files, isCut } = cutFiles(at, fate);
      await restoreBackup(path, { ...asked(folder, key), files }).catch(() => undefined);
      // The next start finds its way, and is cut off once more on it.
      const again = cutFiles(at % 5, fate);
      finishRestore(folder, again.files);
      finishRestore(folder, DISK);
      const { lines } = await contents(folder);
      const isNew = lines.length === newLines.length;
      expect(lines).toEqual(isNew ? newLines : oldLines);
      expect(existsSync(join(folder, 'secrets.json'))).toBe(true);
      const secrets = readFileSync(join(folder, 'secrets.json'), 'utf8');
      const from = isNew ? data : old;
      expect(secrets).toBe(readFileSync(join(from, 'secrets.json'), 'utf8'));
      expect(existsSync(join(folder, 'restored.json'))).toBe(isNew);
      seen.add(isNew ? 'new' : 'old');
      rmSync(folder, { recursive: true });
      if (!isCut()) break;
    }
  }
  expect([...seen].sort()).toEqual(['new', 'old']);
});

test('OPS-7: a leaf that runs is never restored over', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const leaf = await startLeaf({ folder });
  await leaf.token('admin');
  const { path } = await backUp(await nightFolder(newFolder(), 3));
  const { key } = keyFile(join(path, '..', '..')).get();
  await expect(restoreBackup(path, asked(folder, key))).rejects.toThrow(
    'a leaf runs on this folder',
  );
  expect((await leaf.get('/setup')).status).toBe(200);
  await leaf.stop();
});

test('OPS-7: a leaf that is started while a restore waits for the core is not restored over', async () => {
  const data = await nightFolder(newFolder(), 3);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  let taken: Awaited<ReturnType<typeof openStore>> | null = null;
  const core = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: async () => {
      taken = await openStore(data);
      return Response.json({ playerIds: [] });
    },
  });
  const signingKey = String(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const venue = { name: 'Card Room', slug: 'room', timezone: 'UTC', currency: 'EUR' };
  const link = {
    ...{ venueId: crypto.randomUUID(), epoch: 1, venue, natsSeed: '', natsKey: '', creds: '' },
    ...{
      signingKey,
      hub: { urls: [] },
      core: { url: `http://localhost:${core.port}`, signingKey: '' },
    },
  };
  writeFileSync(join(data, 'link.json'), JSON.stringify(link));
  const before = (await contents(data)).lines;
  try {
    await expect(restoreBackup(path, asked(data, key))).rejects.toThrow('a leaf runs');
    expect(taken).not.toBe(null);
  } finally {
    await (taken as { close: () => Promise<void> } | null)?.close();
    await core.stop(true);
  }
  expect((await contents(data)).lines).toEqual(before);
  expect(existsSync(join(data, 'link.json'))).toBe(true);
});

test('OPS-7: a restore that lost power midway is not lost by one that is given after it and refused', async () => {
  const data = await nightFolder(newFolder(), 3);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const target = await nightFolder(newFolder(), 8);
  const rename: typeof DISK.rename = (from, to) => {
    if (from === join(target, 'restore', 'felt.db')) throw new Error('no power');
    DISK.rename(from, to);
  };
  const cut = restoreBackup(path, { ...asked(target, key), files: { ...DISK, rename } });
  await expect(cut).rejects.toThrow('no power');
  expect(existsSync(join(target, 'felt.db'))).toBe(false);
  await expect(restoreBackup(path, asked(target, newRecoveryKey()))).rejects.toMatchObject({
    code: 'WRONG_KEY',
  });
  expect((await contents(target)).lines).toEqual((await contents(data)).lines);
});

test('OPS-7: a restore into whose folder another one came gives up, and leaves that one alone', async () => {
  const data = await nightFolder(newFolder(), 3);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const target = newFolder();
  const restoring = restoreBackup(path, asked(target, key));
  const turn = join(target, 'restore', 'turn');
  while (!existsSync(turn)) await Bun.sleep(0);
  writeFileSync(turn, 'of another');
  await expect(restoring).rejects.toThrow('another restore');
  expect(readFileSync(turn, 'utf8')).toBe('of another');
  expect(existsSync(join(target, 'felt.db'))).toBe(false);
});

test('OPS-7, GDP-1: the leaf says up to when it knows, counts receipts anew, and forgets who was erased', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const first = await startLeaf({ folder });
  const token = await first.token('admin');
  const add = async (firstName: string) =>
    Object(
      (await first.post('/players', { firstName, email: `${firstName}@canary.org` }, token)).body,
    ).id;
  const [gone, stays] = [await add('Zaphodia'), await add('Trillian')];
  const { key } = Object((await first.post('/backups/key', {}, token)).body);
  // Somebody is signed in at the moment of the backup: that is worth nothing on what comes back.
  const signedInBefore = await first.login(PEOPLE.admin.name, PEOPLE.admin.pin);
  const cookie = signedInBefore.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  expect(cookie).toContain('felt_refresh=');
  expect((await first.post('/backups', {}, token)).status).toBe(200);
  const [backup] = Object((await first.get('/backups', token)).body).backups;
  await first.del(`/players/${gone}`, token);
  await add('Later');
  await first.stop();

  const path = join(folder, 'backups', backup.name);
  expect(await restoreBackup(path, asked(folder, key))).toMatchObject({ erased: 1 });
  const again = await startLeaf({ folder });
  expect((await again.post('/auth/refresh', {}, undefined, { cookie })).status).toBe(401);
  const signedIn = await again.login(PEOPLE.admin.name, PEOPLE.admin.pin);
  const own = Object(signedIn.body).accessToken;
  const { restored } = Object((await again.get('/cloud', own)).body);
  expect(restored).toMatchObject({ series: expect.stringMatching(/^R[0-9A-Z]{4}$/u) });
  expect(Date.parse(restored.knownAt)).toBe(Date.parse(backup.knownAt));
  expect(JSON.stringify((await again.get('/players', own)).body)).toContain('Trillian');
  expect((await again.get(`/players/${stays}`, own)).status).toBe(200);
  expect((await again.get(`/players/${gone}`, own)).status).toBe(404);
  await again.stop();
  const { rows } = await contents(folder);
  expect(JSON.stringify(rows)).not.toContain('aphodia');
  expect(existsSync(join(folder, 'restored.json'))).toBe(false);
  expect(keyIdOf(keyFile(folder).get().key)).toBe(keyIdOf(key));
  expect(await verifyFolder(folder)).toMatchObject({ code: 0 });
});

test('OPS-7: on a full disk, wherever it runs full, a restore says so in one line and leaves all as it was', async () => {
  const small = newFolder();
  mkdirSync(small);
  const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small]);
  if (mounted.exitCode !== 0) return console.log('skipped: mounting needs root');
  try {
    const data = await nightFolder(newFolder(), 200);
    const { path } = await backUp(data);
    const { key } = keyFile(data).get();
    const target = await nightFolder(join(small, 'data'), 20);
    const before = filesIn(target);
    for (const freeKB of [0, 40, 300, 440, 520]) {
      const { bavail, bsize } = statfsSync(small);
      writeFileSync(join(small, 'fill'), new Uint8Array(bavail * bsize - freeKB * 1024));
      const refused = restoreBackup(path, asked(target, key));
      await expect(refused).rejects.toThrow(/^the disk has no room .* nothing was touched/u);
      expect(filesIn(target)).toEqual(before);
      expect(existsSync(join(target, 'restore'))).toBe(false);
      rmSync(join(small, 'fill'));
    }
    await restoreBackup(path, asked(target, key));
    expect((await contents(target)).lines).toEqual((await contents(data)).lines);
  } finally {
    Bun.spawnSync(['umount', '-l', small]);
  }
});

test('OPS-7: a disk that fails once everything is proved is told as what the next start finishes', async () => {
  const data = await nightFolder(newFolder(), 3);
  const { path } = await backUp(data);
  const { key } = keyFile(data).get();
  const target = await nightFolder(newFolder(), 8);
  const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  const rename: typeof DISK.rename = (from, to) => {
    if (from === join(target, 'restore', 'felt.db')) throw broken;
    DISK.rename(from, to);
  };
  const cut = restoreBackup(path, { ...asked(target, key), files: { ...DISK, rename } });
  await expect(cut).rejects.toThrow('start the leaf, which finishes it');
  expect((await contents(target)).lines).toEqual((await contents(data)).lines);
});

test('OPS-7: what cannot be read back as it was written is no backup', async () => {
  const dataFolder = await nightFolder(newFolder(), 5);
  const log = await openStore(dataFolder);
  const own = { dataFolder, slug: 'room', nowMs: NOW };
  const folder = join(dataFolder, 'backups');
  // One that is shorter than it says, one that was changed before it was sealed, and one that is none.
  const short: Copy = async (to) => {
    const { head, headAt } = await copyOf(log)(to);
    return { head: { ...head, seq: head.seq + 1 }, headAt };
  };
  const changed: Copy = async (to) => {
    const end = await copyOf(log)(to);
    const bytes = readFileSync(to);
    const at = bytes.indexOf('"type":"player.boughtIn"');
    bytes.write('X', at + 9);
    writeFileSync(to, bytes);
    return end;
  };
  const none: Copy = async (to) => {
    const end = await copyOf(log)(to);
    writeFileSync(to, 'no database');
    return end;
  };
  for (const copy of [short, changed, none]) {
    await expect(makeBackup({ ...own, copy })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  }
  expect((await makeBackup({ ...own, copy: copyOf(log) })).events).toBe((await log.head()).seq);
  await log.close();
});
