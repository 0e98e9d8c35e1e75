import { afterEach, describe, expect, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBallast } from '../../../src/leaf/health/ballast.ts';
import { startLeaf } from '../../leaf.ts';

const MB = 1024 * 1024;
const isRoot = process.getuid?.() === 0;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0).reverse()) one();
});

const folderOf = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `felt-${name}-`));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Bytes that are held back there. */
const heldIn = (folder: string): number => {
  const path = join(folder, 'ballast');
  return existsSync(path) ? statSync(path).blocks * 512 : 0;
};
const bootMs = (): number => 0;

/** A small disk of memory. */
const smallDisk = (megabytes: number): string => {
  const folder = folderOf('small');
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (done.status !== 0) throw new Error(String(done.stderr));
  undo.push(() => void spawnSync('umount', ['-l', folder]));
  return folder;
};

/** Takes all room but so many bytes, as a log that runs wild would. */
const fill = (folder: string, leave = 0): string => {
  const path = join(folder, 'filler');
  const file = openSync(path, 'a');
  const { bavail, bsize } = statfsSync(folder);
  const block = Buffer.alloc(64 * 1024, 1);
  try {
    for (let left = bavail * bsize - leave; left > 0; left -= block.length) {
      writeSync(file, block, 0, Math.min(left, block.length));
    }
  } catch {
    // Full.
  } finally {
    closeSync(file);
  }
  return path;
};

describe('OPS-6: room that is held back', () => {
  test('is really taken, not only promised, and is there again after a restart', () => {
    const folder = folderOf('ballast');
    const options = { folder, bytes: MB, isTime: () => true, bootMs };
    expect(openBallast(options).look()).toBe('held');
    expect(statSync(join(folder, 'ballast')).blocks * 512).toBeGreaterThanOrEqual(MB);
    expect(openBallast(options).state()).toBe('held');
    // Nobody wants one any more.
    expect(openBallast({ ...options, bytes: 0 }).state()).toBe('off');
    expect(existsSync(join(folder, 'ballast'))).toBe(false);
  });

  test('that it was given is not forgotten by a restart', () => {
    const folder = folderOf('ballast');
    const options = { folder, bytes: MB, isTime: () => true, bootMs };
    openBallast(options).look();
    truncateSync(join(folder, 'ballast'));
    expect(openBallast({ ...options, isTime: () => false }).look()).toBe('given');
    expect(openBallast(options).look()).toBe('held');
  });

  test('a file system that cannot hold any is not asked with each look', () => {
    const folder = folderOf('ballast');
    let now = 0;
    const ballast = openBallast({ folder, bytes: MB, isTime: () => true, bootMs: () => now });
    symlinkSync(join(folder, 'nowhere', 'at all'), join(folder, 'ballast'));
    expect(ballast.look()).toBe('none');
    now = 9 * 60_000;
    expect(ballast.look()).toBe('none');
    now = 10 * 60_000;
    expect(ballast.look()).toBe('held');
  });

  test('is not made before it is time', () => {
    const folder = folderOf('ballast');
    expect(openBallast({ folder, bytes: MB, isTime: () => false, bootMs }).look()).toBe('none');
    expect(existsSync(join(folder, 'ballast'))).toBe(false);
  });

  test.skipIf(!isRoot)(
    'goes below half of its size, comes back at four times of it (needs root)',
    () => {
      const folder = smallDisk(20);
      const ballast = openBallast({ folder, bytes: 4 * MB, isTime: () => true, bootMs });
      expect(ballast.look()).toBe('held');
      const filler = fill(folder, 3 * MB);
      expect(ballast.look()).toBe('held');
      fill(folder, MB);
      expect(ballast.look()).toBe('given');
      // 5 MB are free now: far from enough to take 4 of them away again.
      expect(ballast.look()).toBe('given');
      rmSync(filler);
      expect(ballast.look()).toBe('held');
    },
  );

  test.skipIf(!isRoot)('is not made where it would take most of what is left (needs root)', () => {
    const ballast = openBallast({
      folder: smallDisk(12),
      bytes: 4 * MB,
      isTime: () => true,
      bootMs,
    });
    expect(ballast.look()).toBe('none');
  });
});

const alertsOf = (body: unknown): readonly string[] => {
  if (typeof body !== 'object' || body === null || !('alerts' in body)) return [];
  return Array.isArray(body.alerts) ? body.alerts.map(({ kind }) => String(kind)) : [];
};

test.skipIf(!isRoot)(
  'OPS-6: the disk runs full in the middle of a night: the night goes on, somebody is told, and all that was acknowledged is there (needs root)',
  async () => {
    const folder = smallDisk(64);
    const more = { ballast: { bytes: 8 * MB, afterMs: 0 } };
    let leaf = await startLeaf({ folder, more, failed: () => undefined });
    try {
      const admin = await leaf.token('admin');
      const add = async (firstName: string): Promise<number> => {
        const { status, body } = await leaf.post('/players', { firstName }, admin);
        if (status === 201) acknowledged.push((body as { id: string }).id);
        return status;
      };
      const acknowledged: string[] = [];
      expect(await add('Before')).toBe(201);
      while (heldIn(folder) === 0) await Bun.sleep(20);

      const filler = fill(folder);
      // At most the first ones are refused, with nothing of them kept.
      for (let i = 0; i < 150; i += 1) expect([201, 503]).toContain(await add(`Player ${i}`));
      expect(acknowledged.length).toBeGreaterThan(140);
      expect(heldIn(folder)).toBe(0);
      expect(alertsOf((await leaf.get('/alerts', admin)).body)).toContain('diskFull');
      const health = await fetch(`${leaf.url}/health`);
      expect([health.status, await health.json()]).toMatchObject([
        200,
        { parts: { disk: 'full' } },
      ]);

      await leaf.stop();
      leaf = await startLeaf({ folder, more, failed: () => undefined });
      const again = await leaf.login('Ada', '739154');
      const token = String((again.body as { accessToken: string }).accessToken);
      const found = acknowledged.map(
        async (id) => (await leaf.get(`/players/${id}`, token)).status,
      );
      expect(new Set(await Promise.all(found))).toEqual(new Set([200]));

      // Without room that is held back nothing is taken any more, and nothing breaks.
      fill(folder);
      const asked = async (): Promise<number> =>
        (await leaf.post('/players', { firstName: 'Late' }, token)).status;
      let refused = false;
      for (let i = 0; i < 400 && !refused; i += 1) refused = (await asked()) === 503;
      expect(refused).toBe(true);

      rmSync(filler);
      while (heldIn(folder) === 0) await Bun.sleep(50);
      expect(await asked()).toBe(201);
      while (alertsOf((await leaf.get('/alerts', token)).body).includes('diskFull'))
        await Bun.sleep(50);
    } finally {
      await leaf.stop();
    }
  },
  60_000,
);

test.skipIf(!isRoot)(
  'OPS-6: a leaf that begins on a full disk gives up what is held back, and serves (needs root)',
  async () => {
    const folder = smallDisk(64);
    const more = { ballast: { bytes: 8 * MB, afterMs: 0 } };
    const before = await startLeaf({ folder, more, failed: () => undefined });
    await before.token('admin');
    while (heldIn(folder) === 0) await Bun.sleep(20);
    await before.stop();

    fill(folder);
    const leaf = await startLeaf({ folder, more, failed: () => undefined });
    try {
      const again = await leaf.login('Ada', '739154');
      const token = String((again.body as { accessToken: string }).accessToken);
      expect((await leaf.post('/players', { firstName: 'Late' }, token)).status).toBe(201);
      expect(alertsOf((await leaf.get('/alerts', token)).body)).toContain('diskFull');
    } finally {
      await leaf.stop();
    }
  },
  60_000,
);
