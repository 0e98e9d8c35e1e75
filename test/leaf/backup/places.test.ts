import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Maker } from '../../../src/leaf/backup/apart.ts';
import { createBackups } from '../../../src/leaf/backup/engine.ts';
import { keyFile } from '../../../src/leaf/backup/key.ts';
import { copyOf, makeBackup } from '../../../src/leaf/backup/make.ts';
import { isOtherDisk } from '../../../src/leaf/backup/places.ts';
import { ROOMS } from '../../../src/leaf/rooms.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { handClock } from '../../leaf.ts';
import { nightFolder } from './stage.ts';

setDefaultTimeout(30_000);

const root = mkdtempSync(join(tmpdir(), 'felt-places-'));
const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) Bun.spawnSync(['umount', '-l', folder]);
  rmSync(root, { recursive: true, force: true });
});

let made = 0;
const newFolder = (): string => {
  made += 1;
  const folder = join(root, String(made));
  mkdirSync(folder);
  return folder;
};

const mount = (folder: string, options: string): boolean => {
  const { exitCode } = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (exitCode === 0) mounted.push(folder);
  return exitCode === 0;
};

const open = async (
  to: readonly string[],
  {
    freeBytes,
    ...own
  }: Partial<Parameters<typeof createBackups>[0]> & {
    freeBytes?: () => Promise<number>;
  } = {},
  entries = 5,
) => {
  const dataFolder = await nightFolder(newFolder(), entries);
  const log = await openStore(dataFolder);
  const clock = handClock();
  const handle = createHandle({
    ...{ log, rooms: ROOMS, newId: () => crypto.randomUUID(), listenerFailed: () => undefined },
    clock: () => clock.now().wallMs,
  });
  const failures: unknown[] = [];
  const more = freeBytes === undefined ? {} : { freeBytes };
  /** In this process: how long others wait is for others to test. */
  const maker: Maker = {
    make: (order) => makeBackup({ dataFolder, copy: copyOf(log), ...order, ...more }),
    stop: () => undefined,
  };
  const backups = createBackups({
    ...{ dataFolder, house: { handle, log }, clock, maker },
    ...{ link: () => null, venue: () => ({ slug: 'room', timezone: 'UTC' }) },
    settings: { to, mostBytes: 10_000_000 },
    support: async () => '',
    failed: (error) => failures.push(error),
    ...own,
  });
  const close = async () => {
    await backups.stop();
    await handle.close();
    await log.close();
  };
  return { backups, clock, dataFolder, failures, close, log };
};

const everywhere = async () => true;
const namesIn = (folder: string) => readdirSync(folder).sort();

test('OPS-7: a copy goes to each folder, and to a stick as soon as it is there again', async () => {
  const [stick, away] = [newFolder(), join(root, 'not-there')];
  const { backups, close } = await open([stick, away], { isOther: everywhere });
  const { name } = await backups.make();
  await backups.bring();
  expect(namesIn(stick)).toEqual([name]);
  const states = async () => (await backups.status()).places.map(({ state }) => state);
  expect(await states()).toEqual(['ok', 'away']);
  mkdirSync(away);
  await backups.bring();
  expect(await states()).toEqual(['ok', 'ok']);
  expect(namesIn(away)).toEqual([name]);
  await close();
});

test('SEC-4: whoever laid a link on a stick does not choose what is written over', async () => {
  const [stick, other] = [newFolder(), join(newFolder(), 'other')];
  writeFileSync(other, 'root’s own');
  const { backups, close } = await open([stick], { isOther: everywhere });
  const { name } = await backups.make();
  symlinkSync(other, join(stick, `${name}.part`));
  await backups.bring();
  expect(readFileSync(other, 'utf8')).toBe('root’s own');
  expect(namesIn(stick)).toEqual([name]);
  expect(lstatSync(join(stick, name)).isFile()).toBe(true);
  await close();
});

test('OPS-7: a place that has what was the newest until now waits for the one that is', async () => {
  const stick = newFolder();
  const { backups, clock, close } = await open([stick], { isOther: everywhere });
  await backups.make();
  await backups.bring();
  clock.pass(60_000);
  await backups.make();
  expect((await backups.status()).places).toMatchObject([{ state: 'waiting' }]);
  await backups.bring();
  expect((await backups.status()).places).toMatchObject([{ state: 'ok' }]);
  await close();
});

test('OPS-7: the place of a stick that is not there is no place: it is on the machine’s own disk', async () => {
  const folder = newFolder();
  expect(await isOtherDisk(folder, root)).toBe(false);
  const { backups, close } = await open([folder]);
  await backups.make();
  await backups.bring();
  expect((await backups.status()).places[0]?.state).toBe('away');
  expect(namesIn(folder)).toEqual([]);
  await close();
});

test('OPS-7: what is somebody else’s on a stick stays, whatever is kept of one’s own', async () => {
  const stick = newFolder();
  const other = await open([stick], { isOther: everywhere });
  const theirs = await other.backups.make();
  await other.backups.bring();
  writeFileSync(join(stick, 'holiday.jpg'), 'x');
  const { backups, clock, close } = await open([stick], { isOther: everywhere });
  clock.pass(60_000);
  const first = await backups.make();
  await backups.bring();
  clock.pass(60_000);
  const second = await backups.make();
  await backups.bring();
  // Two within a day: the newer one stands for it.
  expect(namesIn(stick)).toEqual([theirs.name, second.name, 'holiday.jpg'].sort());
  expect(first.name).not.toBe(second.name);
  await Promise.all([close(), other.close()]);
});

test('OPS-7: after an older backup came back, what happens from then on is backed up, though there is one with more in it', async () => {
  const stick = newFolder();
  const before = await open([stick], { isOther: everywhere }, 60);
  const late = await before.backups.make();
  await before.backups.bring();
  await before.close();
  // The same leaf, with the history that it went back to.
  const own = await open([stick], { isOther: everywhere });
  for (const name of ['backup.key', 'backups']) {
    cpSync(join(before.dataFolder, name), join(own.dataFolder, name), { recursive: true });
  }
  const { seq } = await own.log.head();
  expect(seq).toBeLessThan(late.events);
  await own.backups.start();
  expect((await own.backups.status()).behind).toBe(seq);
  own.clock.pass(3_600_000);
  await own.backups.watch();
  const { behind, backups } = await own.backups.status();
  expect([behind, backups.map(({ events }) => events)]).toEqual([0, [seq, late.events]]);
  await own.backups.bring();
  const [newest] = backups;
  expect(namesIn(stick)).toEqual([late.name, newest?.name ?? ''].sort());
  // It is there: nothing is written once more.
  const { ino } = statSync(join(stick, newest?.name ?? ''));
  await own.backups.bring();
  expect(statSync(join(stick, newest?.name ?? '')).ino).toBe(ino);
  await own.close();
});

test('OPS-7: two leaves write to the same stick at once: neither takes away what the other is writing', async () => {
  const stick = newFolder();
  const other = await open([], {}, 60);
  const { name, path } = await other.backups.make();
  const theirs = join(stick, `${name}.part`);
  writeFileSync(theirs, readFileSync(path).subarray(0, 20_000));
  const old = join(stick, 'felt-old-20200101T000000Z.feltbackup.part');
  writeFileSync(old, '');
  const { backups, clock, dataFolder, close } = await open([stick], { isOther: everywhere });
  utimesSync(theirs, clock.now().wallMs / 1000, clock.now().wallMs / 1000);
  utimesSync(old, 0, 0);
  clock.pass(60_000);
  const own = await backups.make();
  const cut = join(stick, 'felt-room-20261120T000000Z.feltbackup.part');
  writeFileSync(cut, readFileSync(join(dataFolder, 'backups', own.name)).subarray(0, 20_000));
  await backups.bring();
  expect(namesIn(stick)).toEqual([own.name, `${name}.part`].sort());
  await Promise.all([close(), other.close()]);
});

test('OPS-7: a full and a read-only stick say so, and hold up nobody', async () => {
  const [full, locked] = [newFolder(), newFolder()];
  if (!mount(full, 'size=64k') || !mount(locked, 'ro,size=1m')) {
    console.log('skipped: mounting needs root');
    return;
  }
  writeFileSync(join(full, 'fill'), new Uint8Array(60_000));
  const { backups, failures, close } = await open([full, locked], {}, 60);
  await backups.make();
  await backups.bring();
  const status = await backups.status();
  expect(status.places.map(({ state }) => state)).toEqual(['full', 'readOnly']);
  expect(status.problem).toBe(null);
  expect(namesIn(full)).toEqual(['fill']);
  expect(failures).toEqual([]);
  await close();
});

test('OPS-7: on a full stick, old backups make room, and its newest stays until the next is there', async () => {
  const stick = newFolder();
  if (!mount(stick, 'size=128k')) {
    console.log('skipped: mounting needs root');
    return;
  }
  const { backups, clock, close } = await open([stick], {}, 60);
  const names: string[] = [];
  for (let night = 0; night < 8; night += 1) {
    clock.pass(86_400_000);
    names.push((await backups.make()).name);
    await backups.bring();
    expect(namesIn(stick).at(-1)).toBe(names.at(-1) ?? '');
  }
  expect(namesIn(stick).length).toBeLessThan(8);
  await close();
});

test('OPS-7: a machine without room makes no backup, keeps those that it has, and says why', async () => {
  let free = 10 ** 12;
  const { backups, clock, close } = await open([], { freeBytes: async () => free });
  const { name } = await backups.make();
  free = 1_000_000;
  clock.pass(86_400_000);
  await expect(backups.makeNow()).rejects.toMatchObject({ code: 'NO_SPACE' });
  const status = await backups.status();
  expect(status.problem).toBe('noSpace');
  expect(status.backups.map((one) => one.name)).toEqual([name]);
  await close();
});

test('OPS-7: a data folder whose disk is really full keeps its log, and nothing half is left', async () => {
  const small = newFolder();
  if (!mount(small, 'size=3m')) {
    console.log('skipped: mounting needs root');
    return;
  }
  const data = await nightFolder(join(small, 'data'), 30);
  const log = await openStore(data);
  const { bavail, bsize } = statfsSync(small);
  writeFileSync(join(small, 'fill'), new Uint8Array(bavail * bsize - 100_000));
  const own = { dataFolder: data, copy: copyOf(log), slug: 'room', nowMs: 1 };
  const tried = makeBackup({ ...own, freeBytes: async () => 10 ** 12 });
  await expect(tried).rejects.toThrow();
  expect(namesIn(join(data, 'backups'))).toEqual([]);
  expect(log.quickCheck()).toBe(null);
  await log.close();
});

test('OPS-7: at night one is made by itself, once, and the next when something new is there', async () => {
  const { backups, clock, dataFolder, close } = await open([]);
  await backups.start();
  // The night that is in the log ended long ago; nobody has backed it up.
  clock.pass(3_600_000);
  await backups.watch();
  expect((await backups.status()).backups).toHaveLength(1);
  clock.pass(86_400_000);
  await backups.watch();
  expect((await backups.status()).backups).toHaveLength(1);
  expect((await backups.status()).behind).toBe(0);
  expect(keyFile(dataFolder).known()?.shownAt).toBe(null);
  await close();
});
