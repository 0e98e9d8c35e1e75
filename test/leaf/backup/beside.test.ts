import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { playNight } from '../../../scripts/bench/night.ts';
import { writeAlive } from '../../../src/leaf/alive.ts';
import { createMaker } from '../../../src/leaf/backup/apart.ts';
import { keyFile } from '../../../src/leaf/backup/key.ts';
import { NoSpace } from '../../../src/leaf/backup/make.ts';
import { restoreBackup } from '../../../src/leaf/backup/restore.ts';
import { ROOMS } from '../../../src/leaf/rooms.ts';
import { openStore } from '../../../src/leaf/store.ts';
import type { LibsqlLog } from '../../../src/log/libsql.ts';
import { createReplica } from '../../../src/log/replica.ts';
import { contents, nightFolder } from './stage.ts';

setDefaultTimeout(30_000);

const root = mkdtempSync(join(tmpdir(), 'felt-beside-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = 1_790_000_000_000;
const order = { slug: 'room', nowMs: NOW };

/** One command after the other, as a night gives them, until it is told to stop. */
const goOn = (log: LibsqlLog) => {
  const bodies = playNight(60, 7).events.map((one) => JSON.stringify(one));
  let going = true;
  let done = 0;
  const work = (async () => {
    const replica = createReplica({ log, rooms: ROOMS });
    while (going && done < bodies.length) {
      await replica.apply(await log.head(), bodies.slice(done, done + 1));
      done += 1;
      await Bun.sleep(1);
    }
  })();
  return {
    done: () => done,
    stop: async () => {
      going = false;
      await work;
    },
  };
};

test('OPS-7: a backup is made beside a night that goes on, and holds it up to a moment of that time', async () => {
  const dataFolder = await nightFolder(join(root, 'night'), 60);
  const log = await openStore(dataFolder);
  const before = await log.head();
  const night = goOn(log);
  const made = await createMaker({ dataFolder, log }).make(order);
  const meanwhile = night.done();
  await night.stop();
  // Commands are taken all the time: nothing of theirs waits for the whole of it.
  expect(meanwhile).toBeGreaterThan(5);
  expect(made.events).toBeGreaterThanOrEqual(before.seq);
  expect(made.events).toBeLessThanOrEqual(before.seq + meanwhile);
  // The lock on the file is still this process's: who opens and closes it here would give that up.
  const elsewhere = join(import.meta.dir, '../../log/open-elsewhere.ts');
  const other = Bun.spawn([process.execPath, elsewhere, join(dataFolder, 'felt.db')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect((await new Response(other.stdout).text()).trim()).toContain(
    'another process has this log',
  );
  await log.close();
  expect(readdirSync(join(dataFolder, 'backups'))).toEqual([made.name]);

  const { key } = keyFile(dataFolder).get();
  const back = join(root, 'back');
  const own = { dataFolder: back, key, holdsKey: true, nowMs: NOW };
  await restoreBackup(made.path, own);
  const [there, here] = [await contents(back), await contents(dataFolder, made.events)];
  expect(there.lines).toEqual(here.lines);
});

test('OPS-7: while a log is held still its file does not change, and afterwards it does as before', async () => {
  const dataFolder = await nightFolder(join(root, 'still'), 10);
  const log = await openStore(dataFolder);
  const path = join(dataFolder, 'felt.db');
  const sizes: number[] = [];
  let n = 0;
  const write = async (times: number) => {
    for (let i = 0; i < times; i += 1) {
      n += 1;
      const at = { wallMs: n, bootMs: n, bootId: 'x'.repeat(3_000) };
      await writeAlive(log, { at, synchronised: true });
    }
  };
  // All of it is in the file: the next write would begin the write-ahead log anew.
  log.checkpoint();
  const same = await log.still(async () => {
    const wal = readFileSync(`${path}-wal`);
    const file = readFileSync(path);
    await write(4_500);
    log.checkpoint();
    sizes.push(statSync(`${path}-wal`).size);
    const [walNow, fileNow] = [readFileSync(`${path}-wal`), readFileSync(path)];
    return [walNow.subarray(0, wal.length).equals(wal), fileNow.equals(file)];
  });
  expect(same).toEqual([true, true]);
  expect(sizes[0]).toBeGreaterThan(16_000_000);
  log.checkpoint();
  expect(statSync(`${path}-wal`).size).toBe(0);
  await log.close();
});

test('OPS-7: where a log cannot be held still, it goes on as before', async () => {
  const dataFolder = await nightFolder(join(root, 'not-still'), 3);
  const path = join(dataFolder, 'felt.db');
  const db = new Database(path);
  db.exec(
    "create trigger full before insert on meta when new.key = 'still' begin select raise(fail, 'full'); end",
  );
  db.close();
  const log = await openStore(dataFolder);
  await expect(log.still(async () => 1)).rejects.toThrow('full');
  for (let n = 0; n < 120; n += 1) {
    const at = { wallMs: n, bootMs: n, bootId: 'x'.repeat(250_000) };
    await writeAlive(log, { at, synchronised: true });
  }
  // It is brought into the file by itself, as ever.
  expect(statSync(`${path}-wal`).size).toBeLessThan(20_000_000);
  await log.close();
});

test('OPS-7: the recovery key is made by the leaf, which may be showing it, and by no helper', async () => {
  const dataFolder = await nightFolder(join(root, 'key'), 3);
  const log = { still: () => Promise.reject(new Error('not now')) };
  expect(keyFile(dataFolder).known()).toBeNull();
  await expect(createMaker({ dataFolder, log }).make(order)).rejects.toThrow('not now');
  expect(keyFile(dataFolder).known()).not.toBeNull();
});

test('OPS-7: a helper that dies leaves a log that goes on, and the next one works', async () => {
  const dataFolder = await nightFolder(join(root, 'dies'), 20);
  const log = await openStore(dataFolder);
  const maker = createMaker({ dataFolder, log });
  const dying = maker.make(order);
  const making = join(dataFolder, 'backups', '.making');
  while (!existsSync(making)) await Bun.sleep(1);
  maker.stop();
  await expect(dying).rejects.toThrow('the process that makes backups ended');
  log.checkpoint();
  expect(statSync(join(dataFolder, 'felt.db-wal')).size).toBe(0);
  const { name } = await maker.make(order);
  expect(readdirSync(join(dataFolder, 'backups'))).toEqual([name]);
  await log.close();
});

test('OPS-7: a helper that the disk does not let go is waited for no longer, and the log goes on', async () => {
  const dataFolder = await nightFolder(join(root, 'hangs'), 3);
  const log = await openStore(dataFolder);
  let held = 0;
  const still: LibsqlLog['still'] = async (work) => {
    held += 1;
    const done = await log.still(work);
    held -= 1;
    return done;
  };
  // What it started keeps its end of the line open, as a process does that cannot be killed.
  const helper = ['sh', '-c', 'echo copy; sleep 5 & wait'];
  const maker = createMaker({ dataFolder, log: { still }, helper, copiedWithinMs: 200 });
  const began = performance.now();
  await expect(maker.make(order)).rejects.toThrow('the disk did not answer in time');
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(held).toBe(0);
  await log.close();
});

test('OPS-7: a disk that is full while a backup is made is told as that, and nothing half is left', async () => {
  const small = join(root, 'small');
  const { mkdirSync, writeFileSync, statfsSync } = await import('node:fs');
  mkdirSync(small);
  const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', small]);
  if (mounted.exitCode !== 0) return console.log('skipped: mounting needs root');
  try {
    const dataFolder = await nightFolder(join(small, 'data'), 30);
    const log = await openStore(dataFolder);
    const { bavail, bsize } = statfsSync(small);
    writeFileSync(join(small, 'fill'), new Uint8Array(bavail * bsize - 2_000_000));
    await expect(createMaker({ dataFolder, log }).make(order)).rejects.toThrow(NoSpace);
    expect(readdirSync(join(dataFolder, 'backups'))).toEqual([]);
    expect(log.quickCheck()).toBe(null);
    await log.close();
  } finally {
    Bun.spawnSync(['umount', '-l', small]);
  }
});

test('OPS-7: a log that cannot be held still has no backup made of it, and nobody waits for one', async () => {
  const dataFolder = await nightFolder(join(root, 'restless'), 3);
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const refusing = createMaker({ dataFolder, log: { still: () => Promise.reject(full) } });
  await expect(refusing.make(order)).rejects.toThrow('disk is full');
  // It was thrown away and opened anew while it was copied: the file is not what it was.
  const moved = createMaker({
    dataFolder,
    log: {
      still: async (work) => {
        await work();
        throw new Error('the log was opened anew');
      },
    },
  });
  const log = await openStore(dataFolder);
  await writeAlive(log, { at: { wallMs: 1, bootMs: 1, bootId: 'x' }, synchronised: true });
  await expect(moved.make(order)).rejects.toThrow('opened anew');
  await log.close();
  expect(existsSync(join(dataFolder, 'backups', '.making', 'felt.db'))).toBe(true);
  const again = await openStore(dataFolder);
  const { name } = await createMaker({ dataFolder, log: again }).make(order);
  expect(readdirSync(join(dataFolder, 'backups'))).toEqual([name]);
  await again.close();
});
