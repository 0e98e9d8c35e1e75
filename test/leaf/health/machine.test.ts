import { afterEach, describe, expect, test } from 'bun:test';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { deviceOf, readDisk } from '../../../src/leaf/health/block.ts';
import { changedParts, readIdentity } from '../../../src/leaf/health/identity.ts';
import { createMachine, diskOf } from '../../../src/leaf/health/machine.ts';
import { openBoard } from './boards.ts';

const open: { readonly remove: () => void }[] = [];
const board = (...given: Parameters<typeof openBoard>) => {
  const one = openBoard(...given);
  open.push(one);
  return one.root;
};
afterEach(() => {
  for (const { remove } of open.splice(0)) remove();
});

const reading = (root: string, device: string) =>
  createMachine({ root, dataFolder: tmpdir(), device }, () => 0).read();

describe('OPS-6: what a machine says of itself', () => {
  test('an Orange Pi: its hottest zone, and the wear of the eMMC below a partition', () => {
    const { space, ...said } = reading(board('orange-pi-5-plus'), '179:2');
    expect(said).toEqual({
      // Not the zone that is switched off and says -273.
      celsius: 50.846,
      disk: {
        ...{ name: 'mmcblk0', serial: '1501004241363445360a6c9c0aa8a700' },
        ...{ wear: 0.3, isEnding: false },
      },
      underVoltage: null,
      supply: null,
      memory: { totalBytes: 16_246_812 * 1024, availableBytes: 14_903_344 * 1024 },
      load: 0.42,
    });
    expect(space?.freeBytes).toBeGreaterThan(0);
  });

  test('an encrypted volume: the NVMe below it, whose wear sysfs does not know', () => {
    const { celsius, disk } = reading(board('rock-5b-plus-luks'), '253:0');
    expect(celsius).toBe(91.23);
    expect(disk).toEqual({
      ...{ name: 'nvme0n1', serial: 'S6B0NL0T712345P', wear: null, isEnding: null },
    });
  });

  test('a Raspberry Pi on a weak supply and an SD card', () => {
    const { underVoltage, disk, supply } = reading(board('raspberry-pi-5'), '179:2');
    expect(underVoltage).toBe(true);
    expect(disk?.wear).toBeNull();
    expect(supply).toBeNull();
  });

  test('OPS-9: a UPS that the kernel shows, and not the battery of a mouse', () => {
    const { supply, disk } = reading(board('mini-pc-ups'), '8:1');
    expect(supply).toEqual({ onBattery: true, percent: 17, secondsLeft: 540 });
    expect(disk?.name).toBe('sda');
  });

  test.each([
    ['0x0a 0x01', 1],
    ['0x01 0x0b', 1.1],
    ['0x00 0x00', null],
    ['', null],
    ['nonsense', null],
    ['0xff 0x01', null],
  ])('eMMC life_time %p is a wear of %p', (text, wear) => {
    const root = board('orange-pi-5-plus', { 'sys/block/mmcblk0/device/life_time': text });
    expect(readDisk(root, '179:2')?.wear ?? null).toBe(wear);
  });

  test('spare blocks that run out', () => {
    const root = board('orange-pi-5-plus', { 'sys/block/mmcblk0/device/pre_eol_info': '0x02' });
    expect(readDisk(root, '179:2')?.isEnding).toBe(true);
  });

  test('a machine that says nothing is no error, and neither is this one', () => {
    const root = board('mini-pc-ups');
    const nothing = reading(`${root}/nowhere`, '1:1');
    expect(nothing).toMatchObject({ celsius: null, disk: null, memory: null, load: null });
    const here = createMachine({ root: '/', dataFolder: tmpdir() }, () => 0).read();
    expect(here.memory?.totalBytes).toBeGreaterThan(1e8);
    expect(here.load).not.toBeNull();
  });

  test('a device as stat tells it', () => {
    expect(deviceOf(0xb302n)).toBe('179:2');
    expect(deviceOf(0x10300n)).toBe('259:0');
    expect(deviceOf(statSync('/', { bigint: true }).dev)).toMatch(/^\d+:\d+$/u);
  });
});

describe('SEC-10: what a leaf runs on', () => {
  const identityOf = (root: string, device = '179:2') =>
    readIdentity(root, diskOf({ root, dataFolder: tmpdir(), device }));

  test('is told by hashes, never by a serial number itself', () => {
    const identity = identityOf(board('orange-pi-5-plus'));
    expect(Object.values(identity).every((one) => /^[0-9a-f]{16}$/u.test(one ?? ''))).toBe(true);
  });

  test('another disk, board or installation is found; the same one is not', () => {
    const before = identityOf(board('orange-pi-5-plus'));
    expect(changedParts(before, identityOf(board('orange-pi-5-plus')))).toEqual([]);
    const cid = { 'sys/block/mmcblk0/device/cid': '15010042413634453600000000000000' };
    expect(changedParts(before, identityOf(board('orange-pi-5-plus', cid)))).toEqual(['disk']);
    const other = identityOf(board('raspberry-pi-5'));
    expect(changedParts(before, other)).toEqual(['board', 'disk', 'system']);
  });

  test('what one of the two does not say is no change', () => {
    const before = identityOf(board('orange-pi-5-plus'));
    expect(changedParts(before, { system: null, board: null, disk: null })).toEqual([]);
    expect(changedParts({ system: null, board: null, disk: null }, before)).toEqual([]);
  });
});
