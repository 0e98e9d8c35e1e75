import { afterEach, describe, expect, test } from 'bun:test';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alerts, raisedIn } from '../../../src/leaf/health/alerts.ts';
import { createMachine } from '../../../src/leaf/health/machine.ts';
import { openBoard } from './boards.ts';
import { WELL } from './readings.ts';

const open: { readonly remove: () => void }[] = [];
afterEach(() => {
  for (const { remove } of open.splice(0)) remove();
});

const FILE = 'run/felt-disk/nvme0n1.json';
const LOG = {
  ...{ critical_warning: 0, temperature: 41, available_spare: 100 },
  ...{ available_spare_threshold: 10, percentage_used: 7, media_errors: 0 },
};
/** As felt-disk.service leaves it. */
const left = (log: unknown, uptimeS: unknown = 500): string =>
  JSON.stringify({ uptimeS, smart: { nvme_smart_health_information_log: log } });

/** A board whose data lies, encrypted, on an NVMe disk that said that. */
const board = (text: string, uptime = '700.12 2400.00') => {
  const files = { [FILE]: text, 'proc/uptime': uptime };
  const one = openBoard('rock-5b-plus-luks', files);
  open.push(one);
  return one.root;
};
const diskOf = (root: string) =>
  createMachine({ root, dataFolder: tmpdir(), device: '253:0' }, () => 0).read().disk;
const UNKNOWN = { name: 'nvme0n1', wear: null, isEnding: null };

describe('OPS-6: the wear of an NVMe disk', () => {
  test.each([
    [0, 0],
    [7, 0.07],
    [100, 1],
    [255, 2.55],
  ])('%p percent used is a wear of %p', (percent, wear) => {
    const disk = diskOf(board(left({ ...LOG, percentage_used: percent })));
    expect(disk).toMatchObject({ wear, isEnding: false, serial: 'S6B0NL0T712345P' });
  });

  test.each([
    [0b00001, true],
    [0b00100, true],
    [0b01000, true],
    // Heat, and memory of its own that a power cut would empty.
    [0b00010, false],
    [0b10000, false],
  ])('a critical warning of %p: its end is near: %p', (warning, isEnding) => {
    const disk = diskOf(board(left({ ...LOG, critical_warning: warning })));
    expect(disk?.isEnding).toBe(isEnding);
  });

  test('raises the same alert as that of an eMMC', () => {
    const kindsOf = (log: object) => {
      const disk = diskOf(board(left({ ...LOG, ...log })));
      if (WELL.disk === null || disk === null) throw new Error('no disk');
      const { wear, isEnding } = disk;
      const raised = raisedIn(alerts({ ...WELL, disk: { ...WELL.disk, wear, isEnding } }, {}));
      return raised.map(({ kind, tone }) => [kind, tone]);
    };
    expect(kindsOf({ percentage_used: 79 })).toEqual([]);
    expect(kindsOf({ percentage_used: 80 })).toEqual([['diskWear', 'warning']]);
    expect(kindsOf({ percentage_used: 104 })).toEqual([['diskWear', 'danger']]);
    expect(kindsOf({ critical_warning: 1 })).toEqual([['diskWear', 'danger']]);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'Smartctl open device: /dev/nvme0n1 failed'],
    ['half of it', left(LOG).slice(0, 60)],
    ['no log', JSON.stringify({ uptimeS: 500, smart: {} })],
    ['null', 'null'],
    ['a word for a number', left({ ...LOG, percentage_used: '7' })],
    ['more than a byte', left({ ...LOG, percentage_used: 256 })],
    ['less than nothing', left({ ...LOG, percentage_used: -1 })],
    ['a part of a percent', left({ ...LOG, percentage_used: 0.5 })],
    ['no warnings', left({ ...LOG, critical_warning: undefined })],
    ['no time', left(LOG, null)],
    ['a time to come', left(LOG, 701)],
    ['more than such a log is', `${left(LOG)}${' '.repeat(65 * 1024)}`],
  ])('%s is not believed', (_, text) => {
    expect(diskOf(board(text))).toMatchObject(UNKNOWN);
  });

  test('what was said a day ago is not so any more, and neither is what has no age', () => {
    const at = (uptime: string) => diskOf(board(left(LOG), uptime))?.wear;
    expect(at('86899.99 1.00')).toBe(0.07);
    expect(at('86900.00 1.00')).toBeNull();
    expect(at('soon')).toBeNull();
  });

  test('a folder in the place of the file, and a disk that nobody asked, are no error', () => {
    const root = board('');
    rmSync(join(root, FILE));
    expect(diskOf(root)).toMatchObject(UNKNOWN);
    mkdirSync(join(root, FILE));
    expect(diskOf(root)).toMatchObject(UNKNOWN);
  });

  test('an eMMC goes on telling by itself', () => {
    const files = { 'run/felt-disk/mmcblk0.json': left(LOG), 'proc/uptime': '700.00 1.00' };
    const one = openBoard('orange-pi-5-plus', files);
    open.push(one);
    const { disk } = createMachine(
      { root: one.root, dataFolder: tmpdir(), device: '179:2' },
      () => 0,
    ).read();
    expect(disk).toMatchObject({ wear: 0.3, isEnding: false });
  });
});
