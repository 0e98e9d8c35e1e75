import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '../../src/kernel/time.ts';
import { TABLES } from '../../src/leaf/rooms.ts';
import { applyRelease } from '../../src/leaf/update/apply.ts';
import { leaveBefore, readBefore } from '../../src/leaf/update/before.ts';
import type { Files } from '../../src/leaf/update/files.ts';
import { DISK } from '../../src/leaf/update/files.ts';
import { executableOf, linked } from '../../src/leaf/update/links.ts';
import { placesOf, stagingOf } from '../../src/leaf/update/places.ts';
import { linesText, readState } from '../../src/leaf/update/state.ts';
import type { LibsqlLog } from '../../src/log/libsql.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import { canMount, mountDisk } from '../power/mount.ts';
import { RELEASED_AT, releaseFile, releaseKeys } from '../release-files.ts';
import { NEW, OLD, TARGET } from './executables.ts';

if (!canMount) console.log('skipped: a disk of our own takes root and FUSE');

/** Behind every so many steps; `npm run soak` looks behind each. */
const STRIDE = process.env['FELT_UPDATE_CUTS'] === undefined ? 3 : 1;

const keys = releaseKeys();
const EXECUTABLES = { [OLD.sequence]: randomBytes(20_000), [NEW.sequence]: randomBytes(20_000) };
const sha256 = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

let folder = '';
let release = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-bytes-'));
  const executable = join(folder, 'executable');
  writeFileSync(executable, EXECUTABLES[NEW.sequence] ?? '');
  release = await releaseFile({
    ...{ folder, executable, keys },
    facts: { ...NEW, target: TARGET, minSequence: 0 },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class PowerLost extends Error {}

/** Does so many steps, and then nothing any more. */
const stepsUntil = (most: number) => {
  let done = 0;
  const step =
    <A extends readonly unknown[]>(work: (...args: A) => void) =>
    (...args: A): void => {
      if (done >= most) throw new PowerLost();
      done += 1;
      work(...args);
    };
  const files: Files = {
    ...{ write: step(DISK.write), link: step(DISK.link), rename: step(DISK.rename) },
    ...{ remove: step(DISK.remove), sync: step(DISK.sync) },
  };
  return { files, isCut: () => done >= most };
};

/** All that is there, and not only its name, is on the disk. */
const settle = (path: string): void => {
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) settle(inner);
    else if (entry.isFile()) DISK.sync(inner);
  }
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
};

/** A machine with the older release on a disk that forgets what was not synced. */
const openMachine = async (disk: string) => {
  const places = placesOf(join(disk, 'opt'));
  const staging = stagingOf(join(disk, 'data'));
  mkdirSync(join(places.releases, String(OLD.sequence)), { recursive: true });
  mkdirSync(staging.folder, { recursive: true });
  writeFileSync(executableOf(places, OLD.sequence), EXECUTABLES[OLD.sequence] ?? '');
  symlinkSync(`releases/${OLD.sequence}`, places.current);
  writeFileSync(places.state, linesText({ STATE: 'idle', CONFIRMED_SEQUENCE: OLD.sequence }));
  const path = join(disk, 'data/felt.db');
  const withLog = async (use: (log: LibsqlLog) => Promise<void>): Promise<void> => {
    const log = await openLibsqlLog({ path, tables: TABLES });
    await use(log);
    await log.close();
    // The driver lets go of its file no sooner.
    Bun.gc(true);
  };
  await withLog(async () => undefined);
  settle(disk);
  const end = () => withLog((log) => leaveBefore(log, staging, { ...OLD, nats: false }));
  return { places, staging, end };
};

type Cut = { readonly stateIs: string; readonly isCut: boolean };

/** Loses power behind so many steps of an update, and looks at what is left. */
const cutBehind = async (most: number): Promise<Cut> => {
  const disk = await mountDisk();
  try {
    const { places, staging, end } = await openMachine(disk.folder);
    const { files, isCut } = stepsUntil(most);
    const nothing = async () => undefined;
    const machine = {
      ...{ files, nowMs: () => RELEASED_AT, stop: end, start: nothing, prepare: nothing },
      isReady: async () => true,
    };
    const own = { product: 'felt-leaf', ...OLD, commit: null, target: TARGET } as const;
    const judge = { own, roots: keys.roots, channel: 'stable', nowMs: RELEASED_AT } as const;
    const applied = applyRelease({ places, staging, machine }, release, judge);
    await applied.catch((error) => {
      if (!(error instanceof PowerLost)) throw error;
    });
    await disk.cut();

    const state = readState(places);
    const runs = linked(places.current) ?? 0;
    const isWhole = (sequence: number) =>
      sha256(readFileSync(executableOf(places, sequence))) === sha256(EXECUTABLES[sequence]);
    expect([OLD.sequence, NEW.sequence]).toContain(runs);
    expect([runs, isWhole(runs)]).toEqual([runs, true]);
    expect(isWhole(OLD.sequence)).toBe(true);
    if (runs === NEW.sequence) expect(state.STATE).toBe('trial');
    if (state.STATE === 'trial') {
      expect(isWhole(NEW.sequence)).toBe(true);
      expect(statSync(executableOf(places, NEW.sequence)).mode & 0o777).toBe(0o555);
      const path = join(folder, `snapshot-${most}.db`);
      copyFileSync(staging.snapshot, path);
      const log = await openLibsqlLog({ path, tables: TABLES });
      expect(await log.head()).toEqual(readBefore(staging)?.head ?? { seq: -1, hash: '' });
      await log.close();
    }
    expect(existsSync(places.state)).toBe(true);
    return { stateIs: state.STATE, isCut: isCut() };
  } finally {
    await disk.unmount();
  }
};

test.skipIf(!canMount)(
  'OPS-3: power lost at any step: what is started, and what it goes back by, is on the disk to its last byte',
  async () => {
    const states: string[] = [];
    for (let most = 0, isCut = true; isCut; most += STRIDE) {
      const found = await cutBehind(most);
      states.push(found.stateIs);
      isCut = found.isCut;
    }
    // First as it was, then on trial, and never between the two.
    expect(states.length).toBeGreaterThan(10 / STRIDE);
    expect(states.join(' ')).toMatch(/^(idle )+(trial ?)+$/u);
  },
  MINUTE,
);
